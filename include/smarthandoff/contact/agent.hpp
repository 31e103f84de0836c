#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/actor.hpp>
#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/contact/ids.hpp>
#include <smarthandoff/storage/context.hpp>

// The people of the company who talk to customers: operations `agents.create`, `agents.update`, `agents.get`,
// `agents.list`. docs/agents.md, without queues and skills.
namespace smarthandoff::agents {

// One person, one user of the host, at most one extension.
struct Agent {
  AgentId id;
  std::string user_id;     // the host's; unique in the tenant
  std::string name;        // as customers are told
  std::string email;       // unique in the tenant, case aside; may be empty
  std::string extension;   // on the PBX; unique in the tenant; may be empty
  std::string department;  // whose callbacks fall to them once released; may be empty
  Role role = Role::agent;
  bool active = true;  // false: alerted of nothing
  Instant created_at;
  Instant updated_at;

  bool operator==(const Agent&) const = default;
};

struct CreateAgent {
  std::string user_id;     // 1-64 printable ASCII characters without blanks
  std::string name;        // at most 100 characters
  std::string email;       // at most 254 characters; empty: none
  std::string extension;   // at most 10 of 0-9, *, #; empty: none
  std::string department;  // at most 100 characters
  Role role = Role::agent;
  bool active = true;
};

// Replaces the given members; the others stay. The user id stays for ever.
struct UpdateAgent {
  AgentId agent_id;
  std::optional<std::string> name, email, extension, department;
  std::optional<Role> role;
  std::optional<bool> active;
};

// By exactly one of the three.
struct GetAgent {
  AgentId agent_id;
  std::string user_id;
  std::string extension;
};

// Filters; an absent one lets everything pass.
struct ListAgents {
  std::string department;  // case and accents do not matter
  std::optional<bool> active;
  std::optional<Role> role;
  std::int64_t limit = 100;  // 1-1000
  AgentId after;             // the last id of the page before; empty: from the start
};
struct AgentList {
  std::vector<Agent> agents;  // in the order of creation
};

// Payload of `agent.created` and `agent.updated`. No personal data.
struct AgentEvent {
  AgentId agent_id;
  std::string user_id;
  bool active = true;
};

// Throws invalid_argument naming the field; already_exists naming the one of user_id, email and extension
// that another agent has.
Agent create(Context& context, const CreateAgent& request);

// Throws not_found, and what create throws.
Agent update(Context& context, const UpdateAgent& request);

// Throws not_found; invalid_argument unless exactly one key is given.
Agent get(const Context& context, const GetAgent& request);

// Throws invalid_argument for a limit out of range.
AgentList list(const Context& context, const ListAgents& request);

// Not operations: for other modules.

// Who sits at the extension, active or not.
std::optional<Agent> of_extension(const Context& context, const std::string& extension);

// The active agents of a department, case and accents aside, in the order of creation; none for an empty
// name.
std::vector<Agent> of_department(const Context& context, const std::string& department);

// The agent that a user of the host is.
std::optional<Agent> of_user(const Context& context, const std::string& user_id);

const Type& describe(const Agent*);
const Type& describe(const CreateAgent*);
const Type& describe(const UpdateAgent*);
const Type& describe(const GetAgent*);
const Type& describe(const ListAgents*);
const Type& describe(const AgentList*);
const Type& describe(const AgentEvent*);

}  // namespace smarthandoff::agents
