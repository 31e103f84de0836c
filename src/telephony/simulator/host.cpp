#include "telephony/simulator/host.hpp"

#include <smarthandoff/base/error.hpp>

namespace smarthandoff::telephony::simulator {
namespace {

Instant machine_now() {
  return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

Error running_already() {
  return {ErrorCode::failed_precondition,
          "the simulated PBX runs in another thread; stop it before stepping by hand"};
}

}  // namespace

void Host::catch_up() {
  if (real_time_) model_.scheduler.run_until(machine_now());
}

void Host::start() {
  std::unique_lock lock(mutex_);
  if (real_time_ || thread_.get_id() == std::this_thread::get_id()) throw running_already();
  std::thread ended = std::move(thread_);  // stopped by one of its own callbacks
  lock.unlock();
  if (ended.joinable()) ended.join();
  lock.lock();
  if (real_time_) throw running_already();
  real_time_ = true;
  stopping_ = false;
  thread_ = std::thread([this] { run(); });
}

void Host::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    model_.scheduler.run_until(machine_now());
    deliver_all(lock);
    if (stopping_ || !outbox_.empty()) continue;
    const auto due = model_.scheduler.next_due();
    wake_.wait_until(lock, due.value_or(machine_now() + Seconds(1)));
  }
}

// Moves time to the next thing that is due until `until`; false when all of it is done.
bool Host::run_next(Instant until) {
  const auto due = model_.scheduler.next_due();
  const bool more = due && *due <= until;
  model_.scheduler.run_until(more ? std::max(*due, model_.scheduler.now()) : until);
  return more;
}

void Host::step(Instant now) {
  if (stepping_.exchange(true)) throw running_already();
  struct Finally {
    std::atomic<bool>& flag;
    ~Finally() { flag = false; }
  } finally{stepping_};
  std::unique_lock lock(mutex_);
  if (real_time_) throw running_already();
  if (now < model_.scheduler.now()) {
    throw Error(ErrorCode::failed_precondition,
                "the simulated PBX's time cannot go back from " + to_rfc3339(model_.scheduler.now()) +
                    " to " + to_rfc3339(now) + "; give it the earliest time in its options");
  }
  bool more = true;
  while (more || !outbox_.empty()) {
    more = run_next(now);
    deliver_all(lock);
  }
}

void Host::deliver_all(std::unique_lock<std::mutex>& lock) {
  while (!outbox_.empty()) {
    const auto callback = std::move(outbox_.front());
    outbox_.pop_front();
    lock.unlock();
    {
      const std::lock_guard gate(gate_);
      callback();
    }
    lock.lock();
  }
}

void Host::finish() {
  stop();
  if (stepping_.exchange(true)) return;  // the step under way, whose callback ends the PBX, goes on with it
  std::unique_lock lock(mutex_);
  model_.scheduler.run_until(model_.scheduler.now());
  deliver_all(lock);
  stepping_ = false;
}

void Host::stop() noexcept {
  std::thread ended;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    if (thread_.get_id() != std::this_thread::get_id()) ended = std::move(thread_);
  }
  wake_.notify_all();
  if (ended.joinable()) ended.join();
  const std::lock_guard lock(mutex_);
  real_time_ = false;
}

}  // namespace smarthandoff::telephony::simulator
