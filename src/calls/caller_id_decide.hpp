#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/calls/number.hpp>

// By which number a person is called: a pure decision over what is stored.
namespace smarthandoff::calls {

// An owned and active number that calls may be made by.
struct Candidate {
  NumberId id;
  std::string state;
  bool toll_free = false;
  std::int64_t cap = 0;  // 0: none
  std::int64_t used_today = 0;
  std::int64_t call_count = 0;
  std::optional<Instant> last_used_at;
};

struct CallerIdQuestion {
  Rotation rotation = Rotation::round_robin;
  std::string state;  // of the person's area code; empty: none is known
  std::vector<std::string> local_states;
  NumberId sticky;         // by which the person was called; empty: by none
  std::uint64_t draw = 0;  // of a random choice
};

struct CallerIdChoice {
  std::size_t index = 0;  // of the candidates
  CallerIdReason reason = CallerIdReason::rotation;
};

// Nothing when none is left under its cap, or none fits. Ties go to the first candidate.
std::optional<CallerIdChoice> decide(const std::vector<Candidate>& candidates,
                                     const CallerIdQuestion& question);

}  // namespace smarthandoff::calls
