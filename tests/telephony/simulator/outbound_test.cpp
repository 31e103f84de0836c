// A call that the simulated PBX hands over to an outbound socket, with the library's own server at its other
// end.
#include <doctest/doctest.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include <smarthandoff/telephony/esl.hpp>
#include <smarthandoff/telephony/simulator.hpp>

#include "support/eventually.hpp"

using namespace smarthandoff;
using namespace smarthandoff::telephony::simulator;
using namespace std::chrono_literals;
using test_support::eventually;

namespace {

// An assistant behind an outbound socket, that writes down what it is told.
class Assistant {
 public:
  Assistant()
      : server_({},
                {.on_session = [this](const std::shared_ptr<esl::OutboundSession>& session) { met(session); },
                 .on_event =
                     [this](esl::OutboundSession&, const esl::Event& event) {
                       note(std::string(event.name()) + " " + event.value("Application"));
                     },
                 .on_ended = [this](esl::OutboundSession&, const Error&) { note("ended"); },
                 .on_gap = {},
                 .on_log = {}}) {}

  std::string address() const { return "127.0.0.1:" + std::to_string(server_.port()); }

  // The next call; its channel's data is there.
  std::shared_ptr<esl::OutboundSession> call() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, 30s, [&] { return !sessions_.empty(); });
    REQUIRE_FALSE(sessions_.empty());
    auto session = sessions_.back();
    sessions_.clear();
    return session;
  }
  bool told(const std::string& line) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 30s,
                             [&] { return std::find(lines_.begin(), lines_.end(), line) != lines_.end(); });
  }
  // The answer to one command.
  std::string ask(esl::OutboundSession& session, const std::string& wire) {
    auto answer = std::make_shared<std::string>();
    auto done = std::make_shared<bool>(false);
    session.send(wire, [this, answer, done](const esl::Answer& told) {
      const std::lock_guard lock(mutex_);
      *answer = told.text;
      *done = true;
      changed_.notify_all();
    });
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, 30s, [&] { return *done; });
    return *answer;
  }

 private:
  void met(const std::shared_ptr<esl::OutboundSession>& session) {
    const std::lock_guard lock(mutex_);
    sessions_.push_back(session);
    changed_.notify_all();
  }
  void note(const std::string& line) {
    const std::lock_guard lock(mutex_);
    lines_.push_back(line);
    changed_.notify_all();
  }

  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::vector<std::shared_ptr<esl::OutboundSession>> sessions_;
  std::vector<std::string> lines_;
  esl::OutboundServer server_;
};

struct World {
  Assistant assistant;
  SimulatedPbx pbx;

  World() {
    pbx.add_phone({.extension = "1001", .after = 10ms});
    pbx.add_extension(
        {.number = "9002", .actions = {"answer", "socket:" + assistant.address() + " async full"}});
    pbx.listen();
    pbx.start();
  }
  CallState state(const std::string& call) {
    for (const CallState& one : pbx.calls())
      if (one.call == call) return one;
    return {};
  }
};

}  // namespace

TEST_CASE("a call is handed over with its data, and commands without an id are about it") {
  World world;
  const std::string call = world.pbx.place_call({.caller = "+390612345678", .to = "9002"});
  const auto session = world.assistant.call();
  CHECK(session->channel().value("Unique-ID") == call);
  CHECK(session->channel().value("Caller-Caller-ID-Number") == "+390612345678");
  CHECK(session->channel().value("Channel-Caller-ID-Number") == "+390612345678");
  world.assistant.ask(*session, esl::command::myevents());
  world.assistant.ask(*session,
                      esl::command::execute({.application = "playback", .argument = "local_stream://moh"}));
  CHECK(world.assistant.told("CHANNEL_EXECUTE playback"));
  CHECK(eventually([&] { return world.state(call).hears == "music"; }));
  world.assistant.ask(*session, esl::command::hangup({}, "NORMAL_CLEARING"));
  CHECK(world.assistant.told("ended"));
  CHECK_FALSE(world.state(call).active);
}

TEST_CASE("a caller who hangs up ends the session, with linger after the last events") {
  for (const bool linger : {false, true}) {
    CAPTURE(linger);
    World world;
    const std::string call = world.pbx.place_call({.caller = "+390612345678", .to = "9002"});
    const auto session = world.assistant.call();
    if (linger) world.assistant.ask(*session, esl::command::linger());
    world.assistant.ask(*session, esl::command::myevents());
    world.pbx.hang_up_call(call);
    CHECK(world.assistant.told("CHANNEL_HANGUP "));
    if (linger) CHECK(world.assistant.told("CHANNEL_HANGUP_COMPLETE "));
    CHECK(world.assistant.told("ended"));
  }
}

TEST_CASE(
    "an assistant that closes its socket lets the dialplan go on, and with nothing behind it the call ends") {
  World world;
  world.pbx.add_extension(
      {.number = "9003",
       .actions = {"answer", "socket:" + world.assistant.address() + " async full", "park"}});
  const std::string kept = world.pbx.place_call({.caller = "+390612345678", .to = "9003"});
  world.assistant.call()->close();
  CHECK(eventually([&] { return world.state(kept).parked; }));
  const std::string lost = world.pbx.place_call({.caller = "+390612345679", .to = "9002"});
  world.assistant.call()->close();
  CHECK(eventually([&] { return !world.state(lost).active; }));
}

TEST_CASE("a call that nobody takes over goes on in the dialplan") {
  World world;
  world.pbx.add_extension({.number = "9004", .actions = {"answer", "socket:127.0.0.1:1 async full", "park"}});
  const std::string call = world.pbx.place_call({.caller = "+390612345678", .to = "9004"});
  CHECK(eventually([&] { return world.state(call).parked; }));
}

TEST_CASE("a caller who is held comes back to the assistant's extension by a new connection") {
  World world;
  const auto port = world.pbx.telephony();
  port->start([](const telephony::Event&) {}, 1000ms);
  const std::string call = world.pbx.place_call({.caller = "+390612345678", .to = "9002"});
  const auto first = world.assistant.call();
  port->hold({call}, [](const telephony::Failure& failure) { CHECK_FALSE(failure); });
  CHECK(world.assistant.told("ended"));
  CHECK(eventually([&] { return world.state(call).hears == "music"; }));
  port->resume({call}, {.extension = "9002"},
               [](const telephony::Failure& failure) { CHECK_FALSE(failure); });
  const auto second = world.assistant.call();
  CHECK(second->channel().value("Unique-ID") == call);
  CHECK(second != first);
  port->stop();
}
