#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include <smarthandoff/engine/engine.hpp>

#include "engine/executor.hpp"
#include "engine/seeds.hpp"
#include "engine/store_watch.hpp"
#include "storage/postgresql_database.hpp"

namespace smarthandoff::engine {

// One connection on which operations run, each in a transaction of its own or, when many wait, several in one
// with a savepoint each. What the database gives up because of others is run again; nobody is answered before
// the commit returned. Used by one thread at a time.
class PostgresqlWorker {
 public:
  struct Options {
    storage::PostgresqlDatabase* database;
    const Clock* clock;
    Seeds* seeds;
    std::function<std::int32_t()> holder;  // who leases jobs here; 0: nobody may just now
    std::function<void(Committed&&, const std::vector<Instant>& dues)> committed;  // before the tasks' `done`
    std::function<void(const LogEntry&)> log;
    StoreWatch* watch;  // must outlive the worker
  };

  explicit PostgresqlWorker(Options options);

  void run(std::vector<WriteTask> tasks);
  void close() noexcept { connection_->end_session(); }  // once no thread runs anything here

  // Leases jobs that are due and hands them to `committed`. Answers when the next one is due, and whether
  // there may be more at once. Throws what the database throws.
  struct Claimed {
    std::size_t count = 0;
    std::optional<Instant> next_due;
  };
  Claimed claim(std::size_t limit);

  // Whether the calling thread runs a task here: what it notes counts after the commit.
  bool runs_here() const { return thread_ == std::this_thread::get_id(); }
  void note_due(Instant due) { noted_.push_back(due); }

 private:
  // A task with what it left behind; its jobs must stay where they are until the commit.
  struct Running {
    WriteTask task;
    std::vector<Job> made;
    std::vector<Event> events;
    std::exception_ptr error;
    bool alone = false;  // to be run again, alone
    bool ended = false;  // the job that ends with it is ended, together with others of the batch
  };

  bool run_together(std::vector<Running>& batch);
  bool commit(std::vector<Running>& batch, bool (PostgresqlWorker::*fill)(std::vector<Running>&));
  bool fill_lightly(std::vector<Running>& batch);
  bool fill_carefully(std::vector<Running>& batch);
  static void doubt(std::vector<Running>& batch);
  void end_jobs(std::vector<Running>& batch);
  bool try_lightly(Running& running);
  bool try_in_savepoint(Running& running, bool first);
  void run_alone(Running& running);
  void attempt(Running& running);
  bool may_run_again(const Error& error, const Running& running, int& conflicts,
                     std::chrono::steady_clock::time_point give_up) const;
  void work(Running& running, storage::Transaction& transaction);
  void answer(std::vector<Running>& batch, bool alone);

  const Options options_;
  std::unique_ptr<storage::PostgresqlConnection> connection_;
  std::vector<Instant> noted_;
  int careful_ = 0;  // batches still to be run with savepoints
  std::atomic<std::thread::id> thread_;
};

}  // namespace smarthandoff::engine
