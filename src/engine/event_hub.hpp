#pragma once

#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>

#include <smarthandoff/engine/engine.hpp>

#include "engine/loop.hpp"

namespace smarthandoff::engine {

// Brings committed events to the listeners, in order, on the listeners' thread. The latest events are kept in
// memory; a listener that lags further behind is fed from the store, so nothing is dropped.
class EventHub {
 public:
  using Page = std::function<std::vector<Event>(std::int64_t cursor, std::size_t limit)>;

  EventHub(Loop& listeners, Page page, std::function<void(const LogEntry&)> log);

  // `latest` is the position of the newest event in the store.
  void start(std::int64_t latest);

  std::shared_ptr<Engine::Subscription> subscribe(TenantId tenant, std::string topic,
                                                  std::function<void(const Event&)> listener);
  void committed(const std::vector<Event>& events);

  // Where events come from the store: whether anybody listens, and how far they went while nobody did.
  bool has_listeners() const;
  void passed(std::int64_t position);

 private:
  class Listener;
  class Held;

  void deliver();
  void deliver_to(Listener& listener);
  void tell(const Listener& listener, const Event& event);
  std::vector<Event> next_for(std::int64_t cursor);
  void unsubscribe(const std::shared_ptr<Listener>& listener);

  Loop& loop_;
  const Page page_;
  const std::function<void(const LogEntry&)> log_;
  mutable std::mutex mutex_;  // guards everything below
  std::deque<Event> recent_;
  std::int64_t forgotten_ = 0;  // events up to this position are only in the store
  std::int64_t latest_ = 0;
  bool scheduled_ = false;
  std::list<std::shared_ptr<Listener>> listeners_;
};

}  // namespace smarthandoff::engine
