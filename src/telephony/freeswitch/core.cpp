#include "telephony/freeswitch/core.hpp"

#include <smarthandoff/base/immortal.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

#include "telephony/freeswitch/commands.hpp"

namespace smarthandoff::telephony::freeswitch {
namespace {

constexpr Milliseconds kParkWait{500};  // CHANNEL_PARK follows CHANNEL_UNBRIDGE at once (docs/freeswitch.md)
constexpr Milliseconds kEndedKept{60000};  // late and repeated events of an ended leg are still known

bool is_terminal(std::string_view name) {
  return name == "CHANNEL_HANGUP" || name == "CHANNEL_HANGUP_COMPLETE" || name == "CHANNEL_DESTROY";
}

bool is_play(const esl::Event& event) {
  const std::string application = event.value("Application");
  return application == "playback" || application == "speak";
}

}  // namespace

const std::vector<std::string>& event_names() {
  static const Immortal<std::vector<std::string>> names = std::vector<std::string>{"CHANNEL_CREATE",
                                                                                   "CHANNEL_OUTGOING",
                                                                                   "CHANNEL_PROGRESS",
                                                                                   "CHANNEL_PROGRESS_MEDIA",
                                                                                   "CHANNEL_ANSWER",
                                                                                   "CHANNEL_BRIDGE",
                                                                                   "CHANNEL_UNBRIDGE",
                                                                                   "CHANNEL_PARK",
                                                                                   "CHANNEL_HANGUP",
                                                                                   "CHANNEL_DESTROY",
                                                                                   "CHANNEL_HANGUP_COMPLETE",
                                                                                   "CHANNEL_EXECUTE_COMPLETE",
                                                                                   "BACKGROUND_JOB",
                                                                                   "DTMF",
                                                                                   "HEARTBEAT"};
  return names;
}

const std::vector<std::string>& custom_subclasses() {
  static const Immortal<std::vector<std::string>> names =
      std::vector<std::string>{"sofia::register", "sofia::unregister", "sofia::expire", "avmd::beep"};
  return names;
}

Core::Core(const FreeSwitchOptions& options, Wire& wire, const Clock& clock, const Clock& wall,
           Telephony::Listener listener)
    : options_(options), wire_(wire), clock_(clock), wall_(wall), listener_(std::move(listener)) {}

void Core::emit(const Event& event) {
  ++reported_;
  listener_(event);
}

void Core::report(const Reports& reports) {
  for (const Event& event : reports) emit(event);
}

void Core::on_event(const esl::Event& event) {
  watch_age(event);
  const std::string_view name = event.name();
  if (name == "BACKGROUND_JOB") {
    Tracked* tracked = find_leg(leg_of_job(event.value("Job-UUID")));
    if (!tracked) return;
    report(tracked->leg.on_job(event.body(), clock_.now()));
    return after_change(*tracked);
  }
  if (name == "CUSTOM") return on_custom_event(event);
  if (name == "DTMF") {
    if (Tracked* tracked = find_leg(event.value("Unique-ID")))
      report(tracked->leg.on_key(event.value("DTMF-Digit")));
    return;
  }
  if (name.starts_with("CHANNEL_")) on_channel_event(event);
}

void Core::on_custom_event(const esl::Event& event) {
  if (event.value("Event-Subclass") == "avmd::beep") {
    if (Tracked* tracked = find_leg(event.value("Unique-ID"))) report(tracked->leg.on_machine());
    return;
  }
  if (const auto changed = registrations_.on_event(event)) presence_touched(*changed);
}

void Core::on_channel_event(const esl::Event& event) {
  const std::string id = event.value("Unique-ID");
  if (id.empty()) return;
  adopt(event);
  follow_assistant_caller(event);
  std::vector<std::string> touched;
  channels_.on_event(event, [&](const std::string& presence_id) { touched.push_back(presence_id); });
  if (Tracked* tracked = find_leg(id)) on_leg_event(*tracked, event);
  if (event.name() == "CHANNEL_BRIDGE") on_bridge_event(event);
  on_call_event(id, event);
  for (const std::string& presence_id : touched) presence_touched(presence_id);
}

// A leg that an earlier run of ours placed: its own variable names it.
void Core::adopt(const esl::Event& event) {
  const std::string_view name = event.name();
  if (name != "CHANNEL_CREATE" && name != "CHANNEL_ANSWER" && name != "CHANNEL_PARK") return;
  const std::string id = event.value("Unique-ID");
  if (event.variable("sh_leg") != id || legs_.contains(id) || channels_.has_ended(id)) return;
  track(LegId{id}, CallId{event.variable("sh_call")});
}

void Core::follow_assistant_caller(const esl::Event& event) {
  if (options_.assistant_extension.empty() || is_terminal(event.name())) return;
  if (event.value("Caller-Destination-Number") != options_.assistant_extension) return;
  const std::string id = event.value("Unique-ID");
  if (event.value("Call-Direction") == "inbound" && !calls_.contains(id)) follow(CallId{id});
}

void Core::leg_executed(Tracked& tracked, const esl::Event& event) {
  if (!is_play(event)) return;
  const bool missing = event.value("Application-Response") == "FILE NOT FOUND";
  end_play(tracked, missing ? Failure(Error(ErrorCode::not_found, "the phone system has no such file"))
                            : std::nullopt);
}

void Core::on_leg_event(Tracked& tracked, const esl::Event& event) {
  report(tracked.leg.on_channel(event, clock_.now()));
  if (event.name() == "CHANNEL_EXECUTE_COMPLETE") leg_executed(tracked, event);
  const bool alive = !is_terminal(event.name());
  if (alive && tracked.leg.wants_kill()) kill(tracked.leg.id().value, "ORIGINATOR_CANCEL");
  after_change(tracked);
}

void Core::after_change(Tracked& tracked) {
  if (tracked.leg.ended()) return leg_ended(tracked);
  if (tracked.leg.settled())
    for (const auto& action : std::exchange(tracked.on_settled, {})) action(std::nullopt);
  if (!tracked.leg.due() || tracked.timer) return;
  tracked.timer = timers_.at(*tracked.leg.due(), [this, id = tracked.leg.id().value] {
    Tracked* waiting = find_leg(id);
    if (!waiting) return;
    waiting->timer.reset();
    report(waiting->leg.on_due(clock_.now()));
    after_change(*waiting);
  });
}

void Core::leg_ended(Tracked& tracked) {
  const std::string id = tracked.leg.id().value;
  const Failure gone = Error(ErrorCode::not_found, "the leg has ended", {{"leg", id}});
  for (const auto& action : std::exchange(tracked.on_settled, {})) action(gone);
  for (const Play& play : std::exchange(tracked.plays, {})) play.done(gone);
  if (tracked.timer) timers_.cancel(*tracked.timer);
  tracked.timer = timers_.at(clock_.now() + kEndedKept, [this, id] { legs_.erase(id); });
  const auto call = calls_.find(tracked.leg.call().value);
  if (call != calls_.end() && call->second.bridged.value == id) unbridge(call->first);
}

void Core::on_call_event(const std::string& id, const esl::Event& event) {
  const auto known = calls_.find(id);
  if (known == calls_.end()) return;
  if (is_terminal(event.name())) return call_ended(id, event.value("Hangup-Cause"));
  if (event.name() == "CHANNEL_UNBRIDGE" && !known->second.bridged.empty()) unbridge(id);
  if (event.name() != "CHANNEL_PARK") return;
  Call& call = known->second;
  if (std::exchange(call.unbridging, false)) emit(Unbridged{CallId{id}, std::exchange(call.bridged, {})});
  for (const auto& action : std::exchange(call.on_park, {})) action();
}

void Core::call_ended(const std::string& id, const std::string& cause) {
  const auto known = calls_.find(id);
  if (known == calls_.end()) return;
  const Call call = std::move(known->second);
  calls_.erase(known);
  channels_.mark_ended(id);
  // The person would be answered by silence (docs/freeswitch.md).
  for (const std::string& leg : call.legs) {
    Tracked* tracked = find_leg(leg);
    if (!tracked || tracked->leg.ended() || leg == call.bridged.value) continue;
    tracked->leg.cancel();
    kill(leg, "ORIGINATOR_CANCEL");
  }
  if (!call.assistant.empty()) kill(call.assistant, "NORMAL_CLEARING");
  emit(CallEnded{CallId{id}, cause});
  for (const auto& action : call.on_park) action();
}

void Core::on_bridge_event(const esl::Event& event) {
  const std::string a = event.value("Bridge-A-Unique-ID"), b = event.value("Bridge-B-Unique-ID");
  for (const auto& [call, leg] : {std::pair(a, b), std::pair(b, a)}) {
    const Tracked* tracked = find_leg(leg);
    // CHANNEL_BRIDGE comes for early media too (docs/freeswitch.md).
    if (tracked && tracked->leg.answered() && !tracked->leg.ended()) return bridged(CallId{call}, LegId{leg});
  }
}

void Core::bridged(const CallId& call, const LegId& leg) {
  Call* state = follow(call);
  if (!state || state->bridged == leg) return;
  state->bridged = leg;
  state->unbridging = false;
  emit(Bridged{call, leg});
}

// The caller stays with us only if he is parked now; his own hang-up shows the same event first.
void Core::unbridge(const std::string& id) {
  Call& call = calls_[id];
  if (std::exchange(call.unbridging, true)) return;
  timers_.at(clock_.now() + kParkWait, [this, id] {
    const auto known = calls_.find(id);
    if (known == calls_.end() || !std::exchange(known->second.unbridging, false)) return;
    emit(Unbridged{CallId{id}, std::exchange(known->second.bridged, {})});
  });
}

// A client that reads slowly gets old news (docs/freeswitch.md): what they say has to be checked. Compared
// with the youngest event seen, so that the two machines' clocks need not agree.
void Core::watch_age(const esl::Event& event) {
  std::string scratch;
  const std::string_view text = event.value("Event-Date-Timestamp", scratch);
  std::int64_t microseconds = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), microseconds).ec != std::errc{}) return;
  const Milliseconds age = wall_.now().time_since_epoch() - Milliseconds(microseconds / 1000);
  if (!least_age_ || age < *least_age_) least_age_ = age;
  if (age - *least_age_ > options_.stale_after && connected_ && synced_ && !resyncing_) resync();
}

}  // namespace smarthandoff::telephony::freeswitch
