#pragma once

#include <algorithm>
#include <cstdint>

#include <smarthandoff/base/time.hpp>

namespace smarthandoff::http {

// How long the next request has to wait so that there are never more than so many in a second: each reserves
// its own place in time. What has been idle has saved up `burst` places. Pure: the caller says what time it
// is.
class RateLimit {
 public:
  explicit RateLimit(std::int64_t per_second, std::int64_t burst = 8)
      : gap_us_(1'000'000 / per_second), burst_us_(burst * gap_us_) {}

  // The wait, with a place reserved; longer than `most`: none is reserved.
  std::int64_t reserve_us(std::int64_t now_us, std::int64_t most_us) {
    const std::int64_t place = std::max(next_us_, now_us - burst_us_);
    const std::int64_t wait = std::max<std::int64_t>(place - now_us, 0);
    if (wait <= most_us) next_us_ = place + gap_us_;
    return wait;
  }

 private:
  std::int64_t gap_us_, burst_us_;
  std::int64_t next_us_ = 0;
};

}  // namespace smarthandoff::http
