// Where callers wait, and how an agent takes the next.
#include <algorithm>

#include <smarthandoff/calls/voice.hpp>

#include "base/field_check.hpp"
#include "calls/call_rows.hpp"
#include "calls/documents.hpp"

namespace smarthandoff::calls {
namespace {

VoiceAnswer on_overflow(Context& context, const Received& received) {
  CallRecord record = call_of(context, received);
  if (record.call.direction == CallDirection::inbound) record.plan.routed = true;
  tell_changed(context, record);
  Script script(context, received.settings, record.call);
  script.overflow();
  return script.answer();
}

// It is fetched again and again while somebody waits: nothing is stored.
VoiceAnswer on_wait(Context& context, const Received& received) {
  Call call;
  call.sid = received.hook.call.call_sid;
  Script script(context, received.settings, call);
  std::int64_t position = 1;
  if (const auto* wait = std::get_if<twilio::QueueWait>(&received.hook.event))
    position = std::max<std::int64_t>(1, wait->position.value_or(1));
  script.say("twilio.position", {{"position", std::to_string(position)}});
  if (received.settings.queue_music.empty())
    script.add(twiml::Pause{.length = 10});
  else
    script.add(twiml::Play{.url = received.settings.queue_music, .digits = {}, .loop = {}});
  return script.answer();
}

VoiceAnswer on_connect(Context& context, const Received& received) {
  CallRecord record = call_of(context, received);
  if (record.call.sid.empty()) record.call.sid = received.hook.call.call_sid;
  if (record.plan.script.empty()) record.plan.script = kTakeScript;  // who dialled in themselves
  tell_changed(context, record);
  if (is_called_off(record.call)) return hung_up(context, record.call);  // nobody is taken from the queue
  twiml::Queue queue{.name = record.plan.context.empty() ? received.settings.queue : record.plan.context};
  queue.url = route(received.settings, "/voice/connected", record.call.id,
                    record.call.agent_id.empty() ? "" : "agent=" + record.call.agent_id.value);
  Script script(context, received.settings, record.call);
  script.add(twiml::Dial{.targets = {std::move(queue)}});
  return script.answer();
}

// Who takes a caller takes part in the caller's call: their own is a leg of it, not a second conversation.
void join(Context& context, const std::string& sid, const Call& caller) {
  if (sid.empty() || sid == caller.sid) return;
  context.transaction().lock("calls", sid);
  auto leg = rows::find_call_of(context, sid);
  if (!leg || !leg->call.parent_sid.empty()) return;
  leg->call.parent_sid = caller.sid;
  tell_changed(context, *leg);
}

// The CallSid is the waiting caller's; `agent` who takes them.
VoiceAnswer on_connected(Context& context, const Received& received) {
  context.transaction().lock("calls", received.hook.call.call_sid);
  auto record = rows::find_call_of(context, received.hook.call.call_sid);
  if (record && !record->call.answered_at) {
    apply(*record, {.status = CallStatus::in_progress, .at = context.now()});
    record->call.answered_at = context.now();
    const std::string agent = field::fitted(received.field("agent"), 64);
    if (!agent.empty()) record->call.agent_id = {agent};  // who dialled in without a line is not told
    tell_changed(context, *record);
  }
  if (record) join(context, received.field("DequeingCallSid"), record->call);
  return document({{twiml::Pause{.length = 1}}});
}

VoiceAnswer on_queue_result(Context& context, const Received& received) {
  const CallRecord record = call_of(context, received);
  Script script(context, received.settings, record.call);
  const auto* result = std::get_if<twilio::QueueResult>(&received.hook.event);
  const bool broken = result != nullptr && (result->result == "queue-full" || result->result == "error" ||
                                            result->result == "system-error" || result->result == "leave");
  if (broken && record.call.direction == CallDirection::inbound) script.leave_message();
  if (broken && record.call.direction == CallDirection::outbound) {  // whom we call leaves no message for us
    script.say("twilio.queue_full");
    script.add(twiml::Hangup{});
  }
  return script.answer();
}

constexpr auto kDocument = AnswerKind::document;

}  // namespace

VoiceAnswer overflow(Context& context, const VoiceWebhook& request) {
  return handle(context, request, {"voice.overflow", kDocument, on_overflow});
}
VoiceAnswer wait_music(Context& context, const VoiceWebhook& request) {
  return handle(context, request, {"voice.wait", kDocument, on_wait, false});
}
VoiceAnswer connect_queue(Context& context, const VoiceWebhook& request) {
  return handle(context, request, {"voice.connect", kDocument, on_connect});
}
VoiceAnswer connected(Context& context, const VoiceWebhook& request) {
  return handle(context, request, {"voice.connected", kDocument, on_connected});
}
VoiceAnswer queue_result(Context& context, const VoiceWebhook& request) {
  return handle(context, request, {"voice.queue_result", kDocument, on_queue_result});
}

}  // namespace smarthandoff::calls
