// The same on PostgreSQL: every statement, and a callback from its wish to its end.
#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include <smarthandoff/callback/metrics.hpp>
#include <smarthandoff/contact/suppression.hpp>

#include "callback/callback_rows.hpp"
#include "callback/callback_steps.hpp"
#include "callback/dial_rows.hpp"
#include "callback/metrics_rows.hpp"
#include "callback/notice_rows.hpp"
#include "callback/personal_rows.hpp"
#include "callback/settings_rows.hpp"
#include "callback/ticket_rows.hpp"
#include "callback/watch_rows.hpp"
#include "support/callback_world.hpp"
#include "support/eventually.hpp"
#include "support/postgresql.hpp"

using namespace callback_world;

namespace {

std::size_t parameters_of(std::string_view sql) {
  std::size_t count = 0;
  while (sql.find("?" + std::to_string(count + 1)) != std::string_view::npos) ++count;
  return count;
}

}  // namespace

TEST_SUITE("postgresql") {
  TEST_CASE("every statement of tickets and callbacks can be prepared") {
    const test_postgresql::UsedDatabase database;
    World world(database->url());
    for (const auto& part : {tickets::rows::statements(), callbacks::rows::statements(),
                             callbacks::rows::watch_statements(), callbacks::rows::settings_statements(),
                             callbacks::rows::metrics_statements(), callbacks::rows::notice_statements(),
                             callbacks::rows::personal_statements(), callbacks::dial::rows::statements()}) {
      for (const std::string_view sql : part) {
        CAPTURE(sql);
        const std::vector<storage::Value> nulls(parameters_of(sql), storage::Value(nullptr));
        world.connection().begin();
        CHECK_NOTHROW(world.connection().execute("EXPLAIN " + std::string(sql), storage::Values(nulls),
                                                 [](const storage::Row&) {}));
        world.connection().rollback();
      }
    }
  }

  TEST_CASE("a callback is asked for, announced, clicked, spoken and counted") {
    const test_postgresql::UsedDatabase database;
    Floor floor(database->url());
    const auto wish = floor.ask();
    const auto other = floor.ask({.number = "18997750002", .department = "Financeiro"});
    floor.free("1004");
    CHECK(floor.status_of(wish.id) == "notified");
    CHECK(floor.status_of(other.id) == "notified");
    CHECK(floor.call(callbacks::pending, {.extension = "1004"}).badge == 2);
    CHECK(floor.call(callbacks::pending, {}).callbacks.size() == 2);
    floor.on_ring("1004", {telephony::LegAnswered{}});
    floor.on_ring(kCustomer, {telephony::LegAnswered{}});
    const auto outcome = floor.click(wish.id);
    REQUIRE(outcome);
    CHECK(outcome->success);
    floor.now += Seconds(60);
    floor.pbx.report(
        telephony::LegEnded{{floor.dial_of(wish.id).customer_leg}, LegEnd::completed, {}, "", true});
    floor.run();
    CHECK(floor.status_of(wish.id) == "completed");
    floor.call(callbacks::dismiss, {.callback_id = other.id, .extension = "1004"});
    floor.advance(Seconds(31));
    const auto figures = floor.call(callbacks::metrics, {});
    CHECK(figures.created == 2);
    CHECK(figures.completed == 1);
    CHECK(floor.call(callbacks::estimate, {.callback_id = other.id}).place == 1);
  }

  // The opt-out held the person and waited for the callback, whose step held the callback and waited for the
  // person, until PostgreSQL ended one of them.
  TEST_CASE("an opt-out waits for a step of the person's callback before it keeps anybody from the person") {
    const test_postgresql::UsedDatabase database;
    Floor floor(database->url());
    const auto wish = floor.ask();
    World other(database->url());
    other.now = floor.now + Seconds(1);
    std::atomic<bool> ended = false;
    std::string failure;  // of the opt-out; read once it is over
    std::thread thread;
    floor.write([&](Context& context) {
      callbacks::Steps steps = callbacks::Steps::open(context, wish.id);
      thread = std::thread([&] {
        try {
          other.call(suppressions::add_opt_out, {.address = "18 99775-1234"});
        } catch (const Error& error) {
          failure = error.what();
        }
        ended = true;
      });
      CHECK(test_support::eventually([&] {
        return ended || database->sql(
                            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted "
                            "AND database = (SELECT oid FROM pg_database WHERE datname = "
                            "current_database())") != "0";
      }));
      try {
        steps.permitted();
      } catch (const Error& error) {
        FAIL_CHECK(error.what());
      }
    });
    thread.join();
    CHECK(failure == "");
    CHECK(floor.get(wish.id).end_reason == "opted_out");
  }
}
