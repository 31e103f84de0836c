// The conformance suite of storage::Database: what every driver promises.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "storage/stores.hpp"

using namespace smarthandoff;
using namespace stores;
using storage::Row;

namespace {

constexpr std::string_view kTable =
    "CREATE TABLE samples (id BIGINT NOT NULL PRIMARY KEY, name TEXT, amount DOUBLE PRECISION, flag BOOLEAN)";
constexpr std::string_view kInsert = "INSERT INTO samples (id, name, amount, flag) VALUES (?1, ?2, ?3, ?4)";
constexpr std::string_view kCount = "SELECT count(*) FROM samples";

std::unique_ptr<storage::Connection> writer_with_table(storage::Database& database) {
  auto writer = begun_writer(database);
  writer->execute(kTable, {});
  writer->commit();
  return writer;
}

void insert(storage::Connection& writer, std::int64_t id) {
  writer.execute(kInsert, {id, "name", 0.5, true});
}

}  // namespace

TEST_CASE_TEMPLATE("values of every type come back as they were stored", Store, SH_STORES) {
  Store store;
  const auto writer = writer_with_table(*store.database);
  writer->begin();
  const std::string text = "çã \xF0\x9F\x93\x9E '\"; DROP TABLE samples";
  CHECK(writer->execute(kInsert, {INT64_MIN, text, -0.25, true}) == 1);
  CHECK(writer->execute(kInsert, {2, nullptr, nullptr, false}) == 1);
  std::vector<std::string> names;
  writer->query("SELECT id, name, amount, flag FROM samples ORDER BY id", {}, [&](const Row& row) {
    if (row.is_null(1)) {
      CHECK(row.integer(0) == 2);
      CHECK(row.optional_string(1) == std::nullopt);
      CHECK(row.is_null(2));
      CHECK_FALSE(row.boolean(3));
    } else {
      CHECK(row.integer(0) == INT64_MIN);
      CHECK(row.string(1) == text);
      CHECK(row.number(2) == -0.25);
      CHECK(row.boolean(3));
    }
    names.push_back(row.optional_string(1).value_or("none"));
  });
  CHECK(names.size() == 2);
}

TEST_CASE_TEMPLATE("parameters are numbered, may be used twice and come in any order", Store, SH_STORES) {
  Store store;
  const auto writer = begun_writer(*store.database);
  CHECK(number(*writer, "SELECT 100 * CAST(?2 AS BIGINT) + 10 * CAST(?1 AS BIGINT) + CAST(?2 AS BIGINT)",
               {3, 4}) == 434);
}

TEST_CASE_TEMPLATE("a column of another type than asked for is corrupt", Store, SH_STORES) {
  Store store;
  const auto writer = writer_with_table(*store.database);
  writer->begin();
  writer->execute(kInsert, {1, "text", 1.5, true});
  using Ask = void (*)(const Row&);
  const Ask questions[] = {[](const Row& row) { static_cast<void>(row.integer(1)); },
                           [](const Row& row) { static_cast<void>(row.text(0)); },
                           [](const Row& row) { static_cast<void>(row.number(1)); },
                           [](const Row& row) { static_cast<void>(row.boolean(1)); }};
  for (const Ask ask : questions) {
    CHECK(outcome_of([&] { writer->query("SELECT id, name FROM samples", {}, ask); }).code == "corrupt");
  }
  // The statement is usable again afterwards.
  CHECK(number(*writer, "SELECT id, name FROM samples") == 1);
}

TEST_CASE_TEMPLATE("RETURNING answers the rows that a statement changed", Store, SH_STORES) {
  Store store;
  const auto writer = writer_with_table(*store.database);
  writer->begin();
  for (std::int64_t id : {1, 2, 3}) insert(*writer, id);
  std::int64_t sum = 0;
  writer->execute("UPDATE samples SET id = id + 10 WHERE id > ?1 RETURNING id", {1},
                  [&](const Row& row) { sum += row.integer(0); });
  CHECK(sum == 25);
  CHECK(writer->execute("DELETE FROM samples WHERE id > ?1", {10}) == 2);
  CHECK(writer->execute("DELETE FROM samples WHERE id > ?1", {10}) == 0);
}

TEST_CASE_TEMPLATE("a taken key is already_exists and leaves the transaction usable", Store, SH_STORES) {
  Store store;
  const auto writer = writer_with_table(*store.database);
  writer->begin();
  insert(*writer, 1);
  writer->savepoint();
  CHECK(outcome_of([&] { insert(*writer, 1); }).code == "already_exists");
  writer->rollback_to_savepoint();
  CHECK(writer->in_transaction());
  insert(*writer, 2);
  CHECK(number(*writer, kCount) == 2);
}

TEST_CASE_TEMPLATE("a savepoint takes back its own part only", Store, SH_STORES) {
  Store store;
  const auto writer = writer_with_table(*store.database);
  writer->begin();
  for (std::int64_t id = 1; id <= 4; ++id) {
    writer->savepoint();
    insert(*writer, id);
    id % 2 == 0 ? writer->rollback_to_savepoint() : writer->release_savepoint();
  }
  writer->commit();
  writer->begin();
  CHECK(number(*writer, kCount) == 2);
  CHECK(number(*writer, "SELECT sum(id) FROM samples") == 4);
}

TEST_CASE_TEMPLATE("a rollback and a destroyed connection leave nothing behind", Store, SH_STORES) {
  Store store;
  auto writer = writer_with_table(*store.database);
  writer->begin();
  insert(*writer, 1);
  writer->rollback();
  CHECK_FALSE(writer->in_transaction());
  writer->begin();
  insert(*writer, 2);
  writer.reset();
  writer = begun_writer(*store.database);
  CHECK(number(*writer, kCount) == 0);
}

TEST_CASE_TEMPLATE("a reader sees what was committed before it began", Store, SH_STORES) {
  Store store;
  const auto writer = writer_with_table(*store.database);
  const auto reader = store.database->open_reader();
  for (std::int64_t id = 1; id <= 3; ++id) {
    writer->begin();
    insert(*writer, id);
    writer->commit();
    reader->begin();
    CHECK(number(*reader, kCount) == id);
    reader->commit();
  }
}

TEST_CASE_TEMPLATE("a reader's snapshot stands still, or the writer waits for its end", Store, SH_STORES) {
  Store store;
  const auto writer = writer_with_table(*store.database);
  const auto reader = store.database->open_reader();
  reader->begin();
  const auto outcome = outcome_of([&] {
    writer->begin();
    insert(*writer, 1);
    writer->commit();
  });
  CHECK(outcome.code == (Store::kSnapshots ? "none" : "unavailable"));
  CHECK(number(*reader, kCount) == 0);
  reader->rollback();
}

TEST_CASE_TEMPLATE("a reader cannot write", Store, SH_STORES) {
  Store store;
  const auto writer = writer_with_table(*store.database);
  const auto reader = store.database->open_reader();
  reader->begin();
  CHECK(outcome_of([&] { insert(*reader, 1); }).code == "failed_precondition");
  reader->rollback();
  reader->begin();
  CHECK(number(*reader, kCount) == 0);
}

TEST_CASE_TEMPLATE("our own mistakes are internal errors", Store, SH_STORES) {
  Store store;
  const auto writer = writer_with_table(*store.database);
  CHECK(outcome_of([&] { number(*writer, "SELECT 1"); }).code == "internal");  // no transaction
  writer->begin();
  CHECK(outcome_of([&] { writer->begin(); }).code == "internal");
  for (const std::string_view sql :
       {"SELEC 1", "", "SELECT 1; SELECT 2", "SELECT ?1", "SELECT id FROM nowhere"}) {
    CAPTURE(sql);
    writer->savepoint();
    CHECK(outcome_of([&] { number(*writer, sql); }).code == "internal");
    writer->rollback_to_savepoint();
  }
  CHECK(outcome_of([&] { number(*writer, "DELETE FROM samples"); }).code ==
        "internal");  // a query that writes
  CHECK(outcome_of([&] { writer->query("SELECT 1", {}, [](const Row& row) { row.is_null(1); }); }).code ==
        "internal");
}

TEST_CASE_TEMPLATE("a text with a NUL is refused before it is stored", Store, SH_STORES) {
  Store store;
  const auto writer = writer_with_table(*store.database);
  writer->begin();
  CHECK(outcome_of([&] {
          writer->execute(kInsert, {1, std::string("a\0b", 3), 0.5, true});
        }).code == "invalid_argument");
  CHECK(number(*writer, kCount) == 0);
}

TEST_CASE_TEMPLATE("the same statement may run inside its own rows", Store, SH_STORES) {
  Store store;
  const auto writer = writer_with_table(*store.database);
  writer->begin();
  for (std::int64_t id : {1, 2, 3}) insert(*writer, id);
  constexpr std::string_view kAbove = "SELECT id FROM samples WHERE id > ?1 ORDER BY id";
  std::vector<std::int64_t> seen;
  writer->query(kAbove, {0}, [&](const Row& outer) {
    writer->query(kAbove, {outer.integer(0)},
                  [&](const Row& inner) { seen.push_back(10 * outer.integer(0) + inner.integer(0)); });
  });
  CHECK(seen == std::vector<std::int64_t>{12, 13, 23});
}

TEST_CASE_TEMPLATE("an exception out of a row's callback passes through and leaves the connection usable",
                   Store, SH_STORES) {
  Store store;
  const auto writer = begun_writer(*store.database);
  CHECK_THROWS_AS(writer->query("SELECT 1", {}, [](const Row&) { throw std::length_error("stop"); }),
                  std::length_error);
  CHECK(number(*writer, "SELECT 1") == 1);
}

TEST_CASE_TEMPLATE("locks are taken again and again without harm by one transaction", Store, SH_STORES) {
  Store store;
  const auto writer = begun_writer(*store.database);
  for (int i = 0; i < 2; ++i) writer->lock("destinations", "acme");
  writer->commit();
}

TEST_CASE_TEMPLATE("a read lasts no longer than its limit", Store, SH_STORES) {
  Store store;
  store.database.reset();
  const auto database = store.open(Milliseconds(20));
  const auto reader = database->open_reader();
  reader->begin();
  constexpr std::string_view kEndless =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
  CHECK(outcome_of([&] { number(*reader, kEndless); }).code == "timeout");
  CHECK(outcome_of([&] { number(*reader, "SELECT 1"); }).code == "timeout");
  reader->rollback();
  reader->begin();
  CHECK(number(*reader, "SELECT 1") == 1);
}

TEST_CASE("a store's address has one of four forms") {
  struct {
    std::string url, code;
  } const rows[] = {{"", "invalid_argument"},
                    {"handoff.db", "invalid_argument"},
                    {"sqlite:", "invalid_argument"},
                    {"sqlite://handoff.db", "invalid_argument"},
                    {"sqlite:///", "invalid_argument"},
                    {"sqlite:///:memory:", "invalid_argument"},
                    {"mysql://host/db", "invalid_argument"},
                    {std::string("sqlite:///a\0b", 13), "invalid_argument"},
                    {"postgresql://host/db", "invalid_argument"},
                    {"sqlite://:memory:", "none"}};
  for (const auto& [url, code] : rows) {
    CAPTURE(url);
    CHECK(outcome_of([&] { storage::open_database({.url = url}); }).code == code);
  }
}
