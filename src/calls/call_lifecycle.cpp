#include "calls/call_lifecycle.hpp"

#include <algorithm>
#include <cstdlib>

namespace smarthandoff::calls {
namespace {

// Both enums have the same words in the same order.
static_assert(static_cast<int>(CallStatus::in_progress) == static_cast<int>(twilio::CallStatus::in_progress));
static_assert(static_cast<int>(CallStatus::canceled) == static_cast<int>(twilio::CallStatus::canceled));

// Of a call to us our own document answers first: an agent's answer is told otherwise.
bool counts_as_answer(const CallRecord& record) {
  return !record.plan.routed;
}

void take_end(CallRecord& record, const Told& told) {
  Call& call = record.call;
  call.stage = CallStage::ended;
  call.ended_at = told.at;
  if (call.cause.empty()) call.cause = told.cause;
}

void take_answer(CallRecord& record, const Told& told) {
  Call& call = record.call;
  if (call.answered_at || !counts_as_answer(record)) return;
  if (told.status == CallStatus::in_progress) call.answered_at = told.at;
  if (told.status == CallStatus::completed && told.seconds.value_or(0) > 0)
    call.answered_at = told.at - Seconds(*told.seconds);
}

}  // namespace

Applied apply(CallRecord& record, const Told& told) {
  const CallRecord before = record;
  Call& call = record.call;
  Applied applied;
  if (call.sid.empty()) call.sid = told.sid;
  if (!call.sid.empty() && (call.stage == CallStage::intended || call.stage == CallStage::in_doubt))
    call.stage = CallStage::accepted;
  if (told.status) {
    const twilio::CallStep step =
        twilio::step({to_twilio(call.status), record.sequence}, {to_twilio(*told.status), told.sequence});
    record.sequence = step.now.sequence;
    call.status = from_twilio(step.now.status);
    applied.moved = step.moved;
    take_answer(record, told);
    applied.ended = step.moved && is_final(call.status);
    if (applied.ended) take_end(record, told);
    if (is_final(*told.status)) call.seconds = std::max(call.seconds, told.seconds.value_or(0));
  }
  if (!told.answered_by.empty() && (call.answered_by.empty() || call.answered_by == "unknown"))
    call.answered_by = told.answered_by;
  applied.changed = !(record == before);
  return applied;
}

bool is_machine(const std::string& answered_by) {
  return answered_by.starts_with("machine") || answered_by == "fax";
}

bool is_final(CallStatus status) {
  return twilio::is_final(to_twilio(status));
}

// One that was given up as lost, too: who asked for it may have called again, or told the person otherwise.
bool is_called_off(const Call& call) {
  return call.direction == CallDirection::outbound && call.stage == CallStage::ended &&
         (call.status == CallStatus::canceled || call.status == CallStatus::failed);
}

std::string cost_text(const std::optional<std::int64_t>& cost) {
  if (!cost) return {};
  std::string digits = std::to_string(std::abs(*cost));
  if (digits.size() < 5) digits.insert(0, 5 - digits.size(), '0');
  digits.insert(digits.size() - 4, 1, '.');
  return (*cost < 0 ? "-" : "") + digits;
}

twilio::CallStatus to_twilio(CallStatus status) {
  return static_cast<twilio::CallStatus>(status);
}

CallStatus from_twilio(twilio::CallStatus status) {
  return static_cast<CallStatus>(status);
}

const Type& describe(const CallPlan*) {
  using P = CallPlan;
  static const Immortal<Type> type =
      Description<P>("CallPlan", "What a call was begun for.")
          .field("routed", &P::routed, "a call to us that we answer")
          .field("untold", &P::untold, "nothing said yet who calls whom")
          .field("purpose", &P::purpose, "why the person is called")
          .field("gated", &P::gated, "a contact that we start")
          .field("time_named", &P::time_named, "the person named the time")
          .field("requested_at", &P::requested_at, "when it was asked for")
          .field("debt", &P::debt, "which debt it is about")
          .field("contact_id", &P::contact_id, "who it is")
          .field("name", &P::name, "whom we call")
          .field("context", &P::context, "what about")
          .field("detection", &P::detection, "whether it is found out who answers")
          .field("recorded", &P::recorded, "whether it is recorded")
          .field("machine_action", &P::machine_action, "if a machine answers")
          .field("disclaimer", &P::disclaimer, "whether it is said")
          .field("script", &P::script, "the route of its script")
          .field("ring_seconds", &P::ring_seconds, "how long it rings")
          .field("looked", &P::looked, "how often it was looked for")
          .field("tries", &P::tries, "how often the order was put off")
          .build();
  return type;
}

}  // namespace smarthandoff::calls
