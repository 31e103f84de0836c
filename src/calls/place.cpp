#include <smarthandoff/calls/place.hpp>

#include <smarthandoff/calls/account.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "base/field_check.hpp"
#include "calls/account_rows.hpp"
#include "calls/call_jobs.hpp"
#include "calls/call_rows.hpp"
#include "calls/field.hpp"
#include "calls/line_rows.hpp"
#include "calls/notices.hpp"
#include "calls/number_rows.hpp"
#include "calls/number_steps.hpp"
#include "calls/own_calls.hpp"
#include "calls/webhook_step.hpp"

namespace smarthandoff::calls {
namespace {

constexpr std::string_view kNoCallerId = "no_caller_id";

Error not_ready(const char* reason, const char* why) {
  return Error(ErrorCode::failed_precondition, why, {{"reason", reason}});
}

void check(const PlaceCall& request) {
  field::check_id("contact_id", request.contact_id);
  field::check_id("debt", request.debt);
  field::check_line("name", request.name, 100);
  field::check_line("context", request.context, 300);
  field::check_line("reference", request.reference, 64);
  field::check_between("ring_seconds", request.ring_seconds, 5, 600);
}

// The account that a call by this number goes over.
PhoneAccount account_for(const Context& context, const AccountId& id) {
  const auto record = id.empty() ? rows::default_account(context) : rows::find_account(context, id);
  if (!record) throw not_ready("no_account", "there is no account of the phone service to call over");
  if (record->account.status != AccountStatus::active)
    throw not_ready("no_account", "the account of the phone service is not active");
  return record->account;
}

contact::GateQuestion question_of(const PlaceCall& request, const PhoneNumber& to, const CallId& id) {
  return {.address = to.e164(),
          .purpose = request.purpose,
          .time_named = request.time_named,
          .requested_at = request.requested_at,
          .contact_id = request.contact_id,
          .debt = request.debt,
          .reference = id.value};
}

// By the number that is named, which must be fit, else by rotation; none: there is none left.
std::optional<CallerId> caller_id_for(Context& context, const PlaceCall& request, const PhoneNumber& to) {
  try {
    if (!request.number_id.empty()) {
      const CallerId named = use_number(context, request.number_id);
      keep_number(context, to, request.contact_id, named.number_id);
      return named;
    }
    return choose_caller_id(
        context, {.to = to.e164(), .rotation = request.rotation, .contact_id = request.contact_id});
  } catch (const Error& error) {
    const auto reason = error.details().find("reason");
    if (reason == error.details().end() || reason->second != kNoCallerId) throw;
    return std::nullopt;
  }
}

// An answer and no error, so that the alert is committed; of a number that was named the pool says nothing.
PlacedCall no_number(Context& context, const PlaceCall& request) {
  const bool named = !request.number_id.empty();
  if (!named) notices::no_caller_id(context);
  PlacedCall answer;
  answer.reasons.push_back({.name = std::string(kNoCallerId),
                            .detail = named ? "the number of number_id is not owned, active, for calls and "
                                              "under its daily cap"
                                            : "no own number is active, fitting and under its daily cap",
                            .source = "calls.settings"});
  return answer;
}

// A call that was asked for was asked for by now: an opt-out that comes before it is dialled is newer.
CallPlan plan_of(const Context& context, const PlaceCall& request, const CallSettings& wanted) {
  return {.purpose = request.purpose,
          .gated = true,
          .time_named = request.time_named,
          .requested_at = request.requested_at.value_or(context.now()),
          .debt = request.debt,
          .contact_id = request.contact_id,
          .name = request.name,
          .context = request.context,
          .detection = request.detection.value_or(wanted.detection),
          .recorded = request.recorded.value_or(wanted.recorded),
          .machine_action = request.machine_action.value_or(wanted.machine_action),
          .disclaimer = request.disclaimer,
          .script = "/voice/twiml",
          .ring_seconds = request.ring_seconds};
}

CallRecord begun(Context& context, const CallId& id, const CallerId& by, const std::string& to) {
  CallRecord record;
  Call& call = record.call;
  call.id = id;
  call.account_id = account_for(context, by.account_id).id;
  call.direction = CallDirection::outbound;
  call.stage = CallStage::intended;
  call.number_id = by.number_id;
  call.from_number = by.number;
  call.to_number = to;
  call.started_at = context.now();
  return record;
}

}  // namespace

PlacedCall place(Context& context, const PlaceCall& request) {
  smarthandoff::tenants::ensure(context);
  check(request);
  const PhoneNumber to = read_number(context, "to", request.to);
  check_not_retired(context);
  if (!request.agent_id.empty()) acting_agent(context, request.agent_id);
  if (!request.number_id.empty() && !rows::find_number(context, request.number_id))
    throw no_such_in("number_id", "number", request.number_id.value);
  const CallSettings wanted = ready_settings(context);
  const CallId id{context.new_id()};
  const auto decision = contact::may_contact(context, question_of(request, to, id));
  if (!decision.allowed)
    return {.call = {}, .caller_id = {}, .reasons = decision.reasons, .next_allowed = decision.next_allowed};
  const auto by = caller_id_for(context, request, to);
  if (!by) return no_number(context, request);
  CallRecord record = begun(context, id, *by, to.e164());
  record.call.agent_id = request.agent_id;
  record.call.reference = request.reference;
  record.plan = plan_of(context, request, wanted);
  tell_changed(context, record);
  log_contact(context, record, contact::ContactOutcome::no_answer);  // nobody is called twice at once
  order(context, record);
  return {.call = record.call, .caller_id = *by, .reasons = {}, .next_allowed = {}};
}

Call take_next(Context& context, const TakeNext& request) {
  smarthandoff::tenants::ensure(context);
  const CallSettings wanted = ready_settings(context);
  field::check_line("queue", request.queue, 64);
  acting_agent(context, request.agent_id);
  const auto line = rows::find_line(context, request.agent_id);
  if (!line) throw no_such("line of agent", request.agent_id.value);
  const std::string phone = line->phone.empty() ? "client:" + line->identity : line->phone;
  const CallerId by = number_for_agents(context);
  CallRecord record = begun(context, {context.new_id()}, by, phone);
  record.call.agent_id = request.agent_id;
  record.plan = {.context = request.queue.empty() ? wanted.queue : request.queue,
                 .recorded = wanted.recorded,
                 .script = std::string(kTakeScript),
                 .ring_seconds = wanted.ring_seconds};
  tell_changed(context, record);
  order(context, record);
  return record.call;
}

Call hang_up(Context& context, const HangUpCall& request) {
  auto record = rows::find_call(context, request.call_id);
  if (!record) throw no_such("call", request.call_id.value);
  Call& call = record->call;
  check_may_see(context, call);
  if (call.stage == CallStage::ended) return call;
  if (call.sid.empty()) {
    context.cancel_job(kind::kDial, call.id.value);
    tell(context, *record, {.status = CallStatus::canceled, .at = context.now(), .cause = "called off"});
  } else {
    CallOrder order{.call_id = call.id, .account_id = call.account_id, .sid = call.sid};
    context.enqueue(kind::kHangUp, call.id.value, order);
  }
  return get_call(context, {.call_id = request.call_id, .sid = {}});
}

}  // namespace smarthandoff::calls
