#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include <smarthandoff/base/time.hpp>

namespace smarthandoff::telephony::freeswitch {

// Things to do at a time, run by whoever owns the thread. Pure: time comes in.
class Timers {
 public:
  using Handle = std::pair<Instant, std::uint64_t>;

  Handle at(Instant due, std::function<void()> action) {
    const Handle handle{due, ++last_};
    actions_.emplace(handle, std::move(action));
    return handle;
  }
  void cancel(const Handle& handle) { actions_.erase(handle); }
  void clear() { actions_.clear(); }
  std::optional<Instant> due() const {
    return actions_.empty() ? std::nullopt : std::optional(actions_.begin()->first.first);
  }
  // Runs what is due, in order; an action may add and cancel others.
  void run(Instant now) {
    while (!actions_.empty() && actions_.begin()->first.first <= now) {
      const auto action = std::move(actions_.begin()->second);
      actions_.erase(actions_.begin());
      action();
    }
  }

 private:
  std::map<Handle, std::function<void()>> actions_;
  std::uint64_t last_ = 0;
};

}  // namespace smarthandoff::telephony::freeswitch
