// What lost callbacks would have told is asked for, in manual time.
#include "simulation/late_work.hpp"
#include "telephony/twilio/port_rooms.hpp"
#include "telephony/twilio_port/scene.hpp"

using namespace twilio_scene;

namespace {

// The scene with a clock of its own and requests that wait as they are told to.
struct Quiet {
  TwilioDouble twilio{{.numbers = {}, .now = kStart, .calls_per_second = 1000}};
  std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>(kStart);
  simulation::LateWork late;
  std::vector<std::string> said;
  std::size_t questions = 0;
  std::shared_ptr<Twilio> port;
  std::string call;

  Quiet() {
    twilio.add_person({.number = "*", .behaviour = Behaviour::answers});
    twilio.add_person({.number = "client:1001"});
    twilio.add_number({.number = kNumber,
                       .voice_url = "https://host.example/twilio/incoming",
                       .status_callback = "https://host.example/twilio/status"});
    twilio.answer_webhooks([this](const http::Request& request) { return port->webhook(request); });
    TwilioOptions given = options();
    given.music_url.clear();
    port = make_twilio(
        given,
        [this](const http::Request& request, const http::Callback& done) {
          late.add(clock->now() + request.delay, [this, request, done] {
            if (request.wanted && !request.wanted())
              return done({.response = {}, .failure = Error(ErrorCode::failed_precondition, "not wanted")});
            if (request.method == "GET") ++questions;
            done(twilio.handle(request));
          });
        },
        clock);
    port->start([this](const Event& event) { said.push_back(word(event)); }, 0ms);
    call = twilio.call(kCaller, kNumber);
    run(100ms);
  }
  ~Quiet() { port->stop(); }

  void run(Milliseconds time) {
    const Instant end = clock->now() + time;
    while (clock->now() < end) {
      clock->set(std::min(end, clock->now() + 100ms));
      twilio.step(clock->now());
      late.step(clock->now());
    }
  }
  void ring() {
    port->ring({.call = {call}, .leg = {"leg-1"}, .number = "1001", .timeout = 30s}, nullptr);
    run(5s);
  }
  void talk() {
    ring();
    port->bridge({call}, {"leg-1"}, nullptr);
    run(5s);
  }
  std::int64_t count(const std::string& text) const { return std::count(said.begin(), said.end(), text); }
};

}  // namespace

TEST_CASE("a leg whose end was told by nobody is known to be over after a minute") {
  Quiet quiet;
  quiet.ring();
  REQUIRE(quiet.count("answered leg-1") == 1);
  quiet.twilio.set_faults({.lose = 1});
  quiet.twilio.hang_up("client:1001");
  quiet.run(10s);
  CHECK(quiet.count("ended leg-1 completed") == 0);
  quiet.run(60s);
  CHECK(quiet.count("ended leg-1 completed") == 1);
}

TEST_CASE("a caller whose end was told by nobody is known to be gone after a minute, and the leg is ended") {
  Quiet quiet;
  quiet.talk();
  quiet.twilio.set_faults({.lose = 1});
  quiet.twilio.hang_up(quiet.call);
  quiet.run(130s);
  CHECK(quiet.count("call ended completed") == 1);
  for (const CallState& one : quiet.twilio.calls()) CHECK(one.status == "completed");
}

TEST_CASE("a meeting that was told by nobody is seen") {
  Quiet quiet;
  quiet.twilio.set_faults({.lose = 1});
  quiet.talk();
  CHECK(quiet.count("bridged leg-1") == 0);
  quiet.run(60s);
  CHECK(quiet.count("bridged leg-1") == 1);
}

TEST_CASE("a call that lives is asked for once a minute, one that has ended not at all") {
  Quiet quiet;
  quiet.run(2s);
  const std::size_t before = quiet.questions;
  quiet.run(10min);
  CHECK(quiet.questions - before >= 9);
  CHECK(quiet.questions - before <= 11);
  quiet.twilio.hang_up(quiet.call);
  quiet.run(2s);
  const std::size_t after = quiet.questions;
  quiet.run(10min);
  CHECK(quiet.questions == after);
}

TEST_CASE("however often somebody was looked for in a room, the word that they left counts") {
  // Each look used to count as a later word of Twilio's, so that the true one was taken for an old one.
  telephony::twilio_port::Rooms rooms;
  CHECK(rooms.change("r", {.conference = "CF1", .call_sid = "CA1", .joined = true, .sequence = 3}));
  for (int i = 0; i < 5; ++i)
    CHECK_FALSE(rooms.change("r", {.conference = "CF1", .call_sid = "CA1", .joined = true, .sequence = {}}));
  CHECK(rooms.change("r", {.conference = "CF1", .call_sid = "CA1", .joined = false, .sequence = 4}));
  CHECK_FALSE(rooms.contains("r", "CA1"));
  CHECK(rooms.change("r", {.conference = "CF1", .call_sid = "CA2", .joined = true, .sequence = {}}));
  CHECK(rooms.contains("r", "CA2"));
  CHECK(rooms.change("r", {.conference = "CF1", .call_sid = "CA2", .joined = false, .sequence = 0}));
}
