#include "engine/profile_cache.hpp"

#include "engine/read_context.hpp"

namespace smarthandoff::engine {

namespace {

constexpr std::size_t kMaxProfiles = 10'000;

}  // namespace

std::shared_ptr<const TenantProfile> ProfileCache::get(const TenantId& tenant, Instant now) {
  const std::lock_guard lock(mutex_);
  const auto known = profiles_.find(tenant);
  if (known != profiles_.end()) return known->second;
  if (!connection_) throw Error(ErrorCode::unavailable, "the engine is closed");
  connection_->begin();
  try {
    const ReadContext context(*connection_, {.tenant = tenant, .actor = {}, .now = now});
    auto profile = std::make_shared<const TenantProfile>((*context).profile());
    connection_->rollback();
    if (profiles_.size() >= kMaxProfiles) profiles_.clear();
    return profiles_[tenant] = std::move(profile);
  } catch (...) {
    connection_->rollback();
    throw;
  }
}

void ProfileCache::committed(const std::vector<Event>& events) {
  for (const Event& event : events) {
    if (event.topic == "tenant.updated") forget(event.tenant);
  }
}

void ProfileCache::close() noexcept {
  const std::lock_guard lock(mutex_);
  connection_.reset();
}

void ProfileCache::forget(const TenantId& tenant) {
  const std::lock_guard lock(mutex_);
  profiles_.erase(tenant);
}

void ProfileCache::forget_all() {
  const std::lock_guard lock(mutex_);
  profiles_.clear();
}

}  // namespace smarthandoff::engine
