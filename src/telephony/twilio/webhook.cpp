#include <smarthandoff/telephony/twilio/webhook.hpp>

#include <charconv>

#include <nlohmann/json.hpp>
#include <smarthandoff/base/error.hpp>

namespace smarthandoff::twilio {
namespace {

// The fields of one request; each is taken once, and what nobody took is left.
class Fields {
 public:
  explicit Fields(const std::vector<FormField>& fields) : fields_(fields), taken_(fields.size(), false) {}

  bool has(std::string_view name) const { return find(name) < fields_.size(); }
  std::string_view peek(std::string_view name) const {
    const std::size_t at = find(name);
    return at < fields_.size() ? fields_[at].value : std::string_view();
  }

  std::string text(std::string_view name) {
    const std::size_t at = find(name);
    if (at == fields_.size()) return {};
    taken_[at] = true;
    return std::string(fields_[at].value);
  }

  // A value that is none of its kind stays among the others.
  std::optional<std::int64_t> number(std::string_view name) { return parsed<std::int64_t>(name); }
  std::optional<double> fraction(std::string_view name) { return parsed<double>(name); }
  std::optional<Milliseconds> milliseconds(std::string_view name) {
    const auto value = number(name);
    return value ? std::optional(Milliseconds(*value)) : std::nullopt;
  }
  std::optional<bool> flag(std::string_view name) {
    const std::string_view value = peek(name);
    return take(name, value == "true"    ? std::optional(true)
                      : value == "false" ? std::optional(false)
                                         : std::nullopt);
  }
  std::optional<Instant> instant(std::string_view name) {
    return has(name) && !peek(name).empty() ? take(name, parse_timestamp(peek(name))) : std::nullopt;
  }
  std::optional<CallStatus> call_status(std::string_view name) {
    return take(name, twilio::call_status(peek(name)));
  }
  std::optional<MessageStatus> message_status(std::string_view name) {
    return take(name, twilio::message_status(peek(name)));
  }

  std::vector<std::pair<std::string, std::string>> others() const {
    std::vector<std::pair<std::string, std::string>> left;
    for (std::size_t i = 0; i < fields_.size(); ++i)
      if (!taken_[i]) left.emplace_back(fields_[i].name, fields_[i].value);
    return left;
  }

 private:
  std::size_t find(std::string_view name) const {
    std::size_t at = 0;
    while (at < fields_.size() && fields_[at].name != name) ++at;
    return at;
  }
  template <class T>
  std::optional<T> take(std::string_view name, std::optional<T> value) {
    if (value) taken_[find(name)] = true;
    return value;
  }
  template <class T>
  std::optional<T> parsed(std::string_view name) {
    const std::string_view text = peek(name);
    T value{};
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (text.empty() || error != std::errc() || stop != end) return std::nullopt;
    return take(name, std::optional(value));
  }

  const std::vector<FormField>& fields_;
  std::vector<bool> taken_;
};

RecordingFacts recording(Fields& f) {
  return {.sid = f.text("RecordingSid"),
          .url = f.text("RecordingUrl"),
          .duration_s = f.number("RecordingDuration")};
}

WebhookCall call(Fields& f) {
  return {.account_sid = f.text("AccountSid"),
          .call_sid = f.text("CallSid"),
          .parent_call_sid = f.text("ParentCallSid"),
          .from = f.text("From"),
          .to = f.text("To"),
          .direction = f.text("Direction"),
          .forwarded_from = f.text("ForwardedFrom"),
          .caller_name = f.text("CallerName"),
          .status = f.call_status("CallStatus"),
          .stir_verstat = f.text("StirVerstat")};
}

CallStatusEvent call_event(Fields& f) {
  f.text("CallbackSource");
  return {.sequence = f.number("SequenceNumber"),
          .at = f.instant("Timestamp"),
          .duration_s = f.number("CallDuration"),
          .billed_minutes = f.number("Duration"),
          .sip_code = f.number("SipResponseCode"),
          .recording = recording(f)};
}

DialResult dial_result(Fields& f) {
  return {.status = f.call_status("DialCallStatus"),
          .call_sid = f.text("DialCallSid"),
          .duration_s = f.number("DialCallDuration"),
          .bridged = f.flag("DialBridged"),
          .recording = recording(f)};
}

RecordingEvent recording_event(Fields& f) {
  return {.status = f.text("RecordingStatus"),
          .recording = recording(f),
          .source = f.text("RecordingSource"),
          .track = f.text("RecordingTrack"),
          .conference_sid = f.text("ConferenceSid"),
          .channels = f.number("RecordingChannels"),
          .started_at = f.instant("RecordingStartTime")};
}

QueueWait queue_wait(Fields& f) {
  return {.queue_sid = f.text("QueueSid"),
          .position = f.number("QueuePosition"),
          .waited_s = f.number("QueueTime"),
          .average_s = f.number("AvgQueueTime"),
          .size = f.number("CurrentQueueSize"),
          .max_size = f.number("MaxQueueSize")};
}

ConferenceEvent conference_event(Fields& f) {
  return {
      .event = f.text("StatusCallbackEvent"),
      .sid = f.text("ConferenceSid"),
      .name = f.text("FriendlyName"),
      .participant_label = f.text("ParticipantLabel"),
      .reason = f.text(f.has("ReasonConferenceEnded") ? "ReasonConferenceEnded" : "ReasonParticipantLeft"),
      .sequence = f.number("SequenceNumber"),
      .at = f.instant("Timestamp")};
}

std::string message_sid(Fields& f) {
  const std::string older = f.text("SmsSid");
  f.text("SmsMessageSid");
  std::string sid = f.text("MessageSid");
  return sid.empty() ? older : sid;
}

MessageEvent message_event(Fields& f, const WebhookCall& call) {
  MessageEvent event{.sid = message_sid(f), .from = call.from, .to = call.to};
  const auto older = f.message_status("SmsStatus");
  event.status = f.message_status("MessageStatus");
  if (!event.status) event.status = older;
  event.error_code = f.number("ErrorCode");
  return event;
}

InboundMessage inbound_message(Fields& f, const WebhookCall& call) {
  InboundMessage message{.sid = message_sid(f),
                         .from = call.from,
                         .to = call.to,
                         .body = f.text("Body"),
                         .profile_name = f.text("ProfileName"),
                         .button_payload = f.text("ButtonPayload"),
                         .opt_out = f.text("OptOutType"),
                         .answers = f.text("OriginalRepliedMessageSid"),
                         .media = {},
                         .latitude = f.fraction("Latitude"),
                         .longitude = f.fraction("Longitude")};
  for (int i = 0; f.has("MediaUrl" + std::to_string(i)); ++i)
    message.media.emplace_back(f.text("MediaUrl" + std::to_string(i)),
                               f.text("MediaContentType" + std::to_string(i)));
  return message;
}

TaskAssignment assignment(Fields& f) {
  return {.workspace_sid = f.text("WorkspaceSid"),
          .workflow_sid = f.text("WorkflowSid"),
          .queue_sid = f.text("TaskQueueSid"),
          .worker_sid = f.text("WorkerSid"),
          .task_sid = f.text("TaskSid"),
          .reservation_sid = f.text("ReservationSid"),
          .worker_attributes = f.text("WorkerAttributes"),
          .task_attributes = f.text("TaskAttributes"),
          .age_s = f.number("TaskAge"),
          .priority = f.number("TaskPriority")};
}

constexpr Milliseconds kYear10000{253'402'300'800'000};

// Both times are that of the event; the one in milliseconds is in no document, and there all the same.
TaskEvent task_event(Fields& f) {
  TaskEvent event{.type = f.text("EventType"),
                  .sid = f.text("Sid"),
                  .workspace_sid = f.text("WorkspaceSid"),
                  .worker_sid = f.text("WorkerSid"),
                  .worker_activity_sid = f.text("WorkerActivitySid"),
                  .task_sid = f.text("TaskSid"),
                  .reservation_sid = f.text("ReservationSid"),
                  .at = f.instant("Timestamp")};
  event.whole_second = event.at.has_value();
  const auto exact = f.milliseconds("TimestampMs");
  if (exact && *exact > Milliseconds(0) && *exact < kYear10000) {
    event.at = Instant(*exact);
    event.whole_second = false;
  }
  return event;
}

WebhookEvent message(Fields& f, const WebhookCall& call) {
  const std::string_view status = f.has("MessageStatus") ? f.peek("MessageStatus") : f.peek("SmsStatus");
  if (status.empty() || status == "received") return inbound_message(f, call);
  return message_event(f, call);
}

// By the fields that only one kind of request has, the rarest first.
WebhookEvent event(Fields& f, const WebhookCall& call) {
  if (f.has("EventType") && f.has("WorkspaceSid")) return task_event(f);
  if (f.has("ReservationSid") && f.has("TaskSid")) return assignment(f);
  if (f.has("MessageSid") || f.has("SmsSid")) return message(f, call);
  if (f.has("RecordingStatus")) return recording_event(f);
  if (f.has("ConferenceSid") && f.has("StatusCallbackEvent")) return conference_event(f);
  if (f.has("QueueResult"))
    return QueueResult{
        .result = f.text("QueueResult"), .queue_sid = f.text("QueueSid"), .waited_s = f.number("QueueTime")};
  if (f.has("QueuePosition")) return queue_wait(f);
  if (f.has("DialCallStatus")) return dial_result(f);
  if (f.peek("CallbackSource") == "call-progress-events" || f.has("CallDuration")) return call_event(f);
  if (f.has("RecordingUrl")) return RecordResult{.recording = recording(f), .digits = f.text("Digits")};
  if (f.has("SpeechResult") || f.has("Digits"))
    return GatherResult{
        .digits = f.text("Digits"), .speech = f.text("SpeechResult"), .confidence = f.fraction("Confidence")};
  if (call.status)
    return CallRequest{.answered_by = f.text("AnsweredBy"),
                       .detection = f.milliseconds("MachineDetectionDuration")};
  if (f.has("AnsweredBy"))
    return AmdVerdict{.answered_by = f.text("AnsweredBy"),
                      .detection = f.milliseconds("MachineDetectionDuration")};
  return UnknownEvent{};
}

Webhook read(const std::vector<FormField>& fields) {
  Fields f(fields);
  Webhook webhook;
  webhook.call = call(f);
  webhook.event = event(f, webhook.call);
  webhook.others = f.others();
  return webhook;
}

// A store keeps no NUL, and no network tells one.
void check_texts(const std::vector<FormField>& fields) {
  for (const FormField& field : fields)
    if (field.name.find('\0') != field.name.npos || field.value.find('\0') != field.value.npos)
      throw invalid_field("body", "must not hold a NUL character");
}

Webhook read_json(std::string_view body) {
  if (body.size() > kMaxBody) throw invalid_field("body", "must have at most 4 MB");
  const auto json = nlohmann::ordered_json::parse(body, nullptr, false);
  if (!json.is_object()) throw invalid_field("body", "must be a JSON object");
  std::vector<std::pair<std::string, std::string>> texts;
  for (const auto& [name, value] : json.items())
    texts.emplace_back(name, value.is_string() ? value.get<std::string>() : value.dump());
  std::vector<FormField> fields;
  for (const auto& [name, value] : texts) fields.push_back({name, value});
  check_texts(fields);
  return read(fields);
}

}  // namespace

Webhook parse_webhook(const Form& form) {
  return read(form.fields());
}

Webhook parse_webhook_body(std::string_view body, std::string_view content_type) {
  const std::string_view type = content_type.substr(0, content_type.find(';'));
  if (type.find("json") != std::string_view::npos) return read_json(body);
  const Form form(body);
  check_texts(form.fields());
  return parse_webhook(form);
}

}  // namespace smarthandoff::twilio
