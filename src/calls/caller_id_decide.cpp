#include "calls/caller_id_decide.hpp"

#include <algorithm>

namespace smarthandoff::calls {
namespace {

using Indexes = std::vector<std::size_t>;

bool has_room(const Candidate& candidate) {
  return candidate.cap == 0 || candidate.used_today < candidate.cap;
}

template <class Fits>
Indexes only(const std::vector<Candidate>& candidates, const Indexes& among, const Fits& fits) {
  Indexes found;
  for (const std::size_t index : among)
    if (fits(candidates[index])) found.push_back(index);
  return found;
}

// Who rested longest; who never called rested for ever.
std::size_t rested(const std::vector<Candidate>& candidates, const Indexes& among) {
  return *std::ranges::min_element(
      among, {}, [&](std::size_t index) { return candidates[index].last_used_at.value_or(Instant::min()); });
}

std::size_t least_used(const std::vector<Candidate>& candidates, const Indexes& among) {
  return *std::ranges::min_element(among, {},
                                   [&](std::size_t index) { return candidates[index].call_count; });
}

std::optional<CallerIdChoice> local(const std::vector<Candidate>& candidates, const Indexes& free,
                                    const CallerIdQuestion& question) {
  const bool is_local =
      std::ranges::find(question.local_states, question.state) != question.local_states.end();
  if (is_local && !question.state.empty()) {
    const Indexes same =
        only(candidates, free, [&](const Candidate& c) { return !c.toll_free && c.state == question.state; });
    if (!same.empty()) return CallerIdChoice{rested(candidates, same), CallerIdReason::local};
  }
  const Indexes toll_free = only(candidates, free, [](const Candidate& c) { return c.toll_free; });
  if (toll_free.empty()) return std::nullopt;
  return CallerIdChoice{rested(candidates, toll_free), CallerIdReason::toll_free};
}

std::size_t rotated(const std::vector<Candidate>& candidates, const Indexes& free,
                    const CallerIdQuestion& question) {
  switch (question.rotation) {
    case Rotation::random:
      return free[question.draw % free.size()];
    case Rotation::least_used:
      return least_used(candidates, free);
    case Rotation::round_robin:
    case Rotation::local_presence:
      break;
  }
  return rested(candidates, free);
}

}  // namespace

std::optional<CallerIdChoice> decide(const std::vector<Candidate>& candidates,
                                     const CallerIdQuestion& question) {
  Indexes free;
  for (std::size_t index = 0; index < candidates.size(); ++index)
    if (has_room(candidates[index])) free.push_back(index);
  if (free.empty()) return std::nullopt;
  for (const std::size_t index : free)
    if (!question.sticky.empty() && candidates[index].id == question.sticky)
      return CallerIdChoice{index, CallerIdReason::sticky};
  if (question.rotation == Rotation::local_presence) return local(candidates, free, question);
  return CallerIdChoice{rotated(candidates, free, question), CallerIdReason::rotation};
}

}  // namespace smarthandoff::calls
