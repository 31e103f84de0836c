// What is ordered for a call, and what an order's answer means.
#include <algorithm>

#include <smarthandoff/contact/contact_log.hpp>

#include "base/field_check.hpp"
#include "calls/call_jobs.hpp"
#include "calls/call_rows.hpp"
#include "calls/webhook_step.hpp"

namespace smarthandoff::calls {
namespace {

constexpr std::int64_t kMaxPutOff = 12;
constexpr auto kFirstLook = Seconds(2);
constexpr auto kRepair = std::chrono::minutes(5);

CallOrder basic(const Call& call) {
  return {.call_id = call.id, .account_id = call.account_id, .sid = call.sid};
}

contact::GateQuestion question_of(const CallRecord& record) {
  return {.address = record.call.to_number,
          .purpose = record.plan.purpose,
          .time_named = record.plan.time_named,
          .requested_at = record.plan.requested_at,
          .contact_id = record.plan.contact_id,
          .debt = record.plan.debt,
          .reference = record.call.id.value};
}

bool is_waiting(const std::optional<CallRecord>& record) {
  return record && record->call.stage == CallStage::intended;
}

}  // namespace

void order(Context& context, const CallRecord& record) {
  const Call& call = record.call;
  const CallPlan& plan = record.plan;
  const CallSettings wanted = settings(context, {});
  CallOrder order = basic(call);
  order.from_number = call.from_number;
  order.to_number = call.to_number;
  order.url = route(wanted, plan.script, call.id);
  order.status_url = route(wanted, "/webhooks/call-status", call.id);
  order.recording_url = route(wanted, "/webhooks/recording", call.id);
  order.detection_url = route(wanted, "/webhooks/amd-result", call.id);
  order.recorded = plan.recorded;
  order.detection = plan.detection;
  order.wait_for_beep = plan.machine_action == MachineAction::message;
  order.ring_seconds = plan.ring_seconds;
  order.since = call.started_at;
  context.enqueue(kind::kPlace, call.id.value, order);
}

void dial(Context& context, const CallId& id) {
  const auto record = rows::find_call(context, id);
  if (!is_waiting(record)) return;
  if (record->plan.gated) {
    const auto decision = contact::may_contact(context, question_of(*record));
    if (!decision.allowed) {
      tell(context, *record, {.status = CallStatus::canceled, .at = context.now(), .cause = "forbidden"});
      return;
    }
  }
  log_contact(context, *record, contact::ContactOutcome::no_answer);
  order(context, *record);
}

void placed(Context& context, const CallId& id, const std::string& sid) {
  context.transaction().lock("calls", sid);
  const auto record = rows::find_call(context, id);
  if (!record) return;
  tell(context, *record, {.sid = sid, .at = context.now()});  // hangs up what was called off
}

void end_called_off(Context& context, const Call& call) {
  context.enqueue(kind::kHangUp, call.id.value, basic(call));
  fetch_later(context, call, context.now() + kRepair);
}

void doubtful(Context& context, const CallId& id) {
  auto record = rows::find_call(context, id);
  if (!record || !record->call.sid.empty()) return;  // a webhook told of it already
  if (record->call.stage == CallStage::intended) {
    record->call.stage = CallStage::in_doubt;
    tell_changed(context, *record);
  } else if (!is_called_off(record->call)) {
    return;
  }
  CallOrder look = basic(record->call);
  look.from_number = record->call.from_number;
  look.to_number = record->call.to_number;
  look.since = record->call.started_at;
  context.enqueue(kind::kFind, id.value, look, context.now() + kFirstLook);
}

void put_off(Context& context, const CallId& id) {
  auto record = rows::find_call(context, id);
  if (!is_waiting(record)) return;
  if (record->plan.tries >= kMaxPutOff) return not_placed(context, id, "unavailable");
  const auto delay = Seconds(1LL << std::min<std::int64_t>(record->plan.tries, 6));
  record->plan.tries += 1;
  log_contact(context, *record, contact::ContactOutcome::failed);  // nobody was rung
  tell_changed(context, *record);
  context.enqueue(kind::kDial, id.value, basic(record->call), context.now() + delay);
}

// No failed try, however often: the gate is asked when the turn has come, and nobody is called who opted out
// or was given up meanwhile.
void wait_for_turn(Context& context, const CallId& id, Milliseconds wait) {
  const auto record = rows::find_call(context, id);
  if (!is_waiting(record)) return;
  log_contact(context, *record, contact::ContactOutcome::failed);  // nobody was rung
  context.enqueue(kind::kDial, id.value, basic(record->call), context.now() + wait);
}

void not_placed(Context& context, const CallId& id, const std::string& cause) {
  const auto record = rows::find_call(context, id);
  if (!record || record->call.stage == CallStage::ended) return;
  tell(context, *record,
       {.status = CallStatus::failed, .at = context.now(), .cause = field::fitted(cause, 200)});
}

void fetch_later(Context& context, const Call& call, Instant due, std::int64_t tries) {
  CallOrder order = basic(call);
  order.tries = tries;
  if (!order.sid.empty()) context.enqueue(kind::kFetch, call.id.value, order, due);
}

void watch(Context& context, const Call& call) {
  if (call.sid.empty() || call.stage == CallStage::ended) return;
  context.enqueue_no_later(kind::kFetch, call.id.value, basic(call), context.now() + kRepair);
}

void delete_recording(Context& context, const Call& call) {
  CallOrder order = basic(call);
  order.sid = call.recording ? call.recording->sid : "";
  context.enqueue(kind::kForget, call.id.value, order);
}

void leave_machine(Context& context, const CallRecord& record, const CallSettings& settings) {
  CallOrder order = basic(record.call);
  const bool speaks = record.plan.machine_action == MachineAction::message;
  if (speaks) order.url = route(settings, "/voice/machine", record.call.id);
  context.enqueue(speaks ? kind::kRedirect : kind::kHangUp, record.call.id.value, order);
}

const Type& describe(const CallOrder*) {
  using O = CallOrder;
  static const Immortal<Type> type =
      Description<O>("CallOrder", "What is ordered for a call.")
          .field("call_id", &O::call_id, "ours")
          .field("account_id", &O::account_id, "over which account")
          .field("sid", &O::sid, "the phone service's id")
          .field("from_number", &O::from_number, "by which number")
          .field("to_number", &O::to_number, "who is called")
          .field("url", &O::url, "of its script")
          .field("status_url", &O::status_url, "told of its status")
          .field("recording_url", &O::recording_url, "told of recordings")
          .field("detection_url", &O::detection_url, "told who answered")
          .field("recorded", &O::recorded, "whether it is recorded")
          .field("detection", &O::detection, "whether it is found out who answers")
          .field("wait_for_beep", &O::wait_for_beep, "until a machine listens")
          .field("ring_seconds", &O::ring_seconds, "how long it rings")
          .field("since", &O::since, "when it was intended")
          .field("tries", &O::tries, "earlier ones")
          .build();
  return type;
}

}  // namespace smarthandoff::calls
