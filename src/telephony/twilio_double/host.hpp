#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include <smarthandoff/http/client.hpp>
#include <smarthandoff/telephony/twilio_double.hpp>

#include "telephony/twilio_double/model.hpp"

namespace smarthandoff::twilio_double {

// Owns the model, its lock and its time, and carries webhooks to whoever answers them.
class Host {
 public:
  explicit Host(const DoubleOptions& options);
  ~Host();

  // Runs `work` on the model, with its time brought up to date; what it sets in motion is carried out by the
  // thread, or by the next step.
  template <class Work>
  auto with_model(Work work) {
    const std::lock_guard lock(mutex_);
    catch_up();
    struct Finally {
      Host& host;
      ~Finally() { host.wake_.notify_all(); }
    } finally{*this};
    return work(model_);
  }

  void answer_webhooks(HostFunction host);
  void start();
  void step(Instant now);
  void stop() noexcept;

  // Also now, if a webhook waits to be sent.
  std::optional<Instant> next_due();

 private:
  using Done = std::function<void(const http::Outcome&)>;
  struct Job {
    http::Request request;
    Done done;
  };

  void catch_up();
  void run();
  bool run_next(Instant until);
  void deliver_all(std::unique_lock<std::mutex>& lock, bool wait);
  void deliver(Job job, std::unique_lock<std::mutex>& lock, bool wait);
  void finished(const Done& done, const http::Outcome& outcome);
  http::Client& client();

  std::mutex mutex_;  // guards all that follows but the flags and the thread's own work
  std::condition_variable wake_;
  Model model_;
  std::deque<Job> outbox_;
  HostFunction host_;
  std::unique_ptr<http::Client> client_;  // made when the first webhook goes over the network
  bool real_time_ = false;
  bool stopping_ = false;
  bool closed_ = false;
  std::atomic<bool> stepping_{false};
  std::thread thread_;
};

}  // namespace smarthandoff::twilio_double
