#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include <smarthandoff/storage/context.hpp>
#include <smarthandoff/storage/database.hpp>

namespace smarthandoff::engine {

// The tenants' profiles for pure functions, which are called on hot paths and wait for nobody: read once, and
// again after a commit changed them.
class ProfileCache {
 public:
  explicit ProfileCache(storage::Database& database) : connection_(database.open_reader()) {}

  std::shared_ptr<const TenantProfile> get(const TenantId& tenant, Instant now);
  void committed(const std::vector<Event>& events);
  void close() noexcept;  // lets go of the store
  void forget(const TenantId& tenant);
  void forget_all();

 private:
  std::mutex mutex_;  // guards the connection and the profiles
  std::unique_ptr<storage::Connection> connection_;
  std::map<TenantId, std::shared_ptr<const TenantProfile>> profiles_;
};

}  // namespace smarthandoff::engine
