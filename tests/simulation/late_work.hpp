#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include <smarthandoff/base/time.hpp>

namespace simulation {

// What happens later, in the order of its time.
class LateWork {
 public:
  using Work = std::function<void()>;

  void add(smarthandoff::Instant due, Work work) { waiting_.push_back({due, std::move(work)}); }
  void clear() { waiting_.clear(); }

  std::optional<smarthandoff::Instant> next_due() const {
    const auto first = std::ranges::min_element(waiting_, {}, &Waiting::due);
    return first == waiting_.end() ? std::nullopt : std::optional(first->due);
  }

  // Does what is due by now, also what that brings; true if there was anything.
  bool step(smarthandoff::Instant now) {
    bool any = false;
    while (true) {
      const auto first = std::ranges::min_element(waiting_, {}, &Waiting::due);
      if (first == waiting_.end() || first->due > now) return any;
      const Work work = std::move(first->work);
      waiting_.erase(first);
      work();
      any = true;
    }
  }

 private:
  struct Waiting {
    smarthandoff::Instant due;
    Work work;
  };
  std::vector<Waiting> waiting_;
};

}  // namespace simulation
