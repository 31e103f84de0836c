#include "contact/legal_rule_rows.hpp"

namespace smarthandoff::contact::rows {
namespace {

using storage::Row;

constexpr std::string_view kOfKind = R"sql(
SELECT body FROM legal_rules WHERE tenant = ?1 AND kind = ?2 ORDER BY name, valid_from)sql";
constexpr std::string_view kOfName = R"sql(
SELECT body FROM legal_rules WHERE tenant = ?1 AND kind = ?2 AND name = ?3 ORDER BY valid_from)sql";
constexpr std::string_view kAreas = R"sql(
SELECT body FROM legal_rules WHERE tenant = ?1 AND kind = 'area' AND name IN (?2, ?3, ?4, ?5, ?6, ?7, ?8)
ORDER BY name, valid_from)sql";
constexpr std::string_view kAny = "SELECT 1 FROM legal_rules WHERE tenant = ?1 LIMIT 1";
constexpr std::string_view kRemove = "DELETE FROM legal_rules WHERE tenant = ?1 AND kind = ?2 AND name = ?3";
constexpr std::string_view kInsert = R"sql(
INSERT INTO legal_rules (tenant, kind, name, valid_from, body, source, loaded_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7))sql";

}  // namespace

std::vector<std::string> rules(const Transaction& transaction, const TenantId& tenant, std::string_view kind,
                               std::string_view name) {
  std::vector<std::string> bodies;
  const auto keep = [&](const Row& row) { bodies.push_back(row.string(0)); };
  if (name.empty())
    transaction.query(kOfKind, {tenant, kind}, keep);
  else
    transaction.query(kOfName, {tenant, kind, name}, keep);
  return bodies;
}

bool has_rules(const Transaction& transaction, const TenantId& tenant) {
  bool found = false;
  transaction.query(kAny, {tenant}, [&](const Row&) { found = true; });
  return found;
}

std::vector<std::string> areas_of(const Transaction& transaction, const TenantId& tenant,
                                  const std::string& country_code, std::string_view national) {
  const auto name = [&](std::size_t digits) {
    return country_code + "-" + std::string(national.substr(0, digits));
  };
  std::vector<std::string> bodies;
  transaction.query(kAreas, {tenant, name(0), name(1), name(2), name(3), name(4), name(5), name(6)},
                    [&](const Row& row) { bodies.push_back(row.string(0)); });
  return bodies;
}

void remove_rules(Transaction& transaction, const TenantId& tenant, std::string_view kind,
                  std::string_view name) {
  transaction.execute(kRemove, {tenant, kind, name});
}

void insert_rule(Transaction& transaction, const TenantId& tenant, const RuleRowKey& key,
                 const std::string& body, const std::string& source, Instant now) {
  transaction.execute(kInsert, {tenant, key.kind, key.name, key.valid_from, body, source, now});
}

std::vector<std::string_view> legal_rule_statements() {
  return {kOfKind, kOfName, kAreas, kAny, kRemove, kInsert};
}

}  // namespace smarthandoff::contact::rows
