#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include <smarthandoff/handoff/secretary.hpp>
#include <smarthandoff/storage/database.hpp>

// The SQL of secretaries, and nothing else.
namespace smarthandoff::secretaries::rows {

std::optional<Secretary> find(const storage::Transaction& transaction, const TenantId& tenant,
                              const SecretaryId& id);

// A page in the order of creation.
std::vector<Secretary> list(const storage::Transaction& transaction, const TenantId& tenant,
                            const ListSecretaries& filter);

// True if destinations belong to it.
bool has_destinations(const storage::Transaction& transaction, const TenantId& tenant, const SecretaryId& id);

// Writes the secretary as it is, whether or not it was there.
void save(storage::Transaction& transaction, const TenantId& tenant, const Secretary& secretary);

// False if it was not there.
bool remove(storage::Transaction& transaction, const TenantId& tenant, const SecretaryId& id);

// Every statement above, so that a test prepares them on each driver.
std::vector<std::string_view> statements();

}  // namespace smarthandoff::secretaries::rows
