#include <smarthandoff/telephony/twilio/webhook.hpp>

#include <doctest/doctest.h>

#include <map>

#include <smarthandoff/base/error.hpp>

#include "telephony/twilio/data.hpp"

using namespace smarthandoff;
using namespace smarthandoff::twilio;
using twilio_data::Json;

namespace {

constexpr const char* kForm = "application/x-www-form-urlencoded; charset=UTF-8";

Webhook sample(const std::string& name) {
  const Json json = twilio_data::read(twilio_data::folder() / "webhooks" / (name + ".json"));
  const std::string url = json["url"];
  if (json["method"] == "GET") return parse_webhook(Form(url.substr(url.find('?') + 1)));
  return parse_webhook_body(json["body"].get<std::string>(), kForm);
}

template <class T>
T event(const std::string& name) {
  const Webhook webhook = sample(name);
  REQUIRE(std::holds_alternative<T>(webhook.event));
  return std::get<T>(webhook.event);
}

const std::string kRecording = "RE22222222222222222222222222222222";

}  // namespace

TEST_CASE("every sample is of its kind, and no field of it is lost") {
  const std::map<std::string, std::size_t> kinds{
      {"voice_inbound", WebhookEvent(CallRequest{}).index()},
      {"voice_amd_sync", WebhookEvent(CallRequest{}).index()},
      {"voice_status_", WebhookEvent(CallStatusEvent{}).index()},
      {"voice_dial_action", WebhookEvent(DialResult{}).index()},
      {"voice_gather", WebhookEvent(GatherResult{}).index()},
      {"voice_record_action", WebhookEvent(RecordResult{}).index()},
      {"voice_recording", WebhookEvent(RecordingEvent{}).index()},
      {"voice_queue_result", WebhookEvent(QueueResult{}).index()},
      {"voice_queue_wait", WebhookEvent(QueueWait{}).index()},
      {"message_status", WebhookEvent(MessageEvent{}).index()},
      {"sms_inbound", WebhookEvent(InboundMessage{}).index()},
      {"whatsapp_inbound", WebhookEvent(InboundMessage{}).index()},
      {"taskrouter_assignment", WebhookEvent(TaskAssignment{}).index()}};
  std::size_t count = 0;
  for (const auto& file : std::filesystem::directory_iterator(twilio_data::folder() / "webhooks")) {
    const std::string name = file.path().stem().string();
    if (name == "taskrouter_instructions") continue;
    CAPTURE(name);
    const Webhook webhook = sample(name);
    auto kind = kinds.upper_bound(name);
    REQUIRE(kind != kinds.begin());
    --kind;
    REQUIRE(name.starts_with(kind->first));
    CHECK(webhook.event.index() == kind->second);
    for (const auto& [field, value] : webhook.others)
      CHECK((field == "StirStatus" || !field.ends_with("Status")));
    CHECK(webhook.call.account_sid == "AC" + std::string(32, 'a'));
    ++count;
  }
  CHECK(count > 30);
}

TEST_CASE("a call's progress has its place in the order, its times and its recording") {
  const auto completed = event<CallStatusEvent>("voice_status_3_completed");
  CHECK(completed.sequence == 3);
  CHECK(completed.at == parse_rfc3339("2026-11-20T12:00:21Z"));
  CHECK(completed.duration_s == 61);
  CHECK(completed.billed_minutes == 2);
  CHECK(completed.sip_code == 200);
  CHECK(completed.recording.sid == kRecording);
  CHECK(sample("voice_status_terminal_busy").call.status == CallStatus::busy);
  CHECK(event<CallRequest>("voice_amd_sync") ==
        CallRequest{.answered_by = "machine_end_beep", .detection = Milliseconds(5230)});
}

TEST_CASE("results of dialling, gathering, recording and waiting") {
  const auto missed = event<DialResult>("voice_dial_action");
  CHECK(missed.status == CallStatus::no_answer);
  CHECK(missed.bridged == false);
  CHECK(event<DialResult>("voice_dial_action_completed").duration_s == 42);
  CHECK(event<GatherResult>("voice_gather_speech").confidence > 0);
  CHECK(event<RecordResult>("voice_record_action").recording.duration_s.has_value());
  CHECK(event<RecordingEvent>("voice_recording_status").status == "completed");
  CHECK(event<RecordingEvent>("voice_recording_status").started_at.has_value());
  CHECK(event<QueueResult>("voice_queue_result_queue_full") ==
        QueueResult{.result = "queue-full", .queue_sid = "", .waited_s = {}});
  CHECK(event<QueueWait>("voice_queue_wait").position.has_value());
}

TEST_CASE("messages and tasks") {
  const auto failed = event<MessageEvent>("message_status_failed_21610");
  CHECK(failed.status == MessageStatus::failed);
  CHECK(failed.error_code == 21610);
  CHECK(event<InboundMessage>("sms_inbound").body == "Hola 👋 ¿precio?");
  CHECK(event<InboundMessage>("whatsapp_inbound_button").button_payload == "yes_1");
  CHECK(event<InboundMessage>("whatsapp_inbound_location").latitude == doctest::Approx(19.4326));
  const auto task = event<TaskAssignment>("taskrouter_assignment");
  CHECK(task.reservation_sid == "WR" + std::string(32, 'a'));
  CHECK(task.age_s == 3);
  const Webhook timeout = parse_webhook_body(
      "EventType=reservation.timeout&WorkspaceSid=WS1&WorkerSid=WK1&Timestamp=1700000000&Sid=EV1", kForm);
  CHECK(std::get<TaskEvent>(timeout.event).at == Instant(Seconds(1700000000)));
  CHECK(std::get<TaskEvent>(timeout.event).whole_second);
  const Webhook exact = parse_webhook_body(
      "EventType=worker.activity.update&WorkspaceSid=WS1&Timestamp=1700000000&TimestampMs=1700000000123",
      kForm);
  CHECK(std::get<TaskEvent>(exact.event).at == Instant(Milliseconds(1700000000123)));
  CHECK_FALSE(std::get<TaskEvent>(exact.event).whole_second);
  const Webhook wrong = parse_webhook_body(
      "EventType=task.created&WorkspaceSid=WS1&Timestamp=1700000000&TimestampMs=-1", kForm);
  CHECK(std::get<TaskEvent>(wrong.event).at == Instant(Seconds(1700000000)));
  const Webhook joined = parse_webhook_body(
      "StatusCallbackEvent=participant-join&ConferenceSid=CF1&FriendlyName=r&SequenceNumber=2&CallSid=CA1",
      kForm);
  CHECK(std::get<ConferenceEvent>(joined.event).sequence == 2);
  const Webhook verdict =
      parse_webhook_body("CallSid=CA1&AnsweredBy=human&MachineDetectionDuration=900", kForm);
  CHECK(std::get<AmdVerdict>(verdict.event) == AmdVerdict{"human", Milliseconds(900)});
}

TEST_CASE("fields and values that are not known are kept, and refuse nothing") {
  const Webhook webhook =
      parse_webhook_body("CallSid=CA1&CallStatus=dreaming&Mood=good&Mood=bad&SequenceNumber=x", kForm);
  CHECK(std::holds_alternative<UnknownEvent>(webhook.event));
  CHECK(webhook.others ==
        std::vector<std::pair<std::string, std::string>>{
            {"CallStatus", "dreaming"}, {"Mood", "good"}, {"Mood", "bad"}, {"SequenceNumber", "x"}});
  CHECK(std::holds_alternative<UnknownEvent>(parse_webhook_body("", kForm).event));
}

TEST_CASE("a JSON body says the same as a form") {
  const Webhook form = parse_webhook_body(
      "CallSid=CA1&CallStatus=ringing&CallbackSource=call-progress-events&SequenceNumber=1", kForm);
  const Webhook json = parse_webhook_body(
      R"({"CallSid":"CA1","CallStatus":"ringing","CallbackSource":"call-progress-events","SequenceNumber":1})",
      "application/json; charset=utf-8");
  CHECK(json.call == form.call);
  CHECK(json.event == form.event);
  CHECK_THROWS_AS(parse_webhook_body("[]", "application/json"), Error);
  CHECK_THROWS_AS(parse_webhook_body("{", "application/json"), Error);
  CHECK_THROWS_AS(parse_webhook_body(std::string(10'000'000, ' '), "application/json"), Error);
  CHECK_THROWS_AS(parse_webhook_body(std::string(10'000'000, ' '), kForm), Error);
}

TEST_CASE("times as Twilio writes them") {
  struct Row {
    std::string text, instant;
  };
  for (const Row& row : std::vector<Row>{{"Fri, 20 Nov 2026 12:00:07 +0000", "2026-11-20T12:00:07Z"},
                                         {"Fri, 6 Nov 2026 12:00:07 -0300", "2026-11-06T15:00:07Z"},
                                         {"2026-11-20T12:00:07Z", "2026-11-20T12:00:07Z"},
                                         {"1700000000", "2023-11-14T22:13:20Z"}}) {
    CAPTURE(row.text);
    CHECK(parse_timestamp(row.text) == parse_rfc3339(row.instant));
  }
  for (const char* wrong : {"", "soon", "Fri, 31 Feb 2026 12:00:07 +0000", "Fri, 20 Nov 2026 25:00:07 +0000",
                            "Fri, 20 Nov 2026 12:00", "2026-13-20T12:00:07Z", "99999999999999999999"})
    CHECK_FALSE(parse_timestamp(wrong).has_value());
}
