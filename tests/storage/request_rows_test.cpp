#include "storage/request_rows.hpp"

#include <doctest/doctest.h>

#include "storage/stores.hpp"

using namespace smarthandoff;
using namespace stores;
namespace requests = smarthandoff::storage::requests;

namespace {
const Instant kNow = at(1'700'000'000'000);
const TenantId kAcme{"acme"};
constexpr Milliseconds kDay = std::chrono::hours(24);
}  // namespace

TEST_CASE_TEMPLATE("a request id finds its first answer for a day, in its tenant only", Store, SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  const requests::Answered answer{.fingerprint = "f1", .response = "{\"id\":\"1\"}"};
  requests::save(*tx, kAcme, "r1", answer, kNow);
  CHECK(requests::find(*tx, kAcme, "r1", kNow) == answer);
  CHECK(requests::find(*tx, kAcme, "r1", kNow + kDay - Milliseconds(1)) == answer);
  CHECK_FALSE(requests::find(*tx, kAcme, "r1", kNow + kDay));
  CHECK_FALSE(requests::find(*tx, kAcme, "r2", kNow));
  CHECK_FALSE(requests::find(*tx, {"other"}, "r1", kNow));
}

TEST_CASE_TEMPLATE("a first answer is not overwritten within its day, and is after it", Store, SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  const requests::Answered first{.fingerprint = "f1", .response = "1"};
  const requests::Answered second{.fingerprint = "f2", .response = "2"};
  requests::save(*tx, kAcme, "r1", first, kNow);
  CHECK(outcome_of([&] { requests::save(*tx, kAcme, "r1", second, kNow + Seconds(1)); }).code == "conflict");
  CHECK(requests::find(*tx, kAcme, "r1", kNow) == first);
  requests::save(*tx, kAcme, "r1", second, kNow + kDay);
  CHECK(requests::find(*tx, kAcme, "r1", kNow + kDay) == second);
}

TEST_CASE_TEMPLATE("answers that tell of an erased person are emptied, and their ids stay taken", Store,
                   SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  for (int i = 0; i < 6; ++i)
    requests::save(*tx, kAcme, "r" + std::to_string(i), {"f", "{\"id\":\"id-" + std::to_string(i) + "\"}"},
                   kNow);
  requests::save(*tx, {"other"}, "r0", {"f", "{\"id\":\"id-0\"}"}, kNow);
  const std::vector<std::string> texts{"id-0", "id-1", "%", "_", "id-4"};  // more than one walk
  CHECK(requests::erase(*tx, kAcme, texts) == 3);
  CHECK(requests::find(*tx, kAcme, "r4", kNow) == requests::Answered{});
  CHECK(requests::find(*tx, kAcme, "r2", kNow)->response == "{\"id\":\"id-2\"}");
  CHECK(requests::find(*tx, {"other"}, "r0", kNow)->response == "{\"id\":\"id-0\"}");
  CHECK(outcome_of([&] { requests::save(*tx, kAcme, "r0", {"f", "1"}, kNow); }).code == "conflict");
}

TEST_CASE_TEMPLATE("pruning removes what is older than a day, in portions", Store, SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  for (int i = 0; i < 5; ++i) requests::save(*tx, kAcme, "old" + std::to_string(i), {"f", "1"}, kNow);
  requests::save(*tx, kAcme, "new", {"f", "1"}, kNow + kDay);
  CHECK(requests::prune(*tx, kNow + kDay, 3) == 3);
  CHECK(requests::prune(*tx, kNow + kDay, 3) == 2);
  CHECK(requests::prune(*tx, kNow + kDay, 3) == 0);
  CHECK(requests::find(*tx, kAcme, "new", kNow + kDay));
}
