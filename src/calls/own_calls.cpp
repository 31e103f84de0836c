#include "calls/own_calls.hpp"

#include <smarthandoff/base/error.hpp>

#include "base/field_check.hpp"
#include "contact/agent_rows.hpp"

namespace smarthandoff::calls {
namespace {

bool may_more(const Context& context) {
  return context.actor().role >= Role::supervisor;
}

}  // namespace

std::optional<AgentId> sight_of(const Context& context) {
  if (may_more(context)) return std::nullopt;
  const auto agent = agents::of_user(context, context.actor().user);
  return agent && agent->active ? agent->id : AgentId{};
}

void check_may_see(const Context& context, const Call& call) {
  const auto own = sight_of(context);
  if (!own || (!own->empty() && call.agent_id == *own)) return;
  throw Error(
      ErrorCode::unauthorized,
      "call \"" + call.id.value + "\" is another agent's: only that agent or a supervisor may see it");
}

agents::Agent acting_agent(const Context& context, const AgentId& id) {
  auto agent = agents::rows::find(context.transaction(), context.tenant(), id);
  if (!agent) throw no_such("agent", id.value);
  if (!may_more(context) && agent->user_id != context.actor().user)
    throw Error(ErrorCode::unauthorized,
                "field \"agent_id\": another agent's name: only a supervisor may use it",
                {{"field", "agent_id"}, {"reason", "is another agent: only a supervisor may name them"}});
  if (!agent->active)
    throw Error(ErrorCode::failed_precondition, "field \"agent_id\": the agent is not active",
                {{"field", "agent_id"}, {"reason", "is not active"}});
  return std::move(*agent);
}

void check_not_retired(const Context& context) {
  if (context.actor().user.empty()) return;
  const auto agent = agents::of_user(context, context.actor().user);
  if (agent && !agent->active)
    throw Error(ErrorCode::unauthorized, "user \"" + context.actor().user + "\" is not active as an agent");
}

}  // namespace smarthandoff::calls
