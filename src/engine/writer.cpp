#include "engine/writer.hpp"

#include <algorithm>
#include <utility>

#include <smarthandoff/base/error.hpp>

#include "engine/failure_text.hpp"
#include "engine/loop.hpp"
#include "engine/watched_transaction.hpp"
#include "storage/event_rows.hpp"
#include "storage/job_rows.hpp"

namespace smarthandoff::engine {

namespace {

// How many due jobs one commit takes on, so that a long sleep's backlog does not hold up live calls.
constexpr std::size_t kClaimLimit = 256;
constexpr Milliseconds kLongestWindow{50};
constexpr Milliseconds kPause{100};

std::exception_ptr closing() {
  return std::make_exception_ptr(Error(ErrorCode::unavailable, "the engine is closing"));
}

bool is_in_doubt(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const Error& failure) {
    return failure.code() == ErrorCode::in_doubt;
  } catch (...) {
    return false;  // not the store's word
  }
}

}  // namespace

Writer::Writer(Options options) : connection_(options.reopen()), options_(std::move(options)) {
  connection_->begin();
  for (const Job& dead : storage::jobs::release_all_leases(*connection_, options_.clock->now())) {
    if (options_.log)
      options_.log({LogEntry::Level::error, "job_dead", dead.tenant, dead.kind + " " + dead.key, ""});
  }
  next_due_ = storage::jobs::next_due(*connection_);
  if (const auto range = storage::events::range(*connection_)) position_ = range->newest;
  connection_->commit();
}

Writer::~Writer() {
  stop(Milliseconds(0));
}

void Writer::start() {
  if (!options_.manual) thread_ = std::thread([this] { run(); });
}

void Writer::submit(WriteTask task) {
  {
    const std::lock_guard lock(mutex_);
    const bool idle = inside_.empty() && outside_.empty();
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
    if (!idle) return;  // woken already
  }
  changed_.notify_one();
}

void Writer::stop(Milliseconds limit) noexcept {
  std::vector<WriteTask> refused;
  {
    std::unique_lock lock(mutex_);
    refusing_ = true;
    while (auto task = outside_.pop()) refused.push_back(std::move(*task));
    outside_bytes_ = 0;
    drained_.wait_for(lock, limit, [this] { return inside_.empty() || options_.manual; });
    stopping_ = true;
    for (auto& task : inside_) refused.push_back(std::move(task));
    inside_.clear();
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  connection_.reset();
  for (auto& task : refused) {
    if (task.done) task.done(closing());
  }
}

std::size_t Writer::pump() {
  if (!connection_) return 0;  // stopped
  {
    const std::lock_guard lock(mutex_);
    if (inside_.empty() && outside_.empty() && !is_due(options_.clock->now())) return 0;
  }
  return run_batch();
}

std::size_t Writer::queued() const {
  const std::lock_guard lock(mutex_);
  return outside_.size() + inside_.size();
}

std::optional<Instant> Writer::next_due() const {
  const std::lock_guard lock(mutex_);
  return next_due_;
}

void Writer::run() {
  name_this_thread("sh-writer");
  while (wait_for_work()) run_batch();
}

bool Writer::wait_for_work() {
  std::unique_lock lock(mutex_);
  while (!stopping_ && inside_.empty() && outside_.empty()) {
    const Instant now = options_.clock->now();
    if (is_due(now)) return true;
    if (next_due_) {
      // The wall clock may jump: look again at least every minute.
      changed_.wait_for(lock, std::min<Milliseconds>(*next_due_ - now, std::chrono::minutes(1)));
    } else {
      changed_.wait(lock);
    }
  }
  return !stopping_;
}

bool Writer::is_due(Instant now) const {
  return next_due_ && *next_due_ <= now;
}

void Writer::note_due(Instant due) {
  {
    const std::lock_guard lock(mutex_);
    if (next_due_ && *next_due_ <= due) return;
    next_due_ = due;
  }
  changed_.notify_one();
}

std::optional<WriteTask> Writer::take() {
  const std::lock_guard lock(mutex_);
  if (stopping_) return std::nullopt;
  if (!inside_.empty()) {
    auto task = std::move(inside_.front());
    inside_.pop_front();
    if (inside_.empty()) drained_.notify_all();
    return task;
  }
  auto task = outside_.pop();
  if (task) outside_bytes_ -= task->bytes;
  return task;
}

std::size_t Writer::run_batch() {
  std::vector<Running> batch;
  Committed claimed;
  auto end = End::lost;
  try {
    begin();
  } catch (...) {
    return refuse_outside();
  }
  told_.clear();
  const std::int64_t position = position_;
  try {
    claim_due_jobs(claimed);
    end = fill(batch);
    if (end == End::spoiled) {
      take_back(position);
      claimed = {};
      note_due(options_.clock->now());  // what was claimed is waiting again
      connection_->rollback();
      connection_->begin();
      claim_due_jobs(claimed);
      end = repeat(batch);
    }
    if (end == End::whole) commit();
  } catch (...) {
    const auto error = std::current_exception();
    log_failure(end == End::whole ? "commit_failed" : "batch_failed", error);
    reset_connection(error);
    take_back(position);
    for (auto& running : batch) running.error = error;
    answer(batch, {});
    return batch.size();
  }
  if (end == End::lost) {
    // The database gave the whole transaction up (a full disk, an I/O error): the one that hit it keeps its
    // error, the others run again, each alone. The claimed jobs are still due and will be claimed again.
    take_back(position);
    claimed = {};
    note_due(options_.clock->now());
    for (auto& running : batch) {
      if (!running.error) run_alone(running);
    }
  }
  const std::size_t ran = claimed.leased.size() + batch.size();
  answer(batch, std::move(claimed));
  return ran;
}

// Whether an in-doubt commit happened is only known to a fresh connection, and with it where the events end.
void Writer::begin() {
  if (!must_reopen_) return connection_->begin();
  try {
    connection_ = options_.reopen();
  } catch (const Error& error) {
    // In other words: whoever asks is told of no path.
    throw Error(ErrorCode::unavailable, "store: cannot be opened again after a commit of unknown outcome",
                error.details());
  }
  connection_->begin();
  if (const auto range = storage::events::range(*connection_)) position_ = range->newest;
  must_reopen_ = false;
}

// The store is locked by somebody else, or away. Whoever asked from outside has waited for as long as a
// connection waits for a lock, and is told; what came from inside stays and is tried again.
std::size_t Writer::refuse_outside() {
  const auto error = std::current_exception();
  // It is tried several times a second, and told once for as long as it stays the same.
  if (const std::string trouble = text_of(error); std::exchange(told_, trouble) != trouble)
    log_failure(must_reopen_ ? "reopen_failed" : "begin_failed", error);
  reset_connection(error);
  std::vector<Running> refused;
  std::unique_lock lock(mutex_);
  while (auto task = outside_.pop())
    refused.push_back({.task = std::move(*task), .left = {}, .error = error});
  outside_bytes_ = 0;
  // What failed at once would fail at once again.
  if (!options_.manual && refused.empty()) changed_.wait_for(lock, kPause, [this] { return stopping_; });
  lock.unlock();
  answer(refused, {});
  return refused.size();
}

// What the lost transaction left in memory.
void Writer::take_back(std::int64_t position) {
  profiles_.forget_all();
  position_ = position;
}

// Without savepoints, which cost a quarter of the throughput: an operation that fails has nearly always
// written nothing yet. Where it has, everything is taken back and done again, carefully.
Writer::End Writer::fill(std::vector<Running>& batch) {
  auto deadline = std::chrono::steady_clock::now() + gathering_time();
  std::size_t bytes = 0;
  while (batch.size() < options_.max_batch && bytes < options_.max_batch_bytes) {
    auto task = take();
    if (!task) break;
    bytes += task->bytes;
    // A live call waits for no more than the usual time, however much else is queued.
    if (task->inside) deadline = std::min(deadline, std::chrono::steady_clock::now() + options_.batch_window);
    batch.push_back({.task = std::move(*task), .left = {}, .error = {}});
    const bool wrote = try_work(batch.back());
    if (!connection_->in_transaction()) return End::lost;
    if (batch.back().error && wrote) return End::spoiled;
    // A manual run must not depend on the machine's speed.
    if (!options_.manual && std::chrono::steady_clock::now() > deadline) break;
  }
  return End::whole;
}

// The dearer a commit, the more shares it: committing takes a ninth of the time of a full queue.
std::chrono::steady_clock::duration Writer::gathering_time() const {
  constexpr int kTimesCommit = 8;
  return std::max<std::chrono::steady_clock::duration>(
      options_.batch_window,
      std::min<std::chrono::steady_clock::duration>(kTimesCommit * commit_time_, kLongestWindow));
}

Writer::End Writer::repeat(std::vector<Running>& batch) {
  for (Running& running : batch) {
    running.error = nullptr;
    connection_->savepoint();
    try_work(running);
    if (!connection_->in_transaction()) return End::lost;
    if (running.error)
      connection_->rollback_to_savepoint();
    else
      connection_->release_savepoint();
  }
  return End::whole;
}

// True if it wrote anything.
bool Writer::try_work(Running& running) {
  WatchedTransaction watched(*connection_);
  try {
    run_work(running, watched);
  } catch (...) {
    running.error = std::current_exception();
    running.left = {};
    profiles_.forget(running.task.call.tenant);
  }
  return watched.wrote();
}

void Writer::run_work(Running& running, storage::Transaction& transaction) {
  running.left = {};
  Call& call = running.task.call;
  options_.seeds->begin(call);
  if (running.task.route) {
    const auto tenant = running.task.route(transaction);
    if (!tenant) return;
    call.tenant = *tenant;
  }
  if (running.task.ends) {
    const auto finished = storage::jobs::finish(transaction, *running.task.ends);
    if (finished.again) note_due(*finished.again);
    if (!finished.current) return;
  }
  Context context(transaction, call, &profiles_);
  running.task.work(context);

  for (const auto& job : context.canceled_jobs()) {
    storage::jobs::cancel(transaction, call.tenant, job.kind, job.key);
  }
  for (Job job : context.jobs()) {
    const bool now = job.due <= call.now;
    job.fence =
        storage::jobs::put(transaction, job, call.now, now ? std::optional(options_.lease) : std::nullopt);
    if (job.fence != 0)
      running.left.leased.push_back(std::move(job));
    else
      note_due(job.due);
  }
  running.left.events = context.take_events();
  for (Event& event : running.left.events) event.position = ++position_;
  storage::events::append(transaction, running.left.events);
}

void Writer::claim_due_jobs(Committed& claimed) {
  const Instant now = options_.clock->now();
  {
    const std::lock_guard lock(mutex_);
    if (!is_due(now) || stopping_) return;
  }
  claimed.leased = storage::jobs::claim_due(*connection_, now, kClaimLimit, options_.lease);
  const auto next = storage::jobs::next_due(*connection_);
  const std::lock_guard lock(mutex_);
  next_due_ = next;
}

void Writer::commit() {
  const auto begun = std::chrono::steady_clock::now();
  connection_->commit();
  // Averaged: now and then one commit also moves the log into the file.
  commit_time_ = (3 * commit_time_ + (std::chrono::steady_clock::now() - begun)) / 4;
}

void Writer::run_alone(Running& running) {
  const std::int64_t position = position_;
  bool committing = false;
  try {
    begin();
    run_work(running, *connection_);
    committing = true;
    connection_->commit();
  } catch (...) {
    running.error = std::current_exception();
    running.left = {};
    // Whoever asked is told of a refusal; a commit's failure concerns the engine.
    if (committing) log_failure("commit_failed", running.error);
    reset_connection(running.error);
    take_back(position);
  }
}

void Writer::reset_connection(const std::exception_ptr& error) {
  profiles_.forget_all();
  connection_->rollback();
  options_.watch->failed(error);
  must_reopen_ = must_reopen_ || is_in_doubt(error);
  note_due(options_.clock->now() + Seconds(1));  // jobs claimed in the lost transaction
}

void Writer::log_failure(std::string_view what, const std::exception_ptr& error) const {
  if (options_.log) options_.log({LogEntry::Level::error, std::string(what), {}, "", text_of(error)});
}

void Writer::answer(std::vector<Running>& batch, Committed claimed) {
  for (auto& running : batch) {
    if (running.error) continue;
    std::move(running.left.events.begin(), running.left.events.end(), std::back_inserter(claimed.events));
    std::move(running.left.leased.begin(), running.left.leased.end(), std::back_inserter(claimed.leased));
  }
  // Where nothing was written, a commit says nothing: it succeeds on a full disk, too.
  if (!claimed.events.empty() || !claimed.leased.empty()) options_.watch->worked();
  options_.committed(std::move(claimed));
  for (auto& running : batch) {
    if (running.error) options_.watch->failed(running.error);
    if (running.task.done) running.task.done(running.error);
  }
}

}  // namespace smarthandoff::engine
