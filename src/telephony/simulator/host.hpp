#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "telephony/simulator/model.hpp"

namespace smarthandoff::telephony::simulator {

// Owns the model, its lock and its time, and delivers what it has to say to users' callbacks.
class Host {
 public:
  explicit Host(const PbxOptions& options) : model_(options) {}
  ~Host() { stop(); }

  // Runs `work` on the model, with its time brought up to date; what it sets in motion is delivered by the
  // thread, or by the next step.
  template <class Work>
  auto with_model(Work work) {
    const std::lock_guard lock(mutex_);
    catch_up();
    struct Finally {
      Host& host;
      ~Finally() {
        host.model_.update_ears();
        host.wake_.notify_all();
      }
    } finally{*this};
    return work(model_);
  }

  // Only with the model locked: a callback for the users, run later without the lock, in order.
  void deliver(std::function<void()> callback) { outbox_.push_back(std::move(callback)); }

  // Only with the model locked.
  Model& model() { return model_; }

  void start();
  void step(Instant now);
  void stop() noexcept;

  // Stops, and answers what was asked until now.
  void finish();

  // Runs `last` with no callback under way in another thread, and none after it that checks what it set.
  template <class Last>
  void between_deliveries(Last last) {
    const std::lock_guard gate(gate_);
    last();
  }

 private:
  void catch_up();
  void run();
  void deliver_all(std::unique_lock<std::mutex>& lock);
  bool run_next(Instant until);

  std::mutex mutex_;  // guards model_, outbox_, real_time_, stopping_ and thread_
  std::condition_variable wake_;
  Model model_;
  std::deque<std::function<void()>> outbox_;
  bool real_time_ = false;
  bool stopping_ = false;
  std::atomic<bool> stepping_{false};
  std::recursive_mutex gate_;  // held while one callback runs, so that a stop can wait for it
  std::thread thread_;
};

}  // namespace smarthandoff::telephony::simulator
