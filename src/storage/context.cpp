#include <smarthandoff/storage/context.hpp>

#include <smarthandoff/base/key_ring.hpp>

#include "storage/tenant_rows.hpp"

namespace smarthandoff {

Context::Context(storage::Transaction& transaction, Call call)
    : transaction_(transaction), call_(std::move(call)), ids_(call_.now, call_.seed) {}

const TenantProfile& Context::profile() const {
  if (!profile_) {
    profile_ = storage::tenants::find_profile(transaction_, call_.tenant);
    if (!profile_) profile_ = default_profile(call_.tenant);
  }
  return *profile_;
}

const KeyRing& Context::keys() const {
  static const KeyRing none;
  return call_.keys != nullptr ? *call_.keys : none;
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
