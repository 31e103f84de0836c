#pragma once

#include <algorithm>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "telephony/simulator/scheduler.hpp"

namespace smarthandoff::telephony::simulator {

// Channel variables in the order they were set. A variable may hold several values (FreeSWITCH: an array).
class Variables {
 public:
  using Item = std::pair<std::string, std::vector<std::string>>;

  std::string get(std::string_view name) const;  // arrays as "ARRAY::a|:b"; "" if not set
  bool has(std::string_view name) const;
  bool is_true(std::string_view name) const;  // "true", "yes", "on", "1"
  void set(std::string_view name, std::string value);
  void add(std::string_view name, std::string value);  // one more value
  void unset(std::string_view name);
  const std::vector<Item>& items() const { return items_; }

 private:
  std::vector<Item> items_;
};

// "ARRAY::a|:b" for several values, the value itself for one.
std::string joined(const std::vector<std::string>& values);

// One line of a dialplan.
struct Action {
  std::string app;
  std::string data;
  std::string uuid{};  // given with sendmsg; empty: a new one
};

// Who asked for an application.
enum class Origin { script, message, broadcast };

// An application under way on a channel; nested ones (broadcast, sendmsg) lie above.
struct Running {
  std::string app;
  std::string data;
  std::string uuid;
  Origin origin = Origin::script;
  std::optional<Scheduler::TaskId> timer{};  // its natural end
};

enum class Parking {
  none,
  by_app,    // the park application: Channel-State CS_EXECUTE
  by_state,  // uuid_park or park_after_bridge: CS_PARK
  dead,      // uuid_park in CS_PARK: plays nothing any more (docs/freeswitch.md)
};

// One leg. What a header or variable shows is kept under the words of the switch.
struct Channel {
  std::string uuid;
  std::string name;
  bool inbound = false;
  std::string party;  // the caller's number, or the extension rung: for people
  std::string caller_name;
  std::string caller_number;
  std::string destination;
  std::string context = "default";
  std::string presence_id;
  std::int64_t session = 0;

  std::string state = "CS_NEW";
  std::string call_state = "DOWN";
  std::string answer_state = "ringing";
  std::string hangup_cause;
  Instant created;
  std::optional<Instant> answered, progress, progress_media, bridged, hungup;
  Variables variables;
  std::string other_type;
  std::string other_leg;

  std::deque<Action> script;     // of the dialplan, what is left
  std::vector<Running> running;  // the topmost is the latest
  std::string response;          // of the last application
  Parking parking = Parking::none;
  std::optional<Scheduler::TaskId> park_timer;
  std::int64_t breaks = 0;      // so often was what it plays, or is about to, broken off
  std::vector<Action> unheard;  // broadcast to it while its park was dead

  std::string partner;          // the leg it is bridged to
  bool leads_bridge = false;    // CHANNEL_BRIDGE was its event
  bool bridged_by_app = false;  // by the bridge application, not by uuid_bridge
  std::int64_t attempt = 0;     // the originate that made it
  std::int64_t bridging = 0;    // the originate that its bridge application waits for
  bool user_dialled = false;    // by user/…: one more CHANNEL_OUTGOING after the answer
  bool refused = false;
  bool destroyed = false;
  bool held = false;
  std::string recording;
  std::string hears;

  // Somebody outside controls it by the `socket` application.
  bool is_controlled() const {
    return std::any_of(running.begin(), running.end(),
                       [](const Running& one) { return one.app == "socket"; });
  }
  bool alive() const { return !hungup.has_value(); }
  bool was_answered() const { return answered.has_value(); }
};

}  // namespace smarthandoff::telephony::simulator
