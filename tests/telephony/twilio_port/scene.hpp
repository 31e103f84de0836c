#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <smarthandoff/telephony/twilio.hpp>
#include <smarthandoff/telephony/twilio_double.hpp>

// The port on the Twilio double, in manual time: what tests/telephony/simulator/port_test.cpp does for the
// simulated PBX.
namespace twilio_scene {

using namespace smarthandoff;
using namespace smarthandoff::telephony;
using namespace std::chrono_literals;
using twilio_double::Behaviour;
using twilio_double::CallState;
using twilio_double::Person;
using twilio_double::RequestFailure;
using twilio_double::TwilioDouble;

inline const Instant kStart{Milliseconds(1'795'262'400'000)};
inline const std::string kNumber = "+15550001111";
inline const std::string kCaller = "+5518997751234";

inline std::string word(const Event& event) {
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
    std::string operator()(const ConnectionRestored&) { return "restored"; }
  } words;
  return std::visit(words, event);
}

inline twilio::RestOptions account() {
  return {.account_sid = "AC" + std::string(32, 'a'),
          .auth_token = Secret("12345"),
          .base_url = "https://twilio.example",
          .calls_per_second = 1000};
}

inline TwilioOptions options() {
  return {.account = account(),
          .public_url = "https://host.example/twilio",
          .number = kNumber,
          .assistant_stream = "wss://host.example/assistant",
          .music_url = "https://host.example/music.mp3"};
}

struct Scene {
  TwilioDouble twilio{{.numbers = {}, .now = kStart, .calls_per_second = 1000}};
  std::shared_ptr<Twilio> port;
  std::string call;
  std::vector<std::string> said;
  std::vector<Event> events;
  Instant now = kStart;

  explicit Scene(TwilioOptions given = options()) {
    twilio.add_person({.number = "*", .behaviour = Behaviour::answers});
    twilio.add_person({.number = "client:1001"});
    twilio.add_person({.number = "client:1002", .behaviour = Behaviour::busy, .after = 100ms});
    twilio.add_person({.number = "client:1003", .behaviour = Behaviour::no_answer});
    twilio.add_person({.number = "client:1004", .behaviour = Behaviour::declines});
    twilio.add_person({.number = "client:1006", .behaviour = Behaviour::failed});
    twilio.add_person({.number = "client:1008", .hangs_up_after = 3s});
    twilio.add_person({.number = "client:1011", .behaviour = Behaviour::voicemail});
    twilio.add_number({.number = kNumber,
                       .voice_url = "https://host.example/twilio/incoming",
                       .status_callback = "https://host.example/twilio/status"});
    twilio.answer_webhooks([this](const http::Request& request) {
      if (request.url.ends_with(".mp3"))
        return http::Response{.status = 200, .headers = {{"Content-Type", "audio/mpeg"}}, .body = "ID3"};
      return port->webhook(request);
    });
    begin(std::move(given));
    call = twilio.call(kCaller, kNumber);
    run(100ms);
  }
  ~Scene() { port->stop(); }

  // Also in place of the port that runs: as after a crash.
  void begin(TwilioOptions given = options()) {
    if (port) port->stop();
    port = make_twilio(std::move(given), [this](http::Request request, http::Callback done) {
      if (request.wanted && !request.wanted())
        return done({.response = {}, .failure = Error(ErrorCode::failed_precondition, "not wanted")});
      done(twilio.handle(request));
    });
    port->start(
        [this](const Event& event) {
          said.push_back(word(event));
          events.push_back(event);
        },
        1s);
  }

  Done expect_ok() {
    return [](const Failure& failure) { CHECK_MESSAGE(!failure, (failure ? failure->what() : "")); };
  }
  void run(Milliseconds time) { twilio.step(now += time); }

  void ring(const std::string& extension, const std::string& leg = "leg-1", Milliseconds timeout = 30s) {
    port->ring({.call = {call}, .leg = {leg}, .number = extension, .timeout = timeout}, expect_ok());
  }

  bool heard(const std::string& text) const { return count(text) > 0; }
  std::int64_t count(const std::string& text) const { return std::count(said.begin(), said.end(), text); }

  const LegEnded* end() const {
    for (const Event& event : events)
      if (const auto* ended = std::get_if<LegEnded>(&event)) return ended;
    return nullptr;
  }

  CallState state(const std::string& number) const {
    for (const CallState& one : twilio.calls())
      if (one.to_number == number || one.from_number == number) return one;
    return {};
  }
  CallState caller() const { return state(kCaller); }

  // For looking into a failure.
  std::string story() const {
    std::string text;
    for (const auto& entry : twilio.log()) text += to_string(entry) + "\n";
    for (const std::string& one : said) text += one + "\n";
    return text;
  }

  LegState look_up(const std::string& id) {
    LegState found;
    port->look_up(id, [&](const Failure& failure, LegState told) {
      CHECK_MESSAGE(!failure, (failure ? failure->what() : ""));
      found = told;
    });
    return found;
  }
};

}  // namespace twilio_scene
