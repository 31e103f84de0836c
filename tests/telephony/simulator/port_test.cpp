#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <future>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/telephony/simulator.hpp>

using namespace smarthandoff;
using namespace smarthandoff::telephony;
using namespace smarthandoff::telephony::simulator;
using namespace std::chrono_literals;

namespace {

const Instant kStart{Milliseconds(1'768'000'000'000)};

std::string word(const Event& event) {
  struct {
    std::string operator()(const CallEnded& e) { return "call ended " + e.cause; }
    std::string operator()(const LegRinging& e) { return "ringing " + e.leg.value; }
    std::string operator()(const LegAnswered& e) { return "answered " + e.leg.value; }
    std::string operator()(const LegMachine& e) { return "machine " + e.leg.value; }
    std::string operator()(const LegKey& e) { return "key " + e.digit; }
    std::string operator()(const LegEnded& e) { return "ended " + e.leg.value + " " + e.cause; }
    std::string operator()(const Bridged& e) { return "bridged " + e.leg.value; }
    std::string operator()(const Unbridged& e) { return "unbridged " + e.leg.value; }
    std::string operator()(const RecordingFailed&) { return "recording failed"; }
    std::string operator()(const PresenceChanged&) { return ""; }
    std::string operator()(const ConnectionLost&) { return "lost"; }
    std::string operator()(const ConnectionRestored& e) { return e.missed ? "restored, missed" : "restored"; }
  } words;
  return std::visit(words, event);
}

// A PBX with the standard phones, a caller in 9000, and everything that the port says.
struct Scene {
  SimulatedPbx pbx{{.now = kStart}};
  std::shared_ptr<Telephony> port = pbx.telephony();
  std::string call;
  std::vector<std::string> said;
  std::vector<Event> events;
  Instant now = kStart;

  Scene() {
    pbx.add_standard_phones();
    port->start(
        [this](const Event& event) {
          if (const std::string text = word(event); !text.empty()) said.push_back(text);
          events.push_back(event);
        },
        1s);
    call = pbx.place_call({.caller = "+5518997751234"});
  }
  ~Scene() { port->stop(); }

  Done expect_ok() {
    return [](const Failure& failure) { CHECK_MESSAGE(!failure, (failure ? failure->what() : "")); };
  }

  void run(Milliseconds time) { pbx.step(now += time); }

  void ring(const std::string& extension, const std::string& leg = "leg-1", Milliseconds timeout = 5s) {
    port->ring({.call = {call}, .leg = {leg}, .number = extension, .timeout = timeout}, expect_ok());
  }

  bool heard(const std::string& text) const {
    return std::find(said.begin(), said.end(), text) != said.end();
  }

  const LegEnded* end() const {
    for (const Event& event : events) {
      if (const auto* ended = std::get_if<LegEnded>(&event)) return ended;
    }
    return nullptr;
  }
};

}  // namespace

TEST_CASE("a leg ends with the result that its phone gives") {
  struct Row {
    std::string extension;
    LegEnd end;
    std::string cause;
    std::optional<std::int64_t> code;
    bool rang;
  };
  const std::vector<Row> rows{
      {"1002", LegEnd::busy, "USER_BUSY", 486, false},
      {"1003", LegEnd::no_answer, "NO_ANSWER", {}, true},
      {"1004", LegEnd::rejected, "CALL_REJECTED", 603, true},
      {"1005", LegEnd::unavailable, "NO_USER_RESPONSE", 480, false},
      {"1006", LegEnd::not_registered, "USER_NOT_REGISTERED", {}, false},
      {"1007", LegEnd::failed, "NORMAL_TEMPORARY_FAILURE", 503, false},
      {"1009", LegEnd::unknown_number, "UNALLOCATED_NUMBER", 404, false},
      {"1010", LegEnd::failed, "NORMAL_TEMPORARY_FAILURE", 503, false},
      {"1099", LegEnd::unknown_number, "SUBSCRIBER_ABSENT", {}, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.extension);
    Scene scene;
    scene.ring(row.extension);
    scene.run(6s);
    REQUIRE(scene.end() != nullptr);
    CHECK(scene.end()->end == row.end);
    CHECK(scene.end()->cause == row.cause);
    CHECK(scene.end()->sip_code == row.code);
    CHECK(scene.end()->rang == row.rang);
    CHECK(scene.pbx.calls().front().active);
  }
}

TEST_CASE("a caller on hold hears music until the person who answered is bridged") {
  Scene scene;
  scene.port->hold({scene.call}, scene.expect_ok());
  scene.run(300ms);
  CHECK(scene.pbx.calls().front().hears == "music");
  CHECK(scene.pbx.calls().front().parked);
  scene.ring("1001");
  scene.run(1100ms);
  CHECK(scene.said == std::vector<std::string>{"ringing leg-1", "answered leg-1"});
  scene.port->bridge({scene.call}, {"leg-1"}, scene.expect_ok());
  scene.run(100ms);
  CHECK(scene.said.back() == "bridged leg-1");
  CHECK(scene.pbx.calls().front().hears == "talking to 1001");
}

TEST_CASE("the caller stays when the person hangs up after a conversation") {
  Scene scene;
  scene.ring("1008");
  scene.run(1100ms);
  scene.port->bridge({scene.call}, {"leg-1"}, scene.expect_ok());
  scene.run(5s);
  CHECK(scene.heard("unbridged leg-1"));
  CHECK(scene.end()->end == LegEnd::completed);
  CHECK(scene.pbx.calls().front().active);
  CHECK(scene.pbx.calls().front().hears == "silence");
}

TEST_CASE("a caller who hangs up is reported once and the ringing leg rings on until it is cancelled") {
  Scene scene;
  scene.ring("1003", "leg-1", 60s);
  scene.run(1s);
  scene.pbx.hang_up_call(scene.call);
  scene.run(5s);
  CHECK(std::count(scene.said.begin(), scene.said.end(), "call ended NORMAL_CLEARING") == 1);
  CHECK(scene.end() == nullptr);
  scene.port->cancel({"leg-1"}, scene.expect_ok());
  scene.run(100ms);
  REQUIRE(scene.end() != nullptr);
  CHECK(scene.end()->end == LegEnd::canceled);
}

TEST_CASE("a leg cancelled before it is placed is never placed") {
  Scene scene;
  scene.port->cancel({"leg-1"}, scene.expect_ok());
  scene.ring("1001");
  scene.run(5s);
  CHECK(scene.said == std::vector<std::string>{"ended leg-1 ORIGINATOR_CANCEL"});
}

TEST_CASE("what is played to a person is heard, and the key comes after it") {
  Scene scene;
  scene.pbx.add_phone({.extension = "1001", .presses = "1"});
  scene.ring("1001");
  scene.run(1030ms);
  scene.port->play({"leg-1"}, "Cliente João, segunda via", "pt-BR", scene.expect_ok());
  scene.run(1s);
  CHECK_FALSE(scene.heard("key 1"));
  scene.run(5s);
  CHECK(scene.heard("key 1"));
  const auto log = scene.pbx.log();
  CHECK(std::any_of(log.begin(), log.end(), [](const LogEntry& entry) {
    return entry.kind == LogKind::leg_hears && entry.text == "announcement: Cliente João, segunda via";
  }));
}

// It was told as soon as it was ordered, so that the bridge cut off what had hardly begun.
TEST_CASE("what is played is done when it ends, when its leg does, or with the connection") {
  const auto told_after = [](const std::function<void(Scene&)>& meanwhile, Milliseconds least) {
    Scene scene;
    scene.pbx.add_phone({.extension = "1001"});
    scene.ring("1001");
    scene.run(2s);
    std::vector<std::optional<ErrorCode>> told;
    scene.port->play({"leg-1"}, "Cliente João, segunda via", "pt-BR", [&](const Failure& failure) {
      told.push_back(failure ? std::optional(failure->code()) : std::nullopt);
    });
    scene.run(least);
    CHECK(told.empty());
    meanwhile(scene);
    scene.run(1s);
    scene.run(70s);  // no second word
    REQUIRE(told.size() == 1);
    return told.front();
  };
  CHECK(told_after([](Scene&) {}, 1500ms) == std::nullopt);
  CHECK(told_after([](Scene& scene) { scene.pbx.hang_up_phone("1001"); }, 500ms) == ErrorCode::not_found);
  CHECK(told_after([](Scene& scene) { scene.pbx.drop_connections(); }, 500ms) == ErrorCode::in_doubt);
}

TEST_CASE("a voicemail answers and is recognised as a machine") {
  Scene scene;
  scene.pbx.add_phone({.extension = "1011", .behaviour = Behaviour::voicemail});
  scene.ring("1011");
  scene.run(3s);
  CHECK(scene.said == std::vector<std::string>{"ringing leg-1", "answered leg-1", "machine leg-1"});
}

TEST_CASE("early media of a trunk is no answer") {
  Scene scene;
  scene.pbx.add_phone({.extension = "8183", .behaviour = Behaviour::early_media_busy, .gateway = "trunk"});
  scene.port->ring(
      {.call = {scene.call}, .leg = {"leg-1"}, .kind = DialKind::trunk, .number = "8183", .gateway = "trunk"},
      scene.expect_ok());
  scene.run(5s);
  CHECK(scene.said == std::vector<std::string>{"ringing leg-1", "ended leg-1 USER_BUSY"});
  CHECK(scene.end()->end == LegEnd::busy);
}

TEST_CASE("an unknown gateway is no route") {
  Scene scene;
  scene.port->ring(
      {.call = {scene.call}, .leg = {"leg-1"}, .kind = DialKind::trunk, .number = "1", .gateway = "none"},
      scene.expect_ok());
  scene.run(1s);
  REQUIRE(scene.end() != nullptr);
  CHECK(scene.end()->end == LegEnd::no_route);
}

TEST_CASE("a script gives each call its own reaction, then the phone is itself again") {
  Scene scene;
  scene.pbx.script_calls(
      "1001", {{.behaviour = Behaviour::busy}, {.behaviour = Behaviour::declines, .after = 100ms}});
  for (const std::string leg : {"a", "b", "c"}) {
    scene.ring("1001", leg);
    scene.run(2s);
  }
  CHECK(scene.heard("ended a USER_BUSY"));
  CHECK(scene.heard("ended b CALL_REJECTED"));
  CHECK(scene.heard("answered c"));
}

TEST_CASE("an extension's state is what the PBX knows") {
  struct Row {
    std::string extension;
    ExtensionState state;
  };
  Scene scene;
  scene.pbx.set_variable("1005", "do_not_disturb", "true");
  scene.ring("1001", "a", 60s);
  scene.ring("1003", "b", 60s);
  scene.run(2s);
  for (const Row& row : std::vector<Row>{{"1001", ExtensionState::in_call},
                                         {"1002", ExtensionState::available},
                                         {"1003", ExtensionState::ringing},
                                         {"1005", ExtensionState::dnd},
                                         {"1006", ExtensionState::offline},
                                         {"1099", ExtensionState::unknown}}) {
    CAPTURE(row.extension);
    ExtensionStatus status;
    scene.port->extension_status(row.extension, "", [&](ExtensionStatus told) { status = std::move(told); });
    scene.run(1ms);
    CHECK(status.state == row.state);
    CHECK(status.available == (row.state == ExtensionState::available));
  }
}

TEST_CASE("a failed attempt sends the caller back to the assistant's extension") {
  Scene scene;
  scene.pbx.add_extension({.number = "9003", .actions = {"answer", "say:Olá de novo", "park"}});
  scene.port->hold({scene.call}, scene.expect_ok());
  scene.run(1s);
  scene.port->resume({scene.call}, {.extension = "9003"}, scene.expect_ok());
  scene.run(100ms);
  CHECK(scene.pbx.calls().front().hears == "announcement: Olá de novo");
}

TEST_CASE("a blind transfer that fails loses the caller with the phone's cause") {
  Scene scene;
  scene.port->transfer_blind({.call = {scene.call}, .number = "1002"}, scene.expect_ok());
  scene.run(2s);
  CHECK(scene.heard("call ended USER_BUSY"));
}

TEST_CASE("a lost connection fails commands, and what ended meanwhile is told before it is restored") {
  Scene scene;
  scene.pbx.drop_connections();
  Failure failure;
  scene.port->hold({scene.call}, [&](const Failure& told) { failure = told; });
  scene.pbx.hang_up_call(scene.call);
  scene.run(1s);
  REQUIRE(failure);
  CHECK(failure->code() == ErrorCode::unavailable);
  scene.pbx.restore_connections();
  scene.run(1s);
  CHECK(scene.said == std::vector<std::string>{"lost", "call ended NORMAL_CLEARING", "restored"});
}

TEST_CASE("a PBX that does not answer leaves commands in doubt") {
  Scene scene;
  scene.pbx.set_faults({.stop_answering = true});
  Failure failure;
  scene.port->ring({.call = {scene.call}, .leg = {"leg-1"}, .number = "1001"},
                   [&](const Failure& told) { failure = told; });
  scene.run(6s);
  REQUIRE(failure);
  CHECK(failure->code() == ErrorCode::in_doubt);
  scene.pbx.set_faults({});
  LegState state;
  scene.port->look_up("leg-1", [&](const Failure&, LegState told) { state = told; });
  scene.run(1ms);
  CHECK(state.answered);
}

TEST_CASE("the same seed makes the same log") {
  const auto run = [] {
    Scene scene;
    scene.ring("1001");
    scene.run(2s);
    return scene.pbx.log();
  };
  CHECK(run() == run());
}

TEST_CASE("time does not go back") {
  SimulatedPbx pbx({.now = kStart});
  CHECK_THROWS_AS(pbx.step(kStart - 1ms), Error);
}

TEST_CASE("in real time callbacks come from the model's own thread") {
  SimulatedPbx pbx;
  pbx.add_phone({.extension = "1001", .after = 10ms});
  std::promise<void> answered;
  auto port = pbx.telephony();
  port->start(
      [&](const Event& event) {
        if (std::holds_alternative<LegAnswered>(event)) answered.set_value();
      },
      1s);
  pbx.start();
  const std::string call = pbx.place_call();
  port->ring({.call = {call}, .leg = {"leg-1"}, .number = "1001"}, [](const Failure&) {});
  CHECK(answered.get_future().wait_for(10s) == std::future_status::ready);
  port->stop();
  pbx.stop();
}

TEST_CASE("a callback may stop real time, and it can be started again") {
  SimulatedPbx pbx;
  pbx.add_phone({.extension = "1001", .after = 10ms});
  auto port = pbx.telephony();
  std::promise<void> stopped, answered;
  port->start(
      [&](const Event& event) {
        if (std::holds_alternative<LegRinging>(event)) {
          pbx.stop();
          stopped.set_value();
        } else if (std::holds_alternative<LegAnswered>(event)) {
          answered.set_value();
        }
      },
      1s);
  pbx.start();
  port->ring({.call = {pbx.place_call()}, .leg = {"leg-1"}, .number = "1001"}, [](const Failure&) {});
  REQUIRE(stopped.get_future().wait_for(10s) == std::future_status::ready);
  pbx.start();
  CHECK(answered.get_future().wait_for(10s) == std::future_status::ready);
  port->stop();
  pbx.stop();
}

TEST_CASE("music that was ordered but not yet heard does not start when the caller is back") {
  // A phone refused at once: the caller was taken off hold before the music began, and then heard it for
  // ever.
  Scene scene;
  scene.run(1s);
  scene.port->hold({scene.call}, scene.expect_ok());
  scene.run(50ms);
  scene.port->resume({scene.call}, {}, scene.expect_ok());
  scene.run(2s);
  REQUIRE(scene.pbx.calls().size() == 1);
  CHECK(scene.pbx.calls()[0].parked);
  CHECK(scene.pbx.calls()[0].hears == "silence");
}
