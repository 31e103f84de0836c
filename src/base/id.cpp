#include <smarthandoff/base/id.hpp>

#include <unistd.h>

#include <array>
#include <random>

namespace smarthandoff {

namespace {

// splitmix64 (Steele, Lea, Flood 2014): spreads seed and counter over 64 bits.
std::uint64_t mix(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15ULL;
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31U);
}

}  // namespace

std::string IdSource::next() {
  const auto milliseconds = static_cast<std::uint64_t>(now_.time_since_epoch().count()) & 0xffffffffffffULL;
  const std::uint64_t sequence = counter_++ & 0xfffU;  // keeps the ids of one call in order
  const std::uint64_t high = (milliseconds << 16U) | 0x7000U | sequence;
  const std::uint64_t low = (mix(seed_ + counter_) & 0x3fffffffffffffffULL) | 0x8000000000000000ULL;

  static constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (const std::uint64_t half : {high, low}) {
    for (unsigned shift = 64; shift > 0; shift -= 4) {
      const std::size_t length = text.size();
      if (length == 8 || length == 13 || length == 18 || length == 23) text += '-';
      text += kHex[(half >> (shift - 4)) & 0xfU];
    }
  }
  return text;
}

// One generator a thread: asking the machine each time costs 15 microseconds and more. A forked child has the
// parent's generator, so it takes one of its own.
std::uint64_t random_seed() {
  thread_local std::mt19937_64 generator;
  thread_local pid_t owner = 0;
  if (owner != getpid()) {
    std::random_device device;
    std::seed_seq entropy{device(), device(), device(), device(), device(), device(), device(), device()};
    generator.seed(entropy);
    owner = getpid();
  }
  return generator();
}

}  // namespace smarthandoff
