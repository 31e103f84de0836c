#include "storage/job_rows.hpp"

#include <algorithm>

#include <smarthandoff/base/error.hpp>

#include "storage/statements.hpp"

namespace smarthandoff::storage {

namespace {

// One that waits needs no answer: whatever stands there, it is one statement.
constexpr std::string_view kPutWaiting = R"sql(
INSERT INTO jobs AS j (tenant, kind, key, payload, state, due, attempt, fence, again, error)
VALUES (?1, ?2, ?3, ?4, 'waiting', ?5, 0, ?6, NULL, '')
ON CONFLICT (tenant, kind, key) DO UPDATE SET
  payload = EXCLUDED.payload,
  again = CASE WHEN j.state <> 'leased' THEN NULL
    WHEN ?7 = 1 AND j.again < EXCLUDED.due THEN j.again ELSE EXCLUDED.due END,
  due = CASE WHEN j.state = 'leased' THEN j.due
    WHEN ?7 = 1 AND j.state = 'waiting' AND j.due < EXCLUDED.due THEN j.due ELSE EXCLUDED.due END,
  attempt = CASE WHEN j.state = 'leased' THEN j.attempt ELSE 0 END,
  error = CASE WHEN j.state = 'leased' THEN j.error ELSE '' END,
  fence = CASE WHEN j.state = 'leased' THEN j.fence ELSE j.fence + 1 END,
  state = CASE WHEN j.state = 'leased' THEN j.state ELSE 'waiting' END)sql";

// Nearly every job is new: the plain insert costs half of one with RETURNING.
constexpr std::string_view kInsert =
    "INSERT INTO jobs (tenant, kind, key, payload, state, due, attempt, fence, again, error) "
    "VALUES (?1, ?2, ?3, ?4, 'leased', ?5, 0, ?6, NULL, '') ON CONFLICT (tenant, kind, key) DO NOTHING";
constexpr std::string_view kReplace = R"sql(
UPDATE jobs SET
  payload = ?4,
  again = CASE WHEN state = 'leased' THEN CAST(?6 AS BIGINT) ELSE NULL END,
  due = CASE WHEN state = 'leased' THEN due ELSE CAST(?5 AS BIGINT) END,
  attempt = CASE WHEN state = 'leased' THEN attempt ELSE 0 END,
  error = CASE WHEN state = 'leased' THEN error ELSE '' END,
  fence = CASE WHEN state = 'leased' THEN fence ELSE fence + 1 END,
  state = 'leased'
WHERE tenant = ?1 AND kind = ?2 AND key = ?3
RETURNING again, fence)sql";

// The key alone finds a job under lease: a condition that PostgreSQL does not take for the leased ones'
// index. Where its figures were taken while few jobs were leased, it looked through all of them for each that
// ended.
constexpr std::string_view kFinish =
    "DELETE FROM jobs WHERE tenant = ?1 AND kind = ?2 AND key = ?3 AND (state = 'leased') IS TRUE "
    "AND fence = ?4 AND again IS NULL";
constexpr std::string_view kDoAgain =
    "UPDATE jobs SET state = 'waiting', due = again, again = NULL, attempt = 0, error = '' "
    "WHERE tenant = ?1 AND kind = ?2 AND key = ?3 AND (state = 'leased') IS TRUE "
    "AND fence = ?4 AND again IS NOT NULL RETURNING due";
constexpr std::string_view kRetry =
    "UPDATE jobs SET state = 'waiting', due = ?5, attempt = ?6, error = ?7 "
    "WHERE tenant = ?1 AND kind = ?2 AND key = ?3 AND (state = 'leased') IS TRUE AND fence = ?4";
constexpr std::string_view kDie =
    "UPDATE jobs SET state = 'dead', due = ?5, attempt = ?6, error = ?7 "
    "WHERE tenant = ?1 AND kind = ?2 AND key = ?3 AND (state = 'leased') IS TRUE AND fence = ?4";

constexpr std::string_view kCancel =
    "DELETE FROM jobs WHERE tenant = ?1 AND kind = ?2 AND key = ?3 AND state <> 'leased'";
constexpr std::string_view kCancelAgain =
    "UPDATE jobs SET again = NULL WHERE tenant = ?1 AND kind = ?2 AND key = ?3 AND again IS NOT NULL";

constexpr std::string_view kLeased =
    "SELECT tenant, kind, key, due, attempt, fence FROM jobs WHERE state = 'leased'";
constexpr std::string_view kFind =
    "SELECT state, attempt, payload FROM jobs WHERE tenant = ?1 AND kind = ?2 AND key = ?3";
constexpr std::string_view kNextDue = "SELECT min(due) FROM jobs WHERE state = 'waiting'";
// Each from an index of its own: the rows, with their payloads, are not read.
constexpr std::string_view kTotals = R"sql(
SELECT (SELECT count(*) FROM jobs WHERE state = 'waiting'), (SELECT count(*) FROM jobs WHERE state = 'leased'),
  (SELECT count(*) FROM jobs WHERE state = 'dead'),
  (SELECT count(*) FROM jobs WHERE state = 'waiting' AND due < ?1),
  (SELECT min(due) FROM jobs WHERE state = 'waiting'))sql";
constexpr std::string_view kStatsOfTenant = R"sql(
SELECT kind, state, count(*), count(*) FILTER (WHERE due < ?1), min(due)
FROM jobs WHERE tenant = ?2 GROUP BY kind, state ORDER BY kind)sql";

// Between insert and update another process (PostgreSQL) may end the job: then it is inserted after all.
constexpr int kPutAttempts = 3;
constexpr std::size_t kMaxErrorText = 500;
constexpr Milliseconds kFirstDelay = Seconds(1);
constexpr Milliseconds kLongestDelay = std::chrono::minutes(10);
constexpr Milliseconds kLate = Seconds(1);

// The first bytes, never half a character.
std::string shortened(std::string_view text) {
  if (text.size() <= kMaxErrorText) return std::string(text);
  std::size_t end = kMaxErrorText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
  return std::string(text.substr(0, end));
}

Milliseconds delay_after(std::int64_t attempts) {
  Milliseconds delay = kFirstDelay;
  for (std::int64_t i = 1; i < attempts && delay < kLongestDelay; ++i) delay *= 2;
  return std::min(delay, kLongestDelay);
}

// Fences of a job that ended and was made again must be above those of its earlier life, which is gone: they
// begin with the time.
std::int64_t first_fence(Instant now) {
  return std::max<std::int64_t>(1, now.time_since_epoch().count());
}

}  // namespace

std::vector<std::string_view> job_statements() {
  auto all = job_claim_statements();
  all.insert(all.end(), {kPutWaiting, kInsert, kReplace, kFinish, kDoAgain, kRetry, kDie, kCancel,
                         kCancelAgain, kLeased, kFind, kNextDue, kTotals, kStatsOfTenant});
  return all;
}

namespace jobs {

namespace {

std::optional<Instant> do_again(Transaction& transaction, const Job& job) {
  std::optional<Instant> again;
  transaction.execute(kDoAgain, {job.tenant, job.kind, job.key, job.fence},
                      [&](const Row& row) { again = row.instant(0); });
  return again;
}

// The fence under which the caller may do it, or 0; nothing if the job just ended.
std::optional<std::int64_t> replace(Transaction& transaction, const Job& job, Instant lease_ends) {
  std::optional<std::int64_t> fence;
  transaction.execute(kReplace, {job.tenant, job.kind, job.key, job.payload, lease_ends, job.due},
                      [&](const Row& row) { fence = row.is_null(0) ? row.integer(1) : 0; });
  return fence;
}

std::int64_t put_leased(Transaction& transaction, const Job& job, Instant lease_ends, std::int64_t first) {
  for (int attempt = 0; attempt < kPutAttempts; ++attempt) {
    if (transaction.execute(kInsert, {job.tenant, job.kind, job.key, job.payload, lease_ends, first}) == 1)
      return first;
    if (const auto fence = replace(transaction, job, lease_ends)) return *fence;
  }
  throw Error(ErrorCode::conflict, "job \"" + job.key + "\" was made and ended by others at the same time");
}

}  // namespace

std::vector<Job> release_all_leases(Transaction& transaction, Instant now) {
  std::vector<Job> leased;
  transaction.query(kLeased, {}, [&](const Row& row) {
    leased.push_back({.tenant = {row.string(0)},
                      .kind = row.string(1),
                      .key = row.string(2),
                      .payload = {},
                      .due = row.instant(3),
                      .attempt = row.integer(4),
                      .fence = row.integer(5)});
  });
  std::vector<Job> dead;
  for (Job& job : leased) {
    if (fail(transaction, job, now, "the process ended while this was being done").dead)
      dead.push_back(std::move(job));
  }
  return dead;
}

std::int64_t put(Transaction& transaction, const Job& job, Instant now, std::optional<Milliseconds> lease) {
  const std::int64_t first = first_fence(now);
  if (lease) return put_leased(transaction, job, now + *lease, first);
  transaction.execute(
      kPutWaiting, {job.tenant, job.kind, job.key, job.payload, job.due, first, std::int64_t{job.no_later}});
  return 0;
}

Finished finish(Transaction& transaction, const Job& job) {
  if (transaction.execute(kFinish, {job.tenant, job.kind, job.key, job.fence}) == 1)
    return {.current = true, .again = {}};
  const auto again = do_again(transaction, job);
  return {.current = again.has_value(), .again = again};
}

Failed fail(Transaction& transaction, const Job& job, Instant now, std::string_view error) {
  if (const auto again = do_again(transaction, job)) return {.dead = false, .retry_at = again};
  const std::int64_t attempt = job.attempt + 1;
  const bool dead = attempt >= kMaxAttempts;
  const Instant due = dead ? now : now + delay_after(attempt);
  const auto changed = transaction.execute(
      dead ? kDie : kRetry, {job.tenant, job.kind, job.key, job.fence, due, attempt, shortened(error)});
  if (changed == 0) return {};
  return {.dead = dead, .retry_at = dead ? std::nullopt : std::optional(due)};
}

void cancel(Transaction& transaction, const TenantId& tenant, std::string_view kind, std::string_view key) {
  if (transaction.execute(kCancel, {tenant, kind, key}) == 0) {
    transaction.execute(kCancelAgain, {tenant, kind, key});
  }
}

std::optional<Standing> find(const Transaction& transaction, const TenantId& tenant, std::string_view kind,
                             std::string_view key) {
  std::optional<Standing> found;
  transaction.query(kFind, {tenant, kind, key}, [&](const Row& row) {
    found = Standing{
        .leased = row.text(0) == "leased", .attempt = row.integer(1), .payload = std::string(row.text(2))};
  });
  return found;
}

std::optional<Instant> next_due(const Transaction& transaction) {
  std::optional<Instant> due;
  transaction.query(kNextDue, {}, [&](const Row& row) { due = row.optional_instant(0); });
  return due;
}

JobTotals totals(const Transaction& transaction, Instant now) {
  JobTotals all;
  transaction.query(kTotals, {now - kLate}, [&](const Row& row) {
    all = {.waiting = row.integer(0),
           .leased = row.integer(1),
           .dead = row.integer(2),
           .late = row.integer(3),
           .oldest_due = row.optional_instant(4)};
  });
  return all;
}

std::vector<KindStats> stats_of(const Transaction& transaction, const TenantId& tenant, Instant now) {
  std::vector<KindStats> all;
  transaction.query(kStatsOfTenant, {now - kLate, tenant}, [&](const Row& row) {
    if (all.empty() || all.back().kind != row.text(0)) all.push_back({.kind = row.string(0), .totals = {}});
    JobTotals& totals = all.back().totals;
    if (row.text(1) == "waiting") {
      totals.waiting = row.integer(2);
      totals.late = row.integer(3);
      totals.oldest_due = row.instant(4);
    } else {
      (row.text(1) == "leased" ? totals.leased : totals.dead) = row.integer(2);
    }
  });
  return all;
}

}  // namespace jobs
}  // namespace smarthandoff::storage
