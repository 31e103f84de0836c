#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include <smarthandoff/storage/context.hpp>

namespace smarthandoff::engine {

// Gives each operation its time and the seed of its ids when it first runs; they stay when it runs again. The
// seeds come from the machine's randomness, or in a run that is to be repeated one after the other from the
// engine's own on. Any thread.
class Seeds {
 public:
  Seeds(const Clock& clock, std::optional<std::uint64_t> engine)
      : clock_(clock), fixed_(engine.has_value()), next_(engine.value_or(0) * kApart) {}

  void begin(Call& call) {
    if (call.now == Instant{}) call.now = clock_.now();
    if (call.seed == 0) call.seed = fixed_ ? ++next_ : random_seed();
  }

 private:
  // Puts the engines 1, 2, 3... of one store far from each other (2^64 over the golden ratio): one after the
  // other they would give out the same ids.
  static constexpr std::uint64_t kApart = 0x9e3779b97f4a7c15ULL;

  const Clock& clock_;
  const bool fixed_;
  std::atomic<std::uint64_t> next_;
};

}  // namespace smarthandoff::engine
