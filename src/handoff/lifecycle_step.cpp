#include "handoff/lifecycle_step.hpp"

#include <algorithm>

namespace smarthandoff::handoff::lifecycle {

using telephony::TransferResult;

// Turns to a destination; the caller's on-hold state carries over.
Decision Step::begin(State after, const std::string& destination_id, bool first) const {
  if (first) {
    after.tried.clear();
    after.blind = policy.blind;
    after.offered = false;
    after.stranded = false;
    after.resumes = 0;
  }
  after.at = HandoffState::checking;
  after.destination_id = destination_id;
  after.tried.push_back(destination_id);
  after.leg_live = false;
  after.result.reset();
  after.evidence = {};
  return go(std::move(after), {Effect::begin_attempt}, policy.check_limit);
}

namespace {

const std::string* next_destination(const State& state, const Policy& policy, TransferResult result) {
  const auto found = policy.next.find(result);
  if (found == policy.next.end() || state.tried.size() >= policy.max_tries) return nullptr;
  for (const std::string& id : found->second)
    if (std::ranges::find(state.tried, id) == state.tried.end()) return &id;
  return nullptr;
}

}  // namespace

// What follows on a failure: the next destination, another try, or back to the caller.
Decision Step::after_failure(State after, std::vector<Effect> effects) const {
  if (const std::string* next = next_destination(after, policy, *after.result)) {
    Decision decision = begin(std::move(after), *next, false);
    effects.insert(effects.end(), decision.effects.begin(), decision.effects.end());
    decision.effects = std::move(effects);
    return decision;
  }
  if (after.retrying && after.retries < policy.max_retries) {
    after.retries += 1;
    after.at = HandoffState::waiting;
    if (!after.on_hold) effects.push_back(Effect::hold);
    after.on_hold = true;
    return go(std::move(after), std::move(effects), policy.retry_delay);
  }
  if (after.on_hold) {
    after.at = HandoffState::returning;
    effects.push_back(Effect::resume);
    return go(std::move(after), std::move(effects), policy.resume_limit);
  }
  after.at = HandoffState::dialogue;
  effects.push_back(Effect::offer);
  return go(std::move(after), std::move(effects));
}

// The attempt did not succeed.
Decision Step::fail(TransferResult result) const {
  State after = before;
  after.result = result;
  after.evidence.ended_at = now;
  after.leg_live = false;
  std::vector<Effect> effects;
  if (before.leg_live) effects.push_back(Effect::cancel_leg);
  effects.push_back(Effect::end_attempt);
  const AttemptEnd ended{result, after.evidence};
  Decision decision = after_failure(std::move(after), std::move(effects));
  decision.ended = ended;
  return decision;
}

// The person's leg ended by itself before the bridge.
Decision Step::fail_leg() const {
  State known = before;
  known.leg_live = false;
  known.evidence.leg_end = event.end;
  known.evidence.sip_code = event.sip_code;
  known.evidence.cause = event.cause;
  known.evidence.rang = known.evidence.rang || event.rang;
  const Step step{known, event, policy, now};
  switch (before.at) {
    case HandoffState::whispering:
      return step.fail(TransferResult::rejected);
    case HandoffState::bridging:
      return step.fail(TransferResult::failed);
    default:
      break;
  }
  // Nobody spoke to the caller, and the caller is here: neither answered nor canceled.
  const TransferResult result = telephony::result_of(known.evidence);
  const bool nonsense = result == TransferResult::answered || result == TransferResult::canceled;
  return step.fail(nonsense ? TransferResult::failed : result);
}

// The attempt, if any, ends with `result` and everything with it.
Decision Step::end(TransferResult result, std::vector<Effect> more) const {
  State after = before;
  std::vector<Effect> effects;
  if (before.leg_live) effects.push_back(Effect::cancel_leg);
  if (is_under_way(before) && !before.result) {
    after.result = result;
    after.evidence.ended_at = now;
    effects.push_back(Effect::end_attempt);
  }
  effects.insert(effects.end(), more.begin(), more.end());
  after.at = HandoffState::ended;
  after.leg_live = false;
  after.on_hold = false;
  after.retrying = false;
  const AttemptEnd ended{after.result, after.evidence};
  Decision decision = go(std::move(after), std::move(effects));
  decision.ended = ended;
  return decision;
}

Decision Step::over(bool hang_up) const {
  return end(TransferResult::canceled, hang_up ? std::vector{Effect::hang_up} : std::vector<Effect>{});
}

Decision Step::connect(State after, std::vector<Effect> effects) const {
  after.at = HandoffState::bridging;
  effects.push_back(Effect::bridge);
  return go(std::move(after), std::move(effects), policy.bridge_limit);
}

Decision Step::answered(State after) const {
  after.evidence.answered_at = now;
  if (!policy.gate && !policy.whisper) return connect(std::move(after), {});
  after.at = HandoffState::whispering;
  return go(std::move(after), {Effect::whisper}, policy.gate_limit);
}

}  // namespace smarthandoff::handoff::lifecycle
