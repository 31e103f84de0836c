#include "engine/loop.hpp"

#include <pthread.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace smarthandoff::engine {

void name_this_thread(const std::string& name) {
  pthread_setname_np(pthread_self(), name.substr(0, 15).c_str());
}

Loop::Loop(std::string name, const Clock* manual_clock)
    : name_(std::move(name)), manual_clock_(manual_clock) {}

Loop::~Loop() {
  stop();
}

void Loop::start() {
  if (manual_clock_ == nullptr) thread_ = std::thread([this] { run(); });
}

void Loop::stop() noexcept {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    timed_.clear();
  }
  changed_.notify_all();
  if (thread_.joinable() && !is_current()) thread_.join();
}

bool Loop::post(Work work) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return false;
    posted_.push_back(std::move(work));
    if (posted_.size() > 1) return true;  // whoever was first has woken the thread, and it takes all
  }
  changed_.notify_one();
  return true;
}

void Loop::after(Milliseconds delay, Work work) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    timed_.emplace(now_ms() + delay.count(), std::move(work));
  }
  changed_.notify_one();
}

std::size_t Loop::run_due() {
  std::size_t ran = 0;
  std::unique_lock lock(mutex_);
  for (auto works = take(lock, false); !works.empty(); works = take(lock, false)) {
    lock.unlock();
    ran += works.size();
    for (Work& work : works) work();
    lock.lock();
  }
  return ran;
}

std::optional<Milliseconds> Loop::next_delay() const {
  const std::lock_guard lock(mutex_);
  if (timed_.empty()) return std::nullopt;
  return Milliseconds(timed_.begin()->first - now_ms());
}

bool Loop::is_current() const {
  return thread_.get_id() == std::this_thread::get_id();
}

std::size_t Loop::queued() const {
  const std::lock_guard lock(mutex_);
  return posted_.size();
}

std::int64_t Loop::now_ms() const {
  if (manual_clock_ != nullptr) return manual_clock_->now().time_since_epoch().count();
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<Milliseconds>(now).count();
}

void Loop::run() {
  name_this_thread(name_);
  std::unique_lock lock(mutex_);
  for (auto works = take(lock, true); !works.empty(); works = take(lock, true)) {
    lock.unlock();
    for (Work& work : works) {
      work();
      work = nullptr;  // what it captured dies outside of the lock, before the next one runs
    }
    lock.lock();
  }
}

std::deque<Loop::Work> Loop::take(std::unique_lock<std::mutex>& lock, bool wait) {
  std::deque<Work> works;
  while (true) {
    while (!timed_.empty() && timed_.begin()->first <= now_ms()) {
      works.push_back(std::move(timed_.begin()->second));
      timed_.erase(timed_.begin());
    }
    std::move(posted_.begin(), posted_.end(), std::back_inserter(works));
    posted_.clear();
    if (!works.empty() || !wait || stopping_) return works;
    if (timed_.empty()) {
      changed_.wait(lock);
    } else {
      changed_.wait_for(lock, Milliseconds(timed_.begin()->first - now_ms()));
    }
  }
}

}  // namespace smarthandoff::engine
