#include "engine/postgresql_worker.hpp"

#include <algorithm>
#include <utility>

#include <smarthandoff/base/error.hpp>

#include "engine/watched_transaction.hpp"
#include "storage/job_rows.hpp"
#include "storage/postgresql_error.hpp"
#include "storage/postgresql_events.hpp"
#include "storage/postgresql_jobs.hpp"

namespace smarthandoff::engine {

namespace {

constexpr int kConflicts = 3;
constexpr int kCareful = 16;  // batches with savepoints after one without was spoiled
// How long an operation from outside waits for a server that is away, beside the connection's own patience.
constexpr Milliseconds kPatience{5000};
// What comes from inside is handed in again a second later by whoever keeps it, and must not hold a session
// meanwhile for which somebody waits.
constexpr Milliseconds kPatienceInside{100};
constexpr Milliseconds kPause{20};

}  // namespace

PostgresqlWorker::PostgresqlWorker(Options options)
    : options_(std::move(options)),
      connection_(options_.database->open(storage::PostgresqlStore::Mode::writer)) {}

void PostgresqlWorker::run(std::vector<WriteTask> tasks) {
  thread_ = std::this_thread::get_id();
  std::vector<Running> batch(tasks.size());
  for (std::size_t i = 0; i < tasks.size(); ++i) batch[i].task = std::move(tasks[i]);
  const bool together = batch.size() > 1 && run_together(batch);
  for (Running& running : batch) running.alone = !together || running.alone;
  if (together) answer(batch, false);
  for (Running& running : batch) {
    if (!running.alone) continue;
    run_alone(running);
    std::vector<Running> one;
    one.push_back(std::move(running));
    answer(one, true);
  }
  thread_ = std::thread::id();
}

// False: nothing of it was committed, and nobody is answered: each runs alone.
bool PostgresqlWorker::run_together(std::vector<Running>& batch) {
  if (careful_ == 0) {
    if (commit(batch, &PostgresqlWorker::fill_lightly)) return true;
    careful_ = kCareful;
  }
  --careful_;
  return commit(batch, &PostgresqlWorker::fill_carefully);
}

// False: the transaction was lost as a whole, whatever the reason.
bool PostgresqlWorker::commit(std::vector<Running>& batch,
                              bool (PostgresqlWorker::*fill)(std::vector<Running>&)) {
  bool in_doubt = false;
  try {
    connection_->begin();
    if ((this->*fill)(batch)) {
      connection_->commit();
      return true;
    }
  } catch (const Error& error) {
    in_doubt = error.code() == ErrorCode::in_doubt;
    if (in_doubt) doubt(batch);
  } catch (...) {
    // Not the database's word. Whoever it concerns meets it again, alone.
  }
  connection_->rollback();
  noted_.clear();
  return in_doubt;
}

// Without savepoints, which cost more than most operations; what spoils the transaction has all of it run
// again. Nothing waits here for another transaction's lock, since jobs of the whole batch are locked.
bool PostgresqlWorker::fill_lightly(std::vector<Running>& batch) {
  connection_->wait_for_locks(false);
  end_jobs(batch);
  for (Running& running : batch) {
    if (!running.alone && !try_lightly(running)) return false;
  }
  return true;
}

bool PostgresqlWorker::fill_carefully(std::vector<Running>& batch) {
  for (Running& running : batch) {
    running.ended = running.alone = false;
    if (!try_in_savepoint(running, &running == &batch.front())) return false;
  }
  return true;
}

// Called while the error is being handled: those from outside are told; those from inside can tell for
// themselves whether they were done.
void PostgresqlWorker::doubt(std::vector<Running>& batch) {
  for (Running& running : batch) {
    running.error = std::current_exception();
    running.alone = running.task.inside;
  }
}

// What of them could not be ended here is stale, to be done again, or just being looked at by somebody else:
// it runs alone.
void PostgresqlWorker::end_jobs(std::vector<Running>& batch) {
  std::vector<const Job*> ending;
  std::vector<Running*> whose;
  for (Running& running : batch) {
    running.ended = false;
    running.alone = running.task.ends != nullptr;
    if (!running.alone) continue;
    ending.push_back(running.task.ends.get());
    whose.push_back(&running);
  }
  for (const std::size_t index : storage::postgresql_jobs::finish(*connection_, ending)) {
    whose[index]->ended = true;
    whose[index]->alone = false;
  }
}

// False: the transaction is lost, or must be. What failed before it wrote anything has spoiled nothing.
bool PostgresqlWorker::try_lightly(Running& running) {
  WatchedTransaction watched(*connection_);
  try {
    work(running, watched);
    return true;
  } catch (const Error& error) {
    running.alone = storage::is_locked(error);
    running.error = std::current_exception();
  } catch (...) {
    running.error = std::current_exception();
  }
  running.made.clear();
  running.events.clear();
  return !watched.wrote() && !running.task.ends && connection_->in_transaction();
}

// False: the transaction is lost. An operation that would have to wait for a lock, while others' locks are
// held here, runs alone afterwards: two batches never wait for each other.
bool PostgresqlWorker::try_in_savepoint(Running& running, bool first) {
  connection_->savepoint();
  connection_->wait_for_locks(first);
  try {
    work(running, *connection_);
    connection_->release_savepoint();
    return true;
  } catch (const Error& error) {
    running.alone = storage::is_locked(error) || storage::is_serialization_failure(error);
    running.error = std::current_exception();
  } catch (...) {
    running.error = std::current_exception();
  }
  running.made.clear();
  running.events.clear();
  if (!connection_->in_transaction()) return false;
  connection_->rollback_to_savepoint();
  return true;
}

void PostgresqlWorker::run_alone(Running& running) {
  const auto give_up = std::chrono::steady_clock::now() + (running.task.inside ? kPatienceInside : kPatience);
  int conflicts = 0;
  while (true) {
    running.error = nullptr;
    try {
      return attempt(running);
    } catch (const Error& error) {
      running.error = std::current_exception();
      connection_->rollback();
      if (!may_run_again(error, running, conflicts, give_up)) break;
    } catch (...) {
      running.error = std::current_exception();
      connection_->rollback();
      break;
    }
    noted_.clear();
  }
  noted_.clear();
  running.made.clear();
  running.events.clear();
}

void PostgresqlWorker::attempt(Running& running) {
  running.ended = false;
  connection_->begin();
  work(running, *connection_);
  connection_->commit();
}

// What was lost before its commit did not happen. What comes from inside may be run again even where it may
// have happened: a job's end is told by its fence, an event of the phone system changes nothing the second
// time.
bool PostgresqlWorker::may_run_again(const Error& error, const Running& running, int& conflicts,
                                     std::chrono::steady_clock::time_point give_up) const {
  if (storage::is_serialization_failure(error)) return ++conflicts <= kConflicts;
  const bool inside = running.task.inside;
  if (!storage::is_connection_lost(error) && !(inside && error.code() == ErrorCode::in_doubt)) return false;
  if (std::chrono::steady_clock::now() >= give_up) return false;
  options_.watch->failed(running.error);  // nobody else is told while it is tried
  std::this_thread::sleep_for(kPause);
  return true;
}

void PostgresqlWorker::work(Running& running, storage::Transaction& transaction) {
  running.made.clear();
  running.events.clear();
  running.error = nullptr;
  connection_->act_for({});
  Call& call = running.task.call;
  options_.seeds->begin(call);
  if (running.task.route) {
    const auto tenant = running.task.route(*connection_);
    if (!tenant) return;
    call.tenant = *tenant;
  }
  if (running.task.ends && !running.ended) {
    const auto finished = storage::jobs::finish(*connection_, *running.task.ends);
    if (finished.again) noted_.push_back(*finished.again);
    if (!finished.current) return;
  }
  Context context(transaction, call);
  running.task.work(context);

  for (const auto& job : context.canceled_jobs()) {
    storage::jobs::cancel(*connection_, call.tenant, job.kind, job.key);
  }
  running.made = context.jobs();
  const std::int32_t holder = options_.holder();
  for (Job& job : running.made) {
    storage::postgresql_jobs::put(*connection_, job, call.now, job.due <= call.now ? holder : 0, &job.fence);
  }
  running.events = context.take_events();
  storage::postgresql_events::append(*connection_, running.events);
}

PostgresqlWorker::Claimed PostgresqlWorker::claim(std::size_t limit) {
  const std::int32_t holder = options_.holder();
  if (holder == 0) return {.count = 0, .next_due = options_.clock->now() + Milliseconds(50)};
  Committed left;
  Claimed claimed;
  try {
    connection_->begin();
    left.leased = storage::postgresql_jobs::claim_due(*connection_, options_.clock->now(), limit, holder);
    claimed.next_due = storage::jobs::next_due(*connection_);
    connection_->commit();
  } catch (...) {
    connection_->rollback();
    throw;
  }
  claimed.count = left.leased.size();
  if (claimed.count > 0) options_.committed(std::move(left), {});
  return claimed;
}

void PostgresqlWorker::answer(std::vector<Running>& batch, bool alone) {
  Committed left;
  std::vector<Instant> dues = std::exchange(noted_, {});
  for (Running& running : batch) {
    if (running.error || running.alone != alone) continue;
    std::move(running.events.begin(), running.events.end(), std::back_inserter(left.events));
    for (Job& job : running.made) {
      if (job.fence == 0)
        dues.push_back(job.due);
      else
        left.leased.push_back(std::move(job));
    }
  }
  if (!left.events.empty() || !left.leased.empty()) options_.watch->worked();
  options_.committed(std::move(left), dues);
  for (Running& running : batch) {
    if (running.alone == alone && running.error) options_.watch->failed(running.error);
    if (running.alone == alone && running.task.done) running.task.done(running.error);
  }
}

}  // namespace smarthandoff::engine
