#include <doctest/doctest.h>

#include "callback/callback_rows.hpp"
#include "callback/dial_rows.hpp"
#include "callback/metrics_rows.hpp"
#include "callback/notice_rows.hpp"
#include "callback/settings_rows.hpp"
#include "callback/ticket_rows.hpp"
#include "callback/watch_rows.hpp"
#include "support/domain_store.hpp"

using namespace smarthandoff;

TEST_CASE("no statement of tickets and callbacks walks a whole table") {
  domain_store::Store store;
  std::vector<std::string_view> statements;
  for (const auto& more :
       {tickets::rows::statements(), callbacks::rows::statements(), callbacks::rows::watch_statements(),
        callbacks::rows::settings_statements(), callbacks::rows::metrics_statements(),
        callbacks::rows::notice_statements(), callbacks::dial::rows::statements()})
    statements.insert(statements.end(), more.begin(), more.end());
  REQUIRE(statements.size() == 57);
  for (const auto sql : statements) {
    if (sql.find("FROM tenants t") != sql.npos)
      continue;  // who shares the PBX's own domain: all are looked at
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
  for (const std::size_t of_turns : {4, 6})
    CHECK(store.plan_of(callbacks[of_turns]).find("callbacks_turn") != std::string::npos);
  CHECK(store.plan_of(callbacks[10]).find("callbacks_notified") != std::string::npos);
  const auto handling = store.plan_of(callbacks::rows::metrics_statements()[1]);
  CHECK(handling.find("callbacks_completed") != std::string::npos);
  CHECK(handling.find("TEMP B-TREE") == std::string::npos);
  CHECK(store.plan_of(callbacks[14]).find("callbacks_number") != std::string::npos);
  CHECK(store.plan_of(callbacks[15]).find("callbacks_open") != std::string::npos);
  const auto watch = callbacks::rows::watch_statements();
  for (const std::size_t turn : {0, 1})
    CHECK(store.plan_of(watch[turn]).find("callbacks_turn") != std::string::npos);
  CHECK(store.plan_of(watch[2]).find("callbacks_place") != std::string::npos);
  CHECK(store.plan_of(watch.back()).find("callbacks_notified") != std::string::npos);
}
