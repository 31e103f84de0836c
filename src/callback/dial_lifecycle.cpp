#include "callback/dial_lifecycle.hpp"

#include "callback/dial_leg.hpp"

namespace smarthandoff::callbacks::dial {
namespace {

using telephony::LegEnd;
using Kind = EventKind;

constexpr std::int64_t kLooks = 3;  // at 2, 10 and 60 s after the doubt began

// Until the next look-up, by how many there were.
Milliseconds until_look(std::int64_t looks) {
  if (looks == 0) return Milliseconds(2'000);
  return looks == 1 ? Milliseconds(8'000) : Milliseconds(50'000);
}

struct Step {
  const State& before;
  const Event& event;
  const Policy& policy;
  Instant now;

  Decision ignore(std::string_view reason) const {
    return {.state = before, .verdict = Verdict::ignored, .reason = reason, .keep_timer = true};
  }
  Decision stay(State after, std::vector<Effect> effects = {}) const {
    return {.state = std::move(after), .effects = std::move(effects), .keep_timer = true};
  }
  Decision go(State after, std::vector<Effect> effects, std::optional<Milliseconds> timer = {}) const {
    return {.state = std::move(after), .effects = std::move(effects), .timer = timer};
  }

  LegPhase& leg_of(State& state) const { return event.side == Side::agent ? state.agent : state.customer; }

  // Everything that still lives is ended, and the callback learns how it went.
  Decision end(State after, DialEnd how, std::vector<Effect> effects = {}) const {
    if (is_live(after.agent)) effects.push_back(Effect::cancel_agent);
    if (is_live(after.customer)) effects.push_back(Effect::cancel_customer);
    after.agent = after.agent == LegPhase::none ? LegPhase::none : LegPhase::gone;
    after.customer = after.customer == LegPhase::none ? LegPhase::none : LegPhase::gone;
    after.phase = Phase::over;
    after.stage = DialStage::ended;
    after.end = how;
    effects.push_back(Effect::finish);
    return go(std::move(after), std::move(effects));
  }

  // The PBX has the dial, whatever was in doubt before.
  void accept(State& state, std::vector<Effect>& effects) const {
    const bool first = before.stage == DialStage::intended ||
                       (before.stage == DialStage::in_doubt && before.customer == LegPhase::none) ||
                       (before.stage == DialStage::in_doubt && before.agent == LegPhase::none);
    state.stage = DialStage::accepted;
    state.looks = 0;
    if (first) effects.push_back(Effect::accepted);
  }

  bool lacks_leg() const { return before.agent == LegPhase::gone || before.customer == LegPhase::gone; }

  Milliseconds ring_limit(const State& state) const {
    return (is_calling(state.agent) ? policy.agent_ring : policy.customer_ring) + policy.ring_margin;
  }

  Decision place(State after, Side side, std::vector<Effect> effects) const {
    after.phase = Phase::placing;
    after.looks = 0;
    (side == Side::agent ? after.agent : after.customer) = LegPhase::ordered;
    effects.push_back(side == Side::agent ? Effect::ring_agent : Effect::ring_customer);
    const Milliseconds limit = ring_limit(after);
    return go(std::move(after), std::move(effects), limit);
  }

  // What comes next with the legs that are up.
  Decision advance(State after, std::vector<Effect> effects) const {
    if (after.agent == LegPhase::up && after.customer == LegPhase::up) {
      after.phase = Phase::bridging;
      after.looks = 0;
      effects.push_back(Effect::bridge);
      return go(std::move(after), std::move(effects), policy.bridge_limit);
    }
    if (after.agent == LegPhase::up) return place(std::move(after), Side::customer, std::move(effects));
    effects.push_back(Effect::hold_customer);
    return place(std::move(after), Side::agent, std::move(effects));
  }

  Decision answered() const {
    State after = before;
    if (leg_of(after) == LegPhase::up) return ignore("the leg was answered before");
    if (leg_of(after) == LegPhase::gone) return late_leg();
    if (leg_of(after) == LegPhase::none) return ignore("no such leg was ordered");
    std::vector<Effect> effects;
    accept(after, effects);
    leg_of(after) = LegPhase::up;
    if (event.side == Side::customer) after.answered_at = now;
    if (event.side == Side::agent && policy.context) {
      after.phase = Phase::context;
      effects.push_back(Effect::play_context);
      return go(std::move(after), std::move(effects), policy.context_limit);
    }
    return advance(std::move(after), std::move(effects));
  }

  // A leg of ours lives though the dial has given it up: no ghost rings, nobody talks to silence.
  Decision late_leg() const {
    return stay(before, {event.side == Side::agent ? Effect::cancel_agent : Effect::cancel_customer});
  }

  Decision leg_ended() const {
    State after = before;
    LegPhase& leg = leg_of(after);
    if (!is_live(leg)) return ignore("the leg has ended before");
    leg = LegPhase::gone;
    after.cause = event.cause;
    if (event.side == Side::customer)
      return end(std::move(after), end_of_customer(event.leg_end, event.rang));
    if (after.customer != LegPhase::none) return end(std::move(after), DialEnd::failed);
    const bool busy = event.leg_end == LegEnd::busy;
    return end(std::move(after), busy ? DialEnd::agent_busy : DialEnd::agent_unanswered);
  }

  Decision order_taken() const {
    State after = before;
    LegPhase& leg = leg_of(after);
    if (leg != LegPhase::ordered) return ignore("the leg is further than its order");
    leg = LegPhase::taken;
    std::vector<Effect> effects;
    accept(after, effects);
    const Milliseconds limit = is_clicked() ? policy.ring_told : ring_limit(after);
    return go(std::move(after), std::move(effects), limit);
  }

  // The agent's phone, which whoever clicked wants to hear of; the customer's end is a result.
  bool is_clicked() const { return event.side == Side::agent && before.customer == LegPhase::none; }

  Decision leg_ringing() const {
    State after = before;
    const bool news = after.agent == LegPhase::ordered || after.agent == LegPhase::taken;
    if (!is_clicked() || !news) return ignore("nobody waits to be told that it rings");
    after.agent = LegPhase::ringing;
    std::vector<Effect> effects;
    accept(after, effects);
    return go(std::move(after), std::move(effects), policy.ring_kept);
  }

  // It rings, or nobody tells: from now on it is only waited for.
  Decision ring_on() const {
    State after = before;
    after.agent = LegPhase::waiting;
    const Milliseconds limit = ring_limit(after);
    return go(std::move(after), {}, limit);
  }

  Decision order_doubtful() const {
    State after = before;
    if (leg_of(after) != LegPhase::ordered) return ignore("the leg is further than its order");
    after.stage = DialStage::in_doubt;
    after.looks = 0;
    return go(std::move(after), {}, until_look(0));
  }

  Decision order_refused() const {
    State after = before;
    if (leg_of(after) != LegPhase::ordered) return ignore("the leg is further than its order");
    leg_of(after) = LegPhase::gone;
    after.cause = event.cause;
    const bool trunk = event.side == Side::customer && event.lasting;
    return end(std::move(after), trunk ? DialEnd::no_route : DialEnd::error);
  }

  // Time for a look: the doubt's, or that of a leg whose end must have been missed.
  Decision look() const {
    State after = before;
    after.looks += 1;
    const Milliseconds next = until_look(after.looks);
    return go(std::move(after), {Effect::look_up}, next);
  }

  Decision found_placing() const;
  Decision found() const;
  Decision found_talking() const;
  Decision checking() const;
  Decision placing() const;
  Decision context() const;
  Decision bridging() const;
  Decision bridge_told() const;
  Decision bridging_leg_ended() const;
  Decision talking() const;
  Decision host() const;
  Decision over() const;
};

// A leg that was ordered, and what the PBX says of it.
Decision Step::found_placing() const {
  const bool agent = is_calling(before.agent);
  const Side side = agent ? Side::agent : Side::customer;
  const Found& told = agent ? event.agent : event.customer;
  const LegPhase leg = agent ? before.agent : before.customer;
  // The other leg, if it was up, may have left unheard.
  const LegPhase waiting = agent ? before.customer : before.agent;
  const Found& other = agent ? event.customer : event.agent;
  if (waiting == LegPhase::up && !other.exists) {
    const Event gone{.kind = Kind::leg_ended,
                     .side = agent ? Side::customer : Side::agent,
                     .leg_end = LegEnd::completed,
                     .cause = "LOST"};
    return Step{before, gone, policy, now}.leg_ended();
  }
  if (told.answered) return Step{before, {.kind = Kind::leg_answered, .side = side}, policy, now}.answered();
  if (told.exists) {
    if (leg == LegPhase::ordered)
      return Step{before, {.kind = Kind::order_taken, .side = side}, policy, now}.order_taken();
    return stay(before);
  }
  if (before.looks < kLooks && leg == LegPhase::ordered) return stay(before);  // it may still come
  if (is_placed(leg)) {
    const Event gone{.kind = Kind::leg_ended, .side = side, .leg_end = LegEnd::no_answer, .cause = "LOST"};
    return Step{before, gone, policy, now}.leg_ended();
  }
  return end(before, agent && before.customer == LegPhase::none ? DialEnd::lost : DialEnd::failed);
}

Decision Step::found_talking() const {
  if (!event.customer.exists) {
    State after = before;
    after.customer = LegPhase::gone;
    return end(std::move(after), DialEnd::answered);
  }
  if (before.agent == LegPhase::up && event.agent.exists) {
    State after = before;
    after.looks = 0;
    return go(std::move(after), {}, policy.talk_check);
  }
  State after = before;
  after.agent = LegPhase::gone;
  // Passed on to somebody else: the talk goes on without us.
  if (event.customer.bridged) after.customer = LegPhase::gone;
  return end(std::move(after), DialEnd::answered);
}

Decision Step::found() const {
  switch (before.phase) {
    case Phase::placing:
      return found_placing();
    case Phase::talking:
      return found_talking();
    case Phase::context:
      return event.agent.exists
                 ? stay(before)
                 : Step{before, {.kind = Kind::leg_ended, .cause = "LOST"}, policy, now}.leg_ended();
    case Phase::bridging: {
      const bool bridged = (event.agent.bridged || before.agent == LegPhase::gone) &&
                           (event.customer.bridged || before.customer == LegPhase::gone);
      if (bridged && (event.agent.bridged || event.customer.bridged))
        return Step{before, {.kind = Kind::bridged}, policy, now}.bridging();
      if (lacks_leg()) return stay(before);  // until the bridge is told, or its time is over
      const bool both = event.agent.exists && event.customer.exists;
      if (both && before.looks == 1) return stay(before, {Effect::bridge});
      if (both && before.looks == 0) return stay(before);
      return end(before, DialEnd::failed);
    }
    case Phase::checking:
    case Phase::host:
    case Phase::over:
      return ignore("no leg is waited for");
  }
  return ignore("no leg is waited for");
}

Decision Step::checking() const {
  if (event.kind == Kind::status_known || event.kind == Kind::timed_out) {
    State after = before;
    after.presence = event.kind == Kind::status_known ? event.status : telephony::ExtensionState::unknown;
    if (after.presence != telephony::ExtensionState::available)
      return end(std::move(after), DialEnd::unavailable);
    const Side first = before.mode == CallMode::agent_first ? Side::agent : Side::customer;
    return place(std::move(after), first, {});
  }
  if (event.kind == Kind::called_off) return end(before, DialEnd::canceled);
  return ignore("nothing was ordered yet");
}

Decision Step::placing() const {
  switch (event.kind) {
    case Kind::order_taken:
      return order_taken();
    case Kind::order_doubtful:
      return order_doubtful();
    case Kind::order_refused:
      return order_refused();
    case Kind::leg_ringing:
      return leg_ringing();
    case Kind::leg_answered:
      return answered();
    case Kind::leg_machine: {
      // A mailbox took the agent's leg: the agent did not. A machine at the customer's is the result.
      State after = before;
      if (leg_of(after) != LegPhase::up) return ignore("only an answered leg has a machine");
      if (event.side == Side::customer) return end(std::move(after), DialEnd::machine);
      return end(std::move(after),
                 before.customer == LegPhase::none ? DialEnd::agent_unanswered : DialEnd::failed);
    }
    case Kind::leg_ended:
      return leg_ended();
    case Kind::found:
      return found();
    case Kind::timed_out:
      return is_awaited(before) ? ring_on() : look();
    case Kind::connection_restored:
      return stay(before, {Effect::look_up});
    case Kind::called_off:
      return end(before, DialEnd::canceled);
    default:
      return ignore("no such thing was waited for");
  }
}

Decision Step::context() const {
  switch (event.kind) {
    case Kind::played:
    case Kind::timed_out:
      return advance(before, {});
    case Kind::leg_ended:
      return leg_ended();
    case Kind::leg_machine:
      return placing();
    case Kind::leg_answered:
      return answered();
    case Kind::found:
      return found();
    case Kind::connection_restored:
      return stay(before, {Effect::look_up});
    case Kind::called_off:
      return end(before, DialEnd::canceled);
    default:
      return ignore("no such thing was waited for");
  }
}

// They heard each other, also where the end of a leg was told before it.
Decision Step::bridge_told() const {
  State after = before;
  after.phase = Phase::talking;
  after.talking_since = now;
  if (after.customer == LegPhase::gone) return end(std::move(after), DialEnd::answered);
  const Milliseconds next = after.agent == LegPhase::gone ? policy.passed_on_wait : policy.talk_check;
  return go(std::move(after), {}, next);
}

// Whether they were connected before is not known yet: no order is promised between the legs' events.
Decision Step::bridging_leg_ended() const {
  if (!is_live(event.side == Side::agent ? before.agent : before.customer))
    return ignore("the leg has ended before");
  State after = before;
  leg_of(after) = LegPhase::gone;
  after.cause = event.cause;
  if (lacks_leg()) return stay(std::move(after));
  return go(std::move(after), {}, policy.bridge_late);
}

Decision Step::bridging() const {
  switch (event.kind) {
    case Kind::bridged:
      return bridge_told();
    case Kind::bridge_failed: {
      State after = before;
      after.cause = event.cause;
      return end(std::move(after), DialEnd::failed);
    }
    case Kind::timed_out: {
      State after = before;
      if (lacks_leg()) return end(std::move(after), DialEnd::failed);
      after.looks += 1;
      return go(std::move(after), {Effect::look_up}, policy.bridge_limit);
    }
    case Kind::leg_machine:
      return placing();
    case Kind::leg_ended:
      return bridging_leg_ended();
    case Kind::found:
      return found();
    case Kind::connection_restored:
      return stay(before, {Effect::look_up});
    case Kind::called_off:
      return end(before, DialEnd::canceled);
    default:
      return ignore("no such thing was waited for");
  }
}

Decision Step::talking() const {
  switch (event.kind) {
    case Kind::leg_machine: {
      State after = before;
      const bool early = now - before.talking_since.value_or(now) <= policy.machine_limit;
      if (!early || leg_of(after) != LegPhase::up) return ignore("a machine is heard early, or it is none");
      // The customer talks to the agent's mailbox: nobody has called them back.
      return end(before, event.side == Side::agent ? DialEnd::failed : DialEnd::machine);
    }
    case Kind::leg_ended: {
      State after = before;
      if (!is_live(leg_of(after))) return ignore("the leg has ended before");
      leg_of(after) = LegPhase::gone;
      after.cause = event.cause;
      if (event.side == Side::customer) return end(std::move(after), DialEnd::answered);
      return go(std::move(after), {}, policy.passed_on_wait);
    }
    case Kind::timed_out:
      return look();
    case Kind::found:
      return found();
    case Kind::connection_restored:
      return stay(before, {Effect::look_up});
    case Kind::called_off:
      return ignore("they are talking");
    default:
      return ignore("they are talking");
  }
}

Decision Step::host() const {
  switch (event.kind) {
    case Kind::host_reported:
      return end(before, event.reported);
    case Kind::timed_out:
      return end(before, DialEnd::lost);
    case Kind::called_off:
      return end(before, DialEnd::canceled);
    default:
      return ignore("the host places this call");
  }
}

Decision Step::over() const {
  const bool alive = event.kind == Kind::leg_answered;
  return alive ? late_leg() : ignore("the dial has ended");
}

}  // namespace

bool is_awaited(const State& state) {
  const bool fresh = state.agent == LegPhase::taken || state.agent == LegPhase::ringing;
  return state.phase == Phase::placing && state.customer == LegPhase::none && fresh &&
         state.stage == DialStage::accepted;
}

Decision begin(CallMode mode, const Policy& policy) {
  State state;
  state.mode = mode;
  return {.state = state, .effects = {Effect::ask_status}, .timer = policy.check_limit};
}

Decision begin_by_host(const Policy& policy) {
  State state;
  state.stage = DialStage::accepted;
  state.phase = Phase::host;
  return {.state = state, .effects = {Effect::accepted}, .timer = policy.host_limit};
}

Decision decide(const State& state, const Event& event, const Policy& policy, Instant now) {
  const Step step{state, event, policy, now};
  // A host may know the end of a call of ours that nobody else could tell.
  if (event.kind == Kind::host_reported && state.stage == DialStage::in_doubt)
    return step.end(state, event.reported);
  switch (state.phase) {
    case Phase::checking:
      return step.checking();
    case Phase::placing:
      return step.placing();
    case Phase::context:
      return step.context();
    case Phase::bridging:
      return step.bridging();
    case Phase::talking:
      return step.talking();
    case Phase::host:
      return step.host();
    case Phase::over:
      return step.over();
  }
  return step.ignore("no such phase");
}

}  // namespace smarthandoff::callbacks::dial
