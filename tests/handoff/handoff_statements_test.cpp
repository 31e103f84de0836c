#include <doctest/doctest.h>

#include "handoff/extension_rows.hpp"
#include "handoff/handoff_person_rows.hpp"
#include "handoff/handoff_rows.hpp"
#include "support/domain_store.hpp"
#include "support/postgresql.hpp"

using namespace smarthandoff;

TEST_CASE("no statement of handoffs walks other tenants' rows") {
  domain_store::Store store;
  auto statements = handoff::rows::statements();
  const auto more = handoff::rows::person_statements();
  statements.insert(statements.end(), more.begin(), more.end());
  for (const auto sql : extensions::rows::statements()) statements.push_back(sql);
  REQUIRE(statements.size() == 28);
  for (const auto sql : statements) {
    CAPTURE(sql);
    const std::string plan = store.plan_of(sql);
    // The open tenants are those of all, by an index that holds only open handoffs.
    if (sql.find("DISTINCT") != std::string_view::npos)
      CHECK(plan.find("handoffs_open") != std::string::npos);
    else
      CHECK(plan.find("SCAN") == std::string::npos);
  }
  CHECK(store.plan_of(more[0]).find("handoffs_number") != std::string::npos);
  CHECK(store.plan_of(more[1]).find("handoffs_caller") != std::string::npos);
}

// A tenant's own transaction on PostgreSQL sees no row of another: the question is asked for all of them.
TEST_CASE("on PostgreSQL, too, a live call belongs to one tenant" * doctest::test_suite("postgresql")) {
  const test_postgresql::UsedDatabase server;
  domain_store::Store store(server->url());
  const TenantId first = store.tenant;
  const handoff::StartHandoff take{.call_id = "call-1"};
  const auto mine = store.write(handoff::start, take);
  store.tenant = {"other"};
  CHECK_THROWS_AS(store.write(handoff::start, take), Error);
  store.tenant = first;
  CHECK(store.write(handoff::start, take).id == mine.id);
  store.write(handoff::finish, handoff::FinishHandoff{.handoff_id = mine.id});
  store.tenant = {"other"};
  CHECK_NOTHROW(store.write(handoff::start, take));
}
