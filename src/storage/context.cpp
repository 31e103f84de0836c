#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/storage/context.hpp>

#include <smarthandoff/base/key_ring.hpp>

#include "storage/tenant_rows.hpp"

namespace smarthandoff {

namespace {

constexpr std::size_t kMaxProfiles = 10'000;

}  // namespace

std::shared_ptr<const TenantProfile> ProfileMemory::find(const TenantId& tenant) const {
  const auto known = profiles_.find(tenant);
  return known == profiles_.end() ? nullptr : known->second;
}

void ProfileMemory::keep(std::shared_ptr<const TenantProfile> profile) {
  if (profiles_.size() >= kMaxProfiles) profiles_.clear();
  const TenantId tenant = profile->id;
  profiles_[tenant] = std::move(profile);
}

Context::Context(storage::Transaction& transaction, Call call, ProfileMemory* memory)
    : transaction_(transaction), call_(std::move(call)), ids_(call_.now, call_.seed), memory_(memory) {
  transaction_.act_for(call_.tenant.value);
}

const TenantProfile& Context::profile() const {
  if (profile_) return *profile_;
  if (memory_ != nullptr) profile_ = memory_->find(call_.tenant);
  profile_stored_ = profile_ != nullptr;
  if (profile_) return *profile_;
  if (auto stored = storage::tenants::find_profile(transaction_, call_.tenant)) {
    profile_ = std::make_shared<const TenantProfile>(std::move(*stored));
    profile_stored_ = true;
    if (memory_ != nullptr) memory_->keep(profile_);
  } else {
    profile_ = std::make_shared<const TenantProfile>(default_profile(call_.tenant));
  }
  return *profile_;
}

bool Context::is_profile_stored() const {
  profile();
  return profile_stored_;
}

void Context::profile_changed() {
  profile_.reset();
  if (memory_ != nullptr) memory_->forget(call_.tenant);
}

const KeyRing& Context::keys() const {
  static const Immortal<KeyRing> none = KeyRing{};
  return call_.keys != nullptr ? *call_.keys : *none;
}

void Context::emit_json(std::string topic, std::string entity, std::string payload) {
  events_.push_back({.tenant = call_.tenant,
                     .topic = std::move(topic),
                     .entity = std::move(entity),
                     .payload = std::move(payload),
                     .at = call_.now});
}

void Context::enqueue_json(std::string kind, std::string key, std::string payload,
                           std::optional<Instant> due) {
  jobs_.push_back({.tenant = call_.tenant,
                   .kind = std::move(kind),
                   .key = std::move(key),
                   .payload = std::move(payload),
                   .due = due.value_or(call_.now)});
}

// Jobs are made after jobs are taken back, so one made earlier in this call goes at once.
void Context::cancel_job(std::string kind, std::string key) {
  std::erase_if(jobs_, [&](const Job& job) { return job.kind == kind && job.key == key; });
  canceled_.push_back({std::move(kind), std::move(key)});
}

}  // namespace smarthandoff
