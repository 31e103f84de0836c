#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include <smarthandoff/base/time.hpp>

namespace smarthandoff {

// An identifier of one kind of thing; ids of different kinds do not mix. The text is opaque, at most
// 64 bytes, and what a host stores. Empty means "none".
template <class Tag>
struct Id {
  std::string value;

  bool empty() const { return value.empty(); }
  auto operator<=>(const Id&) const = default;
};

// Makes time-ordered ids (UUID version 7, RFC 9562): the first 48 bits are the instant, the rest is the
// seed and a counter, so that the same call makes the same ids when the engine runs it again.
class IdSource {
 public:
  IdSource(Instant now, std::uint64_t seed) : now_(now), seed_(seed) {}

  // The next id, e.g. "0199d1f3-5b7a-7c21-9f0e-5a3c1b2d4e6f". Two sources with different seeds do not
  // meet in practice (62 random bits).
  std::string next();

 private:
  Instant now_;
  std::uint64_t seed_;
  std::uint32_t counter_ = 0;
};

// A seed from the operating system's random source.
std::uint64_t random_seed();

}  // namespace smarthandoff
