#pragma once

#include "handoff/handoff_lifecycle.hpp"

namespace smarthandoff::handoff::lifecycle {

// One step: the arguments of decide(), and the answers that several states share.
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
  Decision go(State after, std::vector<Effect> effects, std::optional<Milliseconds> timer = {}) const {
    return {.state = std::move(after), .effects = std::move(effects), .timer = timer};
  }
  Decision stay(State after, std::vector<Effect> effects = {}) const {
    return {.state = std::move(after), .effects = std::move(effects), .keep_timer = true};
  }

  Decision begin(State after, const std::string& destination_id, bool first) const;
  Decision end(telephony::TransferResult result, std::vector<Effect> more) const;
  Decision after_failure(State after, std::vector<Effect> effects) const;
  Decision fail(telephony::TransferResult result) const;
  Decision fail_leg() const;
  Decision over(bool hang_up) const;
  Decision answered(State after) const;
  Decision connect(State after, std::vector<Effect> effects) const;
};

}  // namespace smarthandoff::handoff::lifecycle
