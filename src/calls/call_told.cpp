// What follows when a call changes.
#include "calls/call_jobs.hpp"
#include "calls/call_rows.hpp"
#include "calls/notices.hpp"
#include "calls/webhook_step.hpp"

namespace smarthandoff::calls {
namespace {

constexpr auto kCostKnown = std::chrono::minutes(1);

contact::ContactOutcome outcome_of(const Call& call) {
  using Outcome = contact::ContactOutcome;
  if (call.answered_at)
    return is_machine(call.answered_by) ? Outcome::voicemail
           : call.seconds > 0           ? Outcome::conversation
                                        : Outcome::answered;
  if (call.status == CallStatus::busy) return Outcome::busy;
  if (call.status == CallStatus::failed)
    return call.cause == "SIP 404" ? Outcome::not_in_service : Outcome::failed;
  return Outcome::no_answer;
}

void log_end(Context& context, const CallRecord& record) {
  const bool outbound = record.call.direction == CallDirection::outbound;
  if (outbound) return log_contact(context, record, outcome_of(record.call));
  if (record.call.answered_at) log_contact(context, record, contact::ContactOutcome::conversation);
}

// A call that was over for us, and rang all the same: the person was called.
void log_rung(Context& context, const CallRecord& record) {
  const bool answered = record.call.answered_at.has_value();
  log_contact(context, record, answered ? outcome_of(record.call) : contact::ContactOutcome::no_answer);
}

void ended(Context& context, const CallRecord& record) {
  fetch_later(context, record.call, context.now() + kCostKnown);
  if (!record.call.parent_sid.empty()) return;
  log_end(context, record);
  if (record.plan.routed && !record.call.answered_at) notices::missed(context, record.call);
  if (record.call.status == CallStatus::failed) notices::failed(context, record.call);
}

}  // namespace

void log_contact(Context& context, const CallRecord& record, contact::ContactOutcome outcome) {
  const Call& call = record.call;
  const bool outbound = call.direction == CallDirection::outbound;
  const std::string& person = outbound ? call.to_number : call.from_number;
  if (!person.starts_with('+') || (outbound && !record.plan.gated)) return;  // nobody we may not call again
  contact::RecordContact entry{
      .address = person,
      .purpose = record.plan.purpose,
      .direction = outbound ? contact::Direction::outbound : contact::Direction::inbound,
      .outcome = outcome,
      .contact_id = record.plan.contact_id,
      .reference = call.id.value};
  if (!record.plan.debt.empty()) entry.debts.push_back(record.plan.debt);
  contact::record_contact(context, entry);
}

void tell_changed(Context& context, CallRecord& record) {
  Call& call = record.call;
  call.updated_at = context.now();
  rows::save_call(context, record);
  context.emit("call.updated", call.id.value,
               CallEvent{.call_id = call.id,
                         .sid = call.sid,
                         .direction = call.direction,
                         .stage = call.stage,
                         .status = call.status,
                         .agent_id = call.agent_id,
                         .answered_by = call.answered_by});
  watch(context, call);
}

void tell(Context& context, CallRecord record, const Told& told) {
  const bool known = rows::find_call(context, record.call.id).has_value();
  const bool was_over = known && is_called_off(record.call);
  const bool called_off = was_over && record.call.sid.empty();
  const bool was_answered = record.call.answered_at.has_value();
  const Applied applied = apply(record, told);
  if (known && !applied.changed) return;
  tell_changed(context, record);
  if (applied.ended) ended(context, record);
  const bool found = called_off && !record.call.sid.empty();
  if (found || (was_over && !was_answered && record.call.answered_at)) log_rung(context, record);
  const bool over = told.status && is_final(*told.status);
  if (found && !over) end_called_off(context, record.call);
}

}  // namespace smarthandoff::calls
