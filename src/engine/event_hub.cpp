#include "engine/event_hub.hpp"

#include <algorithm>
#include <condition_variable>
#include <utility>

namespace smarthandoff::engine {

namespace {

constexpr std::size_t kRecentEvents = 10'000;
constexpr std::size_t kPage = 1'000;

bool topic_matches(const std::string& pattern, const std::string& topic) {
  if (pattern.empty() || pattern == "*") return true;
  if (pattern.ends_with('*'))
    return topic.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1));
  return pattern == topic;
}

}  // namespace

// One subscription; it lives until its owner lets go of it and its callback is not running.
class EventHub::Listener final : public Engine::Subscription {
 public:
  Listener(EventHub& hub, TenantId tenant, std::string topic, std::function<void(const Event&)> callback,
           std::int64_t start)
      : cursor(start),
        hub_(hub),
        tenant_(std::move(tenant)),
        topic_(std::move(topic)),
        callback_(std::move(callback)) {}
  ~Listener() override { hub_.unsubscribe(this); }

  bool wants(const Event& event) const {
    return (tenant_.empty() || tenant_ == event.tenant) && topic_matches(topic_, event.topic);
  }
  void call(const Event& event) const { callback_(event); }

  std::int64_t cursor;   // the last position handled; only the listeners' thread uses it
  bool running = false;  // guarded by the hub's mutex
  bool ended = false;
  std::condition_variable idle;

 private:
  EventHub& hub_;
  const TenantId tenant_;
  const std::string topic_;
  const std::function<void(const Event&)> callback_;
};

EventHub::EventHub(Loop& listeners, Page page, std::function<void(const LogEntry&)> log)
    : loop_(listeners), page_(std::move(page)), log_(std::move(log)) {}

void EventHub::start(std::int64_t latest) {
  const std::lock_guard lock(mutex_);
  latest_ = forgotten_ = latest;
}

std::shared_ptr<Engine::Subscription> EventHub::subscribe(TenantId tenant, std::string topic,
                                                          std::function<void(const Event&)> listener) {
  const std::lock_guard lock(mutex_);
  auto subscription =
      std::make_shared<Listener>(*this, std::move(tenant), std::move(topic), std::move(listener), latest_);
  listeners_.push_back(subscription.get());
  return subscription;
}

void EventHub::unsubscribe(Listener* listener) {
  std::unique_lock lock(mutex_);
  listener->ended = true;
  // From its own callback it cannot wait for itself.
  if (!loop_.is_current()) listener->idle.wait(lock, [&] { return !listener->running; });
  listeners_.remove(listener);
}

void EventHub::committed(const std::vector<Event>& events) {
  if (events.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    latest_ = std::max(latest_, events.back().position);
    if (listeners_.empty()) {
      recent_.clear();
      forgotten_ = latest_;
      return;
    }
    recent_.insert(recent_.end(), events.begin(), events.end());
    while (recent_.size() > kRecentEvents) {
      forgotten_ = recent_.front().position;
      recent_.pop_front();
    }
    if (std::exchange(scheduled_, true)) return;
  }
  loop_.post([this] { deliver(); });
}

bool EventHub::has_listeners() const {
  const std::lock_guard lock(mutex_);
  return !listeners_.empty();
}

void EventHub::passed(std::int64_t position) {
  bool somebody = false;
  {
    const std::lock_guard lock(mutex_);
    latest_ = std::max(latest_, position);
    recent_.clear();
    forgotten_ = latest_;
    somebody = !listeners_.empty() && !std::exchange(scheduled_, true);
  }
  // Who began to listen meanwhile is fed from the store.
  if (somebody) loop_.post([this] { deliver(); });
}

void EventHub::deliver() {
  std::vector<Listener*> listeners;
  {
    const std::lock_guard lock(mutex_);
    scheduled_ = false;
    listeners.assign(listeners_.begin(), listeners_.end());
  }
  for (Listener* listener : listeners) {
    {
      const std::lock_guard lock(mutex_);
      const bool gone = std::find(listeners_.begin(), listeners_.end(), listener) == listeners_.end();
      if (gone || listener->ended) continue;
      listener->running = true;
    }
    deliver_to(*listener);
    const std::lock_guard lock(mutex_);
    if (std::find(listeners_.begin(), listeners_.end(), listener) == listeners_.end()) continue;
    listener->running = false;
    listener->idle.notify_all();
  }
}

void EventHub::deliver_to(Listener& listener) {
  for (auto events = next_for(listener.cursor); !events.empty(); events = next_for(listener.cursor)) {
    for (const Event& event : events) {
      listener.cursor = event.position;
      if (!listener.wants(event)) continue;
      try {
        listener.call(event);
      } catch (const std::exception& error) {
        if (log_) log_({LogEntry::Level::error, "listener_failed", event.tenant, event.entity, error.what()});
      }
      const std::lock_guard lock(mutex_);
      const bool gone = std::find(listeners_.begin(), listeners_.end(), &listener) == listeners_.end();
      if (gone || listener.ended) return;
    }
  }
}

std::vector<Event> EventHub::next_for(std::int64_t cursor) {
  {
    const std::lock_guard lock(mutex_);
    if (cursor >= latest_) return {};
    if (cursor >= forgotten_) {
      const auto first =
          std::upper_bound(recent_.begin(), recent_.end(), cursor,
                           [](std::int64_t position, const Event& e) { return position < e.position; });
      const auto count = std::min<std::ptrdiff_t>(recent_.end() - first, kPage);
      return {first, first + count};
    }
  }
  return page_(cursor, kPage);
}

}  // namespace smarthandoff::engine
