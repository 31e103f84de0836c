#include <doctest/doctest.h>

#include "telephony/twilio_double/world.hpp"

using namespace world;
using namespace std::chrono_literals;

namespace {

const std::string kWatched =
    "&Url=https://host.example/voice&StatusCallback=https://host.example/status&StatusCallbackEvent=initiated"
    "&StatusCallbackEvent=ringing&StatusCallbackEvent=answered&StatusCallbackEvent=completed";

}  // namespace

TEST_CASE("a call is made, answered, spoken to and ended, and the host hears of each step once, signed") {
  World world;
  world.twilio.add_person({.number = "+5518997751234"});
  world.documents["/voice"] = "<Say>Ol&#225;</Say><Pause length=\"2\"/><Hangup/>";
  const std::string sid = world.place("+5518997751234", kWatched);
  CHECK(world.status == 201);
  CHECK(world.request("GET", "/Calls/" + sid + ".json")["status"] == "queued");
  world.pass(30s);
  CHECK(world.told("/status", "CallStatus") == Texts{"initiated", "ringing", "in-progress", "completed"});
  CHECK(world.told("/status", "SequenceNumber") == Texts{"0", "1", "2", "3"});
  CHECK(world.told("/status", "Direction") == Texts(4, "outbound-api"));
  CHECK(world.asked_at("/status").back().fields.at("SipResponseCode") == "200");
  CHECK(world.asked_at("/status").back().fields.at("CallDuration") == "3");
  CHECK(world.asked_at("/status").back().fields.at("Timestamp") == "Fri, 20 Nov 2026 12:00:03 +0000");
  CHECK(world.heard("+5518997751234") == Texts{"says: Olá", "silence"});
  CHECK(world.all_signed);
  const Json call = world.request("GET", "/Calls/" + sid + ".json");
  CHECK(call["status"] == "completed");
  CHECK(call["duration"] == "3");
  CHECK(call["start_time"] == "Fri, 20 Nov 2026 12:00:00 +0000");
}

TEST_CASE("each way of not being reached has its status and code") {
  struct Row {
    Behaviour behaviour;
    std::string status, code;
  };
  for (const Row& row :
       {Row{Behaviour::busy, "busy", "486"}, Row{Behaviour::declines, "busy", "603"},
        Row{Behaviour::no_answer, "no-answer", "487"}, Row{Behaviour::failed, "failed", "404"}}) {
    CAPTURE(row.status);
    World world;
    world.twilio.add_person({.number = "+5518997751234", .behaviour = row.behaviour});
    const std::string sid = world.place("+5518997751234", kWatched + "&Timeout=10");
    world.pass(60s);
    CHECK(world.state(sid).status == row.status);
    CHECK(world.told("/status", "CallStatus").back() == row.status);
    CHECK(world.told("/status", "SipResponseCode").back() == row.code);
    CHECK(world.asked_at("/voice").empty());
  }
}

TEST_CASE(
    "a caller comes in, presses what was asked for, and is joined to the person whose key took the call") {
  World world;
  world.twilio.add_number({.number = kOurs, .voice_url = kBase + "/in?tenant=7", .voice_method = "GET"});
  world.twilio.add_person({.number = "+5518997750001", .replies = {"2"}});
  world.twilio.add_person({.number = "+5518997750002", .hangs_up_after = 40s, .replies = {"1"}});
  world.documents["/in"] = "<Gather numDigits=\"1\" action=\"/menu?x=1\"><Say>Diga</Say></Gather>";
  world.documents["/menu"] =
      "<Dial action=\"/done\" timeout=\"15\"><Number url=\"/whisper\" statusCallback=\"/leg\" "
      "statusCallbackEvent=\"initiated answered completed\">+5518997750002</Number></Dial>";
  world.documents["/whisper"] =
      "<Gather numDigits=\"1\" action=\"/accept\"><Say>Cliente</Say></Gather><Hangup/>";
  world.documents["/accept"] = "";
  world.documents["/done"] = "<Say>Adeus</Say>";
  const std::string sid = world.twilio.call("+5518997750001", kOurs);
  world.pass(20s);
  CHECK(world.asked_at("/in").front().fields.at("tenant") == "7");
  CHECK(world.told("/in", "CallStatus") == Texts{"ringing"});
  CHECK(world.told("/menu", "Digits") == Texts{"2"});
  CHECK(world.told("/accept", "Digits") == Texts{"1"});
  CHECK(world.state(sid).talking_to == "+5518997750002");
  CHECK(world.leg("+5518997750002").talking_to == "+5518997750001");
  CHECK(world.leg("+5518997750002").from_number == "+5518997750001");
  world.pass(60s);
  CHECK(world.told("/done", "DialCallStatus") == Texts{"completed"});
  CHECK(world.told("/done", "DialBridged") == Texts{"true"});
  CHECK(world.told("/leg", "CallStatus") == Texts{"initiated", "in-progress", "completed"});
  CHECK(world.told("/leg", "ParentCallSid") == Texts(3, sid));
  CHECK(world.heard("+5518997750001") == Texts{"says: Diga", "silence", "ringing",
                                               "talking to +5518997750002", "silence", "says: Adeus",
                                               "silence"});
  CHECK(world.state(sid).status == "completed");
  CHECK(world.all_signed);
}

TEST_CASE("a whisper that hangs up, or nobody's key, refuses the call without joining") {
  World world;
  world.twilio.add_number({.number = kOurs, .voice_url = kBase + "/in"});
  world.twilio.add_person({.number = "+5518997750002"});
  world.documents["/in"] = "<Dial action=\"/done\"><Number url=\"/whisper\">+5518997750002</Number></Dial>";
  world.documents["/whisper"] = "<Gather timeout=\"4\" action=\"/accept\"/><Hangup/>";
  const std::string sid = world.twilio.call("+5518997750001", kOurs);
  world.pass(30s);
  CHECK(world.told("/done", "DialBridged") == Texts{"false"});
  CHECK(world.asked_at("/accept").empty());
  CHECK(world.leg("+5518997750002").status == "completed");
  CHECK(world.state(sid).talking_to.empty());
}

TEST_CASE("numbers ring together, the first who answers has the call, the others stop ringing") {
  World world;
  world.twilio.add_number({.number = kOurs, .voice_url = kBase + "/in"});
  world.twilio.add_person({.number = "client:ana", .after = 3s});
  world.twilio.add_person({.number = "client:bia", .after = 5s});
  world.documents["/in"] = "<Dial><Client>ana</Client><Client><Identity>bia</Identity></Client></Dial>";
  const std::string sid = world.twilio.call("+5518997750001", kOurs);
  world.pass(10s);
  CHECK(world.state(sid).talking_to == "client:ana");
  CHECK(world.leg("client:bia").status == "canceled");
}

TEST_CASE("nobody reached: the action learns of it, and when the caller gives up every leg stops") {
  World world;
  world.twilio.add_number({.number = kOurs, .voice_url = kBase + "/in"});
  world.twilio.add_person({.number = "+5518997750002", .behaviour = Behaviour::no_answer});
  world.documents["/in"] = "<Dial action=\"/done\" timeout=\"15\"><Number>+5518997750002</Number></Dial>";
  world.twilio.call("+5518997750001", kOurs);
  world.pass(30s);
  CHECK(world.told("/done", "DialCallStatus") == Texts{"no-answer"});
  const std::string sid = world.twilio.call("+5518997750001", kOurs);
  world.pass(5s);
  CHECK(world.leg("+5518997750002").status == "ringing");
  world.twilio.hang_up("+5518997750001");
  world.pass(1s);
  CHECK(world.leg("+5518997750002").status == "canceled");
  CHECK(world.state(sid).status == "completed");
}

TEST_CASE("a call that goes on is redirected, and one that has ended or rings is told apart") {
  World world;
  world.twilio.add_person({.number = "+5518997750001"});
  world.documents["/voice"] = "<Play loop=\"0\">https://host.example/music.mp3</Play>";
  world.documents["/next"] = "<Say>Agora</Say><Pause length=\"60\"/>";
  const std::string sid = world.place("+5518997750001");
  world.pass(5s);
  CHECK(world.state(sid).hears == "plays: https://host.example/music.mp3");
  world.request("POST", "/Calls/" + sid + ".json", "Url=https://host.example/next&Method=GET");
  CHECK(world.status == 200);
  world.pass(3s);
  CHECK(world.heard("+5518997750001").back() == "silence");
  CHECK(world.asked_at("/next").size() == 1);
  world.request("POST", "/Calls/" + sid + ".json", "Status=canceled");
  CHECK(world.state(sid).status == "in-progress");
  world.request("POST", "/Calls/" + sid + ".json", "Status=completed");
  CHECK(world.state(sid).status == "completed");
  const Json again = world.request("POST", "/Calls/" + sid + ".json", "Status=completed");
  CHECK(world.status == 400);
  CHECK(again["code"] == 21220);
}

TEST_CASE("a leg that is taken elsewhere leaves the other to its action") {
  World world;
  world.twilio.add_number({.number = kOurs, .voice_url = kBase + "/in"});
  world.twilio.add_person({.number = "+5518997750002"});
  world.documents["/in"] = "<Dial action=\"/done\"><Number>+5518997750002</Number></Dial>";
  world.documents["/hold"] = "<Play loop=\"0\">https://host.example/music.mp3</Play>";
  world.documents["/done"] = "<Pause length=\"60\"/>";
  const std::string caller = world.twilio.call("+5518997750001", kOurs);
  world.pass(5s);
  const std::string person = world.leg("+5518997750002").call_sid;
  world.request("POST", "/Calls/" + person + ".json", "Url=https://host.example/hold");
  world.pass(2s);
  CHECK(world.state(person).hears == "plays: https://host.example/music.mp3");
  CHECK(world.told("/done", "DialCallStatus") == Texts{"completed"});
  CHECK(world.state(caller).status == "in-progress");
  world.twilio.hang_up(caller);
  CHECK(world.state(person).status == "in-progress");
}

TEST_CASE("documents that fail fall back once, and without that the call ends") {
  World world;
  world.twilio.add_number(
      {.number = kOurs, .voice_url = kBase + "/in", .voice_fallback_url = kBase + "/fallback"});
  world.handlers["/in"] = [](const Fields&) {
    return http::Response{.status = 500, .headers = {}, .body = ""};
  };
  world.documents["/fallback"] = "<Say>Desculpe</Say><Redirect>/lost</Redirect>";
  world.handlers["/lost"] = [](const Fields&) -> http::Response { throw std::runtime_error("refused"); };
  const std::string sid = world.twilio.call("+5518997750001", kOurs);
  world.pass(30s);
  CHECK(world.told("/fallback", "ErrorCode") == Texts{"11200"});
  CHECK(world.told("/fallback", "ErrorUrl") == Texts{kBase + "/in"});
  // Tried twice, with the same token.
  REQUIRE(world.asked_at("/lost").size() == 2);
  CHECK(world.asked_at("/lost")[0].token == world.asked_at("/lost")[1].token);
  CHECK(world.state(sid).status == "completed");
  CHECK(world.logged(LogKind::error, "11200"));
}

TEST_CASE("what is no document is refused with Twilio's code") {
  struct Row {
    std::string type, body, code;
  };
  for (const Row& row :
       {Row{"application/json", "{}", "12300"}, Row{"text/xml", "<Response><Sya/></Response>", "12100"},
        Row{"text/xml", "<Response><Say>", "12100"},
        Row{"text/xml", "<Response><Say voice=\"a\" tone=\"b\">x</Say></Response>", "12100"},
        Row{"text/xml", std::string(70'000, ' '), "11750"}}) {
    CAPTURE(row.body.substr(0, 60));
    World world;
    world.twilio.add_number({.number = kOurs, .voice_url = kBase + "/in"});
    world.handlers["/in"] = [&](const Fields&) {
      return http::Response{.status = 200, .headers = {{"Content-Type", row.type}}, .body = row.body};
    };
    world.twilio.call("+5518997750001", kOurs);
    world.pass(1s);
    CHECK(world.logged(LogKind::error, row.code));
  }
}

TEST_CASE("who answers is detected before the document, or in the background") {
  World world;
  world.twilio.add_person({.number = "+5518997750001"});
  world.twilio.add_person({.number = "+5518997750002", .behaviour = Behaviour::voicemail});
  world.documents["/voice"] = "<Pause length=\"60\"/>";
  world.place("+5518997750001", "&Url=https://host.example/voice&MachineDetection=Enable");
  world.place("+5518997750002", "&Url=https://host.example/voice&MachineDetection=DetectMessageEnd");
  world.pass(10s);
  CHECK(world.told("/voice", "AnsweredBy") == Texts{"human", "machine_end_beep"});
  CHECK(world.told("/voice", "MachineDetectionDuration") == Texts{"1500", "5230"});
  world.place("+5518997750002",
              "&Url=https://host.example/voice&MachineDetection=Enable&AsyncAmd=true"
              "&AsyncAmdStatusCallback=https://host.example/amd");
  world.pass(10s);
  CHECK(world.told("/voice", "AnsweredBy").back() == "-");
  CHECK(world.told("/amd", "AnsweredBy") == Texts{"machine_start"});
}

TEST_CASE("a message is recorded, its file can be had once processed, and it is deleted") {
  World world;
  world.twilio.add_number({.number = kOurs, .voice_url = kBase + "/in"});
  world.twilio.add_person({.number = "+5518997750001", .speaks_for = 17s});
  world.documents["/in"] =
      "<Record maxLength=\"120\" action=\"/taped\" recordingStatusCallback=\"/recording\"/>";
  world.documents["/taped"] = "<Hangup/>";
  const std::string sid = world.twilio.call("+5518997750001", kOurs);
  world.pass(22500ms);
  CHECK(world.told("/taped", "RecordingDuration") == Texts{"22"});
  const std::string recording = world.told("/taped", "RecordingSid").front();
  world.request("GET", "/Recordings/" + recording + ".mp3");
  CHECK(world.status == 404);
  world.pass(2s);
  CHECK(world.told("/recording", "RecordingStatus") == Texts{"completed"});
  CHECK(world.told("/recording", "RecordingSource") == Texts{"RecordVerb"});
  world.request("GET", "/Recordings/" + recording + ".wav");
  CHECK(world.status == 200);
  CHECK(world.last.response->body.substr(0, 4) == "RIFF");
  CHECK(world.last.response->body.size() == 44 + 22 * 8000);
  CHECK(world.request("GET", "/Calls/" + sid + "/Recordings.json")["recordings"].size() == 1);
  world.request("DELETE", "/Recordings/" + recording + ".json");
  CHECK(world.status == 204);
  world.request("GET", "/Recordings/" + recording + ".json");
  CHECK(world.status == 404);
}

TEST_CASE("the person speaks to a gather that listens, and not to one that takes keys") {
  World world;
  world.twilio.add_number({.number = kOurs, .voice_url = kBase + "/in"});
  world.twilio.add_person({.number = "+5518997750001", .replies = {"quero ajuda", "quero ajuda"}});
  world.documents["/in"] =
      "<Gather input=\"dtmf\" action=\"/no\"/><Gather input=\"dtmf speech\" language=\"pt-BR\" "
      "action=\"/yes\"/>";
  world.twilio.call("+5518997750001", kOurs);
  world.pass(30s);
  CHECK(world.asked_at("/no").empty());
  CHECK(world.told("/yes", "SpeechResult") == Texts{"quero ajuda"});
  CHECK(world.told("/yes", "Language") == Texts{"pt-BR"});
}
