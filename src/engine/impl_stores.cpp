#include "engine/impl.hpp"
#include "engine/postgresql_executor.hpp"
#include "engine/writer.hpp"

namespace smarthandoff {

namespace {

constexpr std::size_t kMaxBatchBytes = 8U << 20U;
constexpr Milliseconds kLease{60'000};

storage::PostgresqlDatabase& postgresql(storage::Database& database) {
  return dynamic_cast<storage::PostgresqlDatabase&>(database);
}

}  // namespace

std::unique_ptr<engine::Coordinator> Engine::Impl::make_coordinator() {
  if (database->driver() != "postgresql") return nullptr;
  return std::make_unique<engine::Coordinator>(engine::Coordinator::Options{
      .database = &postgresql(*database),
      .clock = clock.get(),
      .manual = options.manual,
      .log = options.log,
      .wants_events = [this] { return events.has_listeners() || !awaiters.empty(); },
      .events =
          [this](const std::vector<Event>& numbered) {
            events.committed(numbered);
            awaiters.committed(numbered);
          },
      .passed = [this](std::int64_t position) { events.passed(position); },
      .profiles =
          [this](const std::optional<TenantId>& tenant) {
            tenant ? profiles.forget(*tenant) : profiles.forget_all();
          },
      .due = [this](Instant due) { executor->note_due(due); }});
}

std::unique_ptr<engine::Executor> Engine::Impl::make_executor() {
  if (coordinator) {
    return std::make_unique<engine::PostgresqlExecutor>(engine::PostgresqlExecutor::Options{
        .database = &postgresql(*database),
        .connections = options.pg_connections,
        .max_queued = options.max_queued_operations,
        .max_queued_bytes = options.max_queued_bytes,
        .max_batch = options.max_batch,
        .clock = clock.get(),
        .seeds = &seeds,
        .manual = options.manual,
        .holder = [this] { return coordinator->holder(); },
        .committed =
            [this](engine::Committed&& left) {
              // Awaiters here need not wait for the numbers; listeners get the events in their order.
              profiles.committed(left.events);
              messengers.committed(left.events);
              awaiters.committed(left.events);
              if (!left.events.empty()) coordinator->events_left();
              jobs.run(std::move(left.leased));
            },
        .made_for_later = [this](Instant due) { coordinator->job_made(due); },
        .log = options.log,
        .watch = &watch});
  }
  return std::make_unique<engine::Writer>(
      engine::Writer::Options{.max_queued = options.max_queued_operations,
                              .max_queued_bytes = options.max_queued_bytes,
                              .max_batch = options.max_batch,
                              .max_batch_bytes = kMaxBatchBytes,
                              .batch_window = options.batch_window,
                              .lease = kLease,
                              .clock = clock.get(),
                              .seeds = &seeds,
                              .manual = options.manual,
                              .committed =
                                  [this](engine::Committed&& left) {
                                    profiles.committed(left.events);
                                    messengers.committed(left.events);
                                    events.committed(left.events);
                                    awaiters.committed(left.events);
                                    jobs.run(std::move(left.leased));
                                  },
                              .reopen = [this] { return database->open_writer(); },
                              .log = options.log,
                              .watch = &watch});
}

}  // namespace smarthandoff
