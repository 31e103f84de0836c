// Every statement of the domain on PostgreSQL; each module's own tests prepare them on SQLite.
#include <doctest/doctest.h>

#include <map>

#include <smarthandoff/storage/database.hpp>

#include "callback/callback_rows.hpp"
#include "callback/dial_rows.hpp"
#include "callback/metrics_rows.hpp"
#include "callback/settings_rows.hpp"
#include "callback/ticket_rows.hpp"
#include "callback/watch_rows.hpp"
#include "contact/agent_rows.hpp"
#include "handoff/destination_rows.hpp"
#include "handoff/handoff_rows.hpp"
#include "handoff/secretary_rows.hpp"
#include "support/postgresql.hpp"

using namespace smarthandoff;

TEST_SUITE("postgresql") {
  TEST_CASE("every statement of the domain can be prepared on PostgreSQL") {
    const std::map<std::string, std::vector<std::string_view>> modules = {
        {"agents", agents::rows::statements()},
        {"tickets", tickets::rows::statements()},
        {"callbacks", callbacks::rows::statements()},
        {"callbacks, watched", callbacks::rows::watch_statements()},
        {"callbacks, settings", callbacks::rows::settings_statements()},
        {"callbacks, metrics", callbacks::rows::metrics_statements()},
        {"callbacks, dialled", callbacks::dial::rows::statements()},
        {"destinations", destinations::rows::statements()},
        {"secretaries", secretaries::rows::statements()},
        {"handoffs", handoff::rows::statements()}};
    const test_postgresql::UsedDatabase server;
    const auto database = storage::open_database({.url = server->url()});
    const auto writer = database->open_writer();
    writer->begin();
    for (const auto& [module, statements] : modules) {
      CAPTURE(module);
      CHECK_FALSE(statements.empty());
      for (const std::string_view sql : statements) {
        CAPTURE(sql);
        std::size_t parameters = 0;
        while (sql.find("?" + std::to_string(parameters + 1)) != std::string_view::npos) ++parameters;
        const std::vector<storage::Value> nulls(parameters, storage::Value(nullptr));
        writer->savepoint();
        CHECK_NOTHROW(writer->execute("EXPLAIN " + std::string(sql), nulls, [](const storage::Row&) {}));
        writer->rollback_to_savepoint();
      }
    }
  }
}
