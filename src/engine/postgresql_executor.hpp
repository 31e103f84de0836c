#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>

#include "engine/fair_queue.hpp"
#include "engine/postgresql_worker.hpp"

namespace smarthandoff::engine {

// Runs operations on several connections, beside the other processes of the store: answers from inside first,
// then tenants in turn. Whoever is free claims the jobs that are due.
class PostgresqlExecutor final : public Executor {
 public:
  struct Options {
    storage::PostgresqlDatabase* database;
    int connections;
    std::size_t max_queued, max_queued_bytes, max_batch;
    const Clock* clock;
    Seeds* seeds;
    bool manual;
    std::function<std::int32_t()> holder;
    std::function<void(Committed&&)> committed;   // on any of the threads, before the tasks' `done`
    std::function<void(Instant)> made_for_later;  // a job that falls due then; outside of locks
    std::function<void(const LogEntry&)> log;
    StoreWatch* watch;
  };

  // Throws what opening a connection throws.
  explicit PostgresqlExecutor(Options options);
  ~PostgresqlExecutor() override;

  void start() override;
  void submit(WriteTask task) override;
  void stop(Milliseconds limit) noexcept override;
  void note_due(Instant due) override;
  std::size_t pump() override;
  std::size_t queued() const override;
  std::optional<Instant> next_due() const override;

 private:
  // What one thread is to do next.
  struct Turn {
    bool claim = false;
    std::vector<WriteTask> tasks;
  };

  void run(PostgresqlWorker& worker);
  std::optional<Turn> wait_for_turn();
  Turn take_turn();
  std::size_t do_turn(PostgresqlWorker& worker, Turn turn);
  void claim(PostgresqlWorker& worker);
  bool may_claim(Instant now) const;
  void wake_at(Instant due);
  void committed(Committed&& left, const std::vector<Instant>& dues);

  const Options options_;
  std::vector<std::unique_ptr<PostgresqlWorker>> workers_;
  mutable std::mutex mutex_;  // guards everything below but the threads
  std::condition_variable changed_;
  FairQueue<WriteTask> outside_;
  std::deque<WriteTask> inside_;
  std::size_t outside_bytes_ = 0;
  std::size_t busy_ = 0;  // turns under way
  std::optional<Instant> next_due_;
  bool claiming_ = false;
  bool refusing_ = false;
  std::atomic<bool> stopping_{false};
  std::vector<std::thread> threads_;
};

}  // namespace smarthandoff::engine
