#pragma once

#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/telephony/esl/event.hpp>
#include <smarthandoff/telephony/port.hpp>

namespace smarthandoff::telephony::freeswitch {

using Reports = std::vector<Event>;

// One leg that we placed, as far as FreeSWITCH told: it takes in the leg's channel events and its job's
// result in any order and any number, and reports each fact once; the first terminal fact wins
// (docs/freeswitch.md). Pure: no socket, no clock.
class Leg {
 public:
  Leg(LegId id, CallId call) : id_(std::move(id)), call_(std::move(call)) {}

  // An event whose Unique-ID is this leg's.
  Reports on_channel(const esl::Event& event, Instant now);
  // The result of its originate: "+OK <leg>" or "-ERR <CAUSE>".
  Reports on_job(std::string_view body, Instant now);
  // A key pressed, or a machine heard, on it.
  Reports on_key(const std::string& digit);
  Reports on_machine();
  // What the PBX said when it was asked.
  Reports on_alive(bool answered);
  Reports on_gone();
  // Reports what was only waiting for more details, once due() has come.
  Reports on_due(Instant now);
  std::optional<Instant> due() const { return due_; }

  // From now on neither ringing nor an answer is reported, and wants_kill() is true while it may live.
  void cancel() { cancel_wanted_ = true; }
  bool wants_kill() const { return cancel_wanted_ && !hangup_ && !ended_; }

  const LegId& id() const { return id_; }
  const CallId& call() const { return call_; }
  bool answered() const { return answered_; }
  bool ended() const { return ended_; }
  bool canceled() const { return cancel_wanted_; }
  // Parked where it was placed to: commands that move it no longer meet the running originate.
  bool settled() const { return settled_; }

 private:
  struct Hangup {
    std::string cause;
    std::optional<std::int64_t> sip_code;
  };
  Reports ring();
  Reports answer();
  Reports end(const std::string& cause, std::optional<std::int64_t> sip_code);
  Reports on_hangup(const esl::Event& event, bool complete, Instant now);
  void wait(Instant now);

  LegId id_;
  CallId call_;
  bool seen_ = false;  // a channel exists or existed
  bool rang_ = false;
  bool answered_ = false;
  bool machine_ = false;
  bool settled_ = false;
  bool cancel_wanted_ = false;
  bool ended_ = false;
  std::optional<Hangup> hangup_;
  std::optional<std::string> job_error_;
  std::optional<Instant> due_;
};

}  // namespace smarthandoff::telephony::freeswitch
