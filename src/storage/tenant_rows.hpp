#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include <smarthandoff/base/tenant.hpp>
#include <smarthandoff/storage/database.hpp>

// The rows of tenants' profiles.
namespace smarthandoff::storage::tenants {

std::optional<TenantProfile> find_profile(const Transaction& transaction, const TenantId& id);

// By id, after the one given.
std::vector<TenantProfile> list_profiles(const Transaction& transaction, const TenantId& after,
                                         std::int64_t limit);

// Stores a profile that nothing was stored of; does nothing where there is one.
void insert_missing(Transaction& transaction, const TenantProfile& profile);

// Replaces the scalar members of a stored profile; the lists have their own functions.
void update_profile(Transaction& transaction, const TenantProfile& profile);

// Replaces the lists. Throws already_exists naming an identity that another tenant has.
void replace_identities(Transaction& transaction, const TenantProfile& profile);
void replace_texts(Transaction& transaction, const TenantProfile& profile);

// Every identity of that kind with its tenant, by tenant and in each one's order.
struct KnownIdentity {
  TenantId tenant;
  std::string value;
};
std::vector<KnownIdentity> list_identities(const Transaction& transaction, std::string_view kind);

std::optional<TenantId> find_identity(const Transaction& transaction, std::string_view kind,
                                      std::string_view value);

}  // namespace smarthandoff::storage::tenants
