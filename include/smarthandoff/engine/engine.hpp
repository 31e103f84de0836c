#pragma once

#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include <smarthandoff/base/key_ring.hpp>
#include <smarthandoff/engine/health.hpp>
#include <smarthandoff/engine/operation.hpp>
#include <smarthandoff/messenger/port.hpp>
#include <smarthandoff/storage/event.hpp>
#include <smarthandoff/telephony/directory.hpp>
#include <smarthandoff/telephony/port.hpp>

namespace smarthandoff::calls {
class VoiceCarrier;    // calls/carrier.hpp
class RecordingStore;  // calls/recording_store.hpp
}  // namespace smarthandoff::calls

namespace smarthandoff {

// A line of the log: structured, without personal data.
struct LogEntry {
  enum class Level { debug, info, warning, error } level = Level::info;
  std::string what;    // a fixed word, e.g. "job_failed"
  TenantId tenant;     // empty: of the engine itself
  std::string id;      // of the entity; may be empty
  std::string detail;  // human text; control characters are escaped
};

struct EngineOptions {
  std::string store = "sqlite://:memory:";          // storage/database.hpp says the forms
  std::shared_ptr<telephony::Telephony> telephony;  // none: operations that need it end as `failed`
  // The PBX's own tables, e.g. make_fusionpbx(): Do Not Disturb, and destinations of the tenants that have a
  // PBX domain, read every `directory_refresh` (1 s or more). None: neither is asked for.
  std::shared_ptr<telephony::Directory> directory;
  Milliseconds directory_refresh{30'000};
  // Sends for channels without an access token of their own; none: those cannot send.
  std::shared_ptr<messenger::Messenger> messenger;
  // Places calls in place of Twilio, whose REST API is used otherwise, with each tenant's account.
  std::shared_ptr<calls::VoiceCarrier> voice;
  // Keeps recordings in place of Twilio and the tenants' buckets.
  std::shared_ptr<calls::RecordingStore> recordings;
  std::string twilio_url;  // of the REST API in place of Twilio's hosts, e.g. a double's
  // What credentials at rest are encrypted with, oldest first: the last one encrypts. None: no credentials
  // can be stored.
  std::vector<EncryptionKey> encryption_keys;
  std::shared_ptr<Clock> clock;       // none: the machine's
  bool manual = false;                // no threads of its own work: only step() moves things (simulation)
  std::optional<std::uint64_t> seed;  // of the ids, so that a manual run can be repeated; none: by chance
  int readers = 2;                    // connections for reads
  int workers = 4;                    // threads for host functions
  int pg_connections = 4;             // PostgreSQL: operations under way at the same time
  std::size_t max_queued_operations = 10'000;  // more are refused with rate_limited
  std::size_t max_queued_bytes = 64U << 20U;
  std::size_t max_batch = 256;   // operations in one commit
  Milliseconds batch_window{2};  // one commit's longest gathering
  std::size_t max_awaiters = 10'000;
  std::size_t max_fetches =
      64;  // operations that wait for a port's bytes; more are refused with rate_limited
  Milliseconds connect_patience{3000};  // how long open waits to learn that a password is wrong
  Milliseconds close_limit{5000};       // how long close waits for queued work
  Milliseconds event_retention = std::chrono::hours(24 * 30);
  std::function<void(const LogEntry&)> log;  // called from any thread; must not throw
};

struct CallOptions {
  Actor actor;
  std::string request_id;        // the same id and request within 24 h get the first answer
  Milliseconds timeout{60'000};  // of waiting for the answer; the work goes on
  // Called every 100 ms or so by a thread that waits, outside of locks: a place to look for signals. What it
  // throws ends the waiting; the work goes on.
  std::function<void()> while_waiting;
};

struct EventPage {
  std::vector<Event> events;
  std::int64_t next = 0;  // the cursor to go on from
};

const Type& describe(const Event*);
const Type& describe(const EventPage*);

class Tenant;

// An open store with everything that works on it. Opening starts its threads; closing (or destroying)
// ends them: refuses new work, finishes what was accepted, closes the store. Thread-safe. In another process
// than the one that opened it (after fork) every use raises failed_precondition.
class Engine {
 public:
  // Throws Error: what storage::open_database throws; unauthorized for a wrong password of the PBX or its
  // directory.
  explicit Engine(EngineOptions options);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // A view of one tenant, for one user; touches no store.
  Tenant tenant(std::string id, std::string user = {}, Role role = Role::service);

  // Ends everything; idempotent. Work that was not begun fails with `unavailable`.
  void close() noexcept;

  // For `manual` engines: runs everything due up to `now` on this thread and answers how many things ran.
  // Operations of other threads wait meanwhile, as it waits for theirs.
  // Throws failed_precondition if another thread is stepping, invalid_argument if `now` goes back.
  std::size_t step(Instant now);

  // For `manual` engines: when the next thing is due, as far as this process knows, for leaping there;
  // absent: nothing is. Throws failed_precondition for another engine.
  std::optional<Instant> next_due();

  EngineHealth health();
  void backup(const std::string& path);

  // Events after `cursor` in commit order, of one tenant or (empty) of all; at most `limit` (1-10,000).
  // Throws not_found for a cursor older than the retention.
  EventPage events(const TenantId& tenant, std::int64_t cursor, std::size_t limit = 1000);

  // Calls `listener` for each event committed from now on, in order, on one thread, outside of locks. A
  // listener that lags is fed from the store; nothing is dropped. Ends with the subscription's destruction.
  // `topic` may end in `*`.
  class Subscription;
  [[nodiscard]] std::shared_ptr<Subscription> subscribe(const TenantId& tenant, const std::string& topic,
                                                        std::function<void(const Event&)> listener);

  // What the bindings and Tenant::call use: runs a line of the table. `done` gets the response or the error,
  // exactly once, on a thread of the engine (on the caller's when it is closed); it must not block.
  using Completed = std::function<void(std::shared_ptr<void> response, std::exception_ptr error)>;
  void run(const Operation& operation, const TenantId& tenant, std::shared_ptr<const void> request,
           const CallOptions& options, Completed done);
  // The same, waiting on this thread; in a `manual` engine the work is done on it.
  std::shared_ptr<void> run(const Operation& operation, const TenantId& tenant,
                            std::shared_ptr<const void> request, const CallOptions& options);
  // A pure operation with the tenant's defaults (none: without).
  std::shared_ptr<void> run_pure(const Operation& operation, const TenantId& tenant, const void* request);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Keeps a listener subscribed; its destructor returns when the listener does not run any more.
class Engine::Subscription {
 public:
  virtual ~Subscription() = default;
};

// The line of the table for a function; throws unsupported when it is in no table.
const Operation& operation_of(const void* identity);
const Operation& find_operation(std::string_view name);

// One tenant, seen by one user. A cheap value; the engine must outlive it.
class Tenant {
 public:
  Tenant(Engine& engine, TenantId id, Actor actor)
      : engine_(&engine), id_(std::move(id)), actor_(std::move(actor)) {}

  const TenantId& id() const { return id_; }

  // Runs an operation of the table and waits: `tenant.call(handoff::transfer, {.handoff_id = id, .to =
  // "Jeni"})`.
  template <class Request, class Response>
  Response call(Response (*function)(Context&, const Request&), const std::type_identity_t<Request>& request,
                CallOptions options = {}) {
    return wait<Response>(reinterpret_cast<const void*>(function), request, std::move(options));
  }
  template <class Request, class Response>
  Response call(Response (*function)(const Context&, const Request&),
                const std::type_identity_t<Request>& request, CallOptions options = {}) {
    return wait<Response>(reinterpret_cast<const void*>(function), request, std::move(options));
  }
  template <class Request, class Response>
  Response call(const Awaited<Request, Response>& awaited, const std::type_identity_t<Request>& request,
                CallOptions options = {}) {
    return wait<Response>(reinterpret_cast<const void*>(awaited.start), request, std::move(options));
  }
  template <class Request, class Plan, class Response>
  Response call(const Fetched<Request, Plan, Response>& fetched, const std::type_identity_t<Request>& request,
                CallOptions options = {}) {
    return wait<Response>(reinterpret_cast<const void*>(fetched.plan), request, std::move(options));
  }

  // The same without waiting; the future's get() throws the error.
  template <class Request, class Response>
  std::future<Response> async(Response (*function)(Context&, const Request&),
                              const std::type_identity_t<Request>& request, CallOptions options = {}) {
    return begin<Response>(reinterpret_cast<const void*>(function), request, std::move(options));
  }
  template <class Request, class Response>
  std::future<Response> async(const Awaited<Request, Response>& awaited,
                              const std::type_identity_t<Request>& request, CallOptions options = {}) {
    return begin<Response>(reinterpret_cast<const void*>(awaited.start), request, std::move(options));
  }

 private:
  template <class Response, class Request>
  Response wait(const void* identity, const Request& request, CallOptions options) {
    options.actor = actor_;
    auto response = engine_->run(operation_of(identity), id_, std::make_shared<Request>(request), options);
    return std::move(*static_cast<Response*>(response.get()));
  }
  template <class Response, class Request>
  std::future<Response> begin(const void* identity, const Request& request, CallOptions options) {
    options.actor = actor_;
    auto promise = std::make_shared<std::promise<Response>>();
    engine_->run(operation_of(identity), id_, std::make_shared<Request>(request), options,
                 [promise](const std::shared_ptr<void>& response, const std::exception_ptr& error) {
                   if (error)
                     promise->set_exception(error);
                   else
                     promise->set_value(std::move(*static_cast<Response*>(response.get())));
                 });
    return promise->get_future();
  }

  Engine* engine_;
  TenantId id_;
  Actor actor_;
};

}  // namespace smarthandoff
