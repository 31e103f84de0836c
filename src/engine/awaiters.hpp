#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include <smarthandoff/engine/engine.hpp>

#include "engine/loop.hpp"
#include "engine/readers.hpp"

namespace smarthandoff::engine {

// The callers who wait for awaited operations, by the entity they wait for. An awaiter is asked again after
// each commit that touched its entity, and for the last time at its deadline. Losing one loses no work.
class Awaiters {
 public:
  Awaiters(Readers& readers, Loop& timers, std::size_t limit)
      : readers_(readers), timers_(timers), limit_(limit) {}

  // Throws rate_limited when too many wait.
  void check_room() const;

  // Begins to wait, asking at once. `patience`: until the last question.
  void add(const Operation& operation, const Call& call, Pending pending, Milliseconds patience,
           Engine::Completed done);

  bool empty() const;

  // Asks those who wait for one of the entities.
  void committed(const std::vector<Event>& events);

  // Asks everybody for the last time (closing, and the end of a manual engine's call).
  void expire_all();
  void fail_all(const std::exception_ptr& error) noexcept;

 private:
  struct Awaiter {
    const Operation* operation;
    Call call;
    Pending pending;
    Engine::Completed done;
    std::uint64_t touched = 0;  // commits so far
    bool asked = false;         // a question is on its way
    bool finished = false;
  };

  void ask(const std::shared_ptr<Awaiter>& awaiter, bool at_deadline);
  void post(const std::shared_ptr<Awaiter>& awaiter, std::uint64_t touched, bool at_deadline);
  std::shared_ptr<void> read(const Awaiter& awaiter, const storage::Transaction& transaction,
                             bool at_deadline) const;
  void unanswered(const std::shared_ptr<Awaiter>& awaiter, std::uint64_t touched);
  void finish(const std::shared_ptr<Awaiter>& awaiter, std::shared_ptr<void> response,
              std::exception_ptr error);

  Readers& readers_;
  Loop& timers_;
  const std::size_t limit_;
  mutable std::mutex mutex_;  // guards the index and the awaiters' flags
  std::multimap<std::string, std::shared_ptr<Awaiter>> by_entity_;
};

}  // namespace smarthandoff::engine
