#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/contact/legal_rules.hpp>
#include <smarthandoff/storage/database.hpp>

// The SQL of a tenant's own rules, and nothing else: an entry is kept as the JSON text it was.
namespace smarthandoff::contact::rows {

using storage::Transaction;

// What the text of an entry is, beside itself.
struct RuleRowKey {
  std::string kind;  // "profile", "calendar", "cap", "defaults", "area"
  std::string name;
  std::string valid_from;
};

// All entries of a kind, or of one name of it if `name` is not empty, in the order of name and validity.
std::vector<std::string> rules(const Transaction& transaction, const TenantId& tenant, std::string_view kind,
                               std::string_view name);

// Whether the tenant has loaded any.
bool has_rules(const Transaction& transaction, const TenantId& tenant);

// The areas whose codes are the first digits of the national number, or empty, shortest first.
std::vector<std::string> areas_of(const Transaction& transaction, const TenantId& tenant,
                                  const std::string& country_code, std::string_view national);

void remove_rules(Transaction& transaction, const TenantId& tenant, std::string_view kind,
                  std::string_view name);

// Two entries of one call may not have the same key: throws already_exists.
void insert_rule(Transaction& transaction, const TenantId& tenant, const RuleRowKey& key,
                 const std::string& body, const std::string& source, Instant now);

std::vector<std::string_view> legal_rule_statements();

}  // namespace smarthandoff::contact::rows
