#include "engine/event_hub.hpp"

#include <algorithm>
#include <condition_variable>
#include <thread>
#include <utility>

#include <smarthandoff/base/error.hpp>

#include "engine/failure_text.hpp"
#include "engine/store_trouble.hpp"

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

// What a subscription listens with. The hub and a delivery under way hold it too: its owner may let go of the
// subscription inside of its own callback.
class EventHub::Listener {
 public:
  Listener(TenantId tenant, std::string topic, std::function<void(const Event&)> callback, std::int64_t start)
      : cursor(start), call(std::move(callback)), tenant_(std::move(tenant)), topic_(std::move(topic)) {}

  bool wants(const Event& event) const {
    return (tenant_.empty() || tenant_ == event.tenant) && topic_matches(topic_, event.topic);
  }

  std::int64_t cursor;                     // the last position handled; only the delivering thread uses it
  std::function<void(const Event&)> call;  // dies with the subscription, or after its run
  std::thread::id runs_on;                 // guarded by the hub's mutex, as `ended`
  bool ended = false;
  std::condition_variable idle;

 private:
  const TenantId tenant_;
  const std::string topic_;
};

class EventHub::Held final : public Engine::Subscription {
 public:
  Held(EventHub& hub, std::shared_ptr<Listener> listener) : hub_(hub), listener_(std::move(listener)) {}
  ~Held() override { hub_.unsubscribe(listener_); }

 private:
  EventHub& hub_;
  const std::shared_ptr<Listener> listener_;
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
  auto heard = std::make_shared<Listener>(std::move(tenant), std::move(topic), std::move(listener), latest_);
  listeners_.push_back(heard);
  return std::make_shared<Held>(*this, std::move(heard));
}

void EventHub::unsubscribe(const std::shared_ptr<Listener>& listener) {
  std::function<void(const Event&)> call;  // dies outside of the lock
  std::unique_lock lock(mutex_);
  listener->ended = true;
  listeners_.remove(listener);
  // From its own callback it cannot wait for itself; whoever runs it lets go of it then.
  if (listener->runs_on == std::this_thread::get_id()) return;
  listener->idle.wait(lock, [&] { return listener->runs_on == std::thread::id(); });
  call = std::move(listener->call);
  lock.unlock();
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
  std::list<std::shared_ptr<Listener>> listeners;
  {
    const std::lock_guard lock(mutex_);
    scheduled_ = false;
    listeners = listeners_;
  }
  for (const auto& listener : listeners) {
    {
      const std::lock_guard lock(mutex_);
      // One that runs already moved a manual engine from inside: it goes on by itself.
      if (listener->ended || listener->runs_on != std::thread::id()) continue;
      listener->runs_on = std::this_thread::get_id();
    }
    deliver_to(*listener);
    std::function<void(const Event&)> call;  // of one that ended itself; dies outside of the lock
    const std::lock_guard lock(mutex_);
    listener->runs_on = {};
    if (listener->ended) std::swap(call, listener->call);
    listener->idle.notify_all();
  }
}

void EventHub::deliver_to(Listener& listener) {
  try {
    for (auto events = next_for(listener.cursor); !events.empty(); events = next_for(listener.cursor)) {
      for (const Event& event : events) {
        listener.cursor = event.position;
        if (listener.wants(event)) tell(listener, event);
        const std::lock_guard lock(mutex_);
        if (listener.ended) return;
      }
    }
  } catch (const Error& error) {
    // The store could not be read. Nothing is dropped: it goes on from there.
    if (log_) log_({LogEntry::Level::error, "events_not_read", {}, "", error.what()});
    loop_.after(kStoreAgain, [this] { deliver(); });
  }
}

void EventHub::tell(const Listener& listener, const Event& event) {
  try {
    listener.call(event);
  } catch (...) {
    if (!log_) return;
    log_({LogEntry::Level::error, "listener_failed", event.tenant, event.entity,
          text_of(std::current_exception())});
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
