#include "callback/metrics_rows.hpp"

#include <algorithm>

#include <smarthandoff/base/fold.hpp>

#include "callback/callback_rows.hpp"

namespace smarthandoff::callbacks::rows {
namespace {

using storage::Row;
using storage::Value;

// Who was never alerted reacted to nothing; a time before the agreed one is none.
constexpr std::string_view kCount = R"sql(
SELECT count(*),
  count(*) FILTER (WHERE status = 'completed'),
  count(*) FILTER (WHERE status = 'failed'),
  count(*) FILTER (WHERE status = 'canceled'),
  count(*) FILTER (WHERE status = 'failed' AND end_reason = 'expired'),
  count(*) FILTER (WHERE status = 'canceled' AND (by_customer OR end_reason = 'customer')),
  count(*) FILTER (WHERE answered_at IS NOT NULL),
  CAST(coalesce(sum(CASE WHEN answered_at > coalesce(agreed_at, requested_at)
    THEN answered_at - coalesce(agreed_at, requested_at) ELSE 0 END)
    FILTER (WHERE answered_at IS NOT NULL), 0) AS BIGINT),
  count(*) FILTER (WHERE clicked_at >= announced_at),
  CAST(coalesce(sum(clicked_at - announced_at) FILTER (WHERE clicked_at >= announced_at), 0) AS BIGINT),
  count(score),
  CAST(coalesce(sum(score), 0) AS BIGINT),
  count(*) FILTER (WHERE score >= 9),
  count(*) FILTER (WHERE score <= 6)
FROM callbacks
WHERE tenant = ?1 AND place IN (0, 1, 2, 3, 4) AND requested_at >= ?2 AND requested_at < ?3
  AND (CAST(?4 AS TEXT) IS NULL OR extension = ?4 OR served_by = ?4)
  AND (CAST(?5 AS TEXT) IS NULL OR department_folded = ?5))sql";

// The call that was answered, not the tries before it, which may lie days back.
constexpr std::string_view kHandling = R"sql(
SELECT d.ended_at - d.created_at
FROM callbacks c JOIN callback_dials d ON d.tenant = c.tenant AND d.callback_id = c.id AND d.ended_as = 'answered'
WHERE c.tenant = ?1 AND c.status = 'completed' AND c.extension = ?2 AND c.department_folded = ?3
ORDER BY c.ended_at DESC, c.id DESC LIMIT ?4)sql";

// Whom the extension talks to has had their turn, and whose time comes later is not before it.
constexpr std::string_view kBefore = R"sql(
SELECT count(*) FROM callbacks WHERE tenant = ?1 AND open AND turn = ?2 AND status <> 'in_progress'
  AND (status <> 'scheduled' OR scheduled_at <= ?6) AND (place, requested_at, id) < (?3, ?4, ?5))sql";

// By the open callbacks of the extension's and the department's turn: dials are many, and most have ended.
constexpr std::string_view kBusySince = R"sql(
SELECT min(coalesce(d.accepted_at, d.created_at))
FROM callbacks c JOIN callback_dials d ON d.tenant = c.tenant AND d.callback_id = c.id AND d.open
WHERE c.tenant = ?1 AND c.open AND c.turn IN (?2, ?4) AND c.status = 'in_progress' AND d.extension = ?2
  AND c.id <> ?3)sql";

Value unless_empty(const std::string& text) {
  return text.empty() ? Value(nullptr) : Value(text);
}

}  // namespace

Counts count(const Context& context, Instant from, Instant to, const GetMetrics& filter) {
  Counts all;
  context.transaction().query(
      kCount,
      {context.tenant(), from, to, unless_empty(filter.extension), unless_empty(fold(filter.department))},
      [&](const Row& row) {
        int column = 0;
        for (std::int64_t* member :
             {&all.created, &all.completed, &all.failed, &all.canceled, &all.expired, &all.abandoned,
              &all.answered, &all.answered_ms, &all.reacted, &all.reaction_ms, &all.rated, &all.score,
              &all.promoters, &all.detractors})
          *member = row.integer(column++);
      });
  return all;
}

std::vector<std::int64_t> handling_seconds(const Context& context, const Callback& like, std::int64_t limit) {
  std::vector<std::int64_t> found;
  context.transaction().query(kHandling, {context.tenant(), like.extension, fold(like.department), limit},
                              [&](const Row& row) { found.push_back(row.integer(0) / 1000); });
  return found;
}

std::int64_t count_before(const Context& context, const Callback& callback) {
  std::int64_t count = 0;
  const bool later = callback.status == CallbackStatus::scheduled && callback.scheduled_at;
  const Instant turn = later ? std::max(context.now(), *callback.scheduled_at) : context.now();
  context.transaction().query(
      kBefore,
      {context.tenant(), turn_of(callback), place_of(callback.status, callback.priority),
       callback.requested_at, callback.id, turn},
      [&](const Row& row) { count = row.integer(0); });
  return count;
}

std::optional<Instant> busy_since(const Context& context, const Callback& callback) {
  std::optional<Instant> since;
  context.transaction().query(
      kBusySince,
      {context.tenant(), callback.extension, callback.id, turn_of_department(callback.department)},
      [&](const Row& row) { since = row.optional_instant(0); });
  return since;
}

std::vector<std::string_view> metrics_statements() {
  return {kCount, kHandling, kBefore, kBusySince};
}

}  // namespace smarthandoff::callbacks::rows
