#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace smarthandoff {

using Milliseconds = std::chrono::milliseconds;
using Seconds = std::chrono::seconds;

// A point in time in UTC milliseconds: every instant stored, answered or sent is one.
using Instant = std::chrono::sys_time<Milliseconds>;

// Where the library gets "now" from. Implementations may be called from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

// The machine's wall clock, which never goes back within one object.
class SystemClock final : public Clock {
 public:
  Instant now() const override;

 private:
  mutable std::atomic<std::int64_t> latest_ms_{0};
};

// A clock that stands still until it is moved: tests and simulations.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : now_ms_(start.time_since_epoch().count()) {}
  Instant now() const override { return Instant(Milliseconds(now_ms_.load())); }
  void advance(Milliseconds by) { now_ms_ += by.count(); }
  void set(Instant to) { now_ms_ = to.time_since_epoch().count(); }

 private:
  std::atomic<std::int64_t> now_ms_;
};

// "2026-01-16T13:07:00.000Z" (RFC 3339), the form of instants in JSON.
std::string to_rfc3339(Instant instant);

// The inverse; any RFC 3339 offset is accepted. Throws invalid_argument for anything else.
Instant parse_rfc3339(std::string_view text);

}  // namespace smarthandoff
