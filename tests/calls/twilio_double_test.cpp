// The documents as Twilio's interpreter takes them: the double calls our webhooks, and people answer or not.
#include <doctest/doctest.h>

#include <map>

#include <smarthandoff/callback/ticket.hpp>
#include <smarthandoff/calls/line.hpp>
#include <smarthandoff/calls/recording.hpp>
#include <smarthandoff/calls/recording_settings.hpp>
#include <smarthandoff/calls/voice.hpp>
#include <smarthandoff/contact/agent.hpp>
#include <smarthandoff/telephony/twilio/form.hpp>
#include <smarthandoff/telephony/twilio_double.hpp>

#include "base/digest.hpp"
#include "calls/call_lifecycle.hpp"
#include "carrier_world.hpp"

using namespace carrier_world;
using namespace smarthandoff::calls;
using twilio_double::Behaviour;

namespace {

const std::string kCaller = "+551833334444";
const std::string kClient = "client:jeni";
const std::string kMobile = "+5511988887777";
const std::string kNumber = "+13055550100";

struct Office : World {
  Office() : twilio({.now = now}) {
    jeni = write(agents::create, agents::CreateAgent{.user_id = "jeni", .name = "Jeni", .extension = "1004"});
    write(set_line, SetLine{.agent_id = jeni.id, .mobile = kMobile});
    write(update_number, UpdateNumber{.number_id = number.id, .agent_id = jeni.id});
    twilio.add_number({.number = kNumber,
                       .account_sid = {},
                       .voice_url = kHost + "/voice",
                       .status_callback = kHost + "/webhooks/call-status"});
    twilio.answer_webhooks([this](const http::Request& request) { return answer(request); });
    carrier.on_place = [this](const PlaceOrder& order) { return placed(order); };
  }
  void person(const std::string& who, Behaviour behaviour, Milliseconds talks = Seconds(20)) {
    twilio.add_person({.number = who, .behaviour = behaviour, .hangs_up_after = talks});
  }
  void pass(Milliseconds time) {
    for (Milliseconds done{0}; done < time; done += Milliseconds(500)) {
      now += Milliseconds(500);
      twilio.step(now);
      run();
    }
  }
  std::string heard(const std::string& party) {
    std::string all;
    for (const auto& entry : twilio.log())
      if (entry.kind == twilio_double::LogKind::hears && entry.party == party) all += entry.text + "\n";
    return all;
  }
  std::string errors() {
    std::string all;
    for (const auto& entry : twilio.log())
      if (entry.kind == twilio_double::LogKind::error) all += entry.text + "\n";
    return all;
  }
  calls::Call only_call() {
    const auto all = read(list_calls, ListCalls{}).calls;
    REQUIRE(all.size() == 1);
    return all[0];
  }

  twilio_double::TwilioDouble twilio;
  agents::Agent jeni;

 private:
  http::Response answer(const http::Request& request) {
    static const std::map<std::string, Webhook> routes = {{"/voice", incoming},
                                                          {"/webhooks/call-status", call_status},
                                                          {"/webhooks/amd-result", detection},
                                                          {"/webhooks/recording", calls::recording},
                                                          {"/webhooks/voicemail", voicemail_recorded},
                                                          {"/voice/twiml", script},
                                                          {"/voice/machine", machine},
                                                          {"/voice/whisper", whisper},
                                                          {"/voice/wait-music", wait_music},
                                                          {"/voice/connect-queue", connect_queue},
                                                          {"/voice/connected", connected},
                                                          {"/voice/queue-result", queue_result},
                                                          {"/voice/failover-check", failover},
                                                          {"/voice/voicemail", voicemail}};
    const std::string path = request.url.substr(kHost.size());
    const auto route = routes.find(path.substr(0, path.find('?')));
    REQUIRE_MESSAGE(route != routes.end(), path);
    VoiceWebhook webhook{.url = request.url, .body = {request.body}};
    for (const auto& header : request.headers) {
      if (header.name == "X-Twilio-Signature") webhook.signature = header.value;
      if (header.name == "I-Twilio-Idempotency-Token") webhook.idempotency_token = header.value;
    }
    const auto said = write(route->second, webhook);
    CHECK(said.status == 200);
    return {.status = said.status, .headers = {{"Content-Type", said.content_type}}, .body = said.body};
  }

  std::string placed(const PlaceOrder& order) {
    Fields form{{"To", order.to_number},
                {"From", order.from_number},
                {"Url", order.url},
                {"StatusCallback", order.status_url},
                {"StatusCallbackEvent", "initiated"},
                {"StatusCallbackEvent", "answered"},
                {"StatusCallbackEvent", "completed"}};
    if (order.detection != Detection::off)
      form.emplace_back("MachineDetection", order.wait_for_beep ? "DetectMessageEnd" : "Enable");
    if (order.recorded != Recorded::off) {
      form.emplace_back("Record", "true");
      form.emplace_back("RecordingStatusCallback", order.recording_url);
    }
    if (order.detection == Detection::async) {
      form.emplace_back("AsyncAmd", "true");
      form.emplace_back("AsyncAmdStatusCallback", order.detection_url);
    }
    const auto outcome =
        twilio.handle({.method = "POST",
                       .url = "https://api.twilio.com/2010-04-01/Accounts/" + kAccount + "/Calls.json",
                       .headers = {{"Authorization", "Basic " + basic()},
                                   {"Content-Type", "application/x-www-form-urlencoded"}},
                       .body = encoded(form)});
    REQUIRE(outcome.response);
    REQUIRE(outcome.response->status == 201);
    const auto at = outcome.response->body.find("\"CA");
    return outcome.response->body.substr(at + 1, 34);
  }
  static std::string basic() { return digest::to_base64(kAccount + ":12345"); }
};

}  // namespace

TEST_CASE("double: the agent answers, hears who calls, and the call is theirs") {
  Office office;
  office.person(kClient, Behaviour::answers);
  office.twilio.add_person({.number = kCaller});
  office.twilio.call(kCaller, kNumber);
  office.pass(std::chrono::minutes(1));
  CHECK(office.errors().empty());
  CHECK(office.heard(kCaller).find("Esta ligação poderá ser gravada") != std::string::npos);
  CHECK(office.heard(kClient).find("Chamada do cliente 18 3333-4444.") != std::string::npos);
  const auto call = office.only_call();
  CHECK(call.status == CallStatus::completed);
  CHECK(call.answered_at);
  CHECK(call.agent_id == office.jeni.id);
  CHECK(office.read(call_metrics, GetCallMetrics{}).figures.answered == 1);
  CHECK(office.count("call.alert") == 0);
}

TEST_CASE("double: nobody answers, neither phone nor mobile, and the message becomes a ticket") {
  Office office;
  office.person(kClient, Behaviour::no_answer);
  office.person(kMobile, Behaviour::no_answer);
  office.twilio.add_person({.number = kCaller, .hangs_up_after = Seconds(90)});
  office.twilio.call(kCaller, kNumber);
  office.pass(std::chrono::minutes(3));
  CHECK(office.errors().empty());
  const std::string heard = office.heard(kCaller);
  CHECK(heard.find("Transferindo para celular.") != std::string::npos);
  CHECK(heard.find("Deixe sua mensagem após o sinal.") != std::string::npos);
  const auto call = office.only_call();
  CHECK(call.status == CallStatus::completed);
  CHECK_FALSE(call.answered_at);
  const auto tickets = office.read(tickets::list, tickets::ListTickets{.call_id = call.sid}).tickets;
  REQUIRE(tickets.size() == 1);
  CHECK(tickets[0].intended_for == "Jeni");
}

TEST_CASE("double: a busy agent's caller waits in the queue, and is taken from it") {
  Office office;
  office.write(set_presence, SetPresence{.agent_id = office.jeni.id, .presence = Presence::busy});
  office.twilio.add_person({.number = kCaller});
  office.twilio.call(kCaller, kNumber);
  office.pass(Seconds(30));
  CHECK(office.heard(kCaller).find("Você é o número 1 da fila.") != std::string::npos);
  office.person(kClient, Behaviour::answers);
  office.write(take_next, TakeNext{.agent_id = office.jeni.id});
  office.pass(std::chrono::minutes(1));
  CHECK(office.errors().empty());
  const auto all = office.read(list_calls, ListCalls{.direction = CallDirection::inbound}).calls;
  REQUIRE(all.size() == 1);
  CHECK(all[0].answered_at);
  CHECK(all[0].agent_id == office.jeni.id);
  const auto figures = office.read(call_metrics, GetCallMetrics{}).figures;
  CHECK(figures.total == 1);
  CHECK(figures.answered == 1);
}

TEST_CASE("double: a conversation from the queue is recorded as the caller's, and stored as theirs") {
  // It hung at the agent's leg, which nobody lists: not heard, and not removed with the person.
  Office office;
  ConfigureRecordings bucket;
  bucket.store = true;
  bucket.region = "sa-east-1";
  bucket.bucket = "acme-calls";
  bucket.access_key_id = "AKID";
  bucket.secret_access_key = Secret("s3cret");
  office.write(configure_recordings, bucket);
  office.write(set_presence, SetPresence{.agent_id = office.jeni.id, .presence = Presence::busy});
  office.twilio.add_person({.number = kCaller});
  office.twilio.call(kCaller, kNumber);
  office.pass(Seconds(30));
  office.person(kClient, Behaviour::answers);
  const auto taken = office.write(take_next, TakeNext{.agent_id = office.jeni.id});
  office.pass(std::chrono::minutes(1));
  CHECK(office.errors().empty());
  const auto call = office.only_call();
  REQUIRE(call.recording);
  CHECK(call.recording->status == RecordingStatus::completed);
  CHECK(call.recording->seconds > 0);
  CHECK_FALSE(office.read(get_call, GetCall{.call_id = taken.id}).recording);
  const auto kept = office.read(list_recordings, ListRecordings{.call_id = call.id}).recordings;
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].sid == call.recording->sid);
  CHECK(kept[0].state == RecordingState::stored);
  REQUIRE(office.buckets.objects.size() == 1);
  CHECK(office.buckets.objects[0].find(call.id.value) != std::string::npos);
}

TEST_CASE("double: an agent's call that reaches nobody in the queue is no taken call") {
  // The caller had hung up while the agent's phone rang; the agent's own leg was counted as answered.
  for (const auto agent : {Behaviour::answers, Behaviour::no_answer}) {
    Office office;
    office.write(set_presence, SetPresence{.agent_id = office.jeni.id, .presence = Presence::busy});
    office.twilio.add_person({.number = kCaller});
    office.twilio.call(kCaller, kNumber);
    office.pass(Seconds(30));
    office.twilio.add_person(
        {.number = kClient, .behaviour = agent, .after = Seconds(10), .hangs_up_after = Seconds(40)});
    office.write(take_next, TakeNext{.agent_id = office.jeni.id});
    office.pass(Seconds(5));
    office.twilio.hang_up(kCaller);
    office.pass(std::chrono::minutes(2));
    const auto figures = office.read(call_metrics, GetCallMetrics{}).figures;
    CHECK(figures.total == 1);
    CHECK(figures.answered == 0);
    CHECK(figures.unanswered == 1);
  }
}

TEST_CASE("double: a call that we place reaches the agent, or hangs up on a machine") {
  for (const auto mode : {Detection::sync, Detection::async}) {
    Office office;
    office.person(kClient, Behaviour::answers);
    office.twilio.add_person(
        {.number = "+5518997751234",
         .behaviour = mode == Detection::async ? Behaviour::voicemail : Behaviour::answers});
    const auto made = office.write(
        calls::place,
        PlaceCall{.to = "+5518997751234", .agent_id = office.jeni.id, .name = "Ana", .detection = mode});
    REQUIRE(made.call);
    office.pass(std::chrono::minutes(1));
    CHECK(office.errors().empty());
    const auto call = office.read(get_call, GetCall{.call_id = made.call->id});
    if (mode == Detection::sync) {
      CHECK(call.status == CallStatus::completed);
      CHECK(call.answered_by == "human");
      CHECK(office.heard(kClient).find("Chamada do cliente Ana.") != std::string::npos);
    } else {
      CHECK(is_machine(call.answered_by));
      CHECK(office.carrier.orders.back().starts_with("hang up "));
    }
  }
}

TEST_CASE("double: lost, doubled, late and swapped callbacks end in the same call") {
  for (const int which : {0, 1, 2, 3}) {
    Office office;
    office.person(kClient, Behaviour::answers);
    office.twilio.add_person({.number = kCaller});
    twilio_double::Faults faults;
    (which == 0 ? faults.repeat : which == 1 ? faults.late : which == 2 ? faults.swap : faults.repeat) = 1;
    office.twilio.set_faults(faults);
    office.twilio.call(kCaller, kNumber);
    office.pass(std::chrono::minutes(2));
    const auto call = office.only_call();
    CHECK(call.status == CallStatus::completed);
    CHECK(call.agent_id == office.jeni.id);
  }
}
