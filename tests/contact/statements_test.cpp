#include <doctest/doctest.h>

#include "contact/agent_rows.hpp"
#include "contact/contact_log_rows.hpp"
#include "contact/gate_rows.hpp"
#include "contact/legal_rule_rows.hpp"
#include "contact/marketing_wish_rows.hpp"
#include "contact/person_rows.hpp"
#include "contact/retention_rows.hpp"
#include "contact/suppression_rows.hpp"
#include "support/domain_store.hpp"

using namespace smarthandoff;

TEST_CASE("no statement of the contact module walks other tenants' rows") {
  domain_store::Store store;
  std::vector<std::string_view> statements;
  for (const auto& more : {agents::rows::statements(), suppressions::rows::statements(),
                           suppressions::wishes::rows::statements(), contacts::rows::statements(),
                           contact::rows::log_statements(), contact::rows::gate_statements(),
                           contact::rows::legal_rule_statements(), retention::rows::statements()})
    statements.insert(statements.end(), more.begin(), more.end());
  REQUIRE(statements.size() == 47);
  for (const auto sql : statements) {
    CAPTURE(sql);
    CHECK(store.plan_of(sql).find("SCAN") == std::string::npos);
  }
}

// SQLite's planner shuns the secondary indexes of tables without row ids: each of these walked all rows of
// the tenant, two of them at every question to the gate.
TEST_CASE("what is known of an address or a person is found among that of a million others") {
  domain_store::Store store;
  for (const auto sql : {suppressions::rows::statements()[1], suppressions::rows::statements()[2],
                         contacts::rows::statements()[1], contact::rows::gate_statements()[2]}) {
    CAPTURE(sql);
    CHECK(store.plan_of(sql).find("(tenant=?)") == std::string::npos);
  }
}
