#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <smarthandoff/base/tenant.hpp>
#include <smarthandoff/storage/database.hpp>

// The rows of request ids: the first answer to each, for 24 h.
namespace smarthandoff::storage::requests {

inline constexpr Milliseconds kKept = std::chrono::hours(24);

struct Answered {
  std::string fingerprint;  // of the request, to tell another one with the same id
  std::string response;     // JSON; empty: erased with the person it told of

  bool operator==(const Answered&) const = default;
};

// What was answered to the id within the last 24 h.
std::optional<Answered> find(const Transaction& transaction, const TenantId& tenant,
                             std::string_view request_id, Instant now);

// Throws conflict where the id has an answer of the last 24 h.
void save(Transaction& transaction, const TenantId& tenant, std::string_view request_id,
          const Answered& answered, Instant now);

// Removes at most `limit` answers that are older and says how many.
std::int64_t prune(Transaction& transaction, Instant now, std::size_t limit);

// Empties a tenant's answers that hold one of these texts, and says how many. Their ids stay taken: what they
// did is not done again.
std::int64_t erase(Transaction& transaction, const TenantId& tenant, std::span<const std::string> texts);

}  // namespace smarthandoff::storage::requests
