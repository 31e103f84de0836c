#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/contact/contact_log.hpp>
#include <smarthandoff/storage/database.hpp>

// The SQL of the log of contacts, and nothing else.
namespace smarthandoff::contact::rows {

using storage::Transaction;

// Writes the record as it is, whether or not it was there.
void save(Transaction& transaction, const TenantId& tenant, const ContactRecord& record,
          const std::string& digest);

// The record of an address with this reference, if any.
std::optional<ContactRecord> find_by_reference(const Transaction& transaction, const TenantId& tenant,
                                               const std::string& digest, const std::string& reference);

// Of one address, since then, newest first.
std::vector<ContactRecord> since(const Transaction& transaction, const TenantId& tenant,
                                 const std::string& digest, Instant since, std::int64_t limit);

// When the person wrote last by this channel from this address.
std::optional<Instant> last_inbound(const Transaction& transaction, const TenantId& tenant,
                                    const std::string& digest, Channel channel);

// Removes addresses and digest, keeps the rest; answers how many there were.
std::int64_t anonymise(Transaction& transaction, const TenantId& tenant, const std::string& digest);

std::vector<std::string_view> log_statements();

}  // namespace smarthandoff::contact::rows
