#include <smarthandoff/contact/agent.hpp>

#include <smarthandoff/storage/tenants.hpp>

#include "base/field_check.hpp"
#include "contact/agent_rows.hpp"

namespace smarthandoff::agents {
namespace {

constexpr std::size_t kMaxName = 100;
constexpr std::size_t kMaxEmail = 254;  // RFC 5321, a path without its brackets
constexpr std::size_t kMaxExtension = 10;

// One '@' with something on either side and no blank: whether it exists, only a message tells.
void check_email(std::string_view email) {
  field::check_line("email", email, kMaxEmail);
  if (email.empty()) return;
  const auto at = email.find('@');
  const bool formed = at != std::string_view::npos && at > 0 && at + 1 < email.size() &&
                      email.find('@', at + 1) == std::string_view::npos &&
                      email.find(' ') == std::string_view::npos;
  if (!formed) throw invalid_field("email", "must be of the form name@domain");
}

void check(const Agent& agent) {
  if (agent.user_id.empty()) throw invalid_field("user_id", "must not be empty");
  field::check_id("user_id", agent.user_id);
  field::check_name("name", agent.name, kMaxName);
  check_email(agent.email);
  field::check_word("extension", agent.extension, field::kDialled, kMaxExtension);
  field::check_line("department", agent.department, kMaxName);
  if (agent.role == Role::contact || agent.role == Role::service)
    throw invalid_field("role", "must be agent, supervisor or admin");
}

void refuse_if_taken(const char* field, const std::optional<Agent>& other, const Agent& agent) {
  if (!other || other->id == agent.id) return;
  throw Error(ErrorCode::already_exists, "field \"" + std::string(field) + "\": another agent has it",
              {{"field", field}, {"agent_id", other->id.value}});
}

void refuse_if_taken(const Context& context, const Agent& agent) {
  const storage::Transaction& transaction = context.transaction();
  const TenantId& tenant = context.tenant();
  refuse_if_taken("user_id", rows::find_by_user(transaction, tenant, agent.user_id), agent);
  refuse_if_taken("email", rows::find_by_email(transaction, tenant, agent.email), agent);
  refuse_if_taken("extension", rows::find_by_extension(transaction, tenant, agent.extension), agent);
}

Agent checked_and_saved(Context& context, Agent agent, const char* topic) {
  agent.name = field::trimmed(agent.name);
  agent.email = field::trimmed(agent.email);
  agent.extension = field::trimmed(agent.extension);
  agent.department = field::trimmed(agent.department);
  check(agent);
  refuse_if_taken(context, agent);
  agent.updated_at = context.now();
  rows::save(context.transaction(), context.tenant(), agent);
  context.emit(topic, agent.id.value,
               AgentEvent{.agent_id = agent.id, .user_id = agent.user_id, .active = agent.active});
  return agent;
}

template <class Member>
void replace(Member& member, const std::optional<Member>& given) {
  if (given) member = *given;
}

}  // namespace

Agent create(Context& context, const CreateAgent& request) {
  smarthandoff::tenants::ensure(context);
  context.transaction().lock("agents", context.tenant().value);
  return checked_and_saved(context,
                           {.id = {context.new_id()},
                            .user_id = request.user_id,
                            .name = request.name,
                            .email = request.email,
                            .extension = request.extension,
                            .department = request.department,
                            .role = request.role,
                            .active = request.active,
                            .created_at = context.now()},
                           "agent.created");
}

Agent update(Context& context, const UpdateAgent& request) {
  context.transaction().lock("agents", context.tenant().value);
  auto agent = rows::find(context.transaction(), context.tenant(), request.agent_id);
  if (!agent) throw no_such("agent", request.agent_id.value);
  replace(agent->name, request.name);
  replace(agent->email, request.email);
  replace(agent->extension, request.extension);
  replace(agent->department, request.department);
  replace(agent->role, request.role);
  replace(agent->active, request.active);
  return checked_and_saved(context, std::move(*agent), "agent.updated");
}

Agent get(const Context& context, const GetAgent& request) {
  const int keys =
      int{!request.agent_id.empty()} + int{!request.user_id.empty()} + int{!request.extension.empty()};
  if (keys != 1) throw invalid_field("agent_id", "must be given, or else user_id, or else extension");
  auto agent = !request.agent_id.empty()
                   ? rows::find(context.transaction(), context.tenant(), request.agent_id)
               : !request.user_id.empty() ? of_user(context, request.user_id)
                                          : of_extension(context, request.extension);
  if (!agent) throw no_such("agent", request.agent_id.value + request.user_id + request.extension);
  return std::move(*agent);
}

AgentList list(const Context& context, const ListAgents& request) {
  field::check_page(request.limit);
  return {.agents = rows::list(context.transaction(), context.tenant(), request)};
}

std::optional<Agent> of_extension(const Context& context, const std::string& extension) {
  return rows::find_by_extension(context.transaction(), context.tenant(), extension);
}

std::vector<Agent> of_department(const Context& context, const std::string& department) {
  if (field::trimmed(department).empty()) return {};
  return rows::of_department(context.transaction(), context.tenant(), department);
}

std::optional<Agent> of_user(const Context& context, const std::string& user_id) {
  return rows::find_by_user(context.transaction(), context.tenant(), user_id);
}

}  // namespace smarthandoff::agents
