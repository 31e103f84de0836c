// Every statement text of the storage module, on every driver.
#include "storage/statements.hpp"

#include <doctest/doctest.h>

#include <set>
#include <vector>

#include "storage/migrations.hpp"
#include "storage/postgresql_events.hpp"
#include "storage/postgresql_jobs.hpp"
#include "storage/postgresql_processes.hpp"
#include "storage/stores.hpp"

using namespace stores;

namespace {

std::vector<std::string_view> all_statements() {
  std::vector<std::string_view> all;
  for (const auto& part : {storage::job_statements(), storage::event_statements(),
                           storage::request_statements(), storage::tenant_statements()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

// The highest number of the placeholders ?1, ?2 …
std::size_t parameters_of(std::string_view sql) {
  std::size_t highest = 0;
  for (std::size_t i = sql.find('?'); i != std::string_view::npos; i = sql.find('?', i + 1)) {
    highest = std::max(highest, static_cast<std::size_t>(std::stoul(std::string(sql.substr(i + 1, 2)))));
  }
  return highest;
}

}  // namespace

TEST_CASE_TEMPLATE("every statement can be prepared against the schema", Store, SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  for (const std::string_view sql : all_statements()) {
    CAPTURE(sql);
    const std::vector<storage::Value> parameters(parameters_of(sql), storage::Value(nullptr));
    CHECK_NOTHROW(tx->execute("EXPLAIN " + std::string(sql), parameters, [](const storage::Row&) {}));
  }
}

TEST_SUITE("postgresql") {
  TEST_CASE("every statement that only PostgreSQL runs can be prepared") {
    Postgresql store;
    const auto tx = begun_writer(*store.database);
    for (const auto& part : {storage::postgresql_jobs::statements(), storage::postgresql_events::statements(),
                             storage::postgresql_processes::statements()}) {
      for (const std::string_view sql : part) {
        CAPTURE(sql);
        const std::vector<storage::Value> parameters(parameters_of(sql), storage::Value(nullptr));
        CHECK_NOTHROW(tx->execute("EXPLAIN " + std::string(sql), parameters, [](const storage::Row&) {}));
      }
    }
  }
}

TEST_CASE("every statement keeps to the SQL that SQLite and PostgreSQL share") {
  for (const std::string_view sql : all_statements()) {
    CAPTURE(sql);
    for (const std::string_view forbidden :
         {"LIKE", "lower(", "::", "->", "$1", "GLOB", "INSERT OR", "REPLACE INTO", "rowid", "ifnull", "\""}) {
      CAPTURE(forbidden);
      CHECK(sql.find(forbidden) == std::string_view::npos);
    }
  }
}

TEST_CASE("no statement is listed twice and none is missing its placeholder's turn") {
  std::set<std::string_view> seen;
  for (const std::string_view sql : all_statements()) {
    CAPTURE(sql);
    CHECK(seen.insert(sql).second);
    for (std::size_t i = 1; i <= parameters_of(sql); ++i) {
      CHECK(sql.find("?" + std::to_string(i)) != std::string_view::npos);
    }
  }
}

TEST_CASE("both drivers' migrations have the same tables and every version in turn") {
  std::int64_t expected = 0;
  for (const storage::Migration& migration : storage::migrations()) {
    CHECK(migration.version == ++expected);
    std::set<std::string> tables[2];
    int driver = 0;
    for (const auto* list : {&migration.sqlite, &migration.postgresql}) {
      for (const std::string_view sql : *list) {
        const auto at = sql.find("CREATE TABLE ");
        if (at != std::string_view::npos)
          tables[driver].emplace(sql.substr(at + 13, sql.find(' ', at + 13) - at - 13));
      }
      ++driver;
    }
    tables[1].erase("processes");  // a SQLite store belongs to one
    CHECK(tables[0] == tables[1]);
  }
  CHECK(expected == storage::schema_version());
}
