#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/contact/gate.hpp>
#include <smarthandoff/storage/database.hpp>

// The SQL of stored decisions, and nothing else.
namespace smarthandoff::contact::rows {

using storage::Transaction;

void insert(Transaction& transaction, const TenantId& tenant, const StoredDecision& decision,
            const std::string& digest, Instant at);

// A page, newest first; an empty digest lets every address pass.
std::vector<StoredDecision> list(const Transaction& transaction, const TenantId& tenant,
                                 const ListDecisions& filter, const std::string& digest);

// Of one address, newest first, at most so many.
std::vector<StoredDecision> of_address(const Transaction& transaction, const TenantId& tenant,
                                       const std::string& digest, std::int64_t limit);

// Removes address and digest, keeps the rest; answers how many there were.
std::int64_t anonymise_decisions(Transaction& transaction, const TenantId& tenant, const std::string& digest);

std::vector<std::string_view> gate_statements();

}  // namespace smarthandoff::contact::rows
