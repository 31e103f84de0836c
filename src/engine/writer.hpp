#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <smarthandoff/engine/engine.hpp>
#include <smarthandoff/storage/context.hpp>

#include "engine/executor.hpp"
#include "engine/fair_queue.hpp"
#include "engine/seeds.hpp"
#include "engine/store_watch.hpp"

namespace smarthandoff::engine {

// The only thread that writes to a SQLite store: takes what is queued, tenants in turn, runs the
// operations, commits once, and only then answers (docs/engine.md). Also wakes for jobs that fall
// due.
class Writer final : public Executor {
 public:
  struct Options {
    std::size_t max_queued, max_queued_bytes, max_batch, max_batch_bytes;
    Milliseconds batch_window, lease;
    const Clock* clock;
    Seeds* seeds;
    bool manual;
    std::function<void(Committed&&)> committed;  // on the writer's thread, before the tasks' `done`
    std::function<std::unique_ptr<storage::Connection>()> reopen;  // after a commit of unknown outcome
    std::function<void(const LogEntry&)> log;
    StoreWatch* watch;  // must outlive the writer
  };

  explicit Writer(Options options);
  ~Writer() override;

  void start() override;
  void submit(WriteTask task) override;
  void stop(Milliseconds limit) noexcept override;
  void note_due(Instant due) override;
  std::size_t pump() override;
  std::size_t queued() const override;
  std::optional<Instant> next_due() const override;

 private:
  // A task of the current batch with what it left behind.
  struct Running {
    WriteTask task;
    Committed left;
    std::exception_ptr error;
  };

  void run();
  bool wait_for_work();
  std::optional<WriteTask> take();
  std::size_t run_batch();
  // How a batch's transaction ended: ready to commit; to be done again, since one that failed had written; or
  // rolled back by the database itself.
  enum class End { whole, spoiled, lost };
  std::chrono::steady_clock::duration gathering_time() const;
  End fill(std::vector<Running>& batch);
  End repeat(std::vector<Running>& batch);
  std::size_t refuse_outside();
  void take_back(std::int64_t position);
  bool try_work(Running& running);
  void run_work(Running& running, storage::Transaction& transaction);
  void claim_due_jobs(Committed& claimed);
  void commit();
  void run_alone(Running& running);
  void answer(std::vector<Running>& batch, Committed claimed);
  void begin();
  void reset_connection(const std::exception_ptr& error);
  void log_failure(std::string_view what, const std::exception_ptr& error) const;
  bool is_due(Instant now) const;

  std::unique_ptr<storage::Connection> connection_;
  const Options options_;
  bool must_reopen_ = false;  // its last commit may have happened
  std::string told_;          // why no transaction can be begun, as logged; empty: one could
  ProfileMemory profiles_;
  std::int64_t position_ = 0;                           // of the newest event
  std::chrono::steady_clock::duration commit_time_{0};  // how long one takes
  mutable std::mutex mutex_;                            // guards everything below but the thread
  std::condition_variable changed_;                     // there may be work
  std::condition_variable drained_;                     // nothing from inside is queued
  FairQueue<WriteTask> outside_;
  std::deque<WriteTask> inside_;
  std::size_t outside_bytes_ = 0;
  std::optional<Instant> next_due_;
  bool refusing_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace smarthandoff::engine
