// The webhooks that tell: a call's status, who answered, recordings.
#include <smarthandoff/calls/voice_webhook.hpp>

#include <smarthandoff/base/json.hpp>

#include "base/field_check.hpp"
#include "calls/call_jobs.hpp"
#include "calls/call_rows.hpp"
#include "calls/notices.hpp"
#include "calls/recording_steps.hpp"
#include "calls/webhook_step.hpp"

namespace smarthandoff::calls {
namespace {

constexpr std::size_t kMaxAnsweredBy = 20;

std::string cause_of(const twilio::CallStatusEvent& event) {
  return event.sip_code ? "SIP " + std::to_string(*event.sip_code) : std::string();
}

Told told_of(const Context& context, const Received& received) {
  Told told{.sid = received.hook.call.call_sid, .at = context.now()};
  if (received.hook.call.status) told.status = from_twilio(*received.hook.call.status);
  told.answered_by = field::fitted(received.field("AnsweredBy"), kMaxAnsweredBy);
  if (const auto* event = std::get_if<twilio::CallStatusEvent>(&received.hook.event)) {
    told.sequence = event->sequence;
    told.at = std::min(event->at.value_or(context.now()), context.now());
    told.seconds = event->duration_s;
    told.cause = cause_of(*event);
  }
  if (const auto* request = std::get_if<twilio::CallRequest>(&received.hook.event))
    told.answered_by = field::fitted(request->answered_by, kMaxAnsweredBy);
  return told;
}

// A leg that an agent answers answers the caller's call.
void answer_parent(Context& context, const CallRecord& leg, const Told& told) {
  if (leg.call.parent_sid.empty() || told.status != CallStatus::in_progress) return;
  auto parent = rows::find_call_of(context, leg.call.parent_sid);
  if (!parent || parent->call.answered_at || !parent->plan.routed) return;
  apply(*parent, {.status = CallStatus::in_progress, .at = told.at});
  parent->call.answered_at = told.at;
  if (!leg.call.agent_id.empty()) parent->call.agent_id = leg.call.agent_id;
  tell_changed(context, *parent);
}

VoiceAnswer on_status(Context& context, const Received& received) {
  if (received.hook.call.call_sid.empty()) return nothing(AnswerKind::received);
  CallRecord record = call_of(context, received);
  if (record.call.agent_id.empty() && !record.call.parent_sid.empty())
    record.call.agent_id = {field::fitted(received.field("agent"), 64)};
  const Told told = told_of(context, received);
  tell(context, record, told);
  answer_parent(context, record, told);
  return nothing(AnswerKind::received);
}

VoiceAnswer on_detection(Context& context, const Received& received) {
  const auto* verdict = std::get_if<twilio::AmdVerdict>(&received.hook.event);
  const std::string answered_by = verdict ? verdict->answered_by : received.field("AnsweredBy");
  if (received.hook.call.call_sid.empty() || answered_by.empty()) return nothing(AnswerKind::processed);
  CallRecord record = call_of(context, received);
  const bool first = record.call.answered_by.empty();
  tell(context, record,
       {.sid = received.hook.call.call_sid,
        .at = context.now(),
        .answered_by = field::fitted(answered_by, kMaxAnsweredBy)});
  const bool ours = !record.plan.script.empty();  // a host's own call is the host's to hang up
  if (ours && first && is_machine(answered_by) && record.call.stage != CallStage::ended)
    leave_machine(context, record, received.settings);
  return nothing(AnswerKind::processed);
}

std::optional<RecordingStatus> status_of(const std::string& told) {
  if (told == "in-progress") return RecordingStatus::in_progress;
  if (told == "completed") return RecordingStatus::completed;
  if (told == "absent" || told == "failed") return RecordingStatus::absent;
  return std::nullopt;
}

// What is complete stays; a second recording of the call only takes the place of one that there is not.
bool is_late(const std::optional<CallRecording>& known, const twilio::RecordingEvent& event) {
  if (!known || known->status == RecordingStatus::in_progress) return false;
  return known->status == RecordingStatus::completed || known->sid == event.recording.sid;
}

}  // namespace

void keep_recording(Context& context, const Call& call, const twilio::RecordingEvent& event) {
  recordings::told(context, call,
                   {.sid = event.recording.sid,
                    .seconds = event.recording.duration_s.value_or(0),
                    .channels = event.channels.value_or(1)});
}

namespace {

// An agent's leg is recorded for the conversation that it is part of: that of the caller whom they took from
// the queue. Both are locked in the order in which they are joined.
CallRecord recorded_call(Context& context, const Received& received) {
  const auto leg = rows::find_call_of(context, received.hook.call.call_sid);
  if (leg && !leg->call.parent_sid.empty()) {
    context.transaction().lock("calls", leg->call.parent_sid);
    if (auto caller = rows::find_call_of(context, leg->call.parent_sid)) return std::move(*caller);
  }
  return call_of(context, received);
}

VoiceAnswer on_recording(Context& context, const Received& received) {
  const auto* event = std::get_if<twilio::RecordingEvent>(&received.hook.event);
  const auto status = event ? status_of(event->status) : std::nullopt;
  if (!status || received.hook.call.call_sid.empty()) return nothing(AnswerKind::received);
  CallRecord record = recorded_call(context, received);
  if (*status == RecordingStatus::completed) keep_recording(context, record.call, *event);
  if (is_late(record.call.recording, *event)) return nothing(AnswerKind::received);
  record.call.recording = CallRecording{.sid = field::fitted(event->recording.sid, 64),
                                        .url = field::fitted(event->recording.url, 500),
                                        .status = *status,
                                        .seconds = event->recording.duration_s.value_or(0),
                                        .channels = event->channels.value_or(1)};
  tell_changed(context, record);
  if (*status == RecordingStatus::completed)
    context.emit("call.recording", record.call.id.value,
                 CallEvent{.call_id = record.call.id,
                           .sid = record.call.sid,
                           .direction = record.call.direction,
                           .stage = record.call.stage,
                           .status = record.call.status,
                           .agent_id = record.call.agent_id,
                           .answered_by = record.call.answered_by});
  if (*status == RecordingStatus::absent) notices::no_recording(context, record.call);
  return nothing(AnswerKind::received);
}

}  // namespace

VoiceAnswer call_status(Context& context, const VoiceWebhook& request) {
  return handle(context, request, {"voice.status", AnswerKind::received, on_status});
}

VoiceAnswer detection(Context& context, const VoiceWebhook& request) {
  return handle(context, request, {"voice.detection", AnswerKind::processed, on_detection});
}

VoiceAnswer recording(Context& context, const VoiceWebhook& request) {
  return handle(context, request, {"voice.recording", AnswerKind::received, on_recording});
}

}  // namespace smarthandoff::calls
