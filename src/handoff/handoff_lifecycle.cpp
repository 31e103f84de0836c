#include "handoff/handoff_lifecycle.hpp"

#include "handoff/lifecycle_step.hpp"

namespace smarthandoff::handoff::lifecycle {
namespace {

using telephony::TransferResult;
using Kind = EventKind;

// --- one function per state, only for what the state acts on; nothing means: not here ---

std::optional<Decision> at_rest(const Step& step) {  // conversation and dialogue
  State after = step.before;
  switch (step.event.kind) {
    case Kind::transfer_requested:
      after.retrying = false;
      return step.begin(std::move(after), step.event.destination_id, true);
    case Kind::retry_requested:
      if (step.before.destination_id.empty()) return step.refuse("nobody was called yet");
      if (step.before.retries >= step.policy.max_retries) return step.refuse("no further try is left");
      after.retries += 1;
      after.retrying = step.event.fallback;
      after.at = HandoffState::waiting;
      after.on_hold = true;
      return step.go(std::move(after), {Effect::hold}, step.policy.retry_delay);
    case Kind::dialogue_requested:
      if (after.at == HandoffState::dialogue) return step.ignore("the dialogue has begun");
      after.at = HandoffState::dialogue;
      return step.go(std::move(after), {});
    case Kind::conversation_wanted:
      if (after.at == HandoffState::conversation) return step.ignore("in conversation");
      after.at = HandoffState::conversation;
      return step.go(std::move(after), {});
    case Kind::closing_wanted:
      after.at = HandoffState::closing;
      return step.go(std::move(after), {}, step.policy.closing_limit);
    default:
      return std::nullopt;
  }
}

std::optional<Decision> checking(const Step& step) {
  const bool known = step.event.kind == Kind::status_known;
  if (!known && step.event.kind != Kind::timed_out) return std::nullopt;
  State after = step.before;
  if (step.event.asked) {
    after.evidence.source = telephony::EvidenceSource::presence;
    after.evidence.checked_at = step.now;
    after.evidence.presence = known ? step.event.status.state : telephony::ExtensionState::unknown;
    after.evidence.registered = step.event.status.registered;
    after.evidence.dnd = step.event.status.dnd;
    const Step informed{after, step.event, step.policy, step.now};
    if (const auto result = telephony::result_of(*after.evidence.presence)) return informed.fail(*result);
  }
  after.evidence.source = telephony::EvidenceSource::call;
  if (after.blind) {
    after.at = HandoffState::transferring;
    return step.go(std::move(after), {Effect::transfer_blind}, step.policy.blind_limit);
  }
  if (!after.on_hold) {
    after.at = HandoffState::holding;
    after.on_hold = true;
    return step.go(std::move(after), {Effect::hold}, step.policy.hold_limit);
  }
  after.at = HandoffState::ringing;
  after.leg_live = true;
  after.evidence.placed_at = step.now;
  return step.go(std::move(after), {Effect::ring}, step.policy.ring_timeout + step.policy.ring_margin);
}

std::optional<Decision> holding(const Step& step) {
  State after = step.before;
  switch (step.event.kind) {
    case Kind::held:
      after.at = HandoffState::ringing;
      after.leg_live = true;
      after.evidence.placed_at = step.now;
      return step.go(std::move(after), {Effect::ring}, step.policy.ring_timeout + step.policy.ring_margin);
    case Kind::hold_failed:
    case Kind::timed_out:
      return step.fail(TransferResult::failed);
    default:
      return std::nullopt;
  }
}

std::optional<Decision> ringing(const Step& step) {
  State after = step.before;
  switch (step.event.kind) {
    case Kind::rang:
      if (after.evidence.rang) return step.ignore("it is known to ring");
      after.evidence.rang = true;
      after.evidence.rang_at = step.now;
      return step.stay(std::move(after));
    case Kind::answered:
      return step.answered(std::move(after));
    case Kind::machine:
      return step.fail(TransferResult::voicemail);
    case Kind::leg_ended:
      return step.fail_leg();
    case Kind::ring_failed: {
      after.leg_live = false;
      after.evidence.cause = step.event.cause;
      return Step{after, step.event, step.policy, step.now}.fail(TransferResult::failed);
    }
    case Kind::ring_doubtful:
      return step.stay(std::move(after), {Effect::probe});
    case Kind::connection_restored:
      return step.stay(std::move(after), {Effect::probe});
    case Kind::timed_out:
      return step.fail(after.evidence.rang ? TransferResult::no_answer : TransferResult::failed);
    default:
      return std::nullopt;
  }
}

std::optional<Decision> whispering(const Step& step) {
  State after = step.before;
  switch (step.event.kind) {
    case Kind::whispered:
      if (step.policy.gate) return step.ignore("acceptance is awaited");
      return step.connect(std::move(after), {});
    case Kind::whisper_failed:
      if (step.policy.gate) return step.ignore("acceptance is awaited, even without the prompt");
      return step.connect(std::move(after), {});
    case Kind::key:
      if (!step.policy.gate) return step.ignore("no acceptance is asked");
      if (step.event.digit == step.policy.accept_key) return step.connect(std::move(after), {});
      return step.fail(TransferResult::rejected);
    case Kind::accepted:
      return step.connect(std::move(after), {});
    case Kind::declined: {
      after.evidence.cause = step.event.cause;
      return Step{after, step.event, step.policy, step.now}.fail(TransferResult::rejected);
    }
    case Kind::machine:
      return step.fail(TransferResult::voicemail);
    case Kind::leg_ended:
      return step.fail_leg();
    case Kind::connection_restored:
      return step.stay(std::move(after), {Effect::probe});
    case Kind::timed_out:
      if (!step.policy.gate) return step.connect(std::move(after), {});
      return step.fail(TransferResult::no_answer);
    default:
      return std::nullopt;
  }
}

Decision joined(const Step& step) {
  State after = step.before;
  after.at = HandoffState::bridged;
  after.on_hold = false;
  after.retrying = false;
  after.stranded = false;
  after.leg_live = true;
  after.result = TransferResult::answered;
  if (!after.evidence.answered_at) after.evidence.answered_at = step.now;
  const AttemptEnd ended{after.result, after.evidence};
  Decision decision = step.go(std::move(after), {Effect::end_attempt});
  decision.ended = ended;
  return decision;
}

std::optional<Decision> bridging(const Step& step) {
  switch (step.event.kind) {
    case Kind::bridged:
      return joined(step);
    case Kind::machine:
      return step.fail(TransferResult::voicemail);
    case Kind::leg_ended:
      return step.fail_leg();
    case Kind::connection_restored:
      return step.stay(step.before, {Effect::probe});
    case Kind::bridge_failed:
    case Kind::timed_out:
      return step.fail(TransferResult::failed);
    default:
      return std::nullopt;
  }
}

std::optional<Decision> bridged(const Step& step) {
  State after = step.before;
  switch (step.event.kind) {
    case Kind::leg_ended:  // the person may have passed the caller on: asked before anything is hung up
      if (!after.leg_live) return step.ignore("the leg is known to have ended");
      after.leg_live = false;
      return step.go(std::move(after), {}, step.policy.alone_limit);
    case Kind::timed_out:
    case Kind::connection_restored:
      return step.stay(std::move(after), {Effect::probe});
    case Kind::unbridged:
    case Kind::caller_alone:
      return step.over(true);
    case Kind::finished:  // they go on talking
      after.at = HandoffState::ended;
      after.leg_live = false;
      return step.go(std::move(after), {});
    default:
      return std::nullopt;
  }
}

// Blind mode: the PBX took the order, and tells no more.
Decision sent(const Step& step) {
  State after = step.before;
  after.at = HandoffState::transferred;
  after.on_hold = false;
  const AttemptEnd ended{{}, after.evidence};
  Decision decision = step.go(std::move(after), {Effect::end_attempt});
  decision.ended = ended;
  return decision;
}

std::optional<Decision> transferring(const Step& step) {
  switch (step.event.kind) {
    case Kind::blind_done:
      return sent(step);
    case Kind::bridged:
      return joined(step);
    case Kind::blind_failed:
    case Kind::timed_out:
      return step.fail(TransferResult::failed);
    default:
      return std::nullopt;
  }
}

std::optional<Decision> transferred(const Step& step) {
  switch (step.event.kind) {
    case Kind::bridged:
      return joined(step);
    case Kind::connection_restored:
      return step.stay(step.before, {Effect::probe});
    case Kind::finished:
      return step.over(false);
    default:
      return std::nullopt;
  }
}

std::optional<Decision> waiting(const Step& step) {
  // Without music nobody is kept waiting: the try begins at once.
  if (step.event.kind != Kind::hold_failed && step.event.kind != Kind::timed_out) return std::nullopt;
  const State& before = step.before;
  return step.begin(before, before.tried.empty() ? before.destination_id : before.tried.front(), true);
}

// The order to take the caller off hold fails: the sentence does not wait for a phone system that is gone.
std::vector<Effect> offer_early(const Step& step, State& after) {
  if (!step.policy.dialogue || after.blind || after.retrying || after.offered) return {};
  after.offered = true;
  return {Effect::offer};
}

Decision resume_again(const Step& step, bool fruitless) {
  State after = step.before;
  after.resumes = fruitless ? after.resumes + 1 : 0;
  after.stranded = after.stranded || fruitless;
  if (after.resumes >= step.policy.max_resumes) return step.over(true);
  std::vector<Effect> effects = fruitless ? offer_early(step, after) : std::vector<Effect>{};
  effects.push_back(Effect::resume);
  return step.go(std::move(after), std::move(effects), step.policy.resume_limit);
}

Decision strand(const Step& step, State after) {
  std::vector<Effect> effects = offer_early(step, after);
  return step.stay(std::move(after), std::move(effects));
}

std::optional<Decision> returning(const Step& step) {
  State after = step.before;
  switch (step.event.kind) {
    case Kind::resumed:
    case Kind::spoke: {
      const bool answers = after.offered && step.event.kind == Kind::spoke;
      after.at = HandoffState::dialogue;
      after.on_hold = false;
      after.offered = false;
      after.stranded = false;
      after.resumes = 0;
      return step.go(std::move(after), answers ? std::vector<Effect>{} : std::vector{Effect::offer});
    }
    case Kind::bridged:
      return joined(step);     // it was lost on the way here: nobody is torn apart
    case Kind::resume_failed:  // the timer gives the order again
      after.stranded = true;
      return strand(step, std::move(after));
    case Kind::timed_out:
      return resume_again(step, true);
    case Kind::connection_restored:
      return resume_again(step, false);
    default:
      return std::nullopt;
  }
}

std::optional<Decision> closing(const Step& step) {
  if (step.event.kind == Kind::timed_out) return step.over(true);
  return std::nullopt;
}

std::optional<Decision> of_state(const Step& step) {
  switch (step.before.at) {
    case HandoffState::conversation:
    case HandoffState::dialogue:
      return at_rest(step);
    case HandoffState::checking:
      return checking(step);
    case HandoffState::holding:
      return holding(step);
    case HandoffState::ringing:
      return ringing(step);
    case HandoffState::whispering:
      return whispering(step);
    case HandoffState::bridging:
      return bridging(step);
    case HandoffState::bridged:
      return bridged(step);
    case HandoffState::transferring:
      return transferring(step);
    case HandoffState::transferred:
      return transferred(step);
    case HandoffState::waiting:
      return waiting(step);
    case HandoffState::returning:
      return returning(step);
    case HandoffState::closing:
      return closing(step);
    case HandoffState::ended:
      return std::nullopt;
  }
  return std::nullopt;
}

// --- what every state does with the rest ---

Decision refusal(const Step& step) {
  switch (step.before.at) {
    case HandoffState::bridged:
    case HandoffState::transferred:
      return step.refuse("the caller was transferred");
    case HandoffState::closing:
      return step.refuse("the call is being closed");
    case HandoffState::ended:
      return step.refuse("the call is over");
    default:
      return step.refuse("a transfer is under way");
  }
}

Decision after_the_end(const Step& step) {
  switch (step.event.kind) {
    case Kind::stale_leg_alive:
      return step.stay(step.before, {Effect::cancel_stale});
    case Kind::rang:
    case Kind::answered:
      return step.stay(step.before, {Effect::cancel_leg});
    case Kind::transfer_requested:
    case Kind::retry_requested:
    case Kind::dialogue_requested:
    case Kind::conversation_wanted:
    case Kind::closing_wanted:
      return refusal(step);
    default:
      return step.ignore("the call is over");
  }
}

Decision otherwise(const Step& step) {
  switch (step.event.kind) {
    case Kind::transfer_requested:
    case Kind::retry_requested:
    case Kind::dialogue_requested:
    case Kind::conversation_wanted:
      return refusal(step);
    case Kind::closing_wanted:
      if (step.before.at == HandoffState::closing) return step.ignore("it is being closed");
      return refusal(step);
    case Kind::caller_gone:
      return step.over(false);
    case Kind::finished:
      return step.over(step.event.hang_up);
    case Kind::stale_leg_alive:
      return step.stay(step.before, {Effect::cancel_stale});
    case Kind::connection_restored:
      return step.stay(step.before, {Effect::probe});
    case Kind::rang:
    case Kind::answered:
      // A leg that was given up and rings all the same must not ring on.
      if (step.before.leg_live) return step.ignore("it is known to be answered");
      return step.stay(step.before, {Effect::cancel_leg});
    case Kind::spoke:
      return step.ignore("the words change nothing here");
    case Kind::accepted:
    case Kind::declined:
      return step.ignore("no acceptance is awaited");
    case Kind::connection_lost:
      return step.ignore("calls go on without us; the timers run");
    case Kind::timed_out:
      return step.ignore("nothing is awaited");
    case Kind::caller_alone:
      return step.ignore("the caller is with us");
    case Kind::machine:
    case Kind::key:
    case Kind::leg_ended:
    case Kind::bridged:
    case Kind::unbridged:
      return step.ignore("an event of a leg that is not awaited");
    default:
      return step.ignore("an answer to an order that is not awaited");
  }
}

}  // namespace

bool is_under_way(const State& state) {
  switch (state.at) {
    case HandoffState::checking:
    case HandoffState::holding:
    case HandoffState::ringing:
    case HandoffState::whispering:
    case HandoffState::bridging:
    case HandoffState::transferring:
    case HandoffState::waiting:
    case HandoffState::returning:
      return true;
    default:
      return false;
  }
}

Decision decide(const State& state, const Event& event, const Policy& policy, Instant now) {
  const Step step{state, event, policy, now};
  if (state.at == HandoffState::ended) return after_the_end(step);
  if (auto decision = of_state(step)) return std::move(*decision);
  return otherwise(step);
}

}  // namespace smarthandoff::handoff::lifecycle
