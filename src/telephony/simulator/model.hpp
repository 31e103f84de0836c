#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/telephony/simulator_types.hpp>

#include "telephony/simulator/channel.hpp"
#include "telephony/simulator/dial_string.hpp"
#include "telephony/simulator/scheduler.hpp"

namespace smarthandoff::telephony::simulator {

using Headers = std::vector<std::pair<std::string, std::string>>;

// An event of the switch, for whoever watches. `channel` is null for events of no leg; headers are rendered
// by those who need them.
struct Emission {
  std::string_view name;
  const Channel* channel = nullptr;
  Headers headers{};  // of this event alone
  std::string body{};
};

// A phone as the PBX knows it.
struct PhoneRecord {
  Phone phone;
  bool registered = true;
  std::deque<Phone> script;  // of its next calls
};

// Where the `socket` application hands a call over to.
struct SocketTarget {
  std::string host;
  std::int64_t port = 0;
  bool async = false;
  bool full = false;
};

// Places legs.
struct Originate {
  DialString dial;
  std::vector<Action> then;                                      // what an answered leg does, e.g. park
  std::string originator;                                        // the channel whose bridge application it is
  std::function<void(bool ok, const std::string& result)> done;  // the leg, or the cause
};

// The model of the switch: phones, legs and what they do, in scheduled time. Not safe for threads; it calls
// its watchers in the middle of its work, so they must only take note.
class Model {
 public:
  explicit Model(const PbxOptions& options);

  Scheduler scheduler;
  std::vector<std::function<void(const Emission&)>> watchers;
  // Hands a call over, false if nobody can; and takes it back, when it goes elsewhere by itself.
  std::function<bool(const std::string& uuid, const SocketTarget& target)> open_socket;
  std::function<void(const std::string& uuid)> close_socket;
  Faults faults;

  // Set-up and looks.
  const PbxOptions& options() const { return options_; }
  void add_phone(Phone phone);
  void add_gateway(const std::string& name) { gateways_[name]; }
  void add_extension(Extension extension);
  PhoneRecord* phone(std::string_view extension, std::string_view gateway = {});
  const std::map<std::string, PhoneRecord, std::less<>>& phones() const { return phones_; }
  void set_registered(PhoneRecord& phone, bool registered);
  Channel* find(std::string_view uuid);  // alive, or hung up but not yet destroyed
  const Channel* find(std::string_view uuid) const;
  Channel* find_alive(std::string_view uuid);
  std::vector<Channel*> channels();  // not yet destroyed, in the order of their creation
  std::int64_t sessions() const { return sessions_; }
  std::string new_uuid();
  double chance() { return std::uniform_real_distribution<double>(0, 1)(random_); }

  // What people see.
  std::vector<CallState> calls() const;
  bool knows_call(std::string_view id) const { return call_index_.contains(id); }
  const std::deque<LogEntry>& log() const { return log_; }
  void note(LogKind kind, const Channel* channel, std::string text);
  void update_ears();  // notes what is heard now by those to whom something happened; after every command
  void note_connection(std::string text);
  void press_keys(Channel& channel, const std::string& keys);
  void socket_closed(const std::string& uuid);  // by its other end: the dialplan goes on

  // What clients command. All of them take effect as the recordings show: often some milliseconds later.
  std::string place_call(const PlaceCall& call);
  void originate(Originate request);
  bool bridge(const std::string& uuid, const std::string& other);
  void transfer(Channel& channel, std::vector<Action> script);
  std::vector<Action> dialplan(const std::string& number);  // of the XML dialplan's default context
  void park(Channel& channel);                              // uuid_park
  void execute(Channel& channel, Action action);            // by message: what it does now goes on below
  void broadcast(Channel& channel, const std::string& path);
  void stop_playback(Channel& channel);
  void hang_up(Channel& channel, const std::string& cause, bool by_far_end = false);
  void refuse(Channel& channel, std::int64_t status);  // its phone does, before it answers
  void hold(Channel& channel, bool on);
  bool record(Channel& channel, const std::string& path, bool start);
  void emit(std::string_view name, const Channel* channel, Headers headers = {}, std::string body = {});

 private:
  friend struct Attempt;
  struct Attempt {
    std::int64_t id = 0;
    Originate request;
    std::size_t group = 0;
    std::vector<std::string> legs;  // of the group
    std::string first_cause;
    bool settled = false;
    std::vector<Scheduler::TaskId> timers;
  };

  // model.cpp
  Channel& create(std::string uuid, bool inbound);
  std::string hears(const Channel& channel);
  void answer(Channel& channel);
  void heartbeat();
  void presence(const Channel& channel, std::string_view status, std::string_view info);

  // execute.cpp
  void run_script(const std::string& uuid);
  bool start_action(Channel& channel, const Action& action, Origin origin);  // true: it goes on
  bool perform(Channel& channel, Running& running);
  bool play(Channel& channel, Running& running);
  bool start_socket(Channel& channel, const std::string& data);
  std::optional<Milliseconds> length_of(const std::string& app, const std::string& data) const;
  void park_in_state(Channel& channel);
  void start_park(Channel& channel);
  void complete(Channel& channel, const Running& running);
  void emit_command(const Channel& channel, const Action& action, Origin origin);
  void fail_unheard(Channel& channel);
  void finish_top(Channel& channel, const std::string& playback_result);
  void interrupt(Channel& channel, const std::string& playback_result);

  // bridge.cpp
  void join(const std::string& uuid, const std::string& other);
  void lose_partner(const std::string& uuid, const std::string& other);
  void connect(Channel& a, Channel& b, bool by_app);
  void leave_bridge(Channel& channel);
  void unbridge_lead(Channel& lead, Channel& other, const std::string& cause);
  void after_bridge(Channel& channel, const std::string& cause);
  void finish_bridge_of(Channel& gone);

  // hangup.cpp
  void begin_hangup(Channel& channel, const std::string& cause);
  void finish_hangup(Channel& channel);
  void destroy(Channel& channel);
  void note_end(Channel& channel);

  // originate.cpp
  Attempt* attempt(std::int64_t id);
  void start_group(std::int64_t id);
  void emit_stillborn(const Attempt& attempt, const Target& target);
  std::string refuse_target(const Target& target);
  void place_leg(Attempt& attempt, const Target& target);
  void dress_leg(Channel& leg, const Attempt& attempt, const Target& target);
  void start_timers(Attempt& attempt);
  void time_out(std::int64_t id, const std::string& cause);
  void leg_ready(Channel& leg);
  void leg_failed(Channel& leg);
  void next_group(std::int64_t id);
  void settle(Attempt& attempt, bool ok, const std::string& result);
  void cancel_attempt(std::int64_t id, const std::string& cause);
  void start_bridge_app(Channel& channel, const std::string& data);
  void note_bridge_result(Channel& channel, const Attempt& attempt, const std::string& cause);
  void bridge_failed(std::int64_t id, const std::string& cause);

  // reaction.cpp
  void react(const std::string& uuid, const Phone& phone);
  void ring(const std::string& uuid);
  void early_media(const std::string& uuid);
  void pick_up(const std::string& uuid, const Phone& phone);
  void press_when_quiet(const std::string& uuid, const std::string& keys, Milliseconds after);
  Phone next_reaction(PhoneRecord& record);

  PbxOptions options_;
  std::mt19937_64 random_;
  std::map<std::string, PhoneRecord, std::less<>> phones_;  // by extension
  std::map<std::string, std::map<std::string, PhoneRecord, std::less<>>, std::less<>> gateways_;
  std::map<std::string, std::vector<Action>, std::less<>> extensions_;
  std::vector<std::unique_ptr<Channel>> channels_;
  std::map<std::string, Channel*, std::less<>> by_uuid_;
  std::map<std::int64_t, Attempt> attempts_;
  std::vector<CallState> calls_;
  std::map<std::string, std::size_t, std::less<>> call_index_;
  std::vector<std::string> touched_;  // legs to whose ears something may have come
  std::deque<LogEntry> log_;
  std::int64_t attempt_count_ = 0;
  std::int64_t sessions_ = 0;
};

}  // namespace smarthandoff::telephony::simulator
