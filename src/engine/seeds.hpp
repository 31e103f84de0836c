#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include <smarthandoff/storage/context.hpp>

namespace smarthandoff::engine {

// Gives each operation its time and the seed of its ids when it first runs; they stay when it runs again. The
// seeds come from the machine's randomness, or in a run that is to be repeated one after the other. Any
// thread.
class Seeds {
 public:
  Seeds(const Clock& clock, std::optional<std::uint64_t> first)
      : clock_(clock), fixed_(first.has_value()), next_(first.value_or(0)) {}

  void begin(Call& call) {
    if (call.now == Instant{}) call.now = clock_.now();
    if (call.seed == 0) call.seed = fixed_ ? ++next_ : random_seed();
  }

 private:
  const Clock& clock_;
  const bool fixed_;
  std::atomic<std::uint64_t> next_;
};

}  // namespace smarthandoff::engine
