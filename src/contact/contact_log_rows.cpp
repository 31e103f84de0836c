#include "contact/contact_log_rows.hpp"

#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/json.hpp>

namespace smarthandoff::contact::rows {
namespace {

using storage::Row;

constexpr std::string_view kSave = R"sql(
INSERT INTO contact_log (tenant, id, digest, contact_id, channel, address, purpose, direction, outcome, debts,
  reference, consent_at, at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
ON CONFLICT (tenant, id) DO UPDATE SET contact_id = excluded.contact_id, purpose = excluded.purpose,
  direction = excluded.direction, outcome = excluded.outcome, debts = excluded.debts,
  consent_at = excluded.consent_at)sql";

constexpr std::string_view kSelect = R"sql(
SELECT id, address, channel, purpose, direction, outcome, contact_id, debts, reference, consent_at, at
FROM contact_log WHERE tenant = ?1 AND digest = ?2 )sql";

constexpr std::string_view kLastInbound = R"sql(
SELECT at FROM contact_log WHERE tenant = ?1 AND digest = ?2 AND channel = ?3 AND direction = 'inbound'
ORDER BY at DESC LIMIT 1)sql";

constexpr std::string_view kAnonymise =
    "UPDATE contact_log SET address = '', digest = '' WHERE tenant = ?1 AND digest = ?2";

struct Queries {
  std::string by_reference, since;
};
const Queries& queries() {
  static const Immortal<Queries> all =
      Queries{.by_reference = std::string(kSelect) + "AND reference = ?3 ORDER BY at DESC LIMIT 1",
              .since = std::string(kSelect) + "AND at >= ?3 ORDER BY at DESC LIMIT ?4"};
  return all;
}

ContactRecord record_of(const Row& row) {
  return {.id = {row.string(0)},
          .address = row.string(1),
          .channel = from_wire<Channel>(row.text(2), "channel"),
          .purpose = from_wire<Purpose>(row.text(3), "purpose"),
          .direction = from_wire<Direction>(row.text(4), "direction"),
          .outcome = from_wire<ContactOutcome>(row.text(5), "outcome"),
          .contact_id = row.string(6),
          .debts = from_json<std::vector<std::string>>(row.text(7)),
          .reference = row.string(8),
          .consent_at = row.optional_instant(9),
          .at = row.instant(10)};
}

}  // namespace

void save(Transaction& transaction, const TenantId& tenant, const ContactRecord& r,
          const std::string& digest) {
  transaction.execute(kSave, {tenant, r.id, digest, r.contact_id, wire_name(r.channel), r.address,
                              wire_name(r.purpose), wire_name(r.direction), wire_name(r.outcome),
                              to_json(r.debts), r.reference, r.consent_at, r.at});
}

std::optional<ContactRecord> find_by_reference(const Transaction& transaction, const TenantId& tenant,
                                               const std::string& digest, const std::string& reference) {
  std::optional<ContactRecord> found;
  transaction.query(queries().by_reference, {tenant, digest, reference},
                    [&](const Row& row) { found = record_of(row); });
  return found;
}

std::vector<ContactRecord> since(const Transaction& transaction, const TenantId& tenant,
                                 const std::string& digest, Instant since, std::int64_t limit) {
  std::vector<ContactRecord> found;
  transaction.query(queries().since, {tenant, digest, since, limit},
                    [&](const Row& row) { found.push_back(record_of(row)); });
  return found;
}

std::optional<Instant> last_inbound(const Transaction& transaction, const TenantId& tenant,
                                    const std::string& digest, Channel channel) {
  std::optional<Instant> at;
  transaction.query(kLastInbound, {tenant, digest, wire_name(channel)},
                    [&](const Row& row) { at = row.instant(0); });
  return at;
}

std::int64_t anonymise(Transaction& transaction, const TenantId& tenant, const std::string& digest) {
  return transaction.execute(kAnonymise, {tenant, digest});
}

std::vector<std::string_view> log_statements() {
  return {kSave, queries().by_reference, queries().since, kLastInbound, kAnonymise};
}

}  // namespace smarthandoff::contact::rows
