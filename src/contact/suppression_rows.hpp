#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/contact/suppression.hpp>
#include <smarthandoff/storage/database.hpp>

// The SQL of suppressions, and nothing else. An address is known by its digest (address.hpp).
namespace smarthandoff::suppressions::rows {

using storage::Transaction;

// Writes the suppression; where the address has one of that kind, it keeps its id and takes the rest. Answers
// what is stored.
Suppression save(Transaction& transaction, const TenantId& tenant, const Suppression& suppression,
                 const std::string& digest);

// Those of exactly this address, oldest first.
std::vector<Suppression> of_address(const Transaction& transaction, const TenantId& tenant,
                                    const std::string& digest);

// Those of every address of a contact, oldest first.
std::vector<Suppression> of_contact(const Transaction& transaction, const TenantId& tenant,
                                    const std::string& contact_id);

bool remove(Transaction& transaction, const TenantId& tenant, const std::string& digest,
            SuppressionKind kind);

// A page in the order of creation: of everything that a person opted out of, or of wrong persons.
std::vector<Suppression> list_opt_outs(const Transaction& transaction, const TenantId& tenant,
                                       const SuppressionId& after, std::int64_t limit);
std::vector<Suppression> list_wrong_persons(const Transaction& transaction, const TenantId& tenant,
                                            const SuppressionId& after, std::int64_t limit);

// Replaces the address shown, not the digest; answers how many there were.
std::int64_t mask(Transaction& transaction, const TenantId& tenant, const std::string& digest,
                  const std::string& shown);

std::vector<std::string_view> statements();

}  // namespace smarthandoff::suppressions::rows
