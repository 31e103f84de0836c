#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <smarthandoff/base/time.hpp>
#include <smarthandoff/telephony/twilio/call_status.hpp>
#include <smarthandoff/telephony/twilio/form.hpp>

// What Twilio posts, as values. Texts that are left out are empty; a number or instant that is none is left
// out.
namespace smarthandoff::twilio {

// The call that a webhook is about; all empty where it is about none.
struct WebhookCall {
  std::string account_sid, call_sid, parent_call_sid;
  std::string from, to, direction, forwarded_from, caller_name;
  std::optional<CallStatus> status;
  std::string stir_verstat;
  bool operator==(const WebhookCall&) const = default;
};

struct RecordingFacts {
  std::string sid, url;
  std::optional<std::int64_t> duration_s;
  bool operator==(const RecordingFacts&) const = default;
};

// A call asks what to do, at its beginning or at a redirect.
struct CallRequest {
  std::string answered_by;  // human, machine_start … ; after blocking detection only
  std::optional<Milliseconds> detection;
  bool operator==(const CallRequest&) const = default;
};
struct CallStatusEvent {
  std::optional<std::int64_t> sequence;  // with the CallSid, the key of the event
  std::optional<Instant> at;
  std::optional<std::int64_t> duration_s, billed_minutes, sip_code;
  RecordingFacts recording;
  bool operator==(const CallStatusEvent&) const = default;
};
// The verdict of detection in the background.
struct AmdVerdict {
  std::string answered_by;
  std::optional<Milliseconds> detection;
  bool operator==(const AmdVerdict&) const = default;
};
// <Dial action>: how the dialled leg ended.
struct DialResult {
  std::optional<CallStatus> status;
  std::string call_sid;
  std::optional<std::int64_t> duration_s;
  std::optional<bool> bridged;
  RecordingFacts recording;
  bool operator==(const DialResult&) const = default;
};
struct GatherResult {
  std::string digits, speech;
  std::optional<double> confidence;  // 0-1
  bool operator==(const GatherResult&) const = default;
};
struct RecordResult {
  RecordingFacts recording;
  std::string digits;  // the key pressed, or "hangup"
  bool operator==(const RecordResult&) const = default;
};
struct RecordingEvent {
  std::string status;  // in-progress, completed, absent
  RecordingFacts recording;
  std::string source, track, conference_sid;
  std::optional<std::int64_t> channels;
  std::optional<Instant> started_at;
  bool operator==(const RecordingEvent&) const = default;
};
// <Enqueue action>: how waiting ended.
struct QueueResult {
  std::string result;  // bridged, hangup, queue-full …
  std::string queue_sid;
  std::optional<std::int64_t> waited_s;
  bool operator==(const QueueResult&) const = default;
};
// A waiting caller's document is asked for.
struct QueueWait {
  std::string queue_sid;
  std::optional<std::int64_t> position, waited_s, average_s, size, max_size;
  bool operator==(const QueueWait&) const = default;
};
struct ConferenceEvent {
  std::string event;  // participant-join, conference-end …
  std::string sid, name, participant_label, reason;
  std::optional<std::int64_t> sequence;
  std::optional<Instant> at;
  bool operator==(const ConferenceEvent&) const = default;
};
struct MessageEvent {
  std::string sid, from, to;
  std::optional<MessageStatus> status;
  std::optional<std::int64_t> error_code;
  bool operator==(const MessageEvent&) const = default;
};
struct InboundMessage {
  std::string sid, from, to, body, profile_name, button_payload, opt_out;
  std::string answers;                                     // the sid of the message it replies to
  std::vector<std::pair<std::string, std::string>> media;  // address and type
  std::optional<double> latitude, longitude;
  bool operator==(const InboundMessage&) const = default;
};
// TaskRouter offers a task: answer with an instruction within 5 s.
struct TaskAssignment {
  std::string workspace_sid, workflow_sid, queue_sid, worker_sid, task_sid, reservation_sid;
  std::string worker_attributes, task_attributes;  // JSON
  std::optional<std::int64_t> age_s, priority;
  bool operator==(const TaskAssignment&) const = default;
};
struct TaskEvent {
  std::string type, sid;  // "reservation.timeout" and the event's own id
  std::string workspace_sid, worker_sid, worker_activity_sid, task_sid, reservation_sid;
  std::optional<Instant> at;
  bool whole_second = false;  // `at` is told to the second only
  bool operator==(const TaskEvent&) const = default;
};
struct UnknownEvent {
  bool operator==(const UnknownEvent&) const = default;
};

using WebhookEvent = std::variant<UnknownEvent, CallRequest, CallStatusEvent, AmdVerdict, DialResult,
                                  GatherResult, RecordResult, RecordingEvent, QueueResult, QueueWait,
                                  ConferenceEvent, MessageEvent, InboundMessage, TaskAssignment, TaskEvent>;

struct Webhook {
  WebhookCall call;
  WebhookEvent event;
  std::vector<std::pair<std::string, std::string>> others;  // the fields that are in neither, as they came
};

// Reads a form (a POST's body, or a GET's query). Nothing is refused: Twilio adds fields without notice.
Webhook parse_webhook(const Form& form);

// The same of a body as it came: a form, or a JSON object whose members are texts and numbers. Throws
// invalid_argument (field "body") for JSON that is none, for a NUL character and for more than kMaxBody
// bytes.
Webhook parse_webhook_body(std::string_view body, std::string_view content_type);

// "Fri, 20 Nov 2026 12:00:07 +0000" (RFC 2822), ISO 8601, or seconds since 1970; nothing for anything else.
std::optional<Instant> parse_timestamp(std::string_view text);

}  // namespace smarthandoff::twilio
