#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/contact/person.hpp>
#include <smarthandoff/storage/database.hpp>

// The SQL of contacts and their addresses, and nothing else.
namespace smarthandoff::contacts::rows {

using storage::Transaction;

std::optional<Contact> find(const Transaction& transaction, const TenantId& tenant, const std::string& id);

// Whose address it is; empty if nobody's.
std::string owner_of(const Transaction& transaction, const TenantId& tenant, const std::string& digest);

// The tags as they are stored, of a contact by its id or by one of its addresses; empty: there is no such
// one.
std::string tags_of(const Transaction& transaction, const TenantId& tenant, const std::string& id);
std::string tags_of_address(const Transaction& transaction, const TenantId& tenant,
                            const std::string& digest);

// Writes the contact without its addresses.
void save(Transaction& transaction, const TenantId& tenant, const Contact& contact);

// The caller made sure that nobody else has it; again for the same contact it takes the new spelling.
void add_address(Transaction& transaction, const TenantId& tenant, const std::string& contact_id,
                 const std::string& digest, const ContactAddress& address, Instant now);
bool remove_address(Transaction& transaction, const TenantId& tenant, const std::string& contact_id,
                    const std::string& digest);
void remove_addresses(Transaction& transaction, const TenantId& tenant, const std::string& contact_id);

// The digests of all addresses of the contact.
std::vector<std::string> digests_of(const Transaction& transaction, const TenantId& tenant,
                                    const std::string& contact_id);

std::vector<std::string_view> statements();

}  // namespace smarthandoff::contacts::rows
