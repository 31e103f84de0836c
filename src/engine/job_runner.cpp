#include "engine/job_runner.hpp"

#include <atomic>
#include <memory>
#include <utility>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/calls/notice.hpp>

#include "engine/failure_text.hpp"
#include "engine/store_trouble.hpp"
#include "storage/job_rows.hpp"

namespace smarthandoff::engine {

namespace {

// Those who are alerted of it are not alerted of the alert.
void died(Context& context, const Job& job, const std::string& reason) {
  context.emit_json("job.dead", job.key,
                    to_json(std::map<std::string, std::string>{{"kind", job.kind}, {"reason", reason}}));
  if (!job.kind.starts_with("alert.")) calls::raise_alert(context, calls::AlertKind::job_dead, job.kind);
}

}  // namespace

// Whoever is first, the completion or the deadline, decides how the try ended.
struct JobRunner::Try {
  Leased job;
  std::atomic<bool> ended{false};
};

JobRunner::JobRunner(Executor& executor, Loop& io, Ports ports, const KeyRing& keys, const Clock& clock,
                     std::function<void(const LogEntry&)> log)
    : executor_(executor), io_(io), ports_(ports), keys_(keys), clock_(clock), log_(std::move(log)) {}

// A job's end is an operation of the host itself, in the job's tenant.
WriteTask JobRunner::inside_task(const Job& job) const {
  return {.call = {.tenant = job.tenant, .actor = {}, .now = {}, .keys = &keys_}, .inside = true};
}

void JobRunner::add(const std::vector<JobHandler>& handlers) {
  for (const JobHandler& handler : handlers) handlers_[handler.kind] = handler;
}

void JobRunner::run(std::vector<Job> leased) {
  std::vector<std::pair<const JobHandler*, Leased>> effects;
  for (Job& one : leased) {
    const auto handler = handlers_.find(one.kind);
    const auto job = std::make_shared<const Job>(std::move(one));
    if (handler == handlers_.end()) {
      fail(job, "no handler for this kind of job");
    } else if (handler->second.rule != nullptr) {
      run_rule(handler->second, job);
    } else {
      effects.emplace_back(&handler->second, job);
    }
  }
  if (effects.empty()) return;
  io_.post([this, effects = std::move(effects)] {
    for (const auto& [handler, job] : effects) run_effect(*handler, job);
  });
}

void JobRunner::run_rule(const JobHandler& handler, const Leased& job) {
  end(job, [&handler, job](Context& context) { handler.rule(context, *job); });
}

void JobRunner::run_effect(const JobHandler& handler, const Leased& job) {
  auto attempt = std::make_shared<Try>(job);
  io_.after(handler.deadline, [this, weak = std::weak_ptr(attempt)] {
    const auto late = weak.lock();
    if (late && !late->ended.exchange(true)) fail(late->job, "no answer within the time given");
  });
  try {
    handler.effect(ports_, *job, [this, attempt](Answer answer) {
      if (attempt->ended.exchange(true)) return;
      end(
          attempt->job, answer ? std::move(answer) : [](Context&) {});
    });
  } catch (...) {
    if (!attempt->ended.exchange(true)) fail(job, text_of(std::current_exception()));
  }
}

// What came of a job is committed together with its end; where its fence is stale, another lease took it over
// and nothing is done.
void JobRunner::end(const Leased& job, std::function<void(Context&)> work) {
  WriteTask task = inside_task(*job);
  task.ends = job;
  task.work = std::move(work);
  task.done = [this, job](const std::exception_ptr& error) {
    if (error) fail(job, text_of(error));
  };
  submit(std::move(task), job);
}

void JobRunner::fail(const Leased& job, const std::string& reason) {
  if (log_) log_({LogEntry::Level::warning, "job_failed", job->tenant, job->kind + " " + job->key, reason});
  WriteTask task = inside_task(*job);
  task.work = [this, job, reason](Context& context) {
    const auto failed = storage::jobs::fail(context.transaction(), *job, context.now(), reason);
    if (failed.dead) died(context, *job, reason);
    if (failed.retry_at) executor_.note_due(*failed.retry_at);
  };
  submit(std::move(task), job);
}

// A store that cannot take it now is no failure of the job: what came of it is kept and stored later. Whether
// an attempt in doubt was stored after all is told by the fence.
void JobRunner::submit(WriteTask task, const Leased& job) {
  WriteTask once{.call = task.call, .inside = task.inside, .ends = task.ends};
  const auto kept = std::make_shared<const WriteTask>(std::move(task));
  once.work = [kept](Context& context) { kept->work(context); };
  once.done = [this, kept, job](const std::exception_ptr& error) {
    if (error && is_of_the_store(error))
      return io_.after(kStoreAgain, [this, kept, job] { submit(*kept, job); });
    if (kept->done) kept->done(error);
  };
  try {
    executor_.submit(std::move(once));
  } catch (const Error& error) {
    // Closing: the job keeps its lease and is done by the next engine that opens the store.
    if (log_)
      log_({LogEntry::Level::info, "job_left", job->tenant, job->kind + " " + job->key, error.what()});
  }
}

}  // namespace smarthandoff::engine
