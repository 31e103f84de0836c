#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <smarthandoff/storage/context.hpp>
#include <smarthandoff/storage/database.hpp>

namespace smarthandoff::engine {

// One operation on its way into the store.
struct WriteTask {
  Call call;              // an empty `call.now` is set when the task first runs, and kept for repetitions
  std::size_t bytes = 0;  // about, for the queue's limit
  bool inside = false;    // an answer from a peer or a job: a lane of its own, before everybody else's
  // Finds the tenant of something that came from outside; none: nobody's, and nothing is done.
  std::function<std::optional<TenantId>(const storage::Transaction&)> route;
  std::shared_ptr<const Job>
      ends;  // the job that ends with this; where that is stale by now, nothing is done
  std::function<void(Context&)> work;  // may run again; leaves nothing outside of the context
  std::function<void(const std::exception_ptr&)> done;  // once, after the commit (null) or the failure
};

// What one commit left behind.
struct Committed {
  std::vector<Event> events;  // SQLite: with positions; PostgreSQL: they are given later
  std::vector<Job> leased;    // due now: to be done by whoever gets this
};

// Runs operations in transactions and answers them after the commit; wakes for jobs that fall due. SQLite has
// one thread that does it (Writer), PostgreSQL several beside those of other processes (PostgresqlExecutor).
class Executor {
 public:
  virtual ~Executor() = default;

  virtual void start() = 0;

  // Throws rate_limited for a full queue and unavailable after stop() began; inside tasks are always taken.
  virtual void submit(WriteTask task) = 0;

  // Refuses new outside work, fails what is queued with `unavailable`, lets inside work finish until
  // `limit`, and ends the threads.
  virtual void stop(Milliseconds limit) noexcept = 0;

  // A job was given a due time outside of a context: wakes for it. Any thread.
  virtual void note_due(Instant due) = 0;

  // Manual: one batch on this thread; how many operations and jobs ran.
  virtual std::size_t pump() = 0;
  virtual std::size_t queued() const = 0;
  // Manual: when a job falls due, as far as is known here.
  virtual std::optional<Instant> next_due() const = 0;
};

}  // namespace smarthandoff::engine
