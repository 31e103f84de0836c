#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace smarthandoff::telephony::twilio_port {

// Runs work one after the other, without a thread of its own: whoever brings some while nobody is at it does
// it, and what others bring meanwhile. No lock is held while work runs.
class Strand {
 public:
  // Runs it before returning, unless another thread (or this one) is at it; then that one will.
  void post(std::function<void()> work) {
    {
      const std::lock_guard lock(mutex_);
      if (stopped_) return;
      waiting_.push_back(std::move(work));
      if (busy_) return;
      busy_ = true;
      worker_ = std::this_thread::get_id();
    }
    drain();
  }

  // Drops what waits and waits for what runs, unless it is that which calls.
  void stop() noexcept {
    std::unique_lock lock(mutex_);
    stopped_ = true;
    waiting_.clear();
    if (busy_ && worker_ != std::this_thread::get_id()) idle_.wait(lock, [this] { return !busy_; });
  }

  bool runs_here() const {
    const std::lock_guard lock(mutex_);
    return busy_ && worker_ == std::this_thread::get_id();
  }

 private:
  void drain() {
    std::unique_lock lock(mutex_);
    while (!waiting_.empty()) {
      const std::function<void()> work = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      work();
      lock.lock();
    }
    busy_ = false;
    idle_.notify_all();
  }

  mutable std::mutex mutex_;  // guards everything below
  std::condition_variable idle_;
  std::deque<std::function<void()>> waiting_;
  bool busy_ = false;
  bool stopped_ = false;
  std::thread::id worker_;
};

}  // namespace smarthandoff::telephony::twilio_port
