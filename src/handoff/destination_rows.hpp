#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include <smarthandoff/handoff/destination.hpp>
#include <smarthandoff/storage/database.hpp>

// The SQL of destinations, and nothing else.
namespace smarthandoff::destinations::rows {

std::optional<Destination> find(const storage::Transaction& transaction, const TenantId& tenant,
                                const DestinationId& id);

// A page in the order of creation.
std::vector<Destination> list(const storage::Transaction& transaction, const TenantId& tenant,
                              const ListDestinations& filter);

// All that callers of the secretary may reach: its own, and those of all; every one without a secretary.
std::vector<Destination> reachable(const storage::Transaction& transaction, const TenantId& tenant,
                                   const SecretaryId& secretary);

// All that are reached by this number.
std::vector<Destination> of_number(const storage::Transaction& transaction, const TenantId& tenant,
                                   const std::string& number);

// The ids of those of a department, by its key (base/department.hpp).
std::vector<DestinationId> of_department(const storage::Transaction& transaction, const TenantId& tenant,
                                         const std::string& key);

// All that came from there, by id.
std::vector<Destination> imported(const storage::Transaction& transaction, const TenantId& tenant,
                                  DestinationSource source);

// Writes the destination as it is, whether or not it was there.
void save(storage::Transaction& transaction, const TenantId& tenant, const Destination& destination);

// False if it was not there.
bool remove(storage::Transaction& transaction, const TenantId& tenant, const DestinationId& id);

// Every statement above, so that a test prepares them on each driver.
std::vector<std::string_view> statements();

}  // namespace smarthandoff::destinations::rows
