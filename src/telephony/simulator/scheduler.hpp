#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include <smarthandoff/base/time.hpp>

namespace smarthandoff::telephony::simulator {

// The model's time and what is due in it. Tasks of one instant run in the order they were added.
class Scheduler {
 public:
  using Task = std::function<void()>;
  using TaskId = std::pair<Instant, std::uint64_t>;

  explicit Scheduler(Instant now) : now_(now) {}

  Instant now() const { return now_; }

  TaskId at(Instant due, Task task);
  TaskId after(Milliseconds delay, Task task) { return at(now_ + delay, std::move(task)); }

  // A task that has run or was cancelled is left alone.
  void cancel(const TaskId& id) { tasks_.erase(id); }

  std::optional<Instant> next_due() const;

  // Called after every task.
  std::function<void()> after_each;

  // Runs what is due until `until`, tasks added meanwhile included, and stands there. Never goes back.
  void run_until(Instant until);

 private:
  Instant now_;
  std::uint64_t count_ = 0;
  std::map<TaskId, Task> tasks_;
};

}  // namespace smarthandoff::telephony::simulator
