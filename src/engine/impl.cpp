#include "engine/impl.hpp"

#include <unistd.h>

#include <algorithm>
#include <type_traits>
#include <utility>

#include <smarthandoff/base/zone.hpp>
#include <smarthandoff/callback/watch.hpp>
#include <smarthandoff/calls/notice.hpp>
#include <smarthandoff/calls/place.hpp>
#include <smarthandoff/calls/recording_store.hpp>
#include <smarthandoff/contact/messaging.hpp>
#include <smarthandoff/contact/retention.hpp>
#include <smarthandoff/handoff/extension.hpp>
#include <smarthandoff/handoff/handoff.hpp>
#include <smarthandoff/messenger/inspection.hpp>
#include <smarthandoff/messenger/message.hpp>

#include "base/field_check.hpp"
#include "engine/failure_text.hpp"
#include "engine/messenger_events.hpp"
#include "engine/no_telephony.hpp"
#include "engine/store_trouble.hpp"
#include "http/address.hpp"
#include "storage/event_rows.hpp"
#include "storage/request_rows.hpp"
#include "telephony/with_directory.hpp"

namespace smarthandoff {

namespace {

constexpr Milliseconds kPruneEvery = std::chrono::minutes(1);
constexpr Milliseconds kPruneOn{50};  // while there is more: the store is for others in between
constexpr Milliseconds kLookForConnection{100};
constexpr std::size_t kPruneRows = 5'000;  // at a time, in one short commit

std::shared_ptr<Clock> clock_of(const EngineOptions& options) {
  if (options.clock) return options.clock;
  if (options.manual) return std::make_shared<ManualClock>(SystemClock().now());
  return std::make_shared<SystemClock>();
}

// Whom an event without a call or leg is told.
std::vector<TenantId> tenants_concerned(const storage::Transaction& transaction,
                                        const telephony::Event& event) {
  if (const auto* presence = std::get_if<telephony::PresenceChanged>(&event))
    return callbacks::tenants_waiting(transaction, *presence);
  std::vector<TenantId> all = handoff::tenants_in_flight(transaction);
  for (TenantId& tenant : callbacks::tenants_in_flight(transaction))
    if (std::ranges::find(all, tenant) == all.end()) all.push_back(std::move(tenant));
  if (!std::holds_alternative<telephony::ConnectionLost>(event)) return all;
  for (TenantId& tenant : calls::tenants_with_alerts(transaction))
    if (std::ranges::find(all, tenant) == all.end()) all.push_back(std::move(tenant));
  return all;
}

void check_count(std::string_view field, std::size_t value) {
  if (value == 0) throw invalid_field(field, "must be at least 1");
}

// No time is negative, and none is so long that a deadline would leave the clock's range.
void check_times(const EngineOptions& options) {
  constexpr std::int64_t kSecond = 1'000, kDay = 86'400'000, kCentury = 36'500 * kDay;
  field::check_between("batch_window", options.batch_window.count(), 0, kSecond);
  field::check_between("connect_patience", options.connect_patience.count(), 0, kDay);
  field::check_between("close_limit", options.close_limit.count(), 0, kDay);
  field::check_between("event_retention", options.event_retention.count(), kSecond, kCentury);
  telephony::check_directory_refresh("directory_refresh", options.directory_refresh);
}

EngineOptions completed(EngineOptions options) {
  check_tzdata();
  field::check_between("readers", options.readers, 1, 64);
  field::check_between("workers", options.workers, 1, 64);
  field::check_between("pg_connections", options.pg_connections, 1, 64);
  check_count("max_queued_operations", options.max_queued_operations);
  check_count("max_queued_bytes", options.max_queued_bytes);
  check_count("max_batch", options.max_batch);
  check_count("max_awaiters", options.max_awaiters);
  check_count("max_fetches", options.max_fetches);
  check_times(options);
  if (!options.twilio_url.empty()) http::check_base_url("twilio_url", options.twilio_url);
  if (!options.telephony) options.telephony = std::make_shared<engine::NoTelephony>();
  if (options.directory) {
    options.telephony = telephony::with_directory(std::move(options.telephony), options.directory);
  }
  return options;
}

// What each module keeps of people.
void register_with_contacts() {
  handoff::register_with_contacts();
  callbacks::register_with_contacts();
  calls::register_with_contacts();
  contact::register_message_data();
}

}  // namespace

Engine::Impl::Impl(EngineOptions given)
    : options(completed(std::move(given))),
      clock(clock_of(options)),
      stepped(options.manual ? std::dynamic_pointer_cast<ManualClock>(clock) : nullptr),
      seeds(*clock, options.seed),
      owner_pid(getpid()),
      keys(options.encryption_keys),
      database(storage::open_database({.url = options.store})),
      snapshots(database),
      io("sh-io", stepped.get()),
      notifier("sh-notifier", stepped.get()),
      listeners("sh-listeners", stepped.get()),
      readers(*database, options.readers, options.max_queued_operations, stepped.get()),
      profiles(*database),
      events(
          listeners,
          [this](std::int64_t cursor, std::size_t limit) {
            return snapshots.read([&](const storage::Transaction& transaction) {
              return storage::events::read(transaction, {}, cursor, limit);
            });
          },
          options.log),
      awaiters(readers, io, options.max_awaiters),
      messengers(readers, io, keys, *clock, options.messenger),
      alert_desk(readers, io, keys, *clock, messengers),
      carrier(engine::carrier_accounts(readers, io, keys, *clock), {.base_url = options.twilio_url}),
      recordings(engine::bucket_accesses(readers, io, keys, *clock),
                 [this](const calls::MediaOrder& order, http::BodySink sink, auto answer) {
                   carrier.read_recording(order, std::move(sink), std::move(answer));
                 }),
      ports{*options.telephony, &messengers, options.voice ? options.voice.get() : &carrier, &alert_desk,
            options.recordings ? options.recordings.get() : &recordings},
      coordinator(make_coordinator()),
      executor(make_executor()),
      jobs(*executor, io, ports, keys, *clock, options.log) {
  if (options.manual && !stepped) throw invalid_field("clock", "must be a ManualClock in a manual engine");
  register_with_contacts();
  add_job_handlers();
  if (coordinator) {
    events.start(coordinator->newest());
  } else if (const auto range = snapshots.read(storage::events::range)) {
    events.start(range->newest);
  }
  readers.start();
  io.start();
  notifier.start();
  listeners.start();
  executor->start();
  if (coordinator) coordinator->start();
  io.post([this] { prune(); });
  try {
    options.telephony->start([this](const telephony::Event& event) { on_telephony(event); },
                             options.connect_patience);
    catch_up();
  } catch (...) {
    close();
    throw;
  }
  start_directory_feed();
}

void Engine::Impl::add_job_handlers() {
  for (const auto* handlers : {&handoff::job_handlers(), &extensions::job_handlers(),
                               &callbacks::job_handlers(), &calls::job_handlers(), &messages::job_handlers(),
                               &channels::job_handlers(), &retention::job_handlers()})
    jobs.add(*handlers);
  jobs.add(engine::messenger_job_handlers());
}

void Engine::Impl::start_directory_feed() {
  if (!options.directory) return;
  directory_feed = std::make_unique<engine::DirectoryFeed>(options.directory, options.directory_refresh,
                                                           readers, *executor, io, options.log);
  directory_feed->start();
}

Engine::Impl::~Impl() {
  close();
}

bool Engine::Impl::forked() const {
  return getpid() != owner_pid;
}

void Engine::Impl::check_usable() const {
  if (forked())
    throw Error(ErrorCode::failed_precondition, "opened before fork: open an engine in this process");
  if (closed) throw Error(ErrorCode::unavailable, "the engine is closed");
}

std::shared_ptr<storage::Database> Engine::Impl::store() const {
  check_usable();
  const std::lock_guard lock(database_mutex);
  if (!database) throw Error(ErrorCode::unavailable, "the engine is closed");
  return database;
}

void Engine::Impl::check_allowed(const Operation& operation, const TenantId& tenant,
                                 const CallOptions& call) const {
  check_usable();
  check_tenant_id(tenant);
  if (call.request_id.size() > 200) throw invalid_field("request_id", "must be at most 200 bytes");
  if (call.actor.role < operation.least_role) {
    throw Error(ErrorCode::unauthorized, operation.name + " needs the role " +
                                             wire_name(operation.least_role) + ", not " +
                                             wire_name(call.actor.role));
  }
}

void Engine::Impl::check_may_wait(const Operation& operation) const {
  const bool awaited_where_it_blocks = operation.kind == OperationKind::awaited &&
                                       (io.is_current() || notifier.is_current() || listeners.is_current());
  if (readers.is_current() || awaited_where_it_blocks) {
    throw Error(ErrorCode::failed_precondition,
                operation.name + " cannot wait on a thread of the engine: begin it without waiting");
  }
}

void Engine::Impl::on_telephony(const telephony::Event& event) {
  // Phones come and go all the time: only one that somebody waits for is worth a transaction.
  const auto* presence = std::get_if<telephony::PresenceChanged>(&event);
  if (presence != nullptr && !presence->status.available) return;
  const bool about_many = presence != nullptr || std::holds_alternative<telephony::ConnectionLost>(event) ||
                          std::holds_alternative<telephony::ConnectionRestored>(event);
  if (!about_many) return submit_telephony({}, event);
  try {
    readers.post(
        [this, event](const storage::Transaction& transaction) {
          for (const TenantId& tenant : tenants_concerned(transaction, event))
            submit_telephony(tenant, event);
        },
        [this](const std::exception_ptr& error) { log_failure("telephony_event_failed", error); });
  } catch (const Error&) {
    // The readers are flooded: every call has a timer of its own and asks the phone system then, and every
    // callback is found by the sweep.
    log_failure("telephony_event_failed", std::current_exception());
  }
}

void Engine::Impl::submit_telephony(const TenantId& tenant, const telephony::Event& event) {
  engine::WriteTask task;
  task.call.tenant = tenant;
  task.inside = true;
  if (tenant.empty()) {
    task.route = [event](const storage::Transaction& transaction) {
      auto owner = handoff::tenant_of(transaction, event);
      return owner ? owner : callbacks::tenant_of(transaction, event);
    };
  }
  task.work = [event](Context& context) {
    handoff::on_telephony(context, event);
    callbacks::on_telephony(context, event);
    if (std::holds_alternative<telephony::ConnectionLost>(event))
      calls::raise_alert(context, calls::AlertKind::phone_system_lost, "");
  };
  task.done = [this, tenant, event](const std::exception_ptr& error) {
    if (!error) return;
    log_failure("telephony_event_failed", error);
    if (!engine::is_of_the_store(error)) return;
    io.after(engine::kStoreAgain, [this, tenant, event] { submit_telephony(tenant, event); });
  };
  try {
    executor->submit(std::move(task));
  } catch (const Error&) {
    // Closing: the next engine asks the phone system for what is alive.
  }
}

// A port tells of connections that it lost itself, not of the process before this one.
void Engine::Impl::catch_up() {
  const auto state = options.telephony->health().state;
  if (state == telephony::PortState::stopped) return;
  if (state == telephony::PortState::connected) return on_telephony(telephony::ConnectionRestored{true});
  io.after(kLookForConnection, [this] { catch_up(); });
}

void Engine::Impl::log_failure(const std::string& what, const std::exception_ptr& error) const {
  if (options.log) options.log({LogEntry::Level::error, what, {}, "", engine::text_of(error)});
}

void Engine::Impl::prune() {
  const auto more = std::make_shared<bool>(false);
  engine::WriteTask task;
  task.inside = true;
  task.work = [this, more](Context& context) {
    constexpr auto kPage = static_cast<std::int64_t>(kPruneRows);
    const Instant expired = context.now() - options.event_retention;
    const auto events_gone = storage::events::prune(context.transaction(), expired, kPruneRows);
    const auto requests_gone = storage::requests::prune(context.transaction(), context.now(), kPruneRows);
    *more = events_gone == kPage || requests_gone == kPage;
  };
  task.done = [this, more](const std::exception_ptr& error) {
    if (error && !closed) log_failure("prune_failed", error);
    // A manual engine's instant has room for all of it.
    const Milliseconds on = stepped ? Milliseconds(0) : kPruneOn;
    io.after(!error && *more ? on : kPruneEvery, [this] { prune(); });
  };
  try {
    executor->submit(std::move(task));
  } catch (const Error&) {
    // Closing.
  }
}

std::optional<Instant> Engine::Impl::next_due() const {
  std::optional<Instant> next = executor->next_due();
  const Instant now = clock->now();
  for (const engine::Loop* loop : {&io, &readers.manual_loop(), &notifier, &listeners}) {
    if (const auto delay = loop->next_delay()) next = std::min(next.value_or(now + *delay), now + *delay);
  }
  return next;
}

std::size_t Engine::Impl::pump() {
  const std::size_t together = coordinator ? coordinator->pump() : 0;
  return together + executor->pump() + io.run_due() + readers.run_due() + notifier.run_due() +
         listeners.run_due();
}

void Engine::Impl::close() noexcept {
  const std::lock_guard lock(closing);
  if (closed.exchange(true)) return;
  options.telephony->stop();
  messengers.stop();
  carrier.stop();
  recordings.stop();
  executor->stop(options.close_limit);
  if (coordinator) coordinator->stop();
  awaiters.fail_all(std::make_exception_ptr(Error(ErrorCode::unavailable, "the engine is closing")));
  io.stop();
  readers.stop();
  listeners.stop();
  notifier.stop();
  profiles.close();
  snapshots.close();
  const std::lock_guard database_lock(database_mutex);
  database.reset();  // the last of the connections closes the store
}

}  // namespace smarthandoff
