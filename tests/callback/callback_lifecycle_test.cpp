#include "callback/callback_lifecycle.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace smarthandoff::callbacks;

TEST_CASE("every status knows whether it is open and what asking again makes of it") {
  using enum CallbackStatus;
  struct Row {
    CallbackStatus before;
    bool open;
    CallbackStatus asked_for_soon, asked_for_a_time;
  };
  const std::vector<Row> rows = {
      {pending, true, pending, scheduled},
      {scheduled, true, pending, scheduled},
      {notified, true, notified, scheduled},            // the agent already knows
      {ready_to_call, true, ready_to_call, scheduled},  // the customer already said yes
      {in_progress, true, in_progress, in_progress},    // the call is on its way
      {completed, false, completed, completed},
      {failed, false, failed, failed},
      {canceled, false, canceled, canceled},
  };
  for (const Row& row : rows) {
    CAPTURE(smarthandoff::wire_name(row.before));
    CHECK(is_open(row.before) == row.open);
    CHECK(status_when_joined(row.before, false) == row.asked_for_soon);
    CHECK(status_when_joined(row.before, true) == row.asked_for_a_time);
  }
  CHECK(status_of_wish(false) == pending);
  CHECK(status_of_wish(true) == scheduled);
}

TEST_CASE("the customer who said yes comes first, then the urgent, and closed ones last") {
  using enum CallbackStatus;
  using enum CallbackPriority;
  CHECK(place_of(ready_to_call, normal) < place_of(pending, urgent));
  CHECK(place_of(pending, urgent) < place_of(notified, high));
  CHECK(place_of(scheduled, high) < place_of(pending, normal));
  CHECK(place_of(pending, normal) < place_of(completed, urgent));
  CHECK(more_urgent(normal, urgent) == urgent);
  CHECK(more_urgent(urgent, high) == urgent);
}

namespace {

using lifecycle::Decision;
using lifecycle::Effect;
using lifecycle::Event;
using lifecycle::EventKind;
using lifecycle::Policy;
using lifecycle::State;
using lifecycle::Verdict;
using smarthandoff::Instant;
using smarthandoff::Milliseconds;
using smarthandoff::Seconds;
using smarthandoff::wire_name;

const Instant kNow = smarthandoff::parse_rfc3339("2026-01-16T17:30:00Z");

const std::vector<CallbackStatus> kStatuses = {CallbackStatus::pending,     CallbackStatus::scheduled,
                                               CallbackStatus::notified,    CallbackStatus::ready_to_call,
                                               CallbackStatus::in_progress, CallbackStatus::completed,
                                               CallbackStatus::failed,      CallbackStatus::canceled};

State state_at(CallbackStatus at) {
  State state{.at = at, .requested_at = kNow - Seconds(600)};
  if (at == CallbackStatus::scheduled) state.scheduled_at = kNow + Seconds(60);
  if (at == CallbackStatus::notified) state.alerts = 1;
  if (at == CallbackStatus::in_progress) state.dialling = true;
  return state;
}

// The new status, "-" for ignored, "!" for refused.
std::string outcome_of(const State& state, const Event& event, const Policy& policy = {}) {
  const Decision decision = lifecycle::decide(state, event, policy, kNow);
  if (decision.verdict == Verdict::ignored) return "-";
  if (decision.verdict == Verdict::refused) return "!";
  return wire_name(decision.state.at);
}

bool wants(const Decision& decision, Effect effect) {
  return std::ranges::find(decision.effects, effect) != decision.effects.end();
}

Event dial_end(DialEnd end) {
  return {.kind = EventKind::dial_ended, .end = end};
}

}  // namespace

TEST_CASE("what each event makes of each status") {
  struct Row {
    std::string what;
    Event event;
    std::vector<std::string> after;  // pending scheduled notified ready in_progress completed failed canceled
  };
  const Instant later = kNow + Seconds(300);
  const std::vector<Row> rows = {
      {"an extension is free",
       {.kind = EventKind::extension_free},
       {"notified", "-", "-", "ready_to_call", "-", "-", "-", "-"}},
      {"an extension is taken",
       {.kind = EventKind::extension_taken},
       {"-", "-", "-", "pending", "-", "-", "-", "-"}},
      {"its timer",
       {.kind = EventKind::timed_out},
       {"pending", "-", "notified", "ready_to_call", "-", "-", "-", "-"}},
      {"an extension is back, though its alerts go on",
       {.kind = EventKind::extension_back},
       {"-", "-", "-", "-", "-", "-", "-", "-"}},
      {"the gate holds it",
       {.kind = EventKind::held, .time = later},
       {"scheduled", "scheduled", "scheduled", "scheduled", "-", "-", "-", "-"}},
      {"the gate forbids it",
       {.kind = EventKind::forbidden, .reason = "never_call"},
       {"canceled", "canceled", "canceled", "canceled", "-", "-", "-", "-"}},
      {"the sweep, though it is young", {.kind = EventKind::aged}, {"-", "-", "-", "-", "-", "-", "-", "-"}},
      {"snoozed",
       {.kind = EventKind::snoozed, .time = later},
       {"scheduled", "scheduled", "scheduled", "scheduled", "!", "!", "!", "!"}},
      {"dismissed",
       {.kind = EventKind::dismissed},
       {"pending", "scheduled", "pending", "pending", "!", "!", "!", "!"}},
      {"canceled",
       {.kind = EventKind::cancel_requested, .reason = "x"},
       {"canceled", "canceled", "canceled", "canceled", "!", "!", "!", "-"}},
      {"rescheduled",
       {.kind = EventKind::rescheduled, .time = later},
       {"scheduled", "scheduled", "scheduled", "scheduled", "!", "!", "!", "!"}},
      {"as soon as free after all",
       {.kind = EventKind::rescheduled},
       {"pending", "pending", "pending", "pending", "!", "!", "!", "!"}},
      {"asked again",
       {.kind = EventKind::asked_again},
       {"pending", "pending", "notified", "ready_to_call", "in_progress", "-", "-", "-"}},
      {"asked again for a time",
       {.kind = EventKind::asked_again, .time = later},
       {"scheduled", "scheduled", "scheduled", "scheduled", "in_progress", "-", "-", "-"}},
      {"clicked",
       {.kind = EventKind::dial_requested},
       {"pending", "scheduled", "notified", "ready_to_call", "-", "!", "!", "!"}},
      {"a dial nobody made is accepted",
       {.kind = EventKind::dial_accepted},
       {"-", "-", "-", "-", "-", "-", "-", "-"}},
      {"the customer talked", dial_end(DialEnd::answered), {"-", "-", "-", "-", "completed", "-", "-", "-"}},
      {"yes",
       {.kind = EventKind::said_yes},
       {"ready_to_call", "ready_to_call", "ready_to_call", "-", "-", "!", "!", "!"}},
      {"later",
       {.kind = EventKind::said_later},
       {"scheduled", "scheduled", "scheduled", "scheduled", "-", "!", "!", "!"}},
      {"no",
       {.kind = EventKind::said_no},
       {"canceled", "canceled", "canceled", "canceled", "-", "!", "!", "!"}},
      {"served",
       {.kind = EventKind::served},
       {"canceled", "canceled", "canceled", "canceled", "-", "-", "-", "-"}},
      {"opted out",
       {.kind = EventKind::opted_out},
       {"canceled", "canceled", "canceled", "canceled", "canceled", "-", "-", "-"}},
  };
  for (const Row& row : rows) {
    REQUIRE(row.after.size() == kStatuses.size());
    for (std::size_t i = 0; i < kStatuses.size(); ++i) {
      CAPTURE(row.what);
      CAPTURE(wire_name(kStatuses[i]));
      CHECK(outcome_of(state_at(kStatuses[i]), row.event) == row.after[i]);
    }
  }
}

TEST_CASE("used up alerts begin anew with whoever comes back, and wait while everybody is away") {
  State spent = state_at(CallbackStatus::notified);
  spent.alerts = lifecycle::kSpent;
  const Decision back = lifecycle::decide(spent, {.kind = EventKind::extension_back}, {}, kNow);
  CHECK(back.state.alerts == 1);
  CHECK(wants(back, Effect::announce));
  const Decision away = lifecycle::decide(spent, {.kind = EventKind::extension_away}, {}, kNow);
  CHECK(away.state.at == CallbackStatus::pending);
  CHECK(away.state.alerts == 0);
  CHECK(outcome_of(spent, {.kind = EventKind::extension_free}) == "-");
}

TEST_CASE("who opts out in the call that reached them was called back") {
  const State calling = state_at(CallbackStatus::in_progress);
  CHECK(outcome_of(calling, {.kind = EventKind::opted_out, .talking = true}) == "-");
  CHECK(outcome_of(calling, {.kind = EventKind::opted_out}) == "canceled");
}

TEST_CASE("how each end of a dial is counted") {
  struct Row {
    DialEnd end;
    std::string after;
    std::int64_t attempts, misses;
    std::optional<Milliseconds> again;
    bool by_itself;
  };
  const Milliseconds race(30'000), minutes(300'000), patience(1'200'000);
  const std::vector<Row> rows = {
      {DialEnd::unavailable, "pending", 0, 0, patience, false},
      {DialEnd::forbidden, "pending", 0, 0, patience, false},
      {DialEnd::agent_busy, "scheduled", 0, 1, race, true},
      {DialEnd::agent_unanswered, "scheduled", 0, 1, race, false},
      {DialEnd::no_route, "scheduled", 1, 0, race, true},
      {DialEnd::answered, "completed", 1, 0, {}, false},
      {DialEnd::no_answer, "scheduled", 1, 0, minutes, false},
      {DialEnd::busy, "scheduled", 1, 0, minutes, false},
      {DialEnd::machine, "scheduled", 1, 0, minutes, false},
      {DialEnd::failed, "scheduled", 1, 0, minutes, false},
      {DialEnd::error, "pending", 0, 0, patience, false},
      {DialEnd::canceled, "pending", 0, 0, patience, false},
      {DialEnd::lost, "pending", 0, 0, patience, false},
  };
  for (const Row& row : rows) {
    CAPTURE(wire_name(row.end));
    const Decision decision =
        lifecycle::decide(state_at(CallbackStatus::in_progress), dial_end(row.end), {}, kNow);
    CHECK(wire_name(decision.state.at) == row.after);
    CHECK(decision.state.attempts == row.attempts);
    CHECK(decision.state.agent_misses == row.misses);
    CHECK(decision.state.dials_itself == row.by_itself);
    CHECK_FALSE(decision.state.dialling);
    CHECK(decision.wake == (row.again ? std::optional(kNow + *row.again) : std::nullopt));
    CHECK(wants(decision, Effect::open_ticket) == (row.end == DialEnd::answered));
    const auto asked = lifecycle::decide(state_at(CallbackStatus::in_progress), dial_end(row.end),
                                         {.notify = true, .ask_score = true}, kNow);
    CHECK(wants(asked, Effect::score_question) == (row.end == DialEnd::answered));
    CHECK_FALSE(wants(decision, Effect::score_question));
  }
}

TEST_CASE("auto_retry says which retries dial by themselves") {
  struct Row {
    AutoRetry option;
    bool after_race, after_no_answer;
  };
  for (const Row& row : {Row{AutoRetry::none, false, false}, Row{AutoRetry::race, true, false},
                         Row{AutoRetry::all, true, true}}) {
    const Policy policy{.auto_retry = row.option};
    const State calling = state_at(CallbackStatus::in_progress);
    CHECK(lifecycle::decide(calling, dial_end(DialEnd::agent_busy), policy, kNow).state.dials_itself ==
          row.after_race);
    CHECK(lifecycle::decide(calling, dial_end(DialEnd::no_answer), policy, kNow).state.dials_itself ==
          row.after_no_answer);
  }
}

TEST_CASE("attempts that are used up are the end, and the customer is told where wanted") {
  for (const DialEnd end :
       {DialEnd::no_answer, DialEnd::busy, DialEnd::machine, DialEnd::failed, DialEnd::no_route}) {
    CAPTURE(wire_name(end));
    State state = state_at(CallbackStatus::in_progress);
    state.attempts = 2;
    const Decision decision = lifecycle::decide(state, dial_end(end), {.notify = true}, kNow);
    CHECK(decision.state.at == CallbackStatus::failed);
    CHECK(decision.state.end_reason == (end == DialEnd::no_route ? "no_route" : "attempts"));
    CHECK(wants(decision, Effect::failed_notice));
    CHECK(wants(decision, Effect::close_ticket));
    CHECK_FALSE(wants(lifecycle::decide(state, dial_end(end), {}, kNow), Effect::failed_notice));
  }
}

// Clicked today for tomorrow, or asked for tomorrow while the phone rang: it was called again in five
// minutes, or announced at once.
TEST_CASE("whatever a dial before the agreed time comes to, that time stands") {
  const Instant tomorrow = kNow + std::chrono::hours(24);
  const Decision wished =
      lifecycle::decide(state_at(CallbackStatus::in_progress),
                        {.kind = EventKind::asked_again, .time = tomorrow}, {}, kNow - Seconds(5));
  CHECK(wished.state.at == CallbackStatus::in_progress);
  State early = state_at(CallbackStatus::in_progress);
  early.scheduled_at = early.agreed_at = tomorrow;
  for (const State& state : {wished.state, early})
    for (int end = 0; end <= static_cast<int>(DialEnd::lost); ++end) {
      if (static_cast<DialEnd>(end) == DialEnd::answered) continue;
      CAPTURE(wire_name(static_cast<DialEnd>(end)));
      for (const std::int64_t misses : {0, 2}) {
        State before = state;
        before.agent_misses = before.attempts = misses;  // also with the last try
        const Decision decision = lifecycle::decide(before, dial_end(static_cast<DialEnd>(end)),
                                                    {.auto_retry = AutoRetry::all}, kNow);
        CHECK(decision.state.at == CallbackStatus::scheduled);
        CHECK(decision.state.scheduled_at == tomorrow);
        CHECK(decision.wake == tomorrow);
        CHECK_FALSE(decision.state.dials_itself);
        CHECK(decision.state.attempts < decision.state.max_attempts);
      }
    }
}

TEST_CASE("a newer wish for as soon as possible, during a call, ends the older wish for a time") {
  State early = state_at(CallbackStatus::in_progress);
  early.scheduled_at = early.agreed_at = kNow + std::chrono::hours(24);
  const Decision soon = lifecycle::decide(early, {.kind = EventKind::asked_again}, {}, kNow);
  const auto busy = lifecycle::decide(soon.state, dial_end(DialEnd::busy), {}, kNow);
  CHECK(busy.wake == kNow + Seconds(300));
  CHECK(lifecycle::decide(soon.state, dial_end(DialEnd::lost), {}, kNow).state.at == CallbackStatus::pending);
}

TEST_CASE("a snooze outlives a click that came to nothing") {
  State early = state_at(CallbackStatus::in_progress);
  early.scheduled_at = kNow + Seconds(200);
  const auto lost = lifecycle::decide(early, dial_end(DialEnd::lost), {}, kNow);
  CHECK(lost.state.at == CallbackStatus::scheduled);
  CHECK(lost.wake == early.scheduled_at);
  CHECK(lifecycle::decide(early, dial_end(DialEnd::busy), {}, kNow).wake == kNow + Seconds(300));
}

TEST_CASE("three agent legs that nobody took hand the callback to the department") {
  State state = state_at(CallbackStatus::in_progress);
  state.agent_misses = 2;
  for (const DialEnd end : {DialEnd::agent_busy, DialEnd::agent_unanswered}) {
    const Decision decision = lifecycle::decide(state, dial_end(end), {}, kNow);
    CHECK(decision.state.at == CallbackStatus::pending);
    CHECK(decision.state.released);
    CHECK(decision.state.attempts == 0);
    CHECK(wants(decision, Effect::look));
    const Decision nobody = lifecycle::decide(state, dial_end(end), {.release = false}, kNow);
    CHECK(nobody.state.at == CallbackStatus::pending);
    CHECK_FALSE(nobody.state.released);
    CHECK(wants(nobody, Effect::alert_supervisor));
  }
}

TEST_CASE("an ignored alert is repeated after two minutes, then released, then a supervisor's") {
  const Policy policy{.notify = true};
  Decision decision =
      lifecycle::decide(state_at(CallbackStatus::pending), {.kind = EventKind::extension_free}, policy, kNow);
  CHECK(decision.effects == std::vector{Effect::announce, Effect::ready_notice});
  CHECK(decision.wake == kNow + Seconds(120));
  decision = lifecycle::decide(decision.state, {.kind = EventKind::timed_out}, policy, kNow);
  CHECK(decision.effects == std::vector{Effect::announce});  // told by WhatsApp once only
  CHECK(decision.state.alerts == 2);
  decision = lifecycle::decide(decision.state, {.kind = EventKind::timed_out}, policy, kNow);
  CHECK(decision.state.at == CallbackStatus::pending);
  CHECK(decision.state.released);
  for (const EventKind next : {EventKind::extension_free, EventKind::timed_out})
    decision = lifecycle::decide(decision.state, {.kind = next}, policy, kNow);
  decision = lifecycle::decide(decision.state, {.kind = EventKind::timed_out}, policy, kNow);
  CHECK(decision.effects == std::vector{Effect::alert_supervisor});
  CHECK(decision.state.at == CallbackStatus::notified);
  CHECK(decision.wake.has_value());  // and again, until somebody does
}

TEST_CASE("an agreed time comes, and a retry dials if the phone is still free") {
  State state = state_at(CallbackStatus::scheduled);
  state.dials_itself = true;
  state.scheduled_at = kNow;
  const Decision due = lifecycle::decide(state, {.kind = EventKind::timed_out}, {}, kNow);
  CHECK(due.state.at == CallbackStatus::pending);
  CHECK(due.effects == std::vector{Effect::look});
  const Decision free = lifecycle::decide(due.state, {.kind = EventKind::extension_free}, {}, kNow);
  CHECK(free.effects == std::vector{Effect::dial});
  CHECK(free.state.dialling);
  const Decision taken = lifecycle::decide(due.state, {.kind = EventKind::extension_taken}, {}, kNow);
  CHECK_FALSE(taken.state.dials_itself);
  const Decision announced = lifecycle::decide(taken.state, {.kind = EventKind::extension_free}, {}, kNow);
  CHECK(announced.effects == std::vector{Effect::announce});
}

TEST_CASE("a yes that meets a taken phone waits with the highest urgency") {
  State state = state_at(CallbackStatus::ready_to_call);
  const Decision taken = lifecycle::decide(state, {.kind = EventKind::extension_taken}, {}, kNow);
  CHECK(taken.state.at == CallbackStatus::pending);
  CHECK(taken.state.priority == CallbackPriority::urgent);
  state.dialling = true;
  const Decision late = lifecycle::decide(state, dial_end(DialEnd::unavailable), {}, kNow);
  CHECK(late.state.at == CallbackStatus::pending);
  CHECK(late.state.priority == CallbackPriority::urgent);
}

TEST_CASE("the click's refusal leaves an announced callback announced, with a timer") {
  State state = state_at(CallbackStatus::notified);
  state.dialling = true;
  CHECK(outcome_of(state, {.kind = EventKind::timed_out}) == "-");
  const Decision refused = lifecycle::decide(state, dial_end(DialEnd::unavailable), {}, kNow);
  CHECK(refused.state.at == CallbackStatus::notified);
  CHECK(refused.wake == kNow + Seconds(120));
}

TEST_CASE("a callback expires by age, but never under a call") {
  const Policy policy{.expires_after = Seconds(600)};
  for (const CallbackStatus at : {CallbackStatus::pending, CallbackStatus::scheduled,
                                  CallbackStatus::notified, CallbackStatus::ready_to_call}) {
    State state = state_at(at);
    if (state.scheduled_at) {  // never before its time, and not as it comes
      CHECK(outcome_of(state, {.kind = EventKind::aged}, policy) == "-");
      state.scheduled_at = kNow - Seconds(600);
    }
    const Decision old = lifecycle::decide(state, {.kind = EventKind::aged}, policy, kNow);
    CHECK(old.state.at == CallbackStatus::failed);
    CHECK(old.state.end_reason == "expired");
    State calling = state_at(at);
    calling.dialling = true;
    CHECK(outcome_of(calling, {.kind = EventKind::aged}, policy) == "-");
    CHECK(outcome_of(state_at(at), {.kind = EventKind::aged}, {.expires_after = std::nullopt}) == "-");
  }
  CHECK(outcome_of(state_at(CallbackStatus::in_progress), {.kind = EventKind::aged}, policy) == "-");
}

TEST_CASE("over the whole product nothing is lost, doubled or stuck") {
  std::size_t decided = 0;
  const auto check = [&](const State& state, const Event& event, const Policy& policy) {
    const Decision decision = lifecycle::decide(state, event, policy, kNow);
    const State& after = decision.state;
    ++decided;
    if (decision.verdict != Verdict::acted) {
      CHECK(after == state);
      CHECK_FALSE(decision.reason.empty());
      CHECK(decision.effects.empty());
      CHECK(decision.keep_timer);
      return;
    }
    if (!is_open(state.at)) CHECK(after.at == state.at);  // no exits
    CHECK(after.attempts <= after.max_attempts);
    CHECK(after.attempts - state.attempts <= 1);
    CHECK(wants(decision, Effect::dial) == (after.dialling && !state.dialling));  // one dial at a time
    const bool closes = is_open(state.at) && !is_open(after.at);
    CHECK((wants(decision, Effect::open_ticket) || wants(decision, Effect::close_ticket)) == closes);
    if (closes && after.dialling) CHECK(wants(decision, Effect::call_off));
    // Whoever waits has a timer, is found by the sweep, or is being dialled.
    if (is_open(after.at) && !decision.keep_timer)
      CHECK((decision.wake || after.dialling || lifecycle::is_waiting(after, kNow)));
  };
  for (const CallbackStatus at : kStatuses)
    for (int kind = 0; kind <= static_cast<int>(EventKind::opted_out); ++kind)
      for (int end = 0; end <= static_cast<int>(DialEnd::lost); ++end)
        for (int bits = 0; bits < 128; ++bits) {
          State state = state_at(at);
          state.dialling = (bits & 1) != 0 || at == CallbackStatus::in_progress;
          state.released = (bits & 2) != 0;
          state.dials_itself = (bits & 4) != 0;
          state.attempts = (bits & 8) != 0 ? 2 : 0;
          state.agent_misses = (bits & 8) != 0 ? 2 : 0;
          state.alerts = (bits & 16) != 0 ? 2 : 0;
          if ((bits & 32) != 0 && state.scheduled_at) state.scheduled_at = kNow - Seconds(1);
          if ((bits & 64) != 0) state.agreed_at = kNow + Seconds(900);
          const Event event{.kind = static_cast<EventKind>(kind),
                            .time = (bits & 16) != 0 ? std::optional(kNow + Seconds(60)) : std::nullopt,
                            .last = (bits & 32) != 0,
                            .end = static_cast<DialEnd>(end)};
          check(state, event, {.release = (bits & 32) != 0, .notify = (bits & 4) != 0});
        }
  CHECK(decided == 8 * 21 * 13 * 128);
}
