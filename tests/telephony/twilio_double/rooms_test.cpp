#include <doctest/doctest.h>

#include "telephony/twilio_double/world.hpp"

using namespace world;
using namespace std::chrono_literals;

TEST_CASE("two meet in a conference, one is held and comes back, and the one who may ends it") {
  World world;
  world.twilio.add_number({.number = kOurs, .voice_url = kBase + "/in"});
  world.twilio.add_person({.number = "+5518997750002"});
  world.documents["/in"] =
      "<Dial action=\"/done\"><Conference statusCallback=\"/room\" statusCallbackEvent=\"start end join "
      "leave hold\" "
      "participantLabel=\"customer\">sala</Conference></Dial>";
  world.documents["/done"] = "<Pause length=\"60\"/>";
  const std::string caller = world.twilio.call("+5518997750001", kOurs);
  world.pass(2s);
  CHECK(world.state(caller).hears == "music");
  const Json rooms = world.request("GET", "/Conferences.json?FriendlyName=sala")["conferences"];
  REQUIRE(rooms.size() == 1);
  CHECK(rooms[0]["status"] == "init");
  const std::string room = rooms[0]["sid"];
  const Json added =
      world.request("POST", "/Conferences/" + room + "/Participants.json",
                    "From=%2B15550001111&To=%2B5518997750002&Label=agent&EndConferenceOnExit=true");
  CHECK(world.status == 201);
  CHECK(added["label"] == "agent");
  const std::string agent = added["call_sid"];
  world.pass(5s);
  CHECK(world.state(caller).hears == "talking to +5518997750002");
  CHECK(world.state(agent).hears == "talking to +5518997750001");
  world.request("POST", "/Conferences/" + room + "/Participants/customer.json", "Hold=true");
  CHECK(world.state(caller).hears == "music");
  CHECK(world.state(agent).hears == "silence");
  world.request("POST", "/Conferences/" + room + "/Participants/customer.json", "Hold=false");
  CHECK(world.state(agent).hears == "talking to +5518997750001");
  world.twilio.hang_up("+5518997750002");
  world.pass(1s);
  CHECK(world.told("/room", "StatusCallbackEvent") ==
        Texts{"participant-join", "participant-join", "conference-start", "participant-hold",
              "participant-unhold", "participant-leave", "participant-leave", "conference-end"});
  CHECK(world.told("/done", "DialCallStatus") == Texts{"answered"});
  CHECK(world.state(caller).status == "in-progress");
  CHECK(world.request("GET", "/Conferences/" + room + ".json")["status"] == "completed");
  CHECK(world.all_signed);
}

TEST_CASE("a participant that is removed goes on with its action, the conference with the others") {
  World world;
  world.twilio.add_number({.number = kOurs, .voice_url = kBase + "/in"});
  world.documents["/in"] = "<Dial action=\"/done\"><Conference waitUrl=\"\">sala</Conference></Dial>";
  world.documents["/done"] = "<Say>Fora</Say><Pause length=\"60\"/>";
  const std::string one = world.twilio.call("+5518997750001", kOurs);
  world.pass(1s);
  CHECK(world.state(one).hears == "silence");
  const std::string two = world.twilio.call("+5518997750002", kOurs);
  world.pass(1s);
  const std::string room = world.request("GET", "/Conferences.json")["conferences"][0]["sid"];
  world.request("DELETE", "/Conferences/" + room + "/Participants/" + one + ".json");
  CHECK(world.status == 204);
  world.pass(100ms);
  CHECK(world.state(one).hears == "says: Fora");
  CHECK(world.state(two).hears == "silence");
  CHECK(world.request("GET", "/Conferences/" + room + "/Participants.json")["participants"].size() == 1);
}

TEST_CASE("callers wait in line with what they are played, and an agent takes the first") {
  World world;
  world.twilio.add_number({.number = kOurs, .voice_url = kBase + "/in"});
  world.twilio.add_person({.number = "client:ana", .hangs_up_after = 30s});
  world.documents["/in"] = "<Enqueue waitUrl=\"/wait\" action=\"/left\">suporte</Enqueue>";
  world.documents["/wait"] = "<Say>Aguarde</Say><Play>https://host.example/music.mp3</Play>";
  world.documents["/agent"] = "<Dial><Queue url=\"/about\">suporte</Queue></Dial>";
  world.documents["/about"] = "<Say>Vamos atender</Say>";
  world.documents["/left"] = "<Say>Obrigado</Say>";
  const std::string first = world.twilio.call("+5518997750001", kOurs);
  world.pass(1s);
  const std::string second = world.twilio.call("+5518997750002", kOurs);
  world.pass(20s);
  CHECK(world.state(first).queue == "suporte");
  const auto positions = world.told("/wait", "QueuePosition");
  CHECK(positions.front() == "1");
  CHECK(std::count(positions.begin(), positions.end(), "2") > 0);
  CHECK(world.told("/wait", "CurrentQueueSize").back() == "2");
  const Json queue = world.request("GET", "/Queues.json")["queues"][0];
  CHECK(queue["current_size"] == 2);
  world.place("client:ana", "&Url=https://host.example/agent");
  world.pass(10s);
  CHECK(world.state(first).talking_to == "client:ana");
  CHECK(world.told("/about", "QueueSid") == Texts{queue["sid"]});
  CHECK(world.asked_at("/left").empty());
  world.pass(40s);
  CHECK(world.told("/left", "QueueResult") == Texts{"bridged"});
  CHECK(world.heard("+5518997750001").back() == "silence");
  CHECK(world.state(first).status == "completed");
  CHECK(world.told("/wait", "QueuePosition").back() == "1");
  CHECK(world.all_signed);
}

TEST_CASE("an agent waits for the next caller") {
  World world;
  world.twilio.add_number({.number = kOurs, .voice_url = kBase + "/in"});
  world.twilio.add_person({.number = "client:ana"});
  world.documents["/in"] = "<Enqueue waitUrl=\"\">suporte</Enqueue>";
  world.documents["/agent"] = "<Dial timeout=\"60\"><Queue>suporte</Queue></Dial>";
  world.place("client:ana", "&Url=https://host.example/agent");
  world.pass(10s);
  const std::string caller = world.twilio.call("+5518997750001", kOurs);
  world.pass(1s);
  CHECK(world.state(caller).talking_to == "client:ana");
}

TEST_CASE("leaving a queue by each of its doors tells the action which it was") {
  World world;
  world.twilio.add_number({.number = kOurs, .voice_url = kBase + "/in"});
  world.documents["/in"] =
      "<Enqueue waitUrl=\"/wait\" action=\"/left\">suporte</Enqueue><Pause length=\"60\"/>";
  world.documents["/wait"] = "<Pause length=\"5\"/>";
  world.documents["/else"] = "<Say>Outro</Say><Pause length=\"60\"/>";
  world.documents["/left"] = "<Pause length=\"60\"/>";
  const std::string a = world.twilio.call("+5518997750001", kOurs);
  const std::string b = world.twilio.call("+5518997750002", kOurs);
  const std::string c = world.twilio.call("+5518997750003", kOurs);
  world.pass(1s);
  const std::string queue = world.request("GET", "/Queues.json")["queues"][0]["sid"];
  world.request("POST", "/Queues/" + queue + "/Members/Front.json", "Url=https://host.example/else");
  CHECK(world.status == 200);
  world.twilio.hang_up(b);
  world.documents["/wait"] = "<Leave/>";
  world.pass(10s);
  CHECK(world.told("/left", "QueueResult") == Texts{"redirected", "hangup", "leave"});
  CHECK(world.told("/left", "CallSid") == Texts{a, b, c});
  CHECK(world.asked_at("/else").size() == 1);
  CHECK(world.state(c).queue.empty());
  world.request("POST", "/Queues/" + queue + ".json", "MaxSize=1");
  world.documents["/wait"] = "<Pause length=\"60\"/>";
  world.twilio.call("+5518997750004", kOurs);
  world.twilio.call("+5518997750005", kOurs);
  world.pass(1s);
  CHECK(world.told("/left", "QueueResult").back() == "queue-full");
}

TEST_CASE("a call that is connected to a stream goes on when the stream ends") {
  World world;
  world.twilio.add_number({.number = kOurs, .voice_url = kBase + "/in"});
  world.documents["/in"] =
      "<Connect action=\"/after\"><Stream url=\"wss://host.example/ws\" "
      "statusCallback=\"/stream\"/></Connect>"
      "<Say>Fim</Say>";
  const std::string sid = world.twilio.call("+5518997750001", kOurs);
  world.pass(60s);
  CHECK(world.state(sid).hears == "stream wss://host.example/ws");
  world.twilio.end_stream(sid);
  world.pass(1s);
  CHECK(world.told("/stream", "StreamEvent") == Texts{"stream-started", "stream-stopped"});
  CHECK(world.asked_at("/after").size() == 1);
}

TEST_CASE("a task of a workflow is offered to a worker, who takes the caller") {
  World world;
  world.twilio.add_number({.number = kOurs, .voice_url = kBase + "/in"});
  world.twilio.add_person({.number = "client:ana"});
  world.documents["/in"] =
      "<Enqueue workflowSid=\"WW1\" waitUrl=\"\"><Task priority=\"5\">{\"skill\":\"pt\"}</Task></Enqueue>";
  world.handlers["/assign"] = [](const Fields&) {
    return http::Response{.status = 200,
                          .headers = {{"Content-Type", "application/json"}},
                          .body = R"({"instruction":"dequeue","from":"+15550001111"})"};
  };
  const std::string sid = world.twilio.call("+5518997750001", kOurs);
  world.pass(1s);
  std::string task;
  for (const LogEntry& entry : world.twilio.log())
    if (entry.kind == LogKind::task) task = entry.id;
  world.twilio.offer_task(task, R"({"contact_uri":"client:ana"})", kBase + "/assign");
  world.pass(10s);
  CHECK(world.told("/assign", "TaskPriority") == Texts{"5"});
  CHECK(Json::parse(world.told("/assign", "TaskAttributes").front())["call_sid"] == sid);
  CHECK(world.state(sid).talking_to == "client:ana");
}
