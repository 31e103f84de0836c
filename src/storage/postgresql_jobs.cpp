#include "storage/postgresql_jobs.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>

#include <smarthandoff/base/json.hpp>

#include "storage/job_rows.hpp"

namespace smarthandoff::storage::postgresql_jobs {

namespace {

// One statement for what is an insert and an update on SQLite: it can be sent without waiting for its answer.
constexpr std::string_view kPut = R"sql(
INSERT INTO jobs AS j (tenant, kind, key, payload, state, due, attempt, fence, again, error, holder)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, NULL, '', ?8)
ON CONFLICT (tenant, kind, key) DO UPDATE SET
  payload = EXCLUDED.payload,
  again = CASE WHEN j.state <> 'leased' THEN NULL
    WHEN ?9 = 1 AND j.again < EXCLUDED.due THEN j.again ELSE EXCLUDED.due END,
  due = CASE WHEN j.state = 'leased' THEN j.due
    WHEN ?9 = 1 AND j.state = 'waiting' AND j.due < EXCLUDED.due THEN j.due ELSE EXCLUDED.due END,
  attempt = CASE WHEN j.state = 'leased' THEN j.attempt ELSE 0 END,
  error = CASE WHEN j.state = 'leased' THEN j.error ELSE '' END,
  fence = CASE WHEN j.state = 'leased' THEN j.fence ELSE j.fence + 1 END,
  holder = CASE WHEN j.state = 'leased' THEN j.holder ELSE EXCLUDED.holder END,
  state = CASE WHEN j.state = 'leased' THEN j.state ELSE EXCLUDED.state END
RETURNING CASE WHEN j.state = 'leased' AND j.again IS NULL THEN j.fence ELSE 0 END)sql";

// Rows that were locked by one part of a statement are found again by their place (ctid): kept plans, made
// when the table was small, then have no choice to make.
constexpr std::string_view kClaim = R"sql(
UPDATE jobs AS j SET state = 'leased', fence = j.fence + 1, holder = ?3
WHERE j.ctid = ANY (ARRAY(
  SELECT ctid FROM jobs WHERE state = 'waiting' AND due <= ?1 ORDER BY due LIMIT ?2 FOR UPDATE SKIP LOCKED))
RETURNING j.tenant, j.kind, j.key, j.payload, j.due, j.attempt, j.fence)sql";
// Whoever has a backlog fills the front of the queue. What others just asked for is at its end.
constexpr std::string_view kClaimOthers = R"sql(
UPDATE jobs AS j SET state = 'leased', fence = j.fence + 1, holder = ?3
WHERE j.ctid = ANY (ARRAY(
  SELECT ctid FROM jobs
  WHERE state = 'waiting' AND ctid = ANY (ARRAY(
    SELECT ctid FROM (
      SELECT ctid, tenant, kind FROM jobs WHERE state = 'waiting' AND due <= ?1 ORDER BY due DESC LIMIT 256)
      AS latest
    WHERE tenant <> ?4 AND kind <> ?5 LIMIT ?2))
  FOR UPDATE SKIP LOCKED))
RETURNING j.tenant, j.kind, j.key, j.payload, j.due, j.attempt, j.fence)sql";
// `IS TRUE` as in job_rows.cpp.
constexpr std::string_view kFinish = R"sql(
DELETE FROM jobs AS j
WHERE j.ctid = ANY (ARRAY(
  SELECT mine.ctid
  FROM json_to_recordset(CAST(?1 AS JSON)) AS ended (tenant TEXT, kind TEXT, key TEXT, fence BIGINT)
  CROSS JOIN LATERAL (
    SELECT ctid FROM jobs
    WHERE tenant = ended.tenant AND kind = ended.kind AND key = ended.key
      AND (state = 'leased') IS TRUE AND fence = ended.fence AND again IS NULL
    LIMIT 1 FOR UPDATE SKIP LOCKED) AS mine))
RETURNING j.tenant, j.kind, j.key)sql";

// A crash may be nobody's fault: the first one costs no time, each further one twice as much, at most 10 min.
constexpr std::string_view kRelease = R"sql(
UPDATE jobs SET
  state = CASE WHEN again IS NULL AND attempt + 1 >= ?3 THEN 'dead' ELSE 'waiting' END,
  due = CASE WHEN again IS NOT NULL THEN again
    ELSE ?2 + least(600000, 1000 * (CAST(power(2, least(attempt, 20)) AS BIGINT) - 1)) END,
  attempt = CASE WHEN again IS NOT NULL THEN 0 ELSE attempt + 1 END,
  again = NULL, holder = 0, error = 'the process ended while this was being done'
WHERE state = 'leased' AND holder = ?1
RETURNING tenant, kind, key, state)sql";

constexpr std::string_view kNobody = "";

Job job_of(const Row& row) {
  return {.tenant = {row.string(0)},
          .kind = row.string(1),
          .key = row.string(2),
          .payload = row.string(3),
          .due = row.instant(4),
          .attempt = row.integer(5),
          .fence = row.integer(6)};
}

// The name that more than half of the jobs have; empty: none.
template <class Name>
std::string most_common(const std::vector<Job>& claimed, Name name) {
  std::map<std::string_view, std::size_t> counts;
  for (const Job& job : claimed) {
    if (++counts[name(job)] > claimed.size() / 2) return name(job);
  }
  return "";
}

void add(PostgresqlConnection& connection, std::string_view sql, std::initializer_list<Value> parameters,
         std::vector<Job>& claimed) {
  connection.execute(sql, parameters, [&](const Row& row) { claimed.push_back(job_of(row)); });
}

}  // namespace

void put(PostgresqlConnection& connection, const Job& job, Instant now, std::int32_t holder,
         std::int64_t* fence) {
  const std::string_view state = holder == 0 ? "waiting" : "leased";
  const std::int64_t first_fence = std::max<std::int64_t>(1, now.time_since_epoch().count());
  connection.queue(kPut,
                   {job.tenant, job.kind, job.key, job.payload, state, job.due, first_fence, holder,
                    std::int64_t{job.no_later}},
                   [fence](const Row& row) { *fence = row.integer(0); });
}

std::vector<Job> claim_due(PostgresqlConnection& connection, Instant now, std::size_t limit,
                           std::int32_t holder) {
  std::vector<Job> claimed;
  const auto count = static_cast<std::int64_t>(limit);
  add(connection, kClaim, {now, count, holder}, claimed);
  if (limit > 1 && claimed.size() == limit) {
    const std::string tenant =
        most_common(claimed, [](const Job& job) -> const std::string& { return job.tenant.value; });
    const std::string kind =
        most_common(claimed, [](const Job& job) -> const std::string& { return job.kind; });
    if (!tenant.empty()) {
      add(connection, kClaimOthers, {now, count / 2, holder, tenant, kNobody}, claimed);
    } else if (!kind.empty()) {
      add(connection, kClaimOthers, {now, count / 2, holder, kNobody, kind}, claimed);
    }
  }
  std::stable_sort(claimed.begin(), claimed.end(), [](const Job& a, const Job& b) { return a.due < b.due; });
  return claimed;
}

std::vector<std::size_t> finish(PostgresqlConnection& connection, const std::vector<const Job*>& jobs) {
  std::vector<std::size_t> ended;
  if (jobs.empty()) return ended;
  std::map<std::array<std::string_view, 3>, std::size_t> places;
  std::vector<std::map<std::string, std::string>> rows;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const Job& job = *jobs[i];
    places[{job.tenant.value, job.kind, job.key}] = i;
    rows.push_back({{"tenant", job.tenant.value},
                    {"kind", job.kind},
                    {"key", job.key},
                    {"fence", std::to_string(job.fence)}});
  }
  connection.execute(kFinish, {to_json(rows)}, [&](const Row& row) {
    ended.push_back(places.at({row.text(0), row.text(1), row.text(2)}));
  });
  return ended;
}

Released release(PostgresqlConnection& connection, std::int32_t holder, Instant now) {
  Released released;
  connection.execute(kRelease, {holder, now, jobs::kMaxAttempts}, [&](const Row& row) {
    ++released.count;
    if (row.text(3) != "dead") return;
    released.dead.push_back(
        {.tenant = {row.string(0)}, .kind = row.string(1), .key = row.string(2), .payload = {}, .due = now});
  });
  return released;
}

std::vector<std::string_view> statements() {
  return {kPut, kClaim, kClaimOthers, kFinish, kRelease};
}

}  // namespace smarthandoff::storage::postgresql_jobs
