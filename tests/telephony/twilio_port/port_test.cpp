#include "telephony/twilio_port/scene.hpp"

using namespace twilio_scene;

TEST_CASE("a caller arrives at the assistant's stream") {
  Scene scene;
  CHECK(scene.port->health().state == PortState::connected);
  CHECK(scene.caller().status == "in-progress");
  CHECK(scene.caller().hears.find("stream") != std::string::npos);
}

TEST_CASE("a leg ends with the result that its phone gives") {
  struct Row {
    std::string extension;
    LegEnd end;
    std::string cause;
    std::optional<std::int64_t> code;
    bool rang;
  };
  for (const Row& row : std::vector<Row>{{"1002", LegEnd::busy, "busy", 486, true},
                                         {"1003", LegEnd::no_answer, "no-answer", {}, true},
                                         {"1004", LegEnd::rejected, "busy", 603, true},
                                         {"1006", LegEnd::not_registered, "failed", 404, false}}) {
    CAPTURE(row.extension);
    Scene scene;
    scene.ring(row.extension, "leg-1", 10s);
    scene.run(15s);
    REQUIRE(scene.end() != nullptr);
    CHECK(scene.end()->end == row.end);
    CHECK(scene.end()->cause == row.cause);
    CHECK(scene.end()->sip_code == row.code);
    CHECK(scene.end()->rang == row.rang);
    CHECK(scene.caller().status == "in-progress");
    CHECK_FALSE(scene.heard("answered leg-1"));
  }
}

TEST_CASE("a caller on hold hears music until the person who answered is bridged") {
  Scene scene;
  scene.port->hold({scene.call}, scene.expect_ok());
  scene.run(300ms);
  CHECK_MESSAGE(scene.caller().hears.find("music") != std::string::npos, scene.story());
  scene.ring("1001");
  scene.run(2s);
  CHECK(scene.said == std::vector<std::string>{"ringing leg-1", "answered leg-1"});
  CHECK(scene.caller().hears.find("music") != std::string::npos);
  scene.port->bridge({scene.call}, {"leg-1"}, scene.expect_ok());
  scene.run(100ms);
  CHECK(scene.said.back() == "bridged leg-1");
  CHECK(scene.caller().hears == "talking to client:1001");
  CHECK(scene.look_up("leg-1").bridged);
  CHECK(scene.look_up(scene.call).bridged);
}

TEST_CASE("hold can be repeated, and does not disturb who waits") {
  Scene scene;
  scene.port->hold({scene.call}, scene.expect_ok());
  scene.run(1s);
  const std::size_t before = scene.twilio.log().size();
  scene.port->hold({scene.call}, scene.expect_ok());
  CHECK(scene.twilio.log().size() == before);
}

TEST_CASE("the caller stays when the person hangs up after a conversation, and goes back to the assistant") {
  Scene scene;
  scene.port->hold({scene.call}, scene.expect_ok());
  scene.ring("1008");
  scene.run(1500ms);
  scene.port->bridge({scene.call}, {"leg-1"}, scene.expect_ok());
  scene.run(5s);
  CHECK(scene.count("unbridged leg-1") == 1);
  CHECK(scene.end()->end == LegEnd::completed);
  CHECK(scene.caller().status == "in-progress");
  scene.port->resume({scene.call}, {}, scene.expect_ok());
  scene.run(1s);
  CHECK(scene.caller().hears.find("stream") != std::string::npos);
  CHECK_FALSE(scene.heard("call ended completed"));
}

TEST_CASE("a caller who hangs up is reported once, and takes the ringing leg along") {
  Scene scene;
  scene.port->hold({scene.call}, scene.expect_ok());
  scene.ring("1003");
  scene.run(1s);
  scene.twilio.hang_up(scene.call);
  scene.run(5s);
  CHECK(scene.count("call ended completed") == 1);
  REQUIRE(scene.end() != nullptr);
  CHECK(scene.end()->end == LegEnd::canceled);
  CHECK(scene.state("client:1003").status == "canceled");
}

TEST_CASE("a caller who hangs up while talking leaves nobody in an empty room") {
  Scene scene;
  scene.port->hold({scene.call}, scene.expect_ok());
  scene.ring("1001");
  scene.run(2s);
  scene.port->bridge({scene.call}, {"leg-1"}, scene.expect_ok());
  scene.run(1s);
  scene.twilio.hang_up(scene.call);
  scene.run(2s);
  CHECK(scene.count("call ended completed") == 1);
  CHECK_FALSE(scene.heard("unbridged leg-1"));
  CHECK(scene.state("client:1001").status == "completed");
}

TEST_CASE("a leg cancelled before it is placed is never placed") {
  Scene scene;
  scene.port->cancel({"leg-1"}, scene.expect_ok());
  scene.ring("1001");
  scene.run(5s);
  CHECK(scene.said == std::vector<std::string>{"ended leg-1 canceled"});
  CHECK(scene.state("client:1001").call_sid.empty());
}

TEST_CASE("a leg that is cancelled while it rings ends as canceled") {
  Scene scene;
  scene.ring("1003");
  scene.run(1s);
  scene.port->cancel({"leg-1"}, scene.expect_ok());
  scene.run(1s);
  REQUIRE(scene.end() != nullptr);
  CHECK(scene.end()->end == LegEnd::canceled);
  CHECK(scene.state("client:1003").status == "canceled");
  scene.port->cancel({"leg-1"}, scene.expect_ok());  // it has ended: a success
}

TEST_CASE("what is played to a person is heard to its end, and the key is told") {
  Scene scene;
  scene.twilio.add_person({.number = "client:1001", .replies = {"", "1"}});
  scene.ring("1001");
  scene.run(1300ms);
  REQUIRE(scene.heard("answered leg-1"));
  bool played = false;
  scene.port->play({"leg-1"}, "Cliente João & filhos", "pt-BR",
                   [&](const Failure& failure) { played = !failure; });
  scene.run(200ms);
  CHECK(scene.state("client:1001").hears.find("Cliente João & filhos") != std::string::npos);
  CHECK_FALSE(played);
  scene.run(20s);
  CHECK(played);
  CHECK(scene.count("key 1") == 1);
}

TEST_CASE("a person without an order is hung up after a while") {
  TwilioOptions given = options();
  given.answered_timeout = 5s;
  Scene scene(given);
  scene.ring("1001");
  scene.run(4s);
  CHECK(scene.state("client:1001").status == "in-progress");
  scene.run(10s);
  CHECK(scene.state("client:1001").status == "completed");
  CHECK(scene.end()->end == LegEnd::completed);
}

TEST_CASE("a voicemail answers and is recognised as a machine") {
  TwilioOptions given = options();
  given.detect_machines = true;
  Scene scene(given);
  scene.ring("1011");
  scene.run(6s);
  CHECK(scene.said == std::vector<std::string>{"ringing leg-1", "answered leg-1", "machine leg-1"});
}

TEST_CASE("a number that Twilio refuses is the end of the leg, not of the order") {
  Scene scene;
  scene.port->ring({.call = {scene.call}, .leg = {"leg-1"}, .kind = DialKind::number, .number = "+12"},
                   scene.expect_ok());
  REQUIRE(scene.end() != nullptr);
  CHECK(scene.end()->end == LegEnd::unknown_number);
  CHECK_FALSE(scene.look_up("leg-1").exists);
}

TEST_CASE("an extension's state is what we know of it, or what the host says") {
  TwilioOptions given = options();
  given.presence = [](const std::string& extension, const std::string&, const StateAnswer& answer) {
    answer(extension == "1006" ? std::optional(ExtensionState::offline) : std::nullopt);
  };
  Scene scene(given);
  scene.ring("1001", "a");
  scene.ring("1003", "b");
  scene.run(2s);
  const auto state = [&](const std::string& extension) {
    ExtensionStatus status;
    scene.port->extension_status(extension, "", [&](ExtensionStatus told) { status = std::move(told); });
    return status.state;
  };
  CHECK(state("1001") == ExtensionState::in_call);
  CHECK(state("1003") == ExtensionState::ringing);
  CHECK(state("1006") == ExtensionState::offline);
  CHECK(state("1002") == ExtensionState::unknown);
}

TEST_CASE("a blind transfer gives the caller away, and ends with who answered") {
  Scene scene;
  scene.port->transfer_blind({.call = {scene.call}, .number = "1008"}, scene.expect_ok());
  scene.run(2s);
  CHECK(scene.caller().talking_to == "client:1008");
  scene.run(5s);
  CHECK_MESSAGE(scene.heard("call ended completed"), scene.story());
}

TEST_CASE("two legs of ours are joined, and each may go first") {
  for (const std::string& first : std::vector<std::string>{"client:1001", kCaller}) {
    CAPTURE(first);
    Scene scene;
    scene.twilio.hang_up(scene.call);
    scene.run(1s);
    scene.said.clear();
    scene.port->ring({.leg = {"customer"}, .kind = DialKind::trunk, .number = kCaller}, scene.expect_ok());
    scene.run(2s);
    scene.port->ring({.call = {"customer"}, .leg = {"agent"}, .number = "1001"}, scene.expect_ok());
    scene.port->hold({"customer"}, scene.expect_ok());
    scene.run(2s);
    scene.port->bridge({"customer"}, {"agent"}, scene.expect_ok());
    scene.run(1s);
    REQUIRE(scene.heard("bridged agent"));
    scene.twilio.hang_up(first);
    scene.run(2s);
    CHECK(scene.heard("unbridged agent") == (first == "client:1001"));
    CHECK(scene.heard("ended customer completed") == (first == kCaller));
    CHECK(scene.heard("ended agent completed"));
  }
}

TEST_CASE("a recording is begun on both sides, and of a call that has ended it fails") {
  Scene scene;
  scene.port->record({scene.call}, "ignored.wav", scene.expect_ok());
  scene.run(1s);
  scene.twilio.hang_up(scene.call);
  scene.run(5s);
  Failure failure;
  scene.port->record({scene.call}, "ignored.wav", [&](const Failure& told) { failure = told; });
  CHECK(failure);
  CHECK(scene.heard("recording failed"));
}

TEST_CASE("orders for a call that has ended are not found, and hanging up an ended call is a success") {
  Scene scene;
  scene.twilio.hang_up(scene.call);
  Failure failure;
  const Done keep = [&](const Failure& told) { failure = told; };
  scene.port->hold({scene.call}, keep);
  REQUIRE(failure);
  CHECK(failure->code() == ErrorCode::not_found);
  scene.port->hangup({scene.call}, scene.expect_ok());
  scene.port->bridge({scene.call}, {"nobody"}, keep);
  CHECK(failure->code() == ErrorCode::not_found);
}
