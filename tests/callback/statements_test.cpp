#include <doctest/doctest.h>

#include "callback/callback_rows.hpp"
#include "callback/ticket_rows.hpp"
#include "support/domain_store.hpp"

using namespace smarthandoff;

TEST_CASE("no statement of tickets and callbacks walks a whole table") {
  domain_store::Store store;
  auto statements = tickets::rows::statements();
  const auto more = callbacks::rows::statements();
  statements.insert(statements.end(), more.begin(), more.end());
  REQUIRE(statements.size() == 11);
  for (const auto sql : statements) {
    CAPTURE(sql);
    CHECK(store.plan_of(sql).find("SCAN") == std::string::npos);
  }
}

TEST_CASE("the tickets of a handoff or a status, and a person's callback, are found by their indexes") {
  domain_store::Store store;
  const auto tickets = tickets::rows::statements();
  CHECK(store.plan_of(tickets[2]).find("tickets_status") != std::string::npos);
  CHECK(store.plan_of(tickets[3]).find("tickets_handoff") != std::string::npos);
  const auto callbacks = callbacks::rows::statements();
  CHECK(store.plan_of(callbacks[1]).find("callbacks_open") != std::string::npos);
  CHECK(store.plan_of(callbacks[2]).find("callbacks_number") != std::string::npos);
  CHECK(store.plan_of(callbacks[3]).find("callbacks_place") != std::string::npos);
  CHECK(store.plan_of(callbacks[3]).find("TEMP B-TREE") == std::string::npos);
}
