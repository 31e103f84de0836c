#include <doctest/doctest.h>

#include <fstream>

#include "telephony/twilio_double/world.hpp"

using namespace world;
using namespace std::chrono_literals;

namespace {

// The names of the fields in a webhook as Twilio sends it.
std::vector<std::string> sample(const std::string& name) {
  std::ifstream file(std::string(SMARTHANDOFF_TEST_DATA) + "/twilio/webhooks/" + name + ".json");
  REQUIRE(file.good());
  std::vector<std::string> names;
  const Json params = Json::parse(file)["params"];
  for (const auto& [field, value] : params.items()) names.push_back(field);
  return names;
}

void has_all(const std::string& name, const std::vector<Asked>& asked, std::size_t index) {
  CAPTURE(name);
  REQUIRE(asked.size() > index);
  for (const std::string& field : sample(name)) {
    CAPTURE(field);
    CHECK(asked[index].fields.contains(field));
  }
}

}  // namespace

TEST_CASE("webhooks have every field that Twilio's have") {
  World world;
  world.twilio.add_number({.number = kOurs, .voice_url = kBase + "/in"});
  world.twilio.add_person({.number = "+14155550100", .hangs_up_after = 60s, .replies = {"quero ajuda"}});
  world.twilio.add_person({.number = "+14155550101", .behaviour = Behaviour::busy});
  world.twilio.add_person({.number = "+14155550102", .behaviour = Behaviour::voicemail});
  world.documents["/voice"] = "<Pause length=\"120\"/>";
  const std::string watched =
      "&StatusCallback=https://host.example/status&StatusCallbackEvent=initiated&StatusCallbackEvent=ringing"
      "&StatusCallbackEvent=answered&StatusCallbackEvent=completed";
  world.place(
      "+14155550100",
      "&Url=https://host.example/voice&Record=true&RecordingStatusCallback=https://host.example/tape" +
          watched);
  world.pass(90s);
  has_all("voice_status_1_ringing", world.asked_at("/status"), 1);
  has_all("voice_status_2_in_progress", world.asked_at("/status"), 2);
  has_all("voice_status_3_completed", world.asked_at("/status"), 3);
  has_all("voice_recording_status", world.asked_at("/tape"), 0);
  world.place("+14155550101", "&Url=https://host.example/voice" + watched);
  world.pass(30s);
  has_all("voice_status_terminal_busy", world.asked_at("/status"), 6);
  world.asked.clear();
  world.place("+14155550102", "&Url=https://host.example/voice&MachineDetection=DetectMessageEnd");
  world.pass(30s);
  has_all("voice_amd_sync", world.asked_at("/voice"), 0);
  world.documents["/in"] = "<Gather input=\"speech\" language=\"pt-BR\" action=\"/said\"/>";
  world.documents["/said"] =
      "<Dial action=\"/dialled\" record=\"record-from-answer\"><Number>+14155550100</Number></Dial>";
  world.documents["/dialled"] = "<Record action=\"/taped\"/>";
  world.documents["/taped"] = "<Enqueue waitUrl=\"/wait\" action=\"/left\">fila</Enqueue>";
  world.documents["/wait"] = "<Pause length=\"5\"/><Leave/>";
  world.twilio.add_person({.number = "+14155550103", .replies = {"quero ajuda"}});
  world.twilio.call("+14155550103", kOurs);
  world.pass(120s);
  has_all("voice_inbound", world.asked_at("/in"), 0);
  has_all("voice_gather_speech", world.asked_at("/said"), 0);
  has_all("voice_dial_action_completed", world.asked_at("/dialled"), 0);
  has_all("voice_queue_wait", world.asked_at("/wait"), 0);
  has_all("voice_queue_result_redirected", world.asked_at("/left"), 0);
  CHECK(world.told("/dialled", "DialCallDuration") == Texts{"60"});
  CHECK(world.all_signed);
}

TEST_CASE("a client's call goes to its application, and a task that nobody takes is offered again") {
  World world({.application_url = kBase + "/app"});
  world.twilio.add_person({.number = "+14155550100"});
  world.documents["/app"] = "<Dial callerId=\"+15550001111\"><Number>+14155550100</Number></Dial>";
  const std::string sid = world.twilio.call("client:ana", "+14155550100");
  world.pass(5s);
  CHECK(world.told("/app", "From") == Texts{"client:ana"});
  CHECK(world.state(sid).talking_to == "+14155550100");
  CHECK(world.leg("+14155550100").from_number == "+15550001111");
  world.twilio.add_number({.number = kOurs, .voice_url = kBase + "/in"});
  world.documents["/in"] = "<Enqueue workflowSid=\"WW1\" waitUrl=\"\"/>";
  world.twilio.call("+14155550101", kOurs);
  world.pass(1s);
  std::string task;
  for (const LogEntry& entry : world.twilio.log())
    if (entry.kind == LogKind::task) task = entry.id;
  world.twilio.offer_task(task, "{}", kBase + "/assignment");
  world.pass(121s);
  CHECK(world.asked_at("/assignment").size() == 1);
  CHECK(world.logged(LogKind::task, "timeout"));
}
