#pragma once

#include <algorithm>
#include <cstdint>

#include <smarthandoff/base/time.hpp>

namespace smarthandoff::messenger::whatsapp {

// How long the next message of a number has to wait so that there are never more than so many in any second:
// each reserves its own place in time. Pure: the caller says what time it is.
class RateLimit {
 public:
  explicit RateLimit(std::int64_t per_second)
      : gap_us_(1'000'000 / per_second), burst_us_(kBurst * gap_us_) {}

  // The wait, with a place reserved; longer than `most`: none is reserved.
  std::int64_t reserve_us(std::int64_t now_us, std::int64_t most_us) {
    const std::int64_t place = std::max(next_us_, now_us - burst_us_);
    const std::int64_t wait = std::max<std::int64_t>(place - now_us, 0);
    if (wait <= most_us) next_us_ = place + gap_us_;
    return wait;
  }

 private:
  static constexpr std::int64_t kBurst = 8;  // places that an idle number has saved up

  std::int64_t gap_us_, burst_us_;
  std::int64_t next_us_ = 0;
};

}  // namespace smarthandoff::messenger::whatsapp
