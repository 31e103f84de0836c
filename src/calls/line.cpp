#include <smarthandoff/calls/line.hpp>

#include <smarthandoff/calls/account.hpp>
#include <smarthandoff/storage/tenants.hpp>
#include <smarthandoff/telephony/twilio/access_token.hpp>

#include "base/field_check.hpp"
#include "calls/field.hpp"
#include "calls/line_rows.hpp"
#include "calls/own_calls.hpp"
#include "calls/presence_jobs.hpp"
#include "contact/agent_rows.hpp"

namespace smarthandoff::calls {
namespace {

constexpr std::size_t kMaxIdentity = 121;

agents::Agent agent_of(const Context& context, const AgentId& id) {
  auto agent = agents::rows::find(context.transaction(), context.tenant(), id);
  if (!agent) throw no_such("agent", id.value);
  return std::move(*agent);
}

// An agent acts for themself; whoever may more, for everybody.
void check_own(const Context& context, const agents::Agent& agent) {
  const Actor& actor = context.actor();
  if (actor.role == Role::agent && !actor.user.empty() && actor.user != agent.user_id)
    throw Error(ErrorCode::unauthorized, "an agent's line is changed by that agent or a supervisor");
}

AgentLine require(const Context& context, const AgentId& id) {
  auto line = rows::find_line(context, id);
  if (!line) throw no_such("line of agent", id.value);
  return std::move(*line);
}

void check(const AgentLine& line) {
  field::check_name("identity", line.identity, kMaxIdentity);
  field::check_word("identity", line.identity, std::string(field::kWord) + "@", kMaxIdentity);
  field::check_word("worker_sid", line.worker_sid, field::kWord, 64);
}

// A number, or a SIP address as it is; empty passes.
std::string phone_of(const Context& context, std::string_view field, const std::string& typed) {
  if (field::trimmed(typed).empty()) return {};
  if (!typed.starts_with("sip:") || field == "mobile") return read_number(context, field, typed).e164();
  field::check_word(field, typed, std::string(field::kWord) + ":@;=+", 200);
  return typed;
}

void refuse_taken(const Context& context, const AgentLine& line) {
  const auto refuse = [&](const std::optional<AgentLine>& other, const char* field) {
    if (other && other->agent_id != line.agent_id)
      throw Error(ErrorCode::already_exists, "field \"" + std::string(field) + "\": another agent has it",
                  {{"field", field}});
  };
  refuse(rows::find_line_of(context, line.identity), "identity");
  refuse(rows::find_line_of_worker(context, line.worker_sid), "worker_sid");
}

}  // namespace

AgentLine set_line(Context& context, const SetLine& request) {
  smarthandoff::tenants::ensure(context);
  context.transaction().lock("call_lines", context.tenant().value);
  const agents::Agent agent = agent_of(context, request.agent_id);
  AgentLine line = rows::find_line(context, agent.id)
                       .value_or(AgentLine{.agent_id = agent.id,
                                           .identity = agent.user_id,
                                           .presence = Presence::available,
                                           .changed_at = context.now()});
  if (request.identity) line.identity = *request.identity;
  if (request.phone) line.phone = phone_of(context, "phone", *request.phone);
  if (request.mobile) line.mobile = phone_of(context, "mobile", *request.mobile);
  const bool other_worker = request.worker_sid && *request.worker_sid != line.worker_sid;
  if (other_worker) line.worker_activity.clear();
  if (request.worker_sid) line.worker_sid = *request.worker_sid;
  check(line);
  refuse_taken(context, line);
  line.updated_at = context.now();
  rows::save_line(context, line);
  if (other_worker) rows::save_link(context, line.agent_id, {});  // of the other one nothing is known
  context.emit("line.updated", line.agent_id.value,
               PresenceEvent{.agent_id = agent.id, .user_id = agent.user_id, .presence = line.presence});
  return line;
}

AgentLine get_line(const Context& context, const GetLine& request) {
  if (request.agent_id.empty() == request.identity.empty())
    throw invalid_field("agent_id", "must be given, or else identity");
  auto line = request.identity.empty() ? rows::find_line(context, request.agent_id)
                                       : rows::find_line_of(context, request.identity);
  if (!line) throw no_such("line", request.agent_id.value + request.identity);
  return std::move(*line);
}

LineList list_lines(const Context& context, const ListLines& request) {
  field::check_page(request.limit);
  return {.lines = rows::list_lines(context, request)};
}

AgentLine set_presence(Context& context, const SetPresence& request) {
  context.transaction().lock("call_lines", context.tenant().value);
  AgentLine line = require(context, request.agent_id);
  const agents::Agent agent = agent_of(context, request.agent_id);
  check_own(context, agent);
  const bool changed = line.presence != request.presence;
  line.presence = request.presence;
  line.changed_at = line.updated_at = context.now();
  rows::save_line(context, line);
  if (changed) presence::emit(context, line, agent.user_id);
  presence::tell_taskrouter(context, line);
  return line;
}

IssuedToken issue_token(const Context& context, const LineToken& request) {
  field::check_between("ttl", request.ttl, 60, 86'400);
  const AgentLine line = require(context, request.agent_id);
  acting_agent(context, request.agent_id);
  const auto account = open_account(context, request.account_id);
  if (!account || account->api_key_secret.empty())
    throw Error(ErrorCode::failed_precondition, "the account has no API key to make access tokens with",
                {{"reason", "no_api_key"}});
  const twilio::AccessToken token{.account_sid = account->account.account_sid,
                                  .key_sid = account->api_key_sid,
                                  .key_secret = account->api_key_secret,
                                  .identity = line.identity,
                                  .ttl = request.ttl,
                                  .issued_at = {context.now()},
                                  .incoming = true,
                                  .outgoing_application_sid = account->account.application_sid,
                                  .region = account->account.region};
  return {.token = twilio::access_token(token),
          .identity = line.identity,
          .expires_at = context.now() + Seconds(request.ttl)};
}

}  // namespace smarthandoff::calls
