#include "contact/suppression_rows.hpp"

#include <algorithm>

namespace smarthandoff::suppressions::rows {
namespace {

using storage::Row;

constexpr std::string_view kSave = R"sql(
INSERT INTO suppressions (tenant, digest, kind, id, channel, address, reason, user_id, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) 
ON CONFLICT (tenant, digest, kind) DO UPDATE SET channel = excluded.channel, address = excluded.address,
  reason = excluded.reason, user_id = excluded.user_id, created_at = excluded.created_at
RETURNING id)sql";

constexpr std::string_view kOfAddress = R"sql(
SELECT id, kind, channel, address, reason, user_id, created_at FROM suppressions
WHERE tenant = ?1 AND digest = ?2)sql";

constexpr std::string_view kOfContact = R"sql(
SELECT s.id, s.kind, s.channel, s.address, s.reason, s.user_id, s.created_at
FROM suppressions s WHERE s.tenant = ?1
  AND s.digest IN (SELECT digest FROM contact_addresses WHERE tenant = ?1 AND contact_id = ?2))sql";

constexpr std::string_view kRemove =
    "DELETE FROM suppressions WHERE tenant = ?1 AND digest = ?2 AND kind = ?3";

constexpr std::string_view kListOptOuts = R"sql(
SELECT id, kind, channel, address, reason, user_id, created_at FROM suppressions
WHERE tenant = ?1 AND kind <> 'wrong_person' AND id > ?2 ORDER BY id LIMIT ?3)sql";

constexpr std::string_view kListWrongPersons = R"sql(
SELECT id, kind, channel, address, reason, user_id, created_at FROM suppressions
WHERE tenant = ?1 AND kind = 'wrong_person' AND id > ?2 ORDER BY id LIMIT ?3)sql";

constexpr std::string_view kMask =
    "UPDATE suppressions SET address = ?3, reason = 'erased' WHERE tenant = ?1 AND digest = ?2";

Suppression suppression_of(const Row& row) {
  return {.id = {row.string(0)},
          .kind = from_wire<SuppressionKind>(row.text(1), "kind"),
          .channel = from_wire<Channel>(row.text(2), "channel"),
          .address = row.string(3),
          .reason = row.string(4),
          .user_id = row.string(5),
          .created_at = row.instant(6)};
}

std::vector<Suppression> page(const Transaction& transaction, std::string_view sql, const TenantId& tenant,
                              const SuppressionId& after, std::int64_t limit) {
  std::vector<Suppression> found;
  transaction.query(sql, {tenant, after, limit},
                    [&](const Row& row) { found.push_back(suppression_of(row)); });
  return found;
}

std::vector<Suppression> all(const Transaction& transaction, std::string_view sql, const TenantId& tenant,
                             const std::string& key) {
  std::vector<Suppression> found;
  transaction.query(sql, {tenant, key}, [&](const Row& row) { found.push_back(suppression_of(row)); });
  // In SQL the order would have SQLite walk all of the tenant in it.
  std::ranges::sort(found, {}, [](const Suppression& one) -> const std::string& { return one.id.value; });
  return found;
}

}  // namespace

Suppression save(Transaction& transaction, const TenantId& tenant, const Suppression& s,
                 const std::string& digest) {
  Suppression stored = s;
  transaction.execute(kSave,
                      {tenant, digest, wire_name(s.kind), s.id, wire_name(s.channel), s.address, s.reason,
                       s.user_id, s.created_at},
                      [&](const Row& row) { stored.id = {row.string(0)}; });
  return stored;
}

std::vector<Suppression> of_address(const Transaction& transaction, const TenantId& tenant,
                                    const std::string& digest) {
  return all(transaction, kOfAddress, tenant, digest);
}

std::vector<Suppression> of_contact(const Transaction& transaction, const TenantId& tenant,
                                    const std::string& contact_id) {
  return all(transaction, kOfContact, tenant, contact_id);
}

bool remove(Transaction& transaction, const TenantId& tenant, const std::string& digest,
            SuppressionKind kind) {
  return transaction.execute(kRemove, {tenant, digest, wire_name(kind)}) > 0;
}

std::vector<Suppression> list_opt_outs(const Transaction& transaction, const TenantId& tenant,
                                       const SuppressionId& after, std::int64_t limit) {
  return page(transaction, kListOptOuts, tenant, after, limit);
}

std::vector<Suppression> list_wrong_persons(const Transaction& transaction, const TenantId& tenant,
                                            const SuppressionId& after, std::int64_t limit) {
  return page(transaction, kListWrongPersons, tenant, after, limit);
}

std::int64_t mask(Transaction& transaction, const TenantId& tenant, const std::string& digest,
                  const std::string& shown) {
  return transaction.execute(kMask, {tenant, digest, shown});
}

std::vector<std::string_view> statements() {
  return {kSave, kOfAddress, kOfContact, kRemove, kListOptOuts, kListWrongPersons, kMask};
}

}  // namespace smarthandoff::suppressions::rows
