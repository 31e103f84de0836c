#include <smarthandoff/contact/retention.hpp>

#include <doctest/doctest.h>

#include <algorithm>

#include <smarthandoff/base/json.hpp>
#include <smarthandoff/contact/contact_log.hpp>
#include <smarthandoff/contact/registry.hpp>

#include "contact/retention_rows.hpp"
#include "support/domain_store.hpp"
#include "support/postgresql.hpp"

using namespace smarthandoff;
using domain_store::error_of;
using domain_store::Store;

namespace {

constexpr const char* kCaller = "+5518997751234";

// Runs the newest round to its end; answers how many commits it took.
int run_round(Store& store) {
  int ran = 0;
  while (true) {
    REQUIRE_FALSE(store.jobs.empty());
    const Job job = store.jobs.back();
    if (job.due > store.now) return ran;
    REQUIRE(job.kind == "retention.sweep");
    store.write(
        [](Context& context, const Job& due) {
          retention::job_handlers().front().rule(context, due);
          return 0;
        },
        job);
    REQUIRE(++ran < 100);
  }
}

std::int64_t add_contact(Store& store, const std::string& reference) {
  store.write(contact::record_contact, contact::RecordContact{.address = kCaller, .reference = reference});
  return 0;
}
std::size_t contacts(Store& store) {
  return store
      .read(contact::history, contact::ListContacts{.address = kCaller, .since = Instant(), .limit = 1000})
      .contacts.size();
}

}  // namespace

TEST_CASE("everything is kept until a tenant says for how long") {
  Store store;
  CHECK(store.read(retention::settings, retention::GetRetention{}) == retention::RetentionSettings{});
  store.write(retention::configure, retention::ConfigureRetention{});
  CHECK(store.jobs.empty());
  const auto set = store.write(retention::configure, retention::ConfigureRetention{.contact_log_days = 90});
  CHECK(set.contact_log_days == 90);
  CHECK(store.jobs.size() == 1);
  CHECK(store.read(retention::settings, retention::GetRetention{}) == set);
  for (const std::int64_t days : {-1, 1, 29, 36'501}) {
    CAPTURE(days);
    CHECK(error_of([&] {
            store.write(retention::configure, retention::ConfigureRetention{.tickets_days = days});
          }) == "invalid_argument tickets_days");
  }
}

void removes_what_is_old(Store& store) {
  for (int i = 0; i < 3; ++i) add_contact(store, "old-" + std::to_string(i));
  store.now += std::chrono::hours(24 * 60);
  add_contact(store, "new");
  store.write(retention::configure, retention::ConfigureRetention{.contact_log_days = 90});
  run_round(store);
  CHECK(contacts(store) == 4);
  // The next round is the next night, at 3 in São Paulo.
  CHECK(store.jobs.back().due == parse_rfc3339("2026-03-18T06:00:00Z"));
  store.now += std::chrono::hours(24 * 40);
  run_round(store);
  CHECK(contacts(store) == 1);
  CHECK(store.topics().find("retention.applied") != std::string::npos);
  store.now += std::chrono::hours(24 * 60);
  run_round(store);
  CHECK(contacts(store) == 0);
  store.write(retention::configure, retention::ConfigureRetention{.contact_log_days = 0});
}

TEST_CASE("what is older is removed, in the night, and nothing else") {
  Store store;
  removes_what_is_old(store);
}

TEST_CASE("on PostgreSQL, too, what is older is removed" * doctest::test_suite("postgresql")) {
  const test_postgresql::UsedDatabase server;
  Store store(server->url());
  removes_what_is_old(store);
}

TEST_CASE("a long log is gone through a page at a time, and another tenant's is left alone") {
  Store store;
  for (int i = 0; i < 1201; ++i) add_contact(store, "old-" + std::to_string(i));
  store.tenant = {"other"};
  add_contact(store, "theirs");
  store.tenant = {"acme"};
  store.now += std::chrono::hours(24 * 100);
  store.write(retention::configure, retention::ConfigureRetention{.contact_log_days = 30});
  CHECK(run_round(store) >= 3);
  CHECK(contacts(store) == 0);
  const auto applied = std::ranges::find(store.events, std::string("retention.applied"), &Event::topic);
  REQUIRE(applied != store.events.end());
  CHECK(from_json<retention::RetentionApplied>(applied->payload).removed == 1201);
  store.tenant = {"other"};
  CHECK(contacts(store) == 1);
}
