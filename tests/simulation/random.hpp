#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include <smarthandoff/base/time.hpp>

namespace simulation {

// Every choice of a run comes from here, so that a seed is the whole run. The standard's distributions differ
// between libraries; these do not.
class Random {
 public:
  explicit Random(std::uint64_t seed) : generator_(seed) {}

  std::uint64_t next() { return generator_(); }

  // 0 .. count-1.
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(generator_() % count); }

  bool chance(double probability) {
    return static_cast<double>(generator_() >> 11U) * 0x1.0p-53 < probability;
  }

  smarthandoff::Milliseconds between(smarthandoff::Milliseconds least, smarthandoff::Milliseconds most) {
    const auto width = static_cast<std::size_t>((most - least).count()) + 1;
    return least + smarthandoff::Milliseconds(static_cast<std::int64_t>(below(width)));
  }

  template <class T>
  const T& one_of(const std::vector<T>& list) {
    return list[below(list.size())];
  }

 private:
  std::mt19937_64 generator_;
};

}  // namespace simulation
