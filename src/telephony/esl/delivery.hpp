#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <variant>

#include <asio/any_io_executor.hpp>

#include <smarthandoff/telephony/esl/client.hpp>

namespace smarthandoff::esl {

class OutboundSession;

// How much may wait in a Delivery.
struct DeliveryLimits {
  std::size_t max_events = 0;
  std::size_t max_bytes = 0;
};

// The thread on which a host's handlers run, and the queue before it. Events that find the queue full are
// dropped and reported as a gap in their place; tasks (answers, changes of state) are never dropped, their
// makers bound them.
class Delivery {
 public:
  // `session` is null but for the events of outbound sockets.
  using OnEvent = std::function<void(const Event& event, const std::shared_ptr<OutboundSession>& session)>;

  struct Handlers {
    OnEvent on_event;
    std::function<void(const Gap&)> on_gap;
    std::function<void(const std::string&)> on_log;
  };

  // What is queued by a handler of `executor` wakes the thread up when that handler is through: all events of
  // one segment at once.
  Delivery(asio::any_io_executor executor, DeliveryLimits limits, Handlers handlers);
  ~Delivery();
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;

  void start();
  void event(const Event& event, std::shared_ptr<OutboundSession> session = nullptr);
  void gap(Gap gap);
  void task(std::function<void()> task);

  // Runs the tasks that wait, drops the events, and ends the thread. Not from the thread itself.
  void stop();

  // True on the delivering thread.
  bool is_current() const { return std::this_thread::get_id() == id_.load(); }

 private:
  struct Item {
    Event event;
    std::shared_ptr<OutboundSession> session;
  };
  using Entry = std::variant<Item, Gap, std::function<void()>>;

  void push(Entry entry);
  void run();
  void deliver(Entry& entry);

  const asio::any_io_executor executor_;
  const DeliveryLimits limits_;
  const Handlers handlers_;
  std::atomic<std::size_t> events_{0};  // queued or being delivered
  std::atomic<std::size_t> bytes_{0};
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;  // guards queue_ and sleeping_
  std::condition_variable changed_;
  std::deque<Entry> queue_;
  bool sleeping_ = false;
  std::mutex joining_;  // guards thread_
  std::thread thread_;
  std::atomic<std::thread::id> id_;
};

}  // namespace smarthandoff::esl
