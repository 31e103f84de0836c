#pragma once

#include <future>
#include <memory>
#include <string>
#include <utility>

#include <smarthandoff/base/time.hpp>

#include "engine/coordinator.hpp"
#include "engine/job_runner.hpp"
#include "engine/no_telephony.hpp"
#include "engine/postgresql_executor.hpp"

namespace station {

using namespace smarthandoff;

// An engine's executor, coordinator and job runner without the rest, for job handlers of a test's own.
class Station {
 public:
  Station(const std::string& url, const std::vector<JobHandler>& handlers)
      : database_({.url = url}),
        coordinator_({.database = &database_,
                      .clock = &clock_,
                      .manual = false,
                      .log = {},
                      .wants_events = [] { return false; },
                      .events = [](const std::vector<Event>&) {},
                      .passed = [](std::int64_t) {},
                      .profiles = [](const std::optional<TenantId>&) {},
                      .due = [this](Instant due) { executor_.note_due(due); }}),
        executor_({.database = &database_,
                   .connections = 2,
                   .max_queued = 100'000,
                   .max_queued_bytes = 1U << 30U,
                   .max_batch = 256,
                   .clock = &clock_,
                   .seeds = &seeds_,
                   .manual = false,
                   .holder = [this] { return coordinator_.holder(); },
                   .committed = [this](engine::Committed&& left) { jobs_.run(std::move(left.leased)); },
                   .made_for_later = [this](Instant due) { coordinator_.job_made(due); },
                   .log = {},
                   .watch = &watch_}),
        jobs_(executor_, io_, {telephony_}, keys_, clock_, {}) {
    jobs_.add(handlers);
    io_.start();
    executor_.start();
    coordinator_.start();
  }
  ~Station() {
    executor_.stop(Milliseconds(5000));
    coordinator_.stop();
    io_.stop();
  }

  // Runs `work` as an operation of tenant "acme" and waits for its commit.
  void write(std::function<void(Context&)> work) {
    std::promise<void> done;
    engine::WriteTask task{.call = {.tenant = {"acme"}, .actor = {}, .now = {}, .seed = random_seed()},
                           .route = {},
                           .work = std::move(work),
                           .done = [&](const std::exception_ptr& error) {
                             error ? done.set_exception(error) : done.set_value();
                           }};
    executor_.submit(std::move(task));
    done.get_future().get();
  }

 private:
  SystemClock clock_;
  engine::Seeds seeds_{clock_, {}};
  engine::NoTelephony telephony_;
  engine::Loop io_{"sh-io", nullptr};
  storage::PostgresqlDatabase database_;
  engine::StoreWatch watch_;
  engine::Coordinator coordinator_;
  engine::PostgresqlExecutor executor_;
  const KeyRing keys_;
  engine::JobRunner jobs_;
};

}  // namespace station
