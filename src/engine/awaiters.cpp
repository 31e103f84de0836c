#include "engine/awaiters.hpp"

#include <utility>

#include <smarthandoff/base/error.hpp>

#include "engine/read_context.hpp"

namespace smarthandoff::engine {

void Awaiters::check_room() const {
  const std::lock_guard lock(mutex_);
  if (by_entity_.size() >= limit_) {
    throw Error(ErrorCode::rate_limited, "too many awaited operations are waiting; try again later");
  }
}

void Awaiters::add(const Operation& operation, const Call& call, Pending pending, Milliseconds patience,
                   Engine::Completed done) {
  auto awaiter = std::make_shared<Awaiter>(Awaiter{&operation, call, std::move(pending), std::move(done)});
  {
    const std::lock_guard lock(mutex_);
    by_entity_.emplace(awaiter->pending.entity, awaiter);
  }
  timers_.after(patience, [this, weak = std::weak_ptr(awaiter)] {
    if (const auto still = weak.lock()) ask(still, true);
  });
  ask(awaiter, false);
}

bool Awaiters::empty() const {
  const std::lock_guard lock(mutex_);
  return by_entity_.empty();
}

void Awaiters::committed(const std::vector<Event>& events) {
  std::set<std::shared_ptr<Awaiter>> touched;
  {
    const std::lock_guard lock(mutex_);
    if (by_entity_.empty()) return;
    for (const Event& event : events) {
      const auto [first, last] = by_entity_.equal_range(event.entity);
      for (auto it = first; it != last; ++it) {
        if (it->second->call.tenant != event.tenant) continue;
        ++it->second->touched;
        touched.insert(it->second);
      }
    }
  }
  for (const auto& awaiter : touched) ask(awaiter, false);
}

void Awaiters::expire_all() {
  std::vector<std::shared_ptr<Awaiter>> all;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [entity, awaiter] : by_entity_) all.push_back(awaiter);
  }
  for (const auto& awaiter : all) ask(awaiter, true);
}

void Awaiters::fail_all(const std::exception_ptr& error) noexcept {
  std::multimap<std::string, std::shared_ptr<Awaiter>> all;
  {
    const std::lock_guard lock(mutex_);
    all.swap(by_entity_);
    for (const auto& [entity, awaiter] : all) awaiter->finished = true;
  }
  for (const auto& [entity, awaiter] : all) awaiter->done(nullptr, error);
}

void Awaiters::ask(const std::shared_ptr<Awaiter>& awaiter, bool at_deadline) {
  std::uint64_t touched = 0;
  {
    const std::lock_guard lock(mutex_);
    if (awaiter->finished || (awaiter->asked && !at_deadline)) return;
    awaiter->asked = true;
    touched = awaiter->touched;
  }
  try {
    post(awaiter, touched, at_deadline);
  } catch (const Error&) {
    // The readers are flooded: ask again a little later.
    timers_.after(Milliseconds(50), [this, awaiter, at_deadline] {
      {
        const std::lock_guard lock(mutex_);
        awaiter->asked = false;
      }
      ask(awaiter, at_deadline);
    });
  }
}

void Awaiters::post(const std::shared_ptr<Awaiter>& awaiter, std::uint64_t touched, bool at_deadline) {
  readers_.post(
      [this, awaiter, touched, at_deadline](const storage::Transaction& transaction) {
        if (auto response = read(*awaiter, transaction, at_deadline)) {
          finish(awaiter, std::move(response), nullptr);
        } else if (at_deadline) {
          finish(awaiter, nullptr,
                 std::make_exception_ptr(Error(ErrorCode::timeout, "no answer within the time given")));
        } else {
          unanswered(awaiter, touched);
        }
      },
      [this, awaiter](const std::exception_ptr& error) { finish(awaiter, nullptr, error); });
}

std::shared_ptr<void> Awaiters::read(const Awaiter& awaiter, const storage::Transaction& transaction,
                                     bool at_deadline) const {
  Pending pending = awaiter.pending;
  pending.at_deadline = at_deadline;
  const ReadContext context(transaction, awaiter.call);
  return awaiter.operation->answer(*context, pending);
}

void Awaiters::unanswered(const std::shared_ptr<Awaiter>& awaiter, std::uint64_t touched) {
  {
    const std::lock_guard lock(mutex_);
    awaiter->asked = false;
    // A commit came while the question was on its way: its snapshot may be older than that.
    if (awaiter->touched == touched) return;
  }
  ask(awaiter, false);
}

void Awaiters::finish(const std::shared_ptr<Awaiter>& awaiter, std::shared_ptr<void> response,
                      std::exception_ptr error) {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(awaiter->finished, true)) return;
    const auto [first, last] = by_entity_.equal_range(awaiter->pending.entity);
    for (auto it = first; it != last; ++it) {
      if (it->second != awaiter) continue;
      by_entity_.erase(it);
      break;
    }
  }
  awaiter->done(std::move(response), std::move(error));
}

}  // namespace smarthandoff::engine
