#include "handoff/metrics_rows.hpp"

#include <array>
#include <cstdio>

#include "base/department.hpp"

namespace smarthandoff::handoff::rows {
namespace {

using storage::Row;
using storage::Value;

// Ids begin with their instant: a period is a range of the primary key.
constexpr std::string_view kTransfers = R"sql(
SELECT count(*), CAST(coalesce(sum(t.answered), 0) AS BIGINT), CAST(coalesce(sum(t.rung), 0) AS BIGINT),
  CAST(coalesce(sum(t.hold), 0) AS BIGINT)
FROM (
  SELECT max(CASE WHEN result = 'answered' THEN 1 ELSE 0 END) AS answered,
    sum(CASE WHEN leg <> '' AND ended_at IS NOT NULL THEN 1 ELSE 0 END) AS rung,
    sum(CASE WHEN leg <> '' AND ended_at IS NOT NULL THEN ended_at - created_at ELSE 0 END) AS hold
  FROM handoff_attempts
  WHERE tenant = ?1 AND handoff_id >= ?2 AND handoff_id < ?3
    AND (CAST(?4 AS TEXT) IS NULL OR destination_id = ?4)
    AND (CAST(?5 AS TEXT) IS NULL OR destination_id IN
      (SELECT id FROM destinations WHERE tenant = ?1 AND department_folded = ?5))
    AND (CAST(?6 AS TEXT) IS NULL OR destination_id IN
      (SELECT id FROM destinations WHERE tenant = ?1 AND type = 'extension' AND number = ?6))
  GROUP BY handoff_id, transfer
) t)sql";

// A call counts for everybody it was tried to be put through to, as its transfers do.
constexpr std::string_view kCalls = R"sql(
SELECT count(*), count(*) FILTER (WHERE ticket_id <> '' OR callback_id <> '')
FROM handoffs AS h
WHERE tenant = ?1 AND id >= ?2 AND id < ?3 AND transfer > 0
  AND (coalesce(CAST(?4 AS TEXT), CAST(?5 AS TEXT), CAST(?6 AS TEXT)) IS NULL OR EXISTS (
    SELECT 1 FROM handoff_attempts AS a
    WHERE a.tenant = ?1 AND a.handoff_id = h.id
      AND (CAST(?4 AS TEXT) IS NULL OR a.destination_id = ?4)
      AND (CAST(?5 AS TEXT) IS NULL OR a.destination_id IN
        (SELECT id FROM destinations WHERE tenant = ?1 AND department_folded = ?5))
      AND (CAST(?6 AS TEXT) IS NULL OR a.destination_id IN
        (SELECT id FROM destinations WHERE tenant = ?1 AND type = 'extension' AND number = ?6)))))sql";

// The beginning of every id that was made at this instant.
std::string id_prefix(Instant at) {
  const auto ms = static_cast<unsigned long long>(at.time_since_epoch().count());
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%08llx-%04llx", ms >> 16U, ms & 0xffffU);
  return text.data();
}

Value unless_empty(const std::string& text) {
  return text.empty() ? Value(nullptr) : Value(text);
}

}  // namespace

TransferCounts count_transfers(const Context& context, Instant since, Instant until,
                               const GetTransferMetrics& filter) {
  TransferCounts all;
  const std::initializer_list<Value> parameters = {context.tenant(),
                                                   id_prefix(since),
                                                   id_prefix(until),
                                                   unless_empty(filter.destination_id.value),
                                                   unless_empty(department_key(filter.department)),
                                                   unless_empty(filter.extension)};
  context.transaction().query(kTransfers, parameters, [&](const Row& row) {
    all.transfers = row.integer(0);
    all.answered = row.integer(1);
    all.rung = row.integer(2);
    all.hold_ms = row.integer(3);
  });
  context.transaction().query(kCalls, parameters, [&](const Row& row) {
    all.calls = row.integer(0);
    all.fallbacks = row.integer(1);
  });
  return all;
}

std::vector<std::string_view> metrics_statements() {
  return {kTransfers, kCalls};
}

}  // namespace smarthandoff::handoff::rows
