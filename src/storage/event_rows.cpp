#include "storage/event_rows.hpp"

#include <algorithm>

#include "storage/statements.hpp"

namespace smarthandoff::storage {

namespace {

constexpr std::string_view kAppend =
    "INSERT INTO events (position, tenant, topic, entity, version, payload, at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
constexpr std::string_view kReadAll =
    "SELECT position, tenant, topic, entity, version, payload, at FROM events "
    "WHERE position > ?1 ORDER BY position LIMIT ?2";
constexpr std::string_view kReadTenant =
    "SELECT position, tenant, topic, entity, version, payload, at FROM events "
    "WHERE tenant = ?3 AND position > ?1 ORDER BY position LIMIT ?2";
constexpr std::string_view kOldest = "SELECT min(position) FROM events";
constexpr std::string_view kOldestInstant = "SELECT at FROM events ORDER BY position LIMIT 1";
constexpr std::string_view kNewest = "SELECT max(position) FROM events";
// Only the oldest rows are looked at, in the order of their key: instants grow with positions.
constexpr std::string_view kPrune = R"sql(
DELETE FROM events WHERE position IN (
  SELECT position FROM (SELECT position, at FROM events ORDER BY position LIMIT ?2) AS oldest
  WHERE at < ?1 AND position < (SELECT max(position) FROM events)))sql";

// Rare and thorough: no index names entities, so that many of them are one walk.
constexpr std::string_view kErase = R"sql(
UPDATE events SET payload = ?4 WHERE tenant = ?1 AND substr(topic, 1, ?3) = ?2
  AND entity IN (?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) AND payload <> ?4)sql";
constexpr std::size_t kWalk = 8;

Event event_of(const Row& row) {
  return {.position = row.integer(0),
          .tenant = {row.string(1)},
          .topic = row.string(2),
          .entity = row.string(3),
          .version = row.integer(4),
          .payload = row.string(5),
          .at = row.instant(6)};
}

}  // namespace

std::vector<std::string_view> event_statements() {
  return {kAppend, kReadAll, kReadTenant, kOldest, kOldestInstant, kNewest, kPrune, kErase};
}

namespace events {

void append(Transaction& transaction, const std::vector<Event>& events) {
  for (const Event& event : events) {
    const Value position = event.position == 0 ? Value(nullptr) : Value(event.position);
    transaction.execute(
        kAppend, {position, event.tenant, event.topic, event.entity, event.version, event.payload, event.at});
  }
}

std::vector<Event> read(const Transaction& transaction, const TenantId& tenant, std::int64_t after,
                        std::size_t limit) {
  std::vector<Event> events;
  const auto each = [&](const Row& row) { events.push_back(event_of(row)); };
  const auto count = static_cast<std::int64_t>(limit);
  if (tenant.empty())
    transaction.query(kReadAll, {after, count}, each);
  else
    transaction.query(kReadTenant, {after, count, tenant}, each);
  return events;
}

std::optional<Range> range(const Transaction& transaction) {
  std::optional<Range> range;
  transaction.query(kOldest, {}, [&](const Row& row) {
    if (!row.is_null(0)) range = Range{.oldest = row.integer(0), .newest = row.integer(0)};
  });
  if (range) transaction.query(kNewest, {}, [&](const Row& row) { range->newest = row.integer(0); });
  return range;
}

std::int64_t prune(Transaction& transaction, Instant older_than, std::size_t limit) {
  bool any = false;  // nearly always there is none, and that is cheap to know
  transaction.query(kOldestInstant, {}, [&](const Row& row) { any = row.instant(0) < older_than; });
  if (!any) return 0;
  return transaction.execute(kPrune, {older_than, static_cast<std::int64_t>(limit)});
}

std::int64_t erase(Transaction& transaction, const TenantId& tenant, std::string_view topics,
                   std::span<const std::string> entities) {
  std::int64_t count = 0;
  for (; !entities.empty(); entities = entities.subspan(std::min(kWalk, entities.size()))) {
    std::vector<Value> values{tenant, topics, static_cast<std::int64_t>(topics.size()), kErased};
    for (std::size_t i = 0; i < kWalk; ++i) values.emplace_back(entities[std::min(i, entities.size() - 1)]);
    count += transaction.execute(kErase, values);
  }
  return count;
}

}  // namespace events
}  // namespace smarthandoff::storage
