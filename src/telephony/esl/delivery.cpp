#include "telephony/esl/delivery.hpp"

#include <utility>

#include <asio/post.hpp>

#include <smarthandoff/telephony/esl/outbound.hpp>

#include "telephony/esl/guarded.hpp"
#include "telephony/esl/io_thread.hpp"

namespace smarthandoff::esl {

Delivery::Delivery(asio::any_io_executor executor, DeliveryLimits limits, Handlers handlers)
    : executor_(std::move(executor)), limits_(limits), handlers_(std::move(handlers)) {}

Delivery::~Delivery() {
  stop();
}

void Delivery::start() {
  const std::lock_guard lock(joining_);
  thread_ = start_quiet_thread([this] { run(); });
}

void Delivery::event(const Event& event, std::shared_ptr<OutboundSession> session) {
  const std::size_t size = event.memory();
  if (events_.load() >= limits_.max_events || bytes_.load() + size > limits_.max_bytes) {
    return gap({1, "the queue of events not yet taken is full"});
  }
  events_.fetch_add(1);
  bytes_.fetch_add(size);
  push(Item{event, std::move(session)});
}

void Delivery::gap(Gap gap) {
  {
    const std::lock_guard lock(mutex_);
    Gap* last = queue_.empty() ? nullptr : std::get_if<Gap>(&queue_.back());
    if (last && last->reason == gap.reason) {
      last->lost += gap.lost;
      return;
    }
  }
  push(std::move(gap));
}

void Delivery::task(std::function<void()> task) {
  push(std::move(task));
}

void Delivery::push(Entry entry) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(entry));
    wake = std::exchange(sleeping_, false);
  }
  if (wake) asio::post(executor_, [this] { changed_.notify_one(); });
}

void Delivery::run() {
  id_.store(std::this_thread::get_id());
  for (;;) {
    std::deque<Entry> batch;
    {
      std::unique_lock lock(mutex_);
      while (queue_.empty() && !stopping_.load()) {
        sleeping_ = true;
        changed_.wait(lock);
      }
      if (queue_.empty()) return;
      batch.swap(queue_);
    }
    for (Entry& entry : batch) deliver(entry);
  }
}

void Delivery::deliver(Entry& entry) {
  const auto log = [this](const std::string& line) {
    if (handlers_.on_log) handlers_.on_log(line);
  };
  if (auto* task = std::get_if<std::function<void()>>(&entry)) {
    guarded("a handler", *task, log);
  } else if (auto* gap = std::get_if<Gap>(&entry)) {
    if (handlers_.on_gap && !stopping_.load())
      guarded(
          "on_gap", [&] { handlers_.on_gap(*gap); }, log);
  } else if (auto* item = std::get_if<Item>(&entry)) {
    if (handlers_.on_event && !stopping_.load()) {
      guarded(
          "on_event", [&] { handlers_.on_event(item->event, item->session); }, log);
    }
    events_.fetch_sub(1);
    bytes_.fetch_sub(item->event.memory());
  }
  entry = std::function<void()>();  // gives the memory back now, not with the batch
}

void Delivery::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_.store(true);
    sleeping_ = false;
  }
  changed_.notify_one();
  const std::lock_guard lock(joining_);
  if (thread_.joinable()) thread_.join();
}

}  // namespace smarthandoff::esl
