#pragma once

#include "handoff/dialogue_lifecycle.hpp"

namespace smarthandoff::handoff::dialogue {

// One step: the arguments of decide(), and the answers that several states share.
struct Step {
  const State& before;
  const Input& input;
  const Policy& policy;

  Decision ignore(std::string_view why) const { return {before, Verdict::ignored, why, {}, {}}; }
  Decision refuse(std::string_view why) const { return {before, Verdict::refused, why, {}, {}}; }
  Decision ask(State after, DialogueState at, std::vector<Line> say, std::vector<Act> acts = {}) const;

  Decision offer(std::vector<Line> say) const;
  Decision restart() const;
  Decision next(State after) const;
  Decision begin_callback(State after) const;
  Decision doubt_cancel() const;
  Decision not_canceled() const;
  Decision repeat() const;
  Decision take_number(State after, const std::string& number) const;
  Decision take_caller_id(State after) const;
  Decision refuse_number(State after, Line line) const;
  Decision take_time(State after, const TimeAnswer& time) const;
  Decision take_message(State after, const std::string& words) const;
  Decision create(State after, Line line) const;
  Decision close(State after, Line line) const;
  Decision leave(State after, Line line) const;
  Decision fallback() const;
  Decision unclear() const;
  Decision give_up() const;
  Decision gone() const;
};

// A new dialogue; a message that was dictated before is kept.
State fresh(const State& state);

}  // namespace smarthandoff::handoff::dialogue
