#include "callback/dial_lifecycle.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace smarthandoff::callbacks;
using smarthandoff::Instant;
using smarthandoff::Milliseconds;
using smarthandoff::Seconds;
using smarthandoff::wire_name;
using smarthandoff::telephony::ExtensionState;
using smarthandoff::telephony::LegEnd;

namespace {

using dial::Decision;
using dial::Effect;
using dial::EventKind;
using dial::LegPhase;
using dial::Phase;
using dial::Policy;
using dial::Side;
using dial::State;
using dial::Verdict;

const Instant kNow = smarthandoff::parse_rfc3339("2026-01-16T17:30:00Z");

// A dial that is told one thing after the other.
struct Play {
  explicit Play(CallMode mode = CallMode::agent_first, Policy rules = {})
      : policy(rules), last(dial::begin(mode, rules)) {}

  Play& tell(dial::Event event) {
    last = dial::decide(last.state, event, policy, now);
    return *this;
  }
  Play& free() { return tell({.kind = EventKind::status_known, .status = ExtensionState::available}); }
  Play& taken(Side side) { return tell({.kind = EventKind::order_taken, .side = side}); }
  Play& answers(Side side) { return tell({.kind = EventKind::leg_answered, .side = side}); }
  Play& ends(Side side, LegEnd how, bool rang = true) {
    return tell({.kind = EventKind::leg_ended, .side = side, .leg_end = how, .rang = rang, .cause = "CAUSE"});
  }
  Play& times_out() { return tell({.kind = EventKind::timed_out}); }

  // Agent first, up to two who talk.
  Play& talk() {
    free().taken(Side::agent).answers(Side::agent).taken(Side::customer).answers(Side::customer);
    return tell({.kind = EventKind::bridged});
  }
  bool wants(Effect effect) const { return std::ranges::find(last.effects, effect) != last.effects.end(); }
  std::string end() const { return last.state.end ? wire_name(*last.state.end) : "none"; }

  Policy policy;
  Decision last;
  Instant now = kNow;
};

const std::vector<Effect> kNothing;

}  // namespace

TEST_CASE("agent first: the agent's phone, the customer's, the bridge, the talk") {
  Play play;
  CHECK(play.last.effects == std::vector{Effect::ask_status});
  CHECK(play.last.state.stage == DialStage::intended);
  CHECK(play.free().last.effects == std::vector{Effect::ring_agent});
  CHECK(play.last.state.stage == DialStage::intended);
  CHECK(play.taken(Side::agent).last.effects == std::vector{Effect::accepted});
  CHECK(play.last.state.stage == DialStage::accepted);
  CHECK(play.answers(Side::agent).last.effects == std::vector{Effect::ring_customer});
  CHECK(play.taken(Side::customer).last.effects == kNothing);
  CHECK(play.answers(Side::customer).last.effects == std::vector{Effect::bridge});
  CHECK(play.last.state.answered_at == kNow);
  CHECK(play.tell({.kind = EventKind::bridged}).last.state.phase == Phase::talking);
  CHECK(play.ends(Side::customer, LegEnd::completed).last.effects ==
        std::vector{Effect::cancel_agent, Effect::finish});
  CHECK(play.end() == "answered");
}

TEST_CASE("customer first: the customer waits with music until the agent answers") {
  Play play(CallMode::customer_first);
  CHECK(play.free().last.effects == std::vector{Effect::ring_customer});
  CHECK(play.answers(Side::customer).last.effects ==
        std::vector{Effect::accepted, Effect::hold_customer, Effect::ring_agent});
  CHECK(play.answers(Side::agent).last.effects == std::vector{Effect::bridge});
  Play busy(CallMode::customer_first);
  busy.free().taken(Side::customer).ends(Side::customer, LegEnd::busy);
  CHECK(busy.end() == "busy");  // the customer's busy is a result
}

TEST_CASE("the agent hears the context before the customer's phone rings") {
  Play play(CallMode::agent_first, {.context = true});
  play.free().taken(Side::agent);
  CHECK(play.answers(Side::agent).last.effects == std::vector{Effect::play_context});
  CHECK(play.tell({.kind = EventKind::played}).last.effects == std::vector{Effect::ring_customer});
  Play mute(CallMode::agent_first, {.context = true});
  mute.free().taken(Side::agent).answers(Side::agent);
  CHECK(mute.times_out().last.effects == std::vector{Effect::ring_customer});  // speech is not worth a call
}

TEST_CASE("an extension that is not free rings nobody") {
  for (const ExtensionState state : {ExtensionState::in_call, ExtensionState::ringing, ExtensionState::dnd,
                                     ExtensionState::offline, ExtensionState::unknown}) {
    Play play;
    play.tell({.kind = EventKind::status_known, .status = state});
    CHECK(play.end() == "unavailable");
    CHECK(play.last.state.presence == state);
    CHECK(play.last.effects == std::vector{Effect::finish});
  }
  CHECK(Play().times_out().end() == "unavailable");
}

TEST_CASE("how the ends of the legs are read") {
  struct Row {
    std::string what, end;
    Side side;
    LegEnd leg;
    bool rang;
  };
  const std::vector<Row> rows = {
      {"the agent's phone is taken", "agent_busy", Side::agent, LegEnd::busy, false},
      {"the agent does not answer", "agent_unanswered", Side::agent, LegEnd::no_answer, true},
      {"the agent declines", "agent_unanswered", Side::agent, LegEnd::rejected, true},
      {"the agent's phone went offline", "agent_unanswered", Side::agent, LegEnd::not_registered, false},
      {"the customer is busy", "busy", Side::customer, LegEnd::busy, false},
      {"the customer declines", "busy", Side::customer, LegEnd::rejected, true},
      {"nobody answers", "no_answer", Side::customer, LegEnd::no_answer, true},
      {"the phone is off", "no_answer", Side::customer, LegEnd::unavailable, false},
      {"no gateway", "no_route", Side::customer, LegEnd::no_route, false},
      {"the trunk refuses", "no_route", Side::customer, LegEnd::failed, false},
      {"it broke while it rang", "failed", Side::customer, LegEnd::failed, true},
      {"no such number", "failed", Side::customer, LegEnd::unknown_number, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Play play;
    play.free().taken(Side::agent);
    if (row.side == Side::customer) play.answers(Side::agent).taken(Side::customer);
    CHECK(play.ends(row.side, row.leg, row.rang).end() == row.end);
    CHECK(play.wants(Effect::cancel_agent) == (row.side == Side::customer));
    CHECK(play.last.state.cause == "CAUSE");
  }
}

TEST_CASE("an agent who hangs up while the customer's phone rings stops it, and the attempt counts") {
  Play play;
  play.free().taken(Side::agent).answers(Side::agent).taken(Side::customer);
  play.ends(Side::agent, LegEnd::completed);
  CHECK(play.end() == "failed");
  CHECK(play.last.effects == std::vector{Effect::cancel_customer, Effect::finish});
}

// A customer who hung up right after the bridge was counted as not reached, whenever the end of the leg was
// handled before the bridge: no order is promised between them.
TEST_CASE("a leg that ends before the bridge is told: whether they were connected decides") {
  const auto bridging = [] {
    Play play;
    play.free().taken(Side::agent).answers(Side::agent).taken(Side::customer).answers(Side::customer);
    return play;
  };
  Play play = bridging();
  play.ends(Side::customer, LegEnd::completed);
  CHECK(play.end() == "none");
  CHECK(play.last.timer == play.policy.bridge_late);
  SUBCASE("they were: answered") {
    CHECK(play.tell({.kind = EventKind::bridged}).end() == "answered");
    CHECK(play.last.effects == std::vector{Effect::cancel_agent, Effect::finish});
  }
  SUBCASE("the agent's end comes first as well") {
    play.ends(Side::agent, LegEnd::completed);
    CHECK(play.last.keep_timer);
    CHECK(play.tell({.kind = EventKind::bridged}).end() == "answered");
    CHECK(play.last.effects == std::vector{Effect::finish});
  }
  SUBCASE("they were not: an attempt that failed") {
    CHECK(play.times_out().end() == "failed");
    CHECK(play.last.effects == std::vector{Effect::cancel_agent, Effect::finish});
  }
  SUBCASE("the order to bridge fails: nor were they") {
    CHECK(play.tell({.kind = EventKind::bridge_failed, .cause = "Invalid uuid"}).end() == "failed");
  }
  SUBCASE("the PBX is asked: one alone is decided by time, one in a bridge was connected") {
    Play alone = play;
    CHECK(alone.tell({.kind = EventKind::found, .agent = {true, true, false}}).end() == "none");
    CHECK(alone.last.keep_timer);
    CHECK(play.tell({.kind = EventKind::found, .agent = {true, true, true}}).end() == "answered");
  }
  SUBCASE("an agent who left is waited for like one who passes the customer on") {
    Play agent = bridging();
    agent.ends(Side::agent, LegEnd::completed);
    CHECK(agent.end() == "none");
    CHECK(agent.tell({.kind = EventKind::bridged}).last.state.phase == Phase::talking);
    CHECK(agent.last.timer == agent.policy.passed_on_wait);
    Play never = bridging();
    never.ends(Side::agent, LegEnd::completed).times_out();
    CHECK(never.end() == "failed");
    CHECK(never.last.effects == std::vector{Effect::cancel_customer, Effect::finish});
  }
}

TEST_CASE("a lost answer is looked for after 2, 10 and 60 s, and never dialled again") {
  Play play;
  play.free().tell({.kind = EventKind::order_doubtful});
  CHECK(play.last.state.stage == DialStage::in_doubt);
  Milliseconds passed(0);
  for (const Milliseconds at : {Milliseconds(2'000), Milliseconds(10'000), Milliseconds(60'000)}) {
    REQUIRE(play.last.timer.has_value());
    passed += *play.last.timer;
    CHECK(passed == at);
    CHECK(play.times_out().last.effects == std::vector{Effect::look_up});
    const auto timer = play.last.timer;
    if (at == Milliseconds(60'000)) break;
    play.tell({.kind = EventKind::found});
    CHECK(play.last.effects == kNothing);  // it may still come
    CHECK(play.last.keep_timer);
    play.last.timer = timer;
  }
  SUBCASE("not there: lost, and the leg will never be placed") {
    play.tell({.kind = EventKind::found});
    CHECK(play.end() == "lost");
    CHECK(play.last.effects == std::vector{Effect::cancel_agent, Effect::finish});
  }
  SUBCASE("the PBX cannot be asked: it stays in doubt and is asked again") {
    play.tell({.kind = EventKind::nothing_known});
    CHECK(play.last.state.stage == DialStage::in_doubt);
    CHECK(play.times_out().wants(Effect::look_up));
    CHECK(play.last.timer.has_value());
  }
  SUBCASE("it rings: accepted after all") {
    play.tell({.kind = EventKind::found, .agent = {.exists = true}});
    CHECK(play.last.effects == std::vector{Effect::accepted});
    CHECK(play.last.state.stage == DialStage::accepted);
  }
  SUBCASE("it was answered: the customer's turn") {
    play.tell({.kind = EventKind::found, .agent = {.exists = true, .answered = true}});
    CHECK(play.last.effects == std::vector{Effect::accepted, Effect::ring_customer});
  }
  SUBCASE("its own event arrives") {
    CHECK(play.answers(Side::agent).wants(Effect::ring_customer));
    CHECK(play.last.state.stage == DialStage::accepted);
  }
  SUBCASE("the host knows how it ended") {
    play.tell({.kind = EventKind::host_reported, .reported = DialEnd::answered});
    CHECK(play.end() == "answered");
  }
}

TEST_CASE("a customer's leg in doubt that is not there counts as an attempt") {
  Play play;
  play.free().taken(Side::agent).answers(Side::agent);
  play.tell({.kind = EventKind::order_doubtful, .side = Side::customer});
  for (int look = 0; look < 3; ++look)
    play.times_out().tell({.kind = EventKind::found, .agent = {.exists = true, .answered = true}});
  CHECK(play.end() == "failed");
  CHECK(play.wants(Effect::cancel_customer));
}

TEST_CASE("an order that the PBX refuses") {
  CHECK(Play().free().tell({.kind = EventKind::order_refused, .lasting = true}).end() == "error");
  Play trunk;
  trunk.free().taken(Side::agent).answers(Side::agent);
  Play cut = trunk;
  trunk.tell({.kind = EventKind::order_refused, .side = Side::customer, .lasting = true});
  CHECK(trunk.end() == "no_route");
  cut.tell({.kind = EventKind::order_refused, .side = Side::customer});
  CHECK(cut.end() == "error");  // no connection: the customer was not dialled
  CHECK(cut.wants(Effect::cancel_agent));
}

TEST_CASE("an end that nobody heard is found by asking") {
  Play ringing;
  ringing.free().taken(Side::agent).times_out();
  CHECK(ringing.last.timer == ringing.policy.agent_ring + ringing.policy.ring_margin);
  CHECK(ringing.times_out().last.effects == std::vector{Effect::look_up});
  CHECK(ringing.tell({.kind = EventKind::found}).end() == "agent_unanswered");
  Play talk;
  talk.talk().tell({.kind = EventKind::connection_restored});
  CHECK(talk.last.effects == std::vector{Effect::look_up});
  Play still = talk;
  still.tell({.kind = EventKind::found, .agent = {true, true, true}, .customer = {true, true, true}});
  CHECK(still.last.state.phase == Phase::talking);
  CHECK(talk.tell({.kind = EventKind::found, .agent = {true, true, false}}).end() == "answered");
  CHECK(talk.wants(Effect::cancel_agent));
}

TEST_CASE("whoever clicked waits until the agent's phone is known to ring, and no longer than 4.5 s") {
  const auto awaited = [](const Play& play) { return dial::is_awaited(play.last.state); };
  Play play;
  CHECK_FALSE(awaited(play.free()));  // the order is waited for
  CHECK(awaited(play.taken(Side::agent)));
  SUBCASE("it rings for a moment") {
    CHECK(play.last.timer == Seconds(3));
    CHECK(awaited(play.tell({.kind = EventKind::leg_ringing})));
    CHECK(play.last.timer == Milliseconds(1500));
    CHECK(play.tell({.kind = EventKind::leg_ringing}).last.verdict == Verdict::ignored);  // told twice
    CHECK_FALSE(awaited(play.times_out()));
    CHECK(play.last.timer == play.policy.agent_ring + play.policy.ring_margin);
    CHECK(play.times_out().last.effects == std::vector{Effect::look_up});
    CHECK(play.tell({.kind = EventKind::found}).end() == "agent_unanswered");
  }
  SUBCASE("nobody tells whether it rings") {
    CHECK_FALSE(awaited(play.times_out()));
    CHECK(play.last.effects == kNothing);
    CHECK(play.tell({.kind = EventKind::leg_ringing}).last.verdict == Verdict::ignored);
    CHECK(play.ends(Side::agent, LegEnd::busy).end() == "agent_busy");
  }
  SUBCASE("it is answered") {
    CHECK_FALSE(awaited(play.answers(Side::agent)));
  }
  SUBCASE("it is taken") {
    CHECK_FALSE(awaited(play.ends(Side::agent, LegEnd::busy)));
  }
  SUBCASE("it rings before the PBX says that it has the order") {
    Play early;
    early.free().tell({.kind = EventKind::leg_ringing});
    CHECK(early.last.effects == std::vector{Effect::accepted});
    CHECK(early.taken(Side::agent).last.verdict == Verdict::ignored);
  }
  SUBCASE("customer first: the PBX's word is enough") {
    Play customer(CallMode::customer_first);
    CHECK_FALSE(awaited(customer.free().taken(Side::customer)));
    CHECK_FALSE(awaited(customer.answers(Side::customer).taken(Side::agent)));
  }
}

TEST_CASE("an agent who passes the customer on does not cut him off") {
  Play play;
  play.talk().ends(Side::agent, LegEnd::completed);
  CHECK(play.last.effects == kNothing);
  CHECK(play.last.timer == Milliseconds(2'000));
  CHECK(play.times_out().last.effects == std::vector{Effect::look_up});
  Play alone = play;
  play.tell({.kind = EventKind::found, .customer = {true, true, true}});
  CHECK(play.last.effects == std::vector{Effect::finish});
  alone.tell({.kind = EventKind::found, .customer = {true, true, false}});
  CHECK(alone.last.effects == std::vector{Effect::cancel_customer, Effect::finish});
  CHECK(alone.end() == "answered");
}

TEST_CASE("a machine is heard early, or it is none") {
  Play play;
  play.talk();
  play.now += Seconds(10);
  Play late = play;
  play.tell({.kind = EventKind::leg_machine, .side = Side::customer});
  CHECK(play.end() == "machine");
  late.now += Seconds(60);
  late.tell({.kind = EventKind::leg_machine, .side = Side::customer});
  CHECK(late.end() == "none");
  // The customer was connected to the agent's mailbox, which counted as a talk.
  Play wrong;
  wrong.talk();
  wrong.now += Seconds(10);
  Play human = wrong;
  wrong.tell({.kind = EventKind::leg_machine, .side = Side::agent});
  CHECK(wrong.end() == "failed");
  CHECK(wrong.wants(Effect::cancel_agent));
  CHECK(wrong.wants(Effect::cancel_customer));
  human.now += Seconds(60);
  human.tell({.kind = EventKind::leg_machine, .side = Side::agent});
  CHECK(human.end() == "none");
  Play mailbox(CallMode::agent_first, {.context = true});
  mailbox.free().taken(Side::agent).answers(Side::agent);
  mailbox.tell({.kind = EventKind::leg_machine, .side = Side::agent});
  CHECK(mailbox.end() == "agent_unanswered");
}

TEST_CASE("a dial that is called off ends its legs, but not a talk") {
  Play play;
  CHECK(play.tell({.kind = EventKind::called_off}).end() == "canceled");
  Play ringing;
  ringing.free().taken(Side::agent).answers(Side::agent).taken(Side::customer);
  CHECK(ringing.tell({.kind = EventKind::called_off}).last.effects ==
        std::vector{Effect::cancel_agent, Effect::cancel_customer, Effect::finish});
  Play talk;
  CHECK(talk.talk().tell({.kind = EventKind::called_off}).last.verdict == Verdict::ignored);
}

TEST_CASE("a leg that answers after the end is hung up: nobody talks to silence") {
  Play play;
  play.free().taken(Side::agent).tell({.kind = EventKind::called_off});
  CHECK(play.answers(Side::agent).last.effects == std::vector{Effect::cancel_agent});
}

TEST_CASE("a host's own call ends by its report, by being called off, or in doubt") {
  const auto begun = dial::begin_by_host({});
  CHECK(begun.state.stage == DialStage::accepted);
  CHECK(begun.effects == std::vector{Effect::accepted});
  CHECK(begun.timer == Policy{}.host_limit);
  const auto ended =
      dial::decide(begun.state, {.kind = EventKind::host_reported, .reported = DialEnd::busy}, {}, kNow);
  CHECK(ended.state.end == DialEnd::busy);
  CHECK(dial::decide(begun.state, {.kind = EventKind::timed_out}, {}, kNow).state.end == DialEnd::lost);
}

TEST_CASE("over the whole product every leg that lives is ended, once, and every wait has a timer") {
  const std::vector<LegPhase> legs = {LegPhase::none,    LegPhase::ordered, LegPhase::taken,
                                      LegPhase::ringing, LegPhase::waiting, LegPhase::up,
                                      LegPhase::gone};
  std::size_t decided = 0;
  const auto calling = [](LegPhase leg) {
    return leg == LegPhase::ordered || leg == LegPhase::taken || leg == LegPhase::ringing ||
           leg == LegPhase::waiting;
  };
  const auto live = [&](LegPhase leg) { return calling(leg) || leg == LegPhase::up; };
  const auto check = [&](const State& state, const dial::Event& event) {
    const Decision decision = dial::decide(state, event, {}, kNow);
    ++decided;
    const auto count = [&](Effect effect) { return std::ranges::count(decision.effects, effect); };
    if (decision.verdict == Verdict::ignored) {
      CHECK(decision.state == state);
      CHECK_FALSE(decision.reason.empty());
      return;
    }
    const bool ends = decision.state.phase == Phase::over && state.phase != Phase::over;
    CHECK(count(Effect::finish) == (ends ? 1 : 0));
    if (ends) {
      CHECK(decision.state.end.has_value());
      CHECK(decision.state.stage == DialStage::ended);
      CHECK_FALSE(live(decision.state.agent));
      CHECK_FALSE(live(decision.state.customer));
      CHECK_FALSE(decision.timer.has_value());
    } else if (state.phase != Phase::over) {
      CHECK((decision.timer.has_value() || decision.keep_timer));
    }
    // A leg is ordered once in its life.
    if (count(Effect::ring_agent) == 1) CHECK(state.agent == LegPhase::none);
    if (count(Effect::ring_customer) == 1) CHECK(state.customer == LegPhase::none);
    CHECK(count(Effect::ring_agent) + count(Effect::ring_customer) <= 1);
  };
  for (int phase = 0; phase <= static_cast<int>(Phase::over); ++phase)
    for (const LegPhase agent : legs)
      for (const LegPhase customer : legs)
        for (int kind = 0; kind <= static_cast<int>(EventKind::timed_out); ++kind)
          for (int bits = 0; bits < 32; ++bits) {
            State state;
            state.phase = static_cast<Phase>(phase);
            state.agent = agent;
            state.customer = customer;
            state.mode = (bits & 1) != 0 ? CallMode::customer_first : CallMode::agent_first;
            state.stage = (bits & 2) != 0 ? DialStage::in_doubt : DialStage::accepted;
            state.looks = (bits & 4) != 0 ? 3 : 0;
            if (state.phase == Phase::over) state.stage = DialStage::ended;
            // What the machine itself never arrives at.
            if (state.phase == Phase::checking && (agent != LegPhase::none || customer != LegPhase::none))
              continue;
            if (state.phase == Phase::host && (agent != LegPhase::none || customer != LegPhase::none))
              continue;
            if (state.phase == Phase::context && agent != LegPhase::up) continue;
            if (state.phase == Phase::context && customer != LegPhase::none && customer != LegPhase::up)
              continue;
            if (state.phase == Phase::placing) {
              const bool waits_agent = calling(agent);
              const bool waits_customer = calling(customer);
              if (waits_agent == waits_customer) continue;
              const LegPhase other = waits_agent ? customer : agent;
              if (other != LegPhase::none && other != LegPhase::up) continue;
            }
            dial::Event event{.kind = static_cast<EventKind>(kind)};
            event.side = (bits & 8) != 0 ? Side::customer : Side::agent;
            event.agent = {.exists = (bits & 16) != 0, .answered = (bits & 16) != 0};
            event.customer = {
                .exists = (bits & 8) != 0, .answered = (bits & 16) != 0, .bridged = (bits & 1) != 0};
            event.status = (bits & 16) != 0 ? ExtensionState::available : ExtensionState::offline;
            check(state, event);
          }
  CHECK(decided > 10'000);
}
