#include "storage/job_rows.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "storage/statements.hpp"
#include "storage/stores.hpp"

using namespace smarthandoff;
using namespace stores;
namespace jobs = smarthandoff::storage::jobs;

namespace {

const Instant kNow = at(1'700'000'000'000);
constexpr Milliseconds kLease{60'000};

Job job(const std::string& key, Instant due = kNow, const std::string& tenant = "acme",
        const std::string& kind = "ring") {
  return {.tenant = {tenant}, .kind = kind, .key = key, .payload = "{\"n\":1}", .due = due};
}

std::vector<std::string> keys_of(const std::vector<Job>& list) {
  std::vector<std::string> keys;
  for (const Job& one : list) keys.push_back(one.key);
  return keys;
}

using Keys = std::vector<std::string>;

}  // namespace

TEST_CASE_TEMPLATE("a job is claimed when it is due, the longest waiting first, and once", Store, SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  jobs::put(*tx, job("later", kNow + Seconds(10)), kNow);
  jobs::put(*tx, job("second", kNow - Seconds(1)), kNow);
  jobs::put(*tx, job("first", kNow - Seconds(2)), kNow);
  CHECK(jobs::next_due(*tx) == kNow - Seconds(2));

  const auto claimed = jobs::claim_due(*tx, kNow, 10, kLease);
  REQUIRE(keys_of(claimed) == Keys{"first", "second"});
  CHECK(claimed[0].due == kNow - Seconds(2));
  CHECK(claimed[0].payload == "{\"n\":1}");
  CHECK(claimed[0].attempt == 0);
  CHECK(jobs::claim_due(*tx, kNow, 10, kLease).empty());
  CHECK(jobs::next_due(*tx) == kNow + Seconds(10));
  CHECK(keys_of(jobs::claim_due(*tx, kNow + Seconds(10), 10, kLease)) == Keys{"later"});
}

TEST_CASE_TEMPLATE("one that is wanted no later than an instant never puts off one that waits", Store,
                   SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  Job look = job("look", kNow + Seconds(10));
  look.no_later = true;
  jobs::put(*tx, look, kNow);
  for (const int seconds : {20, 5, 30}) {
    look.due = kNow + Seconds(seconds);
    jobs::put(*tx, look, kNow);
  }
  CHECK(jobs::next_due(*tx) == kNow + Seconds(5));
  Job claimed = jobs::claim_due(*tx, kNow + Seconds(5), 1, kLease).at(0);
  look.due = kNow + Seconds(7);
  jobs::put(*tx, look, kNow);
  look.due = kNow + Seconds(40);
  jobs::put(*tx, look, kNow);
  CHECK(jobs::finish(*tx, claimed).again == kNow + Seconds(7));
}

TEST_CASE_TEMPLATE("a finished job is gone and its old fence is stale for whoever comes late", Store,
                   SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  jobs::put(*tx, job("a"), kNow);
  const Job first = jobs::claim_due(*tx, kNow, 1, kLease).at(0);
  CHECK(jobs::release_all_leases(*tx, kNow).empty());
  const Job second = jobs::claim_due(*tx, kNow + Seconds(1), 1, kLease).at(0);
  CHECK(second.fence > first.fence);
  CHECK(second.attempt == 1);

  CHECK_FALSE(jobs::finish(*tx, first));
  const auto late = jobs::fail(*tx, first, kNow, "late");
  CHECK_FALSE(late.dead);
  CHECK_FALSE(late.retry_at);
  CHECK(jobs::finish(*tx, second));
  CHECK_FALSE(jobs::finish(*tx, second));

  // Made again under the same key later, it is another job to whoever still holds the first one.
  jobs::put(*tx, job("a"), kNow + Seconds(2));
  const Job third = jobs::claim_due(*tx, kNow + Seconds(2), 1, kLease).at(0);
  CHECK(third.fence > second.fence);
  CHECK_FALSE(jobs::finish(*tx, second));
}

TEST_CASE_TEMPLATE("making a job again moves its due time and payload", Store, SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  jobs::put(*tx, job("a"), kNow);
  Job moved = job("a", kNow + Seconds(5));
  moved.payload = "{\"n\":2}";
  jobs::put(*tx, moved, kNow);
  CHECK(jobs::claim_due(*tx, kNow, 10, kLease).empty());
  const auto claimed = jobs::claim_due(*tx, kNow + Seconds(5), 10, kLease);
  REQUIRE(claimed.size() == 1);
  CHECK(claimed[0].payload == "{\"n\":2}");
}

TEST_CASE_TEMPLATE("a job put with a lease is the maker's to do, unless it is being done", Store, SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  Job mine = job("a");
  mine.fence = jobs::put(*tx, mine, kNow, kLease);
  REQUIRE(mine.fence > 0);
  CHECK(jobs::claim_due(*tx, kNow, 10, kLease).empty());

  Job replaced = job("a", kNow + Seconds(3));
  replaced.payload = "{\"n\":2}";
  CHECK(jobs::put(*tx, replaced, kNow, kLease) == 0);
  const auto finished = jobs::finish(*tx, mine);
  CHECK(finished);
  CHECK(finished.again == kNow + Seconds(3));
  const auto claimed = jobs::claim_due(*tx, kNow + Seconds(3), 10, kLease);
  REQUIRE(claimed.size() == 1);
  CHECK(claimed[0].payload == "{\"n\":2}");
  CHECK(claimed[0].attempt == 0);
}

TEST_CASE_TEMPLATE("a job replaced while it is being done runs again even when the first run failed", Store,
                   SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  Job mine = job("a");
  mine.attempt = jobs::kMaxAttempts - 1;
  mine.fence = jobs::put(*tx, mine, kNow, kLease);
  jobs::put(*tx, job("a", kNow + Seconds(3)), kNow);
  const auto failed = jobs::fail(*tx, mine, kNow, "broken");
  CHECK_FALSE(failed.dead);
  CHECK(failed.retry_at == kNow + Seconds(3));
  CHECK(jobs::claim_due(*tx, kNow + Seconds(3), 1, kLease).at(0).attempt == 0);
}

TEST_CASE_TEMPLATE("failures back off exponentially and the twelfth is the last", Store, SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  jobs::put(*tx, job("a"), kNow);
  const std::int64_t seconds[] = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600};
  Instant now = kNow;
  for (const std::int64_t delay : seconds) {
    const Job claimed = jobs::claim_due(*tx, now, 1, kLease).at(0);
    const auto failed = jobs::fail(*tx, claimed, now, "no answer");
    CHECK_FALSE(failed.dead);
    REQUIRE(failed.retry_at == now + Seconds(delay));
    CHECK(jobs::claim_due(*tx, *failed.retry_at - Milliseconds(1), 1, kLease).empty());
    now = *failed.retry_at;
  }
  const Job last = jobs::claim_due(*tx, now, 1, kLease).at(0);
  CHECK(last.attempt == 11);
  const auto failed = jobs::fail(*tx, last, now, std::string(499, 'x') + "ç");
  CHECK(failed.dead);
  CHECK_FALSE(failed.retry_at);
  CHECK(jobs::claim_due(*tx, Instant::max(), 1, Milliseconds(0)).empty());
  CHECK_FALSE(jobs::next_due(*tx));
  tx->query("SELECT error FROM jobs", {},
            [](const storage::Row& row) { CHECK(row.text(0) == std::string(499, 'x')); });

  // A dead job made again lives again.
  jobs::put(*tx, job("a", now), now);
  CHECK(jobs::claim_due(*tx, now, 1, kLease).at(0).attempt == 0);
}

TEST_CASE_TEMPLATE("a crash while leased counts as an attempt, and the twelfth is told", Store, SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  jobs::put(*tx, job("a"), kNow);
  Instant now = kNow;
  for (std::int64_t attempt = 0; attempt < jobs::kMaxAttempts; ++attempt) {
    CHECK(jobs::claim_due(*tx, now, 1, kLease).at(0).attempt == attempt);
    const auto dead = jobs::release_all_leases(*tx, now);
    CHECK(dead.size() == (attempt + 1 == jobs::kMaxAttempts ? 1 : 0));
    now += std::chrono::minutes(10);
  }
  CHECK(jobs::claim_due(*tx, now, 1, kLease).empty());
}

TEST_CASE_TEMPLATE("a canceled job does not run, and one that is being done is not done once more", Store,
                   SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  jobs::put(*tx, job("waiting"), kNow);
  jobs::put(*tx, job("other"), kNow);
  jobs::cancel(*tx, {"acme"}, "ring", "waiting");
  jobs::cancel(*tx, {"someone"}, "ring", "other");
  CHECK(keys_of(jobs::claim_due(*tx, kNow, 10, kLease)) == Keys{"other"});

  Job mine = job("leased");
  mine.fence = jobs::put(*tx, mine, kNow, kLease);
  jobs::put(*tx, job("leased"), kNow);
  jobs::cancel(*tx, {"acme"}, "ring", "leased");
  const auto finished = jobs::finish(*tx, mine);
  CHECK(finished.current);
  CHECK_FALSE(finished.again);
}

TEST_CASE_TEMPLATE("neither one tenant nor one kind takes a whole claim while others wait", Store,
                   SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  for (int i = 0; i < 200; ++i)
    jobs::put(*tx, job("k" + std::to_string(i), kNow - Seconds(60), "loud"), kNow);
  for (int i = 0; i < 5; ++i)
    jobs::put(*tx, job("k" + std::to_string(i), kNow - Seconds(1), "quiet", "say"), kNow);
  std::map<std::string, int> taken;
  for (const Job& claimed : jobs::claim_due(*tx, kNow, 16, kLease)) ++taken[claimed.tenant.value];
  CHECK(taken["quiet"] == 5);
  CHECK(taken["loud"] == 11);  // the rest is not left idle
}

TEST_CASE_TEMPLATE("a tenant at its limit of leases gets no more, whatever else is due", Store, SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  for (int i = 0; i < 50; ++i) jobs::put(*tx, job("k" + std::to_string(i), kNow - Seconds(60), "loud"), kNow);
  jobs::put(*tx, job("late", kNow, "quiet"), kNow);
  const jobs::Fairness fairness{.tenant_limit = 3};
  CHECK(jobs::claim_due(*tx, kNow, 8, kLease, fairness).size() == 4);
  CHECK(jobs::claim_due(*tx, kNow, 8, kLease, fairness).empty());
  CHECK(jobs::claim_due(*tx, kNow, 8, kLease, {.kind_limit = 6}).size() == 2);
}

TEST_CASE_TEMPLATE("the jobs of all tenants are counted by their state", Store, SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  jobs::put(*tx, job("a", kNow - Seconds(5)), kNow);
  jobs::put(*tx, job("b", kNow + Seconds(5)), kNow);
  jobs::put(*tx, job("late", kNow - Seconds(2), "other"), kNow);
  jobs::put(*tx, job("c"), kNow, kLease);
  Job dying = job("d", kNow, "acme", "say");
  dying.attempt = jobs::kMaxAttempts;
  dying.fence = jobs::put(*tx, dying, kNow, kLease);
  CHECK(jobs::fail(*tx, dying, kNow, "").dead);
  const jobs::JobTotals expected{
      .waiting = 3, .leased = 1, .dead = 1, .late = 2, .oldest_due = kNow - Seconds(5)};
  CHECK(jobs::totals(*tx, kNow) == expected);
}

TEST_CASE_TEMPLATE("where there is no job there is nothing to count", Store, SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  CHECK(jobs::totals(*tx, kNow) == jobs::JobTotals{.oldest_due = {}});
}

// The counts of a million waiting jobs took a second: their rows were read for them.
TEST_CASE("jobs are counted from their indexes alone") {
  SqliteMemory store;
  const auto tx = begun_writer(*store.database);
  const auto statements = storage::job_statements();
  const auto totals = std::ranges::find_if(statements, [](std::string_view sql) {
    return sql.find("(SELECT count(*)") != std::string_view::npos;
  });
  REQUIRE(totals != statements.end());
  tx->execute("EXPLAIN QUERY PLAN " + std::string(*totals), {kNow}, [](const storage::Row& row) {
    const std::string step = row.string(3);
    CAPTURE(step);
    if (step.find(" jobs") != std::string::npos)
      CHECK(step.find("USING COVERING INDEX") != std::string::npos);
  });
}
