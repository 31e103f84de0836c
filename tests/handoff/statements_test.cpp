#include <doctest/doctest.h>

#include "handoff/destination_rows.hpp"
#include "handoff/secretary_rows.hpp"
#include "support/domain_store.hpp"

using namespace smarthandoff;

TEST_CASE("no statement of destinations and secretaries walks other tenants' rows") {
  domain_store::Store store;
  auto statements = destinations::rows::statements();
  const auto more = secretaries::rows::statements();
  statements.insert(statements.end(), more.begin(), more.end());
  REQUIRE(statements.size() == 13);
  for (const auto sql : statements) {
    CAPTURE(sql);
    CHECK(store.plan_of(sql).find("SCAN") == std::string::npos);
  }
}
