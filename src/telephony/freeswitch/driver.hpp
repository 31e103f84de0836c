#pragma once

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <smarthandoff/telephony/freeswitch.hpp>

#include "telephony/esl/connection.hpp"
#include "telephony/freeswitch/core.hpp"

namespace smarthandoff::telephony::freeswitch {

// The machine's monotonic clock, set to the wall clock once.
class MonotonicClock final : public Clock {
 public:
  Instant now() const override {
    return start_ +
           std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - steady_start_);
  }

 private:
  Instant start_ = SystemClock().now();
  std::chrono::steady_clock::time_point steady_start_ = std::chrono::steady_clock::now();
};

// The core and its connection on one thread. Everything but the methods marked (any thread) runs there. The
// thread owns it too, so that it may be stopped by one of its own callbacks.
class Driver final : public Wire, public std::enable_shared_from_this<Driver> {
 public:
  Driver(FreeSwitchOptions options, Telephony::Listener listener);

  // (any thread) Runs the loop until stop(); by the driver's thread.
  void run();
  // (any thread) No callback begins after it returns, unless it is called by one.
  void stop();
  // (any thread) Waits until the PBX has been read or refused us, at most `patience`. Throws unauthorized.
  void wait(Milliseconds patience);
  // (any thread)
  PortHealth health() const;
  // (any thread) Runs `action` with the core on the thread; false if the queue is full.
  bool post(std::function<void(Core&)> action, bool urgent);

  // A callback of the host that keeps its exception from harming the others.
  template <class... Arguments>
  auto guarded(std::function<void(Arguments...)> callback) {
    return [this, callback = std::move(callback)](Arguments... arguments) {
      if (stopped_ || !callback) return;
      try {
        callback(std::move(arguments)...);
      } catch (const std::exception& error) {
        note(std::string("a callback failed: ") + error.what());
      }
    };
  }

  void api(const std::string& line, Answer answer) override;
  void background(const std::string& line, const std::string& job, Answer accepted) override;

 private:
  FreeSwitchOptions with_posted_dnd(FreeSwitchOptions options);
  esl::AnswerHandler handler_of(Answer answer);
  void on_state(const esl::StateChange& change);
  void set_health(PortState state, const std::string& detail);
  void note(const std::string& problem);
  void arm();

  const FreeSwitchOptions options_;
  const MonotonicClock clock_;
  const SystemClock wall_;
  std::atomic<bool> stopped_{false};
  std::atomic<std::int64_t> queued_{0};

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  PortHealth health_;
  std::optional<Error> refused_;
  std::string problem_;

  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  asio::steady_timer timer_{io_};
  std::optional<Instant> armed_for_;
  Core core_;
  esl::Connection connection_;
};

}  // namespace smarthandoff::telephony::freeswitch
