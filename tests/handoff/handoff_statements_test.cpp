#include <doctest/doctest.h>

#include "handoff/handoff_person_rows.hpp"
#include "handoff/handoff_rows.hpp"
#include "support/domain_store.hpp"

using namespace smarthandoff;

TEST_CASE("no statement of handoffs walks other tenants' rows") {
  domain_store::Store store;
  auto statements = handoff::rows::statements();
  const auto more = handoff::rows::person_statements();
  statements.insert(statements.end(), more.begin(), more.end());
  REQUIRE(statements.size() == 24);
  for (const auto sql : statements) {
    CAPTURE(sql);
    const std::string plan = store.plan_of(sql);
    // The open tenants are those of all, by an index that holds only open handoffs.
    if (sql.find("DISTINCT") != std::string_view::npos)
      CHECK(plan.find("handoffs_open") != std::string::npos);
    else
      CHECK(plan.find("SCAN") == std::string::npos);
  }
}
