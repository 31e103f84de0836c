#include "storage/postgresql_processes.hpp"

namespace smarthandoff::storage::postgresql_processes {

namespace {

// The first half of our advisory locks' keys; the second is the process's id, 0 that of the leader.
constexpr std::int64_t kLockClass = 0x5348;

constexpr std::string_view kActForAll = "SELECT set_config('smarthandoff.tenant', '*', FALSE)";
constexpr std::string_view kListen = "LISTEN smarthandoff";
// The lock comes before the row can be seen: nobody finds the one without the other.
constexpr std::string_view kEnroll = R"sql(
INSERT INTO processes (host, pid, alive_until, renewed_at)
VALUES (?1, ?2, coalesce(?3, CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)) + ?4,
  CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT))
RETURNING id, CAST(pg_advisory_lock(?5, id) AS TEXT))sql";
constexpr std::string_view kRenew = R"sql(
UPDATE processes SET
  alive_until = coalesce(?2, CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)) + ?3,
  renewed_at = CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)
WHERE id = ?1 RETURNING id)sql";
constexpr std::string_view kSilent = R"sql(
SELECT id, expired FROM (
  SELECT p.id, p.alive_until <= coalesce(?1, CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)) AS expired,
    p.renewed_at > CAST(extract(epoch FROM pg_postmaster_start_time()) * 1000 AS BIGINT) AND NOT EXISTS (
      SELECT 1 FROM pg_locks AS l
      WHERE l.locktype = 'advisory' AND l.classid = CAST(CAST(?2 AS BIGINT) AS OID)
        AND l.objid = CAST(CAST(p.id AS BIGINT) AS OID) AND l.objsubid = 2 AND l.granted
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS gone
  FROM processes AS p) AS seen
WHERE expired OR gone)sql";
constexpr std::string_view kEndSessions = R"sql(
SELECT count(pg_terminate_backend(theirs.pid)) FROM pg_locks AS l
JOIN pg_stat_activity AS holder ON holder.pid = l.pid
JOIN pg_stat_activity AS theirs
  ON theirs.application_name = holder.application_name AND theirs.datid = holder.datid
WHERE l.locktype = 'advisory' AND l.classid = CAST(CAST(?2 AS BIGINT) AS OID)
  AND l.objid = CAST(CAST(?1 AS BIGINT) AS OID) AND l.objsubid = 2 AND l.granted
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))sql";
constexpr std::string_view kRemove = "DELETE FROM processes WHERE id = ?1";
constexpr std::string_view kHold = "SELECT pg_try_advisory_lock(?1, ?2)";
constexpr std::string_view kStrangers =
    "SELECT DISTINCT holder FROM jobs WHERE state = 'leased' AND holder NOT IN (SELECT id FROM processes)";
constexpr std::string_view kTell = "SELECT CAST(pg_notify('smarthandoff', ?1) AS TEXT)";

}  // namespace

void attend(PostgresqlConnection& session) {
  session.run_alone(kActForAll, {});
  session.run_alone(kListen, {});
}

bool hold(PostgresqlConnection& session, std::int32_t id) {
  bool held = false;
  session.run_alone(kHold, {kLockClass, id}, [&](const Row& row) { held = row.boolean(0); });
  return held;
}

std::vector<std::int32_t> strangers(PostgresqlConnection& session) {
  std::vector<std::int32_t> found;
  session.run_alone(kStrangers, {},
                    [&](const Row& row) { found.push_back(static_cast<std::int32_t>(row.integer(0))); });
  return found;
}

std::int32_t enroll(PostgresqlConnection& session, std::int64_t pid, std::string_view host,
                    std::optional<Instant> now) {
  std::int32_t id = 0;
  session.run_alone(kEnroll, {host, pid, now, kLease, kLockClass},
                    [&](const Row& row) { id = static_cast<std::int32_t>(row.integer(0)); });
  return id;
}

bool renew(PostgresqlConnection& session, std::int32_t id, std::optional<Instant> now) {
  bool known = false;
  session.run_alone(kRenew, {id, now, kLease}, [&](const Row&) { known = true; });
  return known;
}

std::vector<Silent> silent(PostgresqlConnection& session, std::optional<Instant> now) {
  std::vector<Silent> found;
  session.run_alone(kSilent, {now, kLockClass}, [&](const Row& row) {
    found.push_back({.id = static_cast<std::int32_t>(row.integer(0)), .expired = row.boolean(1)});
  });
  return found;
}

void end_sessions_of(PostgresqlConnection& session, std::int32_t id) {
  session.run_alone(kEndSessions, {id, kLockClass});
}

bool remove(PostgresqlConnection& connection, std::int32_t id) {
  return connection.execute(kRemove, {id}) == 1;
}

bool try_to_lead(PostgresqlConnection& session) {
  return hold(session, 0);
}

void tell(PostgresqlConnection& session, std::string_view payload) {
  session.run_alone(kTell, {payload});
}

std::vector<std::string_view> statements() {
  return {kEnroll, kRenew, kSilent, kEndSessions, kRemove, kHold, kStrangers, kTell};
}

}  // namespace smarthandoff::storage::postgresql_processes
