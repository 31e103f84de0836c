#include <smarthandoff/engine/engine.hpp>

#include <algorithm>
#include <utility>

#include "engine/impl.hpp"
#include "storage/event_rows.hpp"
#include "storage/job_rows.hpp"

namespace smarthandoff {

Engine::Engine(EngineOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}

Engine::~Engine() {
  // In a forked child neither the threads nor the locks are ours.
  if (impl_->forked()) (void)impl_.release();
}

Tenant Engine::tenant(std::string id, std::string user, Role role) {
  TenantId tenant{std::move(id)};
  check_tenant_id(tenant);
  return {*this, std::move(tenant), {std::move(user), role}};
}

void Engine::close() noexcept {
  if (!impl_->forked()) impl_->close();
}

std::size_t Engine::step(Instant now) {
  impl_->check_usable();
  if (!impl_->stepped)
    throw Error(ErrorCode::failed_precondition, "only an engine opened with manual = true is stepped");
  const std::unique_lock lock(impl_->stepping, std::try_to_lock);
  if (!lock) throw Error(ErrorCode::failed_precondition, "another thread is stepping this engine");
  const std::lock_guard moving(impl_->moving);
  if (now < impl_->stepped->now()) throw invalid_field("now", "must not go back");
  impl_->stepped->set(now);
  std::size_t ran = 0;
  while (const std::size_t more = impl_->pump()) ran += more;
  return ran;
}

std::optional<Instant> Engine::next_due() {
  impl_->check_usable();
  if (!impl_->stepped)
    throw Error(ErrorCode::failed_precondition, "only an engine opened with manual = true is stepped");
  const std::lock_guard moving(impl_->moving);
  return impl_->next_due();
}

EngineHealth Engine::health() {
  impl_->check_usable();
  EngineHealth health;
  health.telephony = impl_->options.telephony->health();
  if (impl_->options.directory) health.directory = impl_->options.directory->health();
  health.queued_operations = static_cast<std::int64_t>(impl_->executor->queued());
  health.unknown_webhooks = impl_->unknown_webhooks;
  try {
    const Instant now = impl_->clock->now();
    const auto [jobs, channels] = impl_->snapshots.read([&](const storage::Transaction& transaction) {
      health.unreadable_credentials = impl_->credentials.unreadable(transaction, now);
      return std::pair(storage::jobs::totals(transaction, now), channels::count(transaction));
    });
    health.jobs_waiting = jobs.waiting;
    health.jobs_leased = jobs.leased;
    health.jobs_late = jobs.late;
    health.jobs_dead = jobs.dead;
    health.oldest_due = jobs.oldest_due;
    health.channels_active = channels.active;
    health.channels_error = channels.error;
    const std::string trouble = impl_->watch.trouble();
    health.store = trouble.empty() ? "ok" : trouble;
  } catch (const Error& error) {
    health.store = error.what();
  }
  return health;
}

void Engine::backup(const std::string& path) {
  impl_->store()->backup(path);
}

EventPage Engine::events(const TenantId& tenant, std::int64_t cursor, std::size_t limit) {
  impl_->check_usable();
  if (limit < 1 || limit > 10'000) throw invalid_field("limit", "must be 1 to 10000");
  if (cursor < 0) throw invalid_field("cursor", "must not be negative");
  return impl_->snapshots.read([&](const storage::Transaction& transaction) {
    const auto range = storage::events::range(transaction);
    if (range && cursor != 0 && cursor < range->oldest - 1) {
      throw Error(ErrorCode::not_found, "events up to this cursor are older than the retention and gone");
    }
    EventPage page{storage::events::read(transaction, tenant, cursor, limit), cursor};
    if (!page.events.empty()) page.next = page.events.back().position;
    return page;
  });
}

std::shared_ptr<Engine::Subscription> Engine::subscribe(const TenantId& tenant, const std::string& topic,
                                                        std::function<void(const Event&)> listener) {
  impl_->check_usable();
  if (!tenant.empty()) check_tenant_id(tenant);
  return impl_->events.subscribe(tenant, topic, std::move(listener));
}

const Operation& operation_of(const void* identity) {
  const auto& table = operations();
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const Operation& candidate) { return candidate.identity == identity; });
  if (found == table.end()) throw Error(ErrorCode::unsupported, "this function is in no table of operations");
  return *found;
}

const Operation& find_operation(std::string_view name) {
  const auto& table = operations();
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const Operation& candidate) { return candidate.name == name; });
  if (found == table.end()) throw Error(ErrorCode::unsupported, "no operation \"" + std::string(name) + "\"");
  return *found;
}

}  // namespace smarthandoff
