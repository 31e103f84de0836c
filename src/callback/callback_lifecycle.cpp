#include "callback/callback_lifecycle.hpp"

#include <algorithm>

namespace smarthandoff::callbacks {

bool is_open(CallbackStatus status) {
  switch (status) {
    case CallbackStatus::pending:
    case CallbackStatus::scheduled:
    case CallbackStatus::notified:
    case CallbackStatus::ready_to_call:
    case CallbackStatus::in_progress:
      return true;
    case CallbackStatus::completed:
    case CallbackStatus::failed:
    case CallbackStatus::canceled:
      return false;
  }
  return false;
}

CallbackStatus status_of_wish(bool has_time) {
  return has_time ? CallbackStatus::scheduled : CallbackStatus::pending;
}

CallbackStatus status_when_joined(CallbackStatus status, bool has_time) {
  switch (status) {
    case CallbackStatus::pending:
    case CallbackStatus::scheduled:
      return status_of_wish(has_time);
    case CallbackStatus::notified:
    case CallbackStatus::ready_to_call:
      return has_time ? CallbackStatus::scheduled : status;
    case CallbackStatus::in_progress:
    case CallbackStatus::completed:
    case CallbackStatus::failed:
    case CallbackStatus::canceled:
      return status;
  }
  return status;
}

CallbackPriority more_urgent(CallbackPriority one, CallbackPriority other) {
  return one > other ? one : other;
}

std::int64_t place_of(CallbackStatus status, CallbackPriority priority) {
  if (!is_open(status)) return 4;
  if (status == CallbackStatus::ready_to_call) return 0;
  switch (priority) {
    case CallbackPriority::urgent:
      return 1;
    case CallbackPriority::high:
      return 2;
    case CallbackPriority::normal:
      return 3;
  }
  return 3;
}

namespace lifecycle {
namespace {

using enum CallbackStatus;
using Kind = EventKind;

// Failed and canceled say why in words that stay.
constexpr const char* kExpired = "expired";
constexpr const char* kAttempts = "attempts";
constexpr const char* kNoRoute = "no_route";
constexpr const char* kByCustomer = "customer";
constexpr const char* kServed = "served";
constexpr const char* kOptedOut = "opted_out";

constexpr int kPatience = 10;  // repetitions' time until nobody is waited for, and between reminders

struct Step {
  const State& before;
  const Event& event;
  const Policy& policy;
  Instant now;

  Decision ignore(std::string_view reason) const {
    return {.state = before, .verdict = Verdict::ignored, .reason = reason, .keep_timer = true};
  }
  Decision refuse(std::string_view reason) const {
    return {.state = before, .verdict = Verdict::refused, .reason = reason, .keep_timer = true};
  }
  Decision stay(State after, std::vector<Effect> effects = {}) const {
    return {.state = std::move(after), .effects = std::move(effects), .keep_timer = true};
  }
  Decision go(State after, std::vector<Effect> effects, std::optional<Instant> wake = {}) const {
    return {.state = std::move(after), .effects = std::move(effects), .wake = wake};
  }

  // Waits for an extension to be free, whoever may take it.
  Decision wait(State after, std::vector<Effect> effects = {}) const {
    after.at = pending;
    after.alerts = 0;
    effects.push_back(Effect::look);
    return go(std::move(after), std::move(effects), reminder());
  }
  Decision schedule(State after, Instant at, bool dials_itself) const {
    after.at = scheduled;
    after.scheduled_at = at;
    after.alerts = 0;
    after.dials_itself = dials_itself;
    return go(std::move(after), {}, at);
  }
  // Once more after a dial: not before the time that was agreed on, whether before the dial or during it.
  bool is_agreed_later() const { return before.agreed_at && *before.agreed_at > now; }
  Decision retry(State after, Milliseconds delay, bool dials_itself) const {
    const Instant soon = now + delay;
    const Instant at = std::max(soon, before.agreed_at.value_or(soon));
    return schedule(std::move(after), at, dials_itself && at == soon);
  }
  Decision close(State after, CallbackStatus how, std::string reason, std::vector<Effect> effects) const {
    if (after.dialling) effects.push_back(Effect::call_off);
    after.at = how;
    after.end_reason = std::move(reason);
    after.dials_itself = false;
    return go(std::move(after), std::move(effects));
  }
  Decision cancel(const std::string& reason) const {
    return close(before, canceled, reason, {Effect::close_ticket});
  }
  Decision fail(State after, const char* reason) const {
    std::vector<Effect> effects{Effect::close_ticket};
    if (policy.notify) effects.push_back(Effect::failed_notice);
    return close(std::move(after), failed, reason, std::move(effects));
  }

  // Nobody has taken it so far: the department's turn, or a supervisor's.
  Decision release(State after) const {
    after.agent_misses = 0;
    after.dials_itself = false;
    if (policy.release && !after.released) {
      after.released = true;
      return wait(std::move(after));
    }
    if (after.at == notified) {
      after.alerts = kSpent;
      return go(std::move(after), {Effect::alert_supervisor}, reminder());
    }
    return wait(std::move(after), {Effect::alert_supervisor});
  }
  Instant reminder() const { return now + policy.repeat_after * kPatience; }

  Decision announce() const {
    State after = before;
    after.at = notified;
    after.alerts += 1;
    std::vector<Effect> effects{Effect::announce};
    if (policy.notify && !after.ready_sent) {
      after.ready_sent = true;
      effects.push_back(Effect::ready_notice);
    }
    return go(std::move(after), std::move(effects), now + policy.repeat_after);
  }
  Decision dial(State after) const {
    after.dialling = true;
    return stay(std::move(after), {Effect::dial});
  }

  Decision extension_free() const;
  Decision extension_taken() const;
  Decision extension_back() const;
  Decision held() const;
  Decision timed_out() const;
  Decision put_off() const;
  Decision dismissed() const;
  Decision asked_again() const;
  Decision dial_requested() const;
  Decision dial_ended() const;
  Decision customer_reached(CallbackResult result) const;
  Decision not_reached(State after, const char* used_up, Milliseconds delay, bool dials_itself) const;
  Decision missed_agent(bool busy) const;
  Decision as_before(State after) const;
  Decision said_yes() const;
  Decision over() const;
};

Decision Step::extension_free() const {
  if (before.dialling || before.at == in_progress) return ignore("a dial is under way");
  if (!is_waiting(before, now)) return ignore("it waits for nobody now");
  if (before.at == ready_to_call || before.dials_itself) return dial(before);
  return announce();
}

// Who said yes is told "we are calling you"; if we cannot, it is the next thing that happens.
Decision Step::extension_taken() const {
  const bool asked = before.at == ready_to_call || (before.dials_itself && is_waiting(before, now));
  if (!asked || before.dialling) return ignore("it goes on waiting");
  State after = before;
  if (before.at == ready_to_call) after.priority = CallbackPriority::urgent;
  after.dials_itself = false;
  after.at = pending;
  after.alerts = 0;
  return go(std::move(after), {}, reminder());
}

// Whoever comes back has not ignored it: the alerts begin anew.
Decision Step::extension_back() const {
  if (before.at != notified || before.alerts != kSpent || before.dialling)
    return ignore("its alerts are not used up");
  State fresh = before;
  fresh.alerts = 0;
  if (event.kind == Kind::extension_away) {
    fresh.at = pending;
    return go(std::move(fresh), {}, reminder());
  }
  return Step{fresh, event, policy, now}.announce();
}

// The gate's hours: the plan moves to when it may be called.
Decision Step::held() const {
  if (!is_open(before.at) || before.dialling || before.at == in_progress)
    return ignore("it is closed or being called");
  if (!event.time || *event.time <= now) return ignore("it may be called now");
  State after = before;
  if (before.at == ready_to_call) after.priority = CallbackPriority::urgent;
  return schedule(std::move(after), *event.time, false);
}

Decision Step::timed_out() const {
  if (before.dialling) return ignore("a dial is under way");
  if (before.at == scheduled) {
    if (before.scheduled_at && now < *before.scheduled_at) return ignore("its time has not come");
    State after = before;
    return wait(std::move(after));
  }
  if (before.at == ready_to_call) return go(before, {Effect::look}, reminder());
  if (before.at == pending) return release(before);  // the owner is absent
  if (before.at != notified) return ignore("it waits for no time");
  if (before.alerts != kSpent && before.alerts < policy.alerts) return announce();
  return release(before);
}

// Snoozed, or given another time.
Decision Step::put_off() const {
  if (!is_open(before.at)) return refuse("it is closed");
  if (before.dialling || before.at == in_progress) return refuse("it is being called");
  if (event.time && *event.time > now) return schedule(before, *event.time, false);
  State after = before;
  after.scheduled_at.reset();
  after.dials_itself = false;
  return wait(std::move(after));
}

Decision Step::dismissed() const {
  if (!is_open(before.at)) return refuse("it is closed");
  if (before.dialling || before.at == in_progress) return refuse("it is being called");
  State after = before;
  after.released = true;
  after.dials_itself = false;
  std::vector<Effect> effects;
  if (event.last) effects.push_back(Effect::alert_supervisor);
  if (before.at == scheduled && !is_waiting(before, now)) return stay(std::move(after), std::move(effects));
  return wait(std::move(after), std::move(effects));
}

Decision Step::asked_again() const {
  if (!is_open(before.at)) return ignore("it is closed");
  State after = before;
  after.at = status_when_joined(before.at, event.time.has_value());
  after.priority = more_urgent(before.priority, event.priority);
  after.scheduled_at = after.agreed_at = event.time;
  if (before.dialling || before.at == in_progress) {  // the wish is for when that comes to nothing
    after.at = before.at;
    return stay(std::move(after));
  }
  if (after.at == scheduled) return schedule(after, *event.time, false);
  if (after.at == pending) return wait(std::move(after));
  return stay(std::move(after));
}

Decision Step::dial_requested() const {
  if (!is_open(before.at)) return refuse("it is closed");
  if (before.dialling || before.at == in_progress) return ignore("it is being called");
  if (before.attempts >= before.max_attempts) return refuse("the attempts are used up");
  return dial(before);
}

// The agent asked for the call, or was too late to take it: no attempt of the customer's.
Decision Step::missed_agent(bool busy) const {
  State after = before;
  after.dialling = false;
  after.agent_misses += 1;
  if (after.agent_misses < policy.agent_misses)
    return retry(std::move(after), policy.race_delay, busy && policy.auto_retry != AutoRetry::none);
  if (is_agreed_later()) {  // the department's, when its time comes
    after.agent_misses = 0;
    after.released = after.released || policy.release;
    return schedule(std::move(after), *before.agreed_at, false);
  }
  after.at = pending;
  after.scheduled_at.reset();
  return release(std::move(after));
}

// The customer's leg was placed and ended so.
Decision Step::customer_reached(CallbackResult result) const {
  State after = before;
  after.dialling = false;
  after.result = result;
  after.agent_misses = 0;
  after.attempts += 1;
  if (result == CallbackResult::answered) {
    std::vector<Effect> effects{Effect::open_ticket};
    if (policy.notify && policy.ask_score) effects.push_back(Effect::score_question);
    return close(std::move(after), completed, "", std::move(effects));
  }
  return not_reached(std::move(after), kAttempts, policy.retry_delay, policy.auto_retry == AutoRetry::all);
}

// An attempt that counts. The last one is kept for the time that was agreed on: that promise stands.
Decision Step::not_reached(State after, const char* used_up, Milliseconds delay, bool dials_itself) const {
  if (is_agreed_later()) after.attempts = std::min(after.attempts, after.max_attempts - 1);
  if (after.attempts >= after.max_attempts) return fail(std::move(after), used_up);
  return retry(std::move(after), delay, dials_itself);
}

// The dial came to nothing: what waited goes on waiting, with a timer of its own (the old one may have passed
// unheeded meanwhile).
Decision Step::as_before(State after) const {
  after.dials_itself = false;
  if (before.scheduled_at && *before.scheduled_at > now)
    return schedule(std::move(after), *before.scheduled_at, false);
  if (before.at == notified) return go(std::move(after), {}, now + policy.repeat_after);
  after.at = pending;
  after.alerts = 0;
  return go(std::move(after), {}, reminder());
}

Decision Step::dial_ended() const {
  if (!before.dialling) return ignore("no dial was under way");
  State after = before;
  after.dialling = false;
  if (!is_open(before.at)) return go(std::move(after), {});
  switch (event.end) {
    case DialEnd::unavailable:
      if (before.at == ready_to_call) after.priority = CallbackPriority::urgent;
      return as_before(std::move(after));
    case DialEnd::agent_busy:
      return missed_agent(true);
    case DialEnd::agent_unanswered:
      return missed_agent(false);
    case DialEnd::no_route:
      after.attempts += 1;
      after.result = CallbackResult::failed;
      return not_reached(std::move(after), kNoRoute, policy.race_delay, policy.auto_retry != AutoRetry::none);
    case DialEnd::answered:
      return customer_reached(CallbackResult::answered);
    case DialEnd::no_answer:
      return customer_reached(CallbackResult::no_answer);
    case DialEnd::busy:
      return customer_reached(CallbackResult::busy);
    case DialEnd::machine:
      return customer_reached(CallbackResult::machine);
    case DialEnd::failed:
      return customer_reached(CallbackResult::failed);
    case DialEnd::forbidden:
    case DialEnd::error:
    case DialEnd::canceled:
    case DialEnd::lost:
      return as_before(std::move(after));
  }
  return ignore("no such end");
}

Decision Step::said_yes() const {
  if (!is_open(before.at)) return refuse("it is closed");
  if (before.dialling || before.at == in_progress) return ignore("it is being called");
  if (before.at == ready_to_call) return ignore("the customer said yes before");
  State after = before;
  after.at = ready_to_call;
  after.scheduled_at.reset();
  return go(std::move(after), {Effect::look}, reminder());
}

// What ends it without a call.
Decision Step::over() const {
  const bool open = is_open(before.at);
  const bool calling = before.dialling || before.at == in_progress;
  switch (event.kind) {
    case Kind::aged:
      if (!open || calling) return ignore("it is closed or being called");
      if (!policy.expires_after || !is_expired(before, *policy.expires_after, now))
        return ignore("it is not that old");
      return fail(before, kExpired);
    case Kind::cancel_requested:
      if (before.at == canceled) return ignore("it was canceled before");
      if (!open) return refuse("it is closed");
      if (before.at == in_progress) return refuse("it is being called");
      return cancel(event.reason);
    case Kind::forbidden:
      if (!open || calling) return ignore("it is closed or being called");
      return close(before, canceled, event.reason, {Effect::alert_supervisor, Effect::close_ticket});
    case Kind::said_no:
      if (!open) return refuse("it is closed");
      if (before.at == in_progress) return ignore("it is being called");
      return cancel(kByCustomer);
    case Kind::served:
      if (!open || before.at == in_progress) return ignore("it is closed or being called");
      return cancel(kServed);
    case Kind::opted_out:
      if (!open) return ignore("it is closed");
      // Who said it in the call was called back; if they never talked, the gate forbids the next try.
      if (before.dialling && event.talking) return ignore("they are talking");
      return cancel(kOptedOut);
    default:
      return ignore("it does not end it");
  }
}

}  // namespace

bool is_waiting(const State& state, Instant now) {
  switch (state.at) {
    case pending:
    case ready_to_call:
      return !state.dialling;
    case scheduled:
      return !state.dialling && state.scheduled_at && *state.scheduled_at <= now;
    case notified:
    case in_progress:
    case completed:
    case failed:
    case canceled:
      return false;
  }
  return false;
}

bool is_expired(const State& state, Milliseconds limit, Instant now) {
  const Instant from = std::max(state.requested_at, state.agreed_at.value_or(state.requested_at));
  const Instant put_off = state.scheduled_at.value_or(from) + std::min(limit, kAnnounced);
  return now >= from + limit && now >= put_off;
}

std::optional<Instant> first_wake(const State& state, const Policy& policy, Instant now) {
  if (state.at == pending) return now + policy.repeat_after * kPatience;
  return state.at == scheduled ? state.scheduled_at : std::nullopt;
}

Decision decide(const State& state, const Event& event, const Policy& policy, Instant now) {
  const Step step{state, event, policy, now};
  const bool open = is_open(state.at);
  switch (event.kind) {
    case Kind::extension_free:
      return step.extension_free();
    case Kind::extension_taken:
      return step.extension_taken();
    case Kind::extension_back:
    case Kind::extension_away:
      return step.extension_back();
    case Kind::held:
      return step.held();
    case Kind::timed_out:
      return step.timed_out();
    case Kind::snoozed:
    case Kind::rescheduled:
      return step.put_off();
    case Kind::dismissed:
      return step.dismissed();
    case Kind::asked_again:
      return step.asked_again();
    case Kind::dial_requested:
      return step.dial_requested();
    case Kind::dial_accepted: {
      if (!state.dialling || !open || state.at == in_progress) return step.ignore("it is no news");
      State after = state;
      after.at = in_progress;
      after.dials_itself = false;
      return step.go(std::move(after), {});
    }
    case Kind::dial_ended:
      return step.dial_ended();
    case Kind::said_yes:
      return step.said_yes();
    case Kind::said_later:
      if (!open) return step.refuse("it is closed");
      if (state.dialling || state.at == in_progress) return step.ignore("it is being called");
      return step.schedule(state, event.time.value_or(now + policy.later_delay), false);
    case Kind::forbidden:
    case Kind::aged:
    case Kind::cancel_requested:
    case Kind::said_no:
    case Kind::served:
    case Kind::opted_out:
      return step.over();
  }
  return step.ignore("no such event");
}

}  // namespace lifecycle
}  // namespace smarthandoff::callbacks
