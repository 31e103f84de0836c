#include "engine/loop.hpp"

#include <pthread.h>

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

void Loop::post(Work work) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    posted_.push_back(std::move(work));
  }
  changed_.notify_one();
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
  while (auto work = take(lock, false)) {
    lock.unlock();
    (*work)();
    ++ran;
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
  while (auto work = take(lock, true)) {
    lock.unlock();
    (*work)();
    work.reset();  // what it captured dies outside of the lock
    lock.lock();
  }
}

std::optional<Loop::Work> Loop::take(std::unique_lock<std::mutex>& lock, bool wait) {
  while (true) {
    if (!timed_.empty() && timed_.begin()->first <= now_ms()) {
      auto work = std::move(timed_.begin()->second);
      timed_.erase(timed_.begin());
      return work;
    }
    if (!posted_.empty()) {
      auto work = std::move(posted_.front());
      posted_.pop_front();
      return work;
    }
    if (!wait || stopping_) return std::nullopt;
    if (timed_.empty()) {
      changed_.wait(lock);
    } else {
      changed_.wait_for(lock, Milliseconds(timed_.begin()->first - now_ms()));
    }
  }
}

}  // namespace smarthandoff::engine
