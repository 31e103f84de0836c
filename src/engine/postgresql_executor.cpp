#include "engine/postgresql_executor.hpp"

#include <algorithm>
#include <utility>

#include <smarthandoff/base/error.hpp>

#include "engine/failure_text.hpp"
#include "engine/loop.hpp"

namespace smarthandoff::engine {

namespace {

// How many due jobs one claim takes on, and how many ends of work may wait before more is claimed.
constexpr std::size_t kClaimLimit = 500;
constexpr std::size_t kMaxInside = 1000;
// More subtransactions than this in one transaction slow every snapshot of the server down.
constexpr std::size_t kLargestBatch = 50;
constexpr Milliseconds kClaimAgain{200};

std::exception_ptr closing() {
  return std::make_exception_ptr(Error(ErrorCode::unavailable, "the engine is closing"));
}

}  // namespace

PostgresqlExecutor::PostgresqlExecutor(Options options)
    : options_(std::move(options)), next_due_(options_.clock->now()) {
  const int count = options_.manual ? 1 : options_.connections;
  for (int i = 0; i < count; ++i) {
    workers_.push_back(std::make_unique<PostgresqlWorker>(PostgresqlWorker::Options{
        .database = options_.database,
        .clock = options_.clock,
        .seeds = options_.seeds,
        .holder = options_.holder,
        .committed = [this](Committed&& left,
                            const std::vector<Instant>& dues) { committed(std::move(left), dues); },
        .log = options_.log,
        .watch = options_.watch}));
  }
}

PostgresqlExecutor::~PostgresqlExecutor() {
  stop(Milliseconds(0));
}

void PostgresqlExecutor::start() {
  if (options_.manual) return;
  for (const auto& worker : workers_) threads_.emplace_back([this, &worker] { run(*worker); });
}

void PostgresqlExecutor::submit(WriteTask task) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || (refusing_ && !task.inside))
      throw Error(ErrorCode::unavailable, "the engine is closing");
    if (task.inside) {
      inside_.push_back(std::move(task));
    } else {
      if (outside_.size() >= options_.max_queued || outside_bytes_ + task.bytes > options_.max_queued_bytes) {
        throw Error(ErrorCode::rate_limited, "too many operations are waiting; try again later");
      }
      outside_bytes_ += task.bytes;
      const std::string tenant = task.call.tenant.value;
      outside_.push(tenant, std::move(task));
    }
  }
  changed_.notify_one();
}

void PostgresqlExecutor::stop(Milliseconds limit) noexcept {
  std::vector<WriteTask> refused;
  {
    std::unique_lock lock(mutex_);
    refusing_ = true;
    while (auto task = outside_.pop()) refused.push_back(std::move(*task));
    outside_bytes_ = 0;
    changed_.notify_all();
    changed_.wait_for(lock, limit, [this] { return (inside_.empty() && busy_ == 0) || options_.manual; });
    stopping_ = true;
    for (auto& task : inside_) refused.push_back(std::move(task));
    inside_.clear();
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  for (const auto& worker : workers_) worker->close();
  for (auto& task : refused) {
    if (task.done) task.done(closing());
  }
}

std::size_t PostgresqlExecutor::queued() const {
  const std::lock_guard lock(mutex_);
  return outside_.size() + inside_.size();
}

std::optional<Instant> PostgresqlExecutor::next_due() const {
  const std::lock_guard lock(mutex_);
  return next_due_;
}

// From inside of an operation it counts after the commit: before, nobody would find the job.
void PostgresqlExecutor::note_due(Instant due) {
  for (const auto& worker : workers_) {
    if (worker->runs_here()) return worker->note_due(due);
  }
  wake_at(due);
}

void PostgresqlExecutor::wake_at(Instant due) {
  {
    const std::lock_guard lock(mutex_);
    if (next_due_ && *next_due_ <= due) return;
    next_due_ = due;
  }
  changed_.notify_all();  // who waits longest may have gone to sleep for something later
}

void PostgresqlExecutor::committed(Committed&& left, const std::vector<Instant>& dues) {
  options_.committed(std::move(left));
  if (dues.empty()) return;
  const Instant first = *std::min_element(dues.begin(), dues.end());
  wake_at(first);
  options_.made_for_later(first);
}

void PostgresqlExecutor::run(PostgresqlWorker& worker) {
  name_this_thread("sh-operations");
  while (auto turn = wait_for_turn()) do_turn(worker, std::move(*turn));
}

bool PostgresqlExecutor::may_claim(Instant now) const {
  return next_due_ && *next_due_ <= now && !claiming_ && !refusing_ && inside_.size() < kMaxInside;
}

std::optional<PostgresqlExecutor::Turn> PostgresqlExecutor::wait_for_turn() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const Instant now = options_.clock->now();
    if (may_claim(now) || !inside_.empty() || !outside_.empty()) return take_turn();
    if (next_due_ && !claiming_ && !refusing_ && *next_due_ > now) {
      // The wall clock may jump: look again at least every minute.
      changed_.wait_for(lock, std::min<Milliseconds>(*next_due_ - now, std::chrono::minutes(1)));
    } else {
      changed_.wait(lock);
    }
  }
  return std::nullopt;
}

// Many that wait are shared out between the threads, each taking several into one transaction.
PostgresqlExecutor::Turn PostgresqlExecutor::take_turn() {
  Turn turn;
  ++busy_;
  if (may_claim(options_.clock->now())) {
    turn.claim = claiming_ = true;
    next_due_.reset();  // what is noted from now on may be missed by the claim
    return turn;
  }
  const std::size_t waiting = inside_.size() + outside_.size();
  const std::size_t share = (waiting + workers_.size() - 1) / workers_.size();
  const std::size_t count = std::clamp<std::size_t>(share, 1, std::min(kLargestBatch, options_.max_batch));
  while (turn.tasks.size() < count) {
    if (!inside_.empty()) {
      turn.tasks.push_back(std::move(inside_.front()));
      inside_.pop_front();
    } else if (auto task = outside_.pop()) {
      outside_bytes_ -= task->bytes;
      turn.tasks.push_back(std::move(*task));
    } else {
      break;
    }
  }
  return turn;
}

std::size_t PostgresqlExecutor::do_turn(PostgresqlWorker& worker, Turn turn) {
  const std::size_t count = turn.tasks.size();
  if (turn.claim)
    claim(worker);
  else if (count > 0)
    worker.run(std::move(turn.tasks));
  const std::lock_guard lock(mutex_);
  --busy_;
  if (turn.claim || refusing_) changed_.notify_all();  // who sleeps until a job is due, or waits for the end
  return count;
}

void PostgresqlExecutor::claim(PostgresqlWorker& worker) {
  std::optional<Instant> next = options_.clock->now() + kClaimAgain;
  try {
    next = worker.claim(kClaimLimit).next_due;
  } catch (...) {
    // The jobs stay due; the coordinator tells of a store that is away.
    if (options_.log)
      options_.log({LogEntry::Level::debug, "claim_failed", {}, "", text_of(std::current_exception())});
  }
  const std::lock_guard lock(mutex_);
  claiming_ = false;
  if (next && (!next_due_ || *next < *next_due_)) next_due_ = next;
}

std::size_t PostgresqlExecutor::pump() {
  std::size_t ran = 0;
  while (true) {
    Turn turn;
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return ran;
      turn = take_turn();
    }
    const bool last = !turn.claim && turn.tasks.empty();
    ran += do_turn(*workers_.front(), std::move(turn));
    if (last) return ran;
  }
}

}  // namespace smarthandoff::engine
