#include "contact/gate_rows.hpp"

#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/json.hpp>

namespace smarthandoff::contact::rows {
namespace {

using storage::Row;
using storage::Value;

constexpr std::string_view kInsert = R"sql(
INSERT INTO gate_decisions (tenant, id, digest, contact_id, address, question, answer, allowed, reference,
  user_id, at, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12))sql";

constexpr std::string_view kSelect = R"sql(
SELECT id, question, answer, contact_id, user_id, created_at, address FROM gate_decisions
WHERE tenant = ?1 )sql";

constexpr std::string_view kFilters = R"sql(
  AND (CAST(?2 AS TEXT) IS NULL OR digest = ?2)
  AND (CAST(?3 AS TEXT) IS NULL OR reference = ?3)
  AND allowed IN (?4, ?5)
  AND (?6 = '' OR id < ?6)
ORDER BY id DESC LIMIT ?7)sql";

// Asked for by ids, or SQLite walks all of the tenant: its planner shuns the index of a table without row
// ids.
constexpr std::string_view kOfAddress = R"sql(
  AND id IN (SELECT id FROM gate_decisions WHERE tenant = ?1 AND digest = ?2 ORDER BY id DESC LIMIT ?3)
ORDER BY id DESC)sql";

constexpr std::string_view kAnonymise =
    "UPDATE gate_decisions SET address = '', digest = '' WHERE tenant = ?1 AND digest = ?2";

struct Queries {
  std::string list, of_address;
};
const Queries& queries() {
  static const Immortal<Queries> all = Queries{.list = std::string(kSelect) + std::string(kFilters),
                                               .of_address = std::string(kSelect) + std::string(kOfAddress)};
  return all;
}

StoredDecision decision_of(const Row& row) {
  StoredDecision stored{.id = {row.string(0)},
                        .question = from_json<GateQuestion>(row.text(1)),
                        .decision = from_json<GateDecision>(row.text(2)),
                        .contact_id = row.string(3),
                        .user_id = row.string(4),
                        .created_at = row.instant(5)};
  stored.question.address = row.string(6);
  return stored;
}

Value unless_empty(const std::string& text) {
  return text.empty() ? Value(nullptr) : Value(text);
}

}  // namespace

void insert(Transaction& transaction, const TenantId& tenant, const StoredDecision& stored,
            const std::string& digest, Instant at) {
  GateQuestion question = stored.question;
  question.address.clear();  // in a column of its own, where it can be erased
  transaction.execute(kInsert, {tenant, stored.id, digest, stored.contact_id, stored.question.address,
                                to_json(question), to_json(stored.decision), stored.decision.allowed,
                                stored.question.reference, stored.user_id, at, stored.created_at});
}

std::vector<StoredDecision> list(const Transaction& transaction, const TenantId& tenant,
                                 const ListDecisions& filter, const std::string& digest) {
  std::vector<StoredDecision> found;
  transaction.query(
      queries().list,
      {tenant, unless_empty(digest), unless_empty(filter.reference), filter.allowed.value_or(true),
       filter.allowed.value_or(false), filter.after, filter.limit},
      [&](const Row& row) { found.push_back(decision_of(row)); });
  return found;
}

std::vector<StoredDecision> of_address(const Transaction& transaction, const TenantId& tenant,
                                       const std::string& digest, std::int64_t limit) {
  std::vector<StoredDecision> found;
  transaction.query(queries().of_address, {tenant, digest, limit},
                    [&](const Row& row) { found.push_back(decision_of(row)); });
  return found;
}

std::int64_t anonymise_decisions(Transaction& transaction, const TenantId& tenant,
                                 const std::string& digest) {
  return transaction.execute(kAnonymise, {tenant, digest});
}

std::vector<std::string_view> gate_statements() {
  return {kInsert, queries().list, queries().of_address, kAnonymise};
}

}  // namespace smarthandoff::contact::rows
