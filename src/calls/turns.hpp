#pragma once

#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <string>
#include <utility>

#include <smarthandoff/base/time.hpp>

#include "http/rate_limit.hpp"

namespace smarthandoff::calls {

// In what order an account's calls go out, so many a second. A call whose turn is not near is not held here:
// its turn is kept until it comes back then. Pure: the caller says what time it is.
class Turns {
 public:
  explicit Turns(std::int64_t per_second) : limit_(per_second, 0) {}

  // How long the call has to wait; 0: it goes now, and its turn is used up. Asked again, it waits no longer.
  Milliseconds wait_of(const std::string& call, std::int64_t now_us) {
    forget(now_us);
    std::int64_t wait = 0;
    if (const auto kept = kept_.find(call); kept != kept_.end()) {
      wait = kept->second - now_us;
      if (wait <= kNear) kept_.erase(kept);
    } else {
      wait = limit_.reserve_us(now_us, std::numeric_limits<std::int64_t>::max());
      if (wait > kNear) keep(call, now_us + wait);
    }
    return Milliseconds(wait <= kNear ? 0 : (wait + 999) / 1000);
  }

 private:
  static constexpr std::int64_t kNear = 500'000;     // the client itself waits for what is near
  static constexpr std::int64_t kKept = 60'000'000;  // for who does not come: called off, or another process

  void keep(const std::string& call, std::int64_t turn_us) {
    kept_[call] = turn_us;
    line_.emplace_back(turn_us, call);
  }
  void forget(std::int64_t now_us) {
    while (!line_.empty() && line_.front().first + kKept < now_us) {
      const auto kept = kept_.find(line_.front().second);
      if (kept != kept_.end() && kept->second == line_.front().first) kept_.erase(kept);
      line_.pop_front();
    }
  }

  http::RateLimit limit_;
  std::map<std::string, std::int64_t> kept_;               // whose turn is when
  std::deque<std::pair<std::int64_t, std::string>> line_;  // the same by time
};

}  // namespace smarthandoff::calls
