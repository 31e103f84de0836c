#pragma once

#include <atomic>
#include <memory>
#include <mutex>

#include <smarthandoff/engine/engine.hpp>
#include <smarthandoff/storage/database.hpp>

#include "engine/alert_desk.hpp"
#include "engine/awaiters.hpp"
#include "engine/carrier_accounts.hpp"
#include "engine/coordinator.hpp"
#include "engine/credential_check.hpp"
#include "engine/directory_feed.hpp"
#include "engine/event_hub.hpp"
#include "engine/executor.hpp"
#include "engine/job_runner.hpp"
#include "engine/loop.hpp"
#include "engine/messenger_hub.hpp"
#include "engine/profile_cache.hpp"
#include "engine/readers.hpp"
#include "engine/seeds.hpp"
#include "engine/snapshots.hpp"
#include "engine/store_watch.hpp"

namespace smarthandoff {

// Everything that an open engine owns, in the order in which it is made; it ends in the reverse order.
struct Engine::Impl {
  explicit Impl(EngineOptions given);
  ~Impl();

  // Throws failed_precondition after a fork, unavailable when closed.
  void check_usable() const;
  // For one use by a thread that may meet the end of the engine. Throws as check_usable does.
  std::shared_ptr<storage::Database> store() const;
  void check_allowed(const Operation& operation, const TenantId& tenant, const CallOptions& options) const;
  // Throws failed_precondition where waiting on this thread could never end.
  void check_may_wait(const Operation& operation) const;

  // Runs a line of the table; `done` is called on an engine thread, or on this one if it is refused.
  void begin(const Operation& operation, const TenantId& tenant, std::shared_ptr<const void> request,
             const CallOptions& options, Completed done);
  void begin_read(const Operation& operation, const Call& call, std::shared_ptr<const void> request,
                  Completed done);
  // Of a plan: asks the port on the I/O thread, once the snapshot is closed.
  void begin_fetch(const Operation& operation, const Call& call, std::shared_ptr<const void> request,
                   Completed done);
  using Asking = std::function<void(Ports&, Operation::Fetched)>;
  void ask_port(const Asking& ask, const Operation::Fetched& ended);
  void begin_write(const Operation& operation, const Call& call, std::shared_ptr<const void> request,
                   const CallOptions& options, Completed done);

  // A line that finds its tenants by its request: begun in each, answered when all have
  // (messenger_route.cpp).
  void begin_routed(const Operation& operation, const Call& call, std::shared_ptr<const void> request,
                    const CallOptions& options, Completed done);

  void note_unknown(const Operation& operation);

  std::shared_ptr<void> run_pure(const Operation& operation, const TenantId& tenant, const void* request);

  void on_telephony(const telephony::Event& event);
  void submit_telephony(const TenantId& tenant,
                        const telephony::Event& event);  // no tenant: found by its ids
  // As soon as the phone system is connected: what happened while nobody was there is asked for.
  void catch_up();
  void log_failure(const std::string& what, const std::exception_ptr& error) const;
  // One round of everything on this thread; how many things ran.
  std::size_t pump();
  // A manual engine, on this thread and as far as it goes at this instant.
  void move_until(const bool& ready);
  std::optional<Instant> next_due() const;
  void prune();
  void add_job_handlers();
  void start_directory_feed();  // where there is a directory
  void close() noexcept;
  bool forked() const;

  // What differs between the drivers (impl_stores.cpp).
  std::unique_ptr<engine::Coordinator> make_coordinator();
  std::unique_ptr<engine::Executor> make_executor();

  EngineOptions options;
  std::shared_ptr<Clock> clock;
  std::shared_ptr<ManualClock> stepped;  // the clock that step() moves, in a manual engine
  engine::Seeds seeds;
  const int owner_pid;
  const KeyRing keys;
  engine::CredentialCheck credentials{keys};
  std::shared_ptr<storage::Database> database;  // none once closed: see store()
  engine::Snapshots snapshots;
  engine::Loop io, notifier, listeners;
  engine::Readers readers;
  engine::ProfileCache profiles;
  engine::EventHub events;
  engine::Awaiters awaiters;
  engine::MessengerHub messengers;
  engine::AlertDesk alert_desk;
  calls::TwilioCarrier carrier;
  calls::S3RecordingStore recordings;
  Ports ports;
  std::unique_ptr<engine::Coordinator> coordinator;  // of a PostgreSQL store
  engine::StoreWatch watch;
  std::unique_ptr<engine::Executor> executor;
  engine::JobRunner jobs;
  std::unique_ptr<engine::DirectoryFeed> directory_feed;  // where there is a directory
  std::atomic<std::int64_t> unknown_webhooks{0};
  std::atomic<std::size_t> fetches{0};
  std::atomic<bool> closed{false};
  mutable std::mutex database_mutex;
  std::mutex closing;           // held while the engine is being closed
  std::mutex stepping;          // held by the thread that steps
  std::recursive_mutex moving;  // held by the thread that moves a manual engine: by a step or an operation
};

}  // namespace smarthandoff
