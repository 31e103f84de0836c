#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <smarthandoff/telephony/freeswitch.hpp>

#include "telephony/freeswitch/channels.hpp"
#include "telephony/freeswitch/leg.hpp"
#include "telephony/freeswitch/presence.hpp"
#include "telephony/freeswitch/timers.hpp"

namespace smarthandoff::telephony::freeswitch {

// Carries commands to the PBX: the driver, or a script in tests. Each answer is called once, on the core's
// thread, with a failure where none came, else with the answer's text.
class Wire {
 public:
  using Answer = std::function<void(Failure, const std::string& text)>;

  virtual ~Wire() = default;
  virtual void api(const std::string& line, Answer answer) = 0;
  // Answered when the job is accepted; its result comes as a BACKGROUND_JOB event.
  virtual void background(const std::string& line, const std::string& job, Answer accepted) = 0;
};

// The events the core wants, by name and by subclass of CUSTOM.
const std::vector<std::string>& event_names();
const std::vector<std::string>& custom_subclasses();

// The adapter without sockets and threads: port words and FreeSWITCH's events in, commands and port events
// out. One thread at a time; callbacks run before a method returns. `clock` serves waits and may be
// monotonic, `wall` dates statuses and tells old news.
class Core {
 public:
  Core(const FreeSwitchOptions& options, Wire& wire, const Clock& clock, const Clock& wall,
       Telephony::Listener listener);

  // The port's methods (port.hpp).
  void extension_status(const std::string& extension, const std::string& domain,
                        std::function<void(ExtensionStatus)> done);
  void known_statuses(const std::vector<std::string>& extensions, const std::string& domain,
                      std::function<void(std::vector<ExtensionStatus>)> done);
  void hold(const CallId& call, Done done);
  void resume(const CallId& call, const AssistantTarget& target, Done done);
  void ring(const RingRequest& request, Done done);
  void cancel(const LegId& leg, Done done);
  void bridge(const CallId& call, const LegId& leg, Done done);
  void transfer_blind(const BlindTransfer& request, Done done);
  void play(const LegId& leg, const std::string& text, const std::string& language, Done done);
  void record(const CallId& call, const std::string& path, Done done);
  void hangup(const CallId& call, Done done);
  void look_up(const std::string& id, std::function<void(Failure, LegState)> done);

  // The connection is up and subscribed: reads what is alive, reports what was missed, then calls `synced`.
  void on_connected(std::function<void()> synced);
  void on_lost(const std::string& reason);
  // Events were lost on the way: reads everything again.
  void on_gap() { resync(); }
  void on_event(const esl::Event& event);

  // Runs what waited for a time; due() says when the next is.
  void run_timers() { timers_.run(clock_.now()); }
  std::optional<Instant> due() const { return timers_.due(); }

 private:
  // A caller's leg that the host has spoken of.
  struct Call {
    LegId bridged;                  // our leg it talks to, as reported
    bool unbridging = false;        // it will be parked, or hung up
    std::string assistant;          // the assistant's SIP leg that is kept for it
    std::vector<std::string> legs;  // that we placed for it
    std::vector<std::function<void()>> on_park;
  };
  struct Play {
    std::shared_ptr<bool> decided;
    Done done;  // does nothing once decided
  };
  struct Tracked {
    Leg leg;
    Instant placed_at;
    std::vector<std::function<void(Failure)>> on_settled;
    std::deque<Play> plays;
    std::optional<Timers::Handle> timer;
  };
  struct StatusQuery;
  struct Check;

  // core.cpp: events
  void emit(const Event& event);
  void report(const Reports& reports);
  void on_channel_event(const esl::Event& event);
  void leg_executed(Tracked& tracked, const esl::Event& event);
  void on_leg_event(Tracked& tracked, const esl::Event& event);
  void on_call_event(const std::string& id, const esl::Event& event);
  void on_custom_event(const esl::Event& event);
  void on_bridge_event(const esl::Event& event);
  void adopt(const esl::Event& event);
  void follow_assistant_caller(const esl::Event& event);
  void after_change(Tracked& tracked);
  void leg_ended(Tracked& tracked);
  void call_ended(const std::string& id, const std::string& cause);
  void bridged(const CallId& call, const LegId& leg);
  void unbridge(const std::string& call);
  void watch_age(const esl::Event& event);

  // core_commands.cpp
  void send(const std::string& line, Done done);
  void send_all(std::vector<std::string> lines, Done done);
  Done about_call(const CallId& call, Done done);
  bool ready(const Done& done);
  Call* follow(const CallId& call);
  Tracked* find_leg(const std::string& id);
  Tracked& track(const LegId& leg, const CallId& call);
  void accepted(const LegId& leg, const Failure& failure, const Done& done);
  void kill(const std::string& id, std::string_view cause);
  void park_and_play(const CallId& call, const Done& done);
  void wait_for_park(const CallId& call, std::function<void()> parked);
  void silence(const CallId& call, Done done);
  void return_to_leg(const CallId& call, const std::string& leg, bool fall_back, Done done);
  void return_to_extension(const CallId& call, const std::string& extension, const std::string& context,
                           Done done);
  void when_settled(const LegId& leg, const Done& done, std::function<void()> action);
  void start_play(const LegId& leg, const std::string& line, const Done& done);
  void end_play(Tracked& tracked, Failure failure);
  std::string assistant_leg_of(const CallId& call) const;

  // core_resync.cpp
  void resync();
  void read_tables(std::function<void(bool complete)> done);
  void check_tracked(std::function<void()> done);
  void check_one(const std::shared_ptr<Check>& check, const std::string& id, bool is_leg);
  void leg_checked(const std::string& id, bool exists);
  void call_checked(const std::string& id, bool exists);
  void resynced();
  void resync_after(Milliseconds wait);
  void looked_up(const std::string& id, const std::string& dump,
                 const std::function<void(Failure, LegState)>& done);

  // core_status.cpp
  void query_status(const User& user, std::function<void(ExtensionStatus)> done);
  void ask_dnd(const User& user, const DndAnswer& answer);
  ExtensionStatus status(const User& user, const PresenceFacts& facts) const;
  PresenceFacts known_facts(const std::string& presence_id) const;
  void presence_touched(const std::string& presence_id);
  void announce(const std::string& presence_id, const User& user, const PresenceFacts& facts);
  void presence_replaced(const std::vector<std::string>& registrations);

  const FreeSwitchOptions& options_;
  Wire& wire_;
  const Clock& clock_;
  const Clock& wall_;
  Telephony::Listener listener_;
  Timers timers_;

  Channels channels_;
  Registrations registrations_;
  std::unordered_map<std::string, ExtensionState> announced_;
  std::unordered_map<std::string, Tracked> legs_;
  std::unordered_map<std::string, Call> calls_;
  std::deque<std::string> canceled_early_;  // legs that must never be placed

  bool connected_ = false;
  bool synced_ = false;  // the picture is complete
  bool was_lost_ = false;
  bool resyncing_ = false;
  bool resync_again_ = false;
  bool second_pass_ = false;  // the tables have caught up with what was before the connection
  std::uint64_t connection_ = 0;
  std::uint64_t reported_ = 0;  // events told to the listener
  std::uint64_t reported_before_sync_ = 0;
  std::function<void()> told_synced_;
  std::vector<std::function<void()>> on_synced_;
  std::optional<Timers::Handle> refresh_;
  std::optional<Milliseconds> least_age_;  // of an event, the clocks' difference included
};

}  // namespace smarthandoff::telephony::freeswitch
