#include <smarthandoff/storage/job_stats.hpp>

#include <doctest/doctest.h>

#include "storage/job_rows.hpp"
#include "storage/stores.hpp"

using namespace smarthandoff;
using namespace stores;
using smarthandoff::jobs::JobCount;
namespace rows = smarthandoff::storage::jobs;

namespace {

const Instant kNow = at(1'000'000);

void put(storage::Transaction& tx, const std::string& tenant, const std::string& kind, const std::string& key,
         Instant due, std::optional<Milliseconds> lease = {}) {
  rows::put(tx, {.tenant = {tenant}, .kind = kind, .key = key, .payload = "{}", .due = due}, kNow, lease);
}

std::vector<JobCount> kinds_of(storage::Transaction& tx, const std::string& tenant) {
  const Context context(tx, {.tenant = {tenant}, .actor = {}, .now = kNow, .seed = 1});
  return smarthandoff::jobs::stats(context, {}).kinds;
}

}  // namespace

TEST_CASE_TEMPLATE("a tenant's jobs are told by kind, and nobody else's", Store, SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  put(*tx, "acme", "say", "a", kNow + Seconds(5));
  put(*tx, "acme", "ring", "b", kNow - Seconds(5));
  put(*tx, "acme", "ring", "c", kNow);
  put(*tx, "acme", "ring", "d", kNow, Seconds(30));
  put(*tx, "other", "ring", "e", kNow - Seconds(60));
  const std::vector<JobCount> expected = {
      {.kind = "ring", .waiting = 2, .leased = 1, .late = 1, .oldest_due = kNow - Seconds(5)},
      {.kind = "say", .waiting = 1, .oldest_due = kNow + Seconds(5)}};
  CHECK(kinds_of(*tx, "acme") == expected);
  CHECK(kinds_of(*tx, "other").size() == 1);
  CHECK(kinds_of(*tx, "nobody").empty());
}

TEST_CASE_TEMPLATE("a dead job is counted, and is not waiting", Store, SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  Job dying{.tenant = {"acme"}, .kind = "say", .key = "a", .payload = "{}", .due = kNow};
  dying.attempt = rows::kMaxAttempts;
  dying.fence = rows::put(*tx, dying, kNow, Seconds(30));
  REQUIRE(rows::fail(*tx, dying, kNow, "").dead);
  CHECK(kinds_of(*tx, "acme") == std::vector<JobCount>{{.kind = "say", .dead = 1}});
}
