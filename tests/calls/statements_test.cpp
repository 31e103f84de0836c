#include <doctest/doctest.h>

#include "calls/account_rows.hpp"
#include "calls/alert_target_rows.hpp"
#include "calls/call_rows.hpp"
#include "calls/line_rows.hpp"
#include "calls/notice_rows.hpp"
#include "calls/number_rows.hpp"
#include "calls/recording_rows.hpp"
#include "calls/settings_rows.hpp"
#include "support/domain_store.hpp"

using namespace smarthandoff;

TEST_CASE("no statement of the calls module walks other tenants' rows") {
  domain_store::Store store;
  std::vector<std::string_view> statements;
  for (const auto& more : {calls::rows::settings_statements(), calls::rows::number_statements(),
                           calls::rows::account_statements(), calls::rows::call_statements(),
                           calls::rows::notice_statements(), calls::rows::line_statements(),
                           calls::rows::target_statements(), calls::rows::recording_statements()})
    statements.insert(statements.end(), more.begin(), more.end());
  REQUIRE(statements.size() == 66);
  for (const auto sql : statements) {
    CAPTURE(sql);
    CHECK(store.plan_of(sql).find("SCAN") == std::string::npos);
    if (sql.find("AND from_number = ?2") != sql.npos)
      CHECK(store.plan_of(sql).find("calls_from") != std::string::npos);
    if (sql.find("AND to_number = ?2") != sql.npos)
      CHECK(store.plan_of(sql).find("calls_to") != std::string::npos);
  }
}
