// How an operation of the table is run: refused, begun, answered.
#include <atomic>
#include <condition_variable>
#include <utility>

#include "engine/failure_text.hpp"
#include "engine/impl.hpp"
#include "engine/read_context.hpp"
#include "engine/request_memory.hpp"

namespace smarthandoff {

void Engine::Impl::begin(const Operation& operation, const TenantId& tenant,
                         std::shared_ptr<const void> request, const CallOptions& call_options,
                         Completed done) {
  check_allowed(operation, tenant, call_options);
  const Call call{.tenant = tenant, .actor = call_options.actor, .now = {}, .keys = &keys};
  if (operation.route)
    return begin_routed(operation, call, std::move(request), call_options, std::move(done));
  if (operation.plan) return begin_fetch(operation, call, std::move(request), std::move(done));
  switch (operation.kind) {
    case OperationKind::pure:
      return done(run_pure(operation, tenant, request.get()), nullptr);
    case OperationKind::read:
      return begin_read(operation, call, std::move(request), std::move(done));
    case OperationKind::write:
    case OperationKind::awaited:
      return begin_write(operation, call, std::move(request), call_options, std::move(done));
  }
}

void Engine::Impl::begin_read(const Operation& operation, const Call& call,
                              std::shared_ptr<const void> request, Completed done) {
  Call now = call;
  now.now = clock->now();
  readers.post(
      [&operation, now, request = std::move(request), done](const storage::Transaction& transaction) {
        const engine::ReadContext context(transaction, now);
        done(operation.read(*context, request.get()), nullptr);
      },
      [done](const std::exception_ptr& error) { done(nullptr, error); });
}

void Engine::Impl::begin_fetch(const Operation& operation, const Call& call,
                               std::shared_ptr<const void> request, Completed done) {
  // Each may bring megabytes. The place is given back with the last copy of what is called in the end.
  const std::shared_ptr<void> place(&fetches, [this](void*) { --fetches; });
  if (++fetches > options.max_fetches)
    throw Error(ErrorCode::rate_limited, "too many operations wait for the bytes of a port");
  Call now = call;
  now.now = clock->now();
  const auto ended = [done, place](const std::optional<Error>& failure, std::shared_ptr<void> response) {
    done(std::move(response), failure ? std::make_exception_ptr(*failure) : nullptr);
  };
  readers.post(
      [this, &operation, now, request = std::move(request), ended](const storage::Transaction& transaction) {
        const engine::ReadContext context(transaction, now);
        auto asking = [this, ask = operation.plan(*context, request.get()), ended] { ask_port(ask, ended); };
        if (!io.post(std::move(asking))) ended(Error(ErrorCode::unavailable, "the engine is closing"), {});
      },
      [done](const std::exception_ptr& error) { done(nullptr, error); });
}

// A port written by a host may throw: what it throws before it has answered is its answer.
void Engine::Impl::ask_port(const Asking& ask, const Operation::Fetched& ended) {
  const auto once = [ended, answered = std::make_shared<std::atomic<bool>>(false)](
                        const std::optional<Error>& failure, std::shared_ptr<void> response) {
    if (!answered->exchange(true)) ended(failure, std::move(response));
  };
  try {
    ask(ports, once);
  } catch (const Error& error) {
    once(error, nullptr);
  } catch (...) {
    once(Error(ErrorCode::internal, engine::text_of(std::current_exception())), nullptr);
  }
}

void Engine::Impl::begin_write(const Operation& operation, const Call& call,
                               std::shared_ptr<const void> request, const CallOptions& call_options,
                               Completed done) {
  const bool awaited = operation.kind == OperationKind::awaited;
  if (awaited) awaiters.check_room();
  // What the last run of the operation answered; it may run more than once.
  struct Outcome {
    std::shared_ptr<void> response;
    Pending pending;
    Instant now;
  };
  auto outcome = std::make_shared<Outcome>();
  engine::WriteTask task{.call = call, .bytes = engine::approximate_size(operation, request.get())};
  task.work = [&operation, request, outcome, id = call_options.request_id](Context& context) {
    outcome->now = context.now();
    if (operation.kind == OperationKind::awaited) {
      outcome->pending = engine::remembered_start(context, operation, request.get(), id);
    } else {
      outcome->response = engine::remembered_write(context, operation, request.get(), id);
    }
  };
  task.done = [this, &operation, call, outcome, awaited, timeout = call_options.timeout,
               done = std::move(done)](const std::exception_ptr& error) {
    if (error) return done(nullptr, error);
    if (!awaited) return done(std::move(outcome->response), nullptr);
    Call later = call;
    later.now = outcome->now;
    const Milliseconds patience = std::min(timeout, outcome->pending.deadline - outcome->now);
    awaiters.add(operation, later, outcome->pending, patience, done);
  };
  executor->submit(std::move(task));
}

void Engine::run(const Operation& operation, const TenantId& tenant, std::shared_ptr<const void> request,
                 const CallOptions& options, Completed done) {
  Impl& impl = *impl_;
  auto notify = [&impl, done](std::shared_ptr<void> response, std::exception_ptr error) {
    impl.notifier.post(
        [done, response = std::move(response), error = std::move(error)] { done(response, error); });
  };
  try {
    impl.begin(operation, tenant, std::move(request), options, notify);
  } catch (const Error&) {
    // A closed engine has no thread left to answer on.
    if (impl.closed) return done(nullptr, std::current_exception());
    notify(nullptr, std::current_exception());
  }
}

namespace {

// Where the answer arrives for a thread that waits for it.
struct Answered {
  std::mutex mutex;
  std::condition_variable arrived;
  bool ready = false;
  std::shared_ptr<void> response;
  std::exception_ptr error;

  void set(std::shared_ptr<void> value, std::exception_ptr failure) {
    {
      const std::lock_guard lock(mutex);
      response = std::move(value);
      error = std::move(failure);
      ready = true;
    }
    arrived.notify_all();  // whoever wakes finds the mutex free
  }
  std::shared_ptr<void> take() {
    if (error) std::rethrow_exception(error);
    return std::move(response);
  }
};

void wait_for(Answered& answered, std::chrono::steady_clock::time_point limit,
              const std::function<void()>& while_waiting) {
  std::unique_lock lock(answered.mutex);
  while (!answered.arrived.wait_for(lock, Milliseconds(100), [&] { return answered.ready; })) {
    if (std::chrono::steady_clock::now() >= limit) {
      throw Error(ErrorCode::timeout, "no answer within the time given; the work goes on");
    }
    if (!while_waiting) continue;
    lock.unlock();
    while_waiting();
    lock.lock();
  }
}

}  // namespace

void Engine::Impl::move_until(const bool& ready) {
  const std::lock_guard lock(
      moving);  // an answer comes from whoever moves the engine, so it guards `ready` too
  while (!ready && pump() > 0) {
  }
  // Nothing moves any more unless time does: an awaited operation answers as things stand.
  if (!ready) awaiters.expire_all();
  while (!ready && pump() > 0) {
  }
  if (!ready) throw Error(ErrorCode::timeout, "no answer at this instant; the work goes on");
}

std::shared_ptr<void> Engine::run(const Operation& operation, const TenantId& tenant,
                                  std::shared_ptr<const void> request, const CallOptions& options) {
  Impl& impl = *impl_;
  impl.check_usable();
  impl.check_may_wait(operation);
  auto answered = std::make_shared<Answered>();
  impl.begin(operation, tenant, std::move(request), options,
             [answered](std::shared_ptr<void> response, std::exception_ptr error) {
               answered->set(std::move(response), std::move(error));
             });
  if (impl.options.manual) {
    impl.move_until(answered->ready);
    return answered->take();
  }
  // The awaited operations' own deadline comes first; this one is for an engine that is overwhelmed.
  wait_for(*answered, std::chrono::steady_clock::now() + options.timeout + Seconds(5), options.while_waiting);
  return answered->take();
}

std::shared_ptr<void> Engine::run_pure(const Operation& operation, const TenantId& tenant,
                                       const void* request) {
  impl_->check_usable();
  return impl_->run_pure(operation, tenant, request);
}

std::shared_ptr<void> Engine::Impl::run_pure(const Operation& operation, const TenantId& tenant,
                                             const void* request) {
  if (operation.kind != OperationKind::pure)
    throw Error(ErrorCode::internal, operation.name + " is not pure");
  if (tenant.empty()) return operation.pure(request, nullptr);
  check_tenant_id(tenant);
  return operation.pure(request, profiles.get(tenant, clock->now()).get());
}

}  // namespace smarthandoff
