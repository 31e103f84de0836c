#pragma once

#include <doctest/doctest.h>
#include <zlib.h>

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/telephony/esl/decoder.hpp>

#include "telephony/freeswitch/core.hpp"

// What the tests of the FreeSWITCH adapter share: recordings, made-up events, a scripted wire.
namespace smarthandoff::telephony::freeswitch {

// The server's bytes of a recording of tests/data/freeswitch.
inline std::string recording(const std::string& name) {
  const std::string path = std::string(SMARTHANDOFF_TEST_DATA) + "/freeswitch/" + name + ".bin.gz";
  const gzFile file = gzopen(path.c_str(), "rb");
  REQUIRE_MESSAGE(file != nullptr, path);
  std::string bytes, piece(65536, '\0');
  for (int read = 0; (read = gzread(file, piece.data(), static_cast<unsigned>(piece.size()))) > 0;)
    bytes.append(piece, 0, static_cast<std::size_t>(read));
  gzclose(file);
  return bytes;
}

inline std::vector<esl::Event> decode(const std::string& bytes) {
  std::vector<esl::Event> events;
  for (const esl::Frame& frame : esl::Decoder().feed(bytes))
    if (frame.is_event()) events.push_back(frame.event());
  return events;
}

// An event of our own making; values must need no percent-encoding.
inline esl::Event make_event(const std::vector<std::pair<std::string, std::string>>& headers,
                             const std::string& body = {}) {
  std::string text;
  for (const auto& [name, value] : headers) text += name + ": " + value + "\n";
  if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\n";
  text += "\n" + body;
  return decode("Content-Length: " + std::to_string(text.size()) + "\nContent-Type: text/event-plain\n\n" +
                text)
      .at(0);
}

inline esl::Event make_job(const std::string& leg, const std::string& result) {
  return make_event({{"Event-Name", "BACKGROUND_JOB"}, {"Job-UUID", "sh-" + leg}}, result);
}

// A short text of an event, so that expectations read like a story.
inline std::string to_text(const Event& event) {
  struct Visitor {
    std::string operator()(const CallEnded& e) { return "call ended " + e.cause; }
    std::string operator()(const LegRinging&) { return "ringing"; }
    std::string operator()(const LegAnswered&) { return "answered"; }
    std::string operator()(const LegMachine&) { return "machine"; }
    std::string operator()(const LegKey& e) { return "key " + e.digit; }
    std::string operator()(const LegEnded& e) {
      return "ended " + wire_name(e.end) + " " + e.cause + " " +
             (e.sip_code ? std::to_string(*e.sip_code) : std::string("-")) + (e.rang ? " rang" : "");
    }
    std::string operator()(const Bridged&) { return "bridged"; }
    std::string operator()(const Unbridged&) { return "unbridged"; }
    std::string operator()(const RecordingFailed&) { return "recording failed"; }
    std::string operator()(const PresenceChanged& e) {
      return e.status.extension + "@" + e.domain + " " + wire_name(e.status.state);
    }
    std::string operator()(const ConnectionLost&) { return "connection lost"; }
    std::string operator()(const ConnectionRestored& e) { return e.missed ? "restored, missed" : "restored"; }
  };
  return std::visit(Visitor{}, event);
}

// A wire whose answers the test gives.
class ScriptedWire final : public Wire {
 public:
  void api(const std::string& line, Answer answer) override { sent.push_back({line, std::move(answer)}); }
  void background(const std::string& line, const std::string& job, Answer accepted) override {
    sent.push_back({line, std::move(accepted)});
    jobs.push_back(job);
  }

  // Answers the oldest command, which must begin with `line`.
  void answer(const std::string& line, const std::string& text) {
    REQUIRE_MESSAGE(!sent.empty(), line);
    const auto [first, done] = std::move(sent.front());
    sent.pop_front();
    REQUIRE_MESSAGE(first.starts_with(line), first << " instead of " << line);
    done(std::nullopt, text);
  }
  void fail(ErrorCode code) {
    const auto done = std::move(sent.front().second);
    sent.pop_front();
    done(Error(code, "lost"), "");
  }
  std::vector<std::string> lines() const {
    std::vector<std::string> result;
    for (const auto& [line, done] : sent) result.push_back(line);
    return result;
  }

  std::deque<std::pair<std::string, Answer>> sent;
  std::vector<std::string> jobs;
};

inline const Instant kStart{Milliseconds(1'800'000'000'000)};

// A core that is connected to a scripted PBX with two registered phones.
struct Bench {
  explicit Bench(FreeSwitchOptions given = {}) : options(std::move(given)) {
    if (options.domain.empty()) options.domain = "pbx.local";
    connect();
    events.clear();
  }

  void connect(const std::string& channels = R"({"row_count": 0})",
               const std::string& calls = R"({"row_count": 0})") {
    core.on_connected([this] { synced = true; });
    wire.answer("show registrations", registrations);
    wire.answer("show channels", channels);
    wire.answer("show calls", calls);
  }
  // Runs what waits, at most `time` ahead.
  void pass(Milliseconds time) {
    clock.advance(time);
    core.run_timers();
  }
  void feed(const std::vector<esl::Event>& list) {
    for (const esl::Event& event : list) core.on_event(event);
  }
  Done done() {
    return [this](const Failure& failure) {
      results.push_back(failure ? std::string(to_string(failure->code())) : "done");
    };
  }
  void ring(const std::string& leg, const std::string& call, const std::string& number = "1001") {
    RingRequest request;
    request.leg = LegId{leg};
    request.call = CallId{call};
    request.number = number;
    core.ring(request, done());
    wire.answer("originate", "+OK Job-UUID: sh-" + leg);
  }
  std::vector<std::string> story() const {
    std::vector<std::string> result;
    for (const Event& event : events) result.push_back(to_text(event));
    return result;
  }

  static std::string registered() {
    std::string rows;
    for (const char* user : {"1001", "1002", "1003", "1004", "1005", "1007", "1008", "1009", "1010"})
      rows += (rows.empty() ? "" : ",") + (R"({"reg_user":")" + std::string(user)) +
              R"(","realm":"pbx.local","token":"t)" + user + R"("})";
    return R"({"row_count":9,"rows":[)" + rows + "]}";
  }

  std::string registrations = registered();
  FreeSwitchOptions options;
  ScriptedWire wire;
  ManualClock clock{kStart};
  std::vector<Event> events;
  std::vector<std::string> results;
  bool synced = false;
  Core core{options, wire, clock, clock, [this](const Event& event) { events.push_back(event); }};
};

using Story = std::vector<std::string>;

}  // namespace smarthandoff::telephony::freeswitch

namespace doctest {
template <>
struct StringMaker<std::vector<std::string>> {
  static String convert(const std::vector<std::string>& list) {
    std::string text;
    for (const std::string& item : list) text += (text.empty() ? "[" : " | ") + item;
    return (text + "]").c_str();
  }
};
}  // namespace doctest
