#include "telephony/simulator/scheduler.hpp"

#include <algorithm>

namespace smarthandoff::telephony::simulator {

Scheduler::TaskId Scheduler::at(Instant due, Task task) {
  const TaskId id{std::max(due, now_), ++count_};
  tasks_.emplace(id, std::move(task));
  return id;
}

std::optional<Instant> Scheduler::next_due() const {
  if (tasks_.empty()) return std::nullopt;
  return tasks_.begin()->first.first;
}

void Scheduler::run_until(Instant until) {
  while (!tasks_.empty() && tasks_.begin()->first.first <= until) {
    auto node = tasks_.extract(tasks_.begin());
    now_ = std::max(now_, node.key().first);
    node.mapped()();
    if (after_each) after_each();
  }
  now_ = std::max(now_, until);
}

}  // namespace smarthandoff::telephony::simulator
