#include "storage/postgresql_events.hpp"

#include <algorithm>

namespace smarthandoff::storage::postgresql_events {

namespace {

constexpr std::string_view kAppend =
    "INSERT INTO events (tenant, topic, entity, version, payload, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

// The notifications are part of the same transaction: whoever is told sees the positions. A changed profile
// is told by its tenant, so that nobody needs to read every event for the sake of a cache.
constexpr std::string_view kNumber = R"sql(
WITH batch AS MATERIALIZED (
  SELECT id, row_number() OVER (ORDER BY id) AS place
  FROM (SELECT id FROM events WHERE position IS NULL ORDER BY id LIMIT ?1) AS unnumbered),
newest AS MATERIALIZED (SELECT coalesce(max(position), 0) AS position FROM events),
numbered AS (
  UPDATE events AS e SET position = newest.position + batch.place
  FROM batch, newest WHERE e.id = batch.id
  RETURNING e.position, e.topic, e.tenant)
SELECT count(*), coalesce(max(position), 0),
  (SELECT count(pg_notify('smarthandoff', 't' || tenant))
   FROM (SELECT DISTINCT tenant FROM numbered WHERE topic = 'tenant.updated') AS updated),
  CASE WHEN count(*) > 0 THEN CAST(pg_notify('smarthandoff', 'p' || max(position)) AS TEXT) END
FROM numbered)sql";

}  // namespace

void append(PostgresqlConnection& connection, const std::vector<Event>& events) {
  for (const Event& event : events) {
    connection.queue(kAppend,
                     {event.tenant, event.topic, event.entity, event.version, event.payload, event.at});
  }
}

Numbered number(PostgresqlConnection& session, std::size_t limit) {
  Numbered numbered;
  session.run_alone(kNumber, {static_cast<std::int64_t>(limit)}, [&](const Row& row) {
    numbered = {.count = static_cast<std::size_t>(row.integer(0)), .newest = row.integer(1)};
  });
  return numbered;
}

std::vector<std::string_view> statements() {
  return {kAppend, kNumber};
}

}  // namespace smarthandoff::storage::postgresql_events
