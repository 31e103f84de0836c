#pragma once

#include <optional>

#include <smarthandoff/calls/call.hpp>
#include <smarthandoff/contact/agent.hpp>
#include <smarthandoff/storage/context.hpp>

// What an agent may of calls: their own ones. A supervisor, and whoever may more, may of everybody's.
namespace smarthandoff::calls {

// Whose calls are seen by who asks; none: everybody's. An agent's id is empty where the user is no agent.
std::optional<AgentId> sight_of(const Context& context);

// Throws unauthorized for a call of somebody else, or of nobody.
void check_may_see(const Context& context, const Call& call);

// The agent in whose name something is done: by themself or a supervisor. Throws not_found;
// failed_precondition for one who is not active, who has no line; unauthorized for anybody else's.
agents::Agent acting_agent(const Context& context, const AgentId& id);

// Who was an agent and is not active any more calls nobody, in whoever's name.
void check_not_retired(const Context& context);

}  // namespace smarthandoff::calls
