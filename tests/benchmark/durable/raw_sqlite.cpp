#include "benchmark/durable/raw_sqlite.hpp"

#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <unordered_map>

#include "storage/migrations.hpp"

namespace smarthandoff::benchmark {

namespace {

void must(int code, sqlite3* store) {
  if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
  std::fprintf(stderr, "raw SQLite: %s\n", sqlite3_errmsg(store));
  std::exit(1);
}

sqlite3* open(const std::string& path) {
  sqlite3* store = nullptr;
  must(sqlite3_open(path.c_str(), &store), store);
  must(sqlite3_exec(store, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000",
                    nullptr, nullptr, nullptr),
       store);
  return store;
}

void run(sqlite3* store, const char* sql) {
  must(sqlite3_exec(store, sql, nullptr, nullptr, nullptr), store);
}

int bind(sqlite3_stmt* statement, int index, const storage::Value::Variant& value) {
  if (const auto* text = std::get_if<std::string>(&value))
    return sqlite3_bind_text(statement, index, text->data(), static_cast<int>(text->size()), SQLITE_STATIC);
  if (const auto* integer = std::get_if<std::int64_t>(&value))
    return sqlite3_bind_int64(statement, index, *integer);
  if (const auto* boolean = std::get_if<bool>(&value))
    return sqlite3_bind_int(statement, index, *boolean ? 1 : 0);
  if (const auto* number = std::get_if<double>(&value)) return sqlite3_bind_double(statement, index, *number);
  return sqlite3_bind_null(statement, index);
}

}  // namespace

struct RawSqlite::Impl {
  sqlite3* store = nullptr;
  std::unordered_map<std::string_view, sqlite3_stmt*> prepared;

  sqlite3_stmt* prepare(std::string_view sql) {
    auto& statement = prepared[sql];
    if (statement == nullptr)
      must(sqlite3_prepare_v2(store, sql.data(), static_cast<int>(sql.size()), &statement, nullptr), store);
    return statement;
  }
  void run_one(const Statement& wanted) {
    sqlite3_stmt* statement = prepare(wanted.sql);
    int index = 0;
    for (const auto& value : wanted.values) must(bind(statement, ++index, value.get()), store);
    int code = sqlite3_step(statement);
    while (code == SQLITE_ROW) code = sqlite3_step(statement);
    must(code, store);
    must(sqlite3_reset(statement), store);
  }
};

RawSqlite::RawSqlite(const std::string& path) : impl_(std::make_unique<Impl>()) {
  impl_->store = open(path);
  run(impl_->store, "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8000");
  for (const auto& migration : storage::migrations()) {
    for (const auto sql : migration.sqlite) run(impl_->store, std::string(sql).c_str());
  }
}

RawSqlite::~RawSqlite() {
  for (const auto& [sql, statement] : impl_->prepared) sqlite3_finalize(statement);
  sqlite3_close(impl_->store);
}

void RawSqlite::replay(const std::vector<Statement>& statements, std::size_t operations_a_commit) {
  std::size_t operations = 0;
  run(impl_->store, "BEGIN IMMEDIATE");
  for (const Statement& statement : statements) {
    impl_->run_one(statement);
    if (!statement.ends_operation || ++operations % operations_a_commit != 0) continue;
    run(impl_->store, "COMMIT");
    run(impl_->store, "BEGIN IMMEDIATE");
  }
  run(impl_->store, "COMMIT");
}

void commit_rows(const std::string& path, int count) {
  sqlite3* store = open(path);
  run(store, "CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT) STRICT");
  sqlite3_stmt* insert = nullptr;
  must(sqlite3_prepare_v2(store, "INSERT INTO rows (text) VALUES (?)", -1, &insert, nullptr), store);
  const std::string text(300, 'x');
  for (int i = 0; i < count; ++i) {
    must(sqlite3_bind_text(insert, 1, text.data(), static_cast<int>(text.size()), SQLITE_STATIC), store);
    must(sqlite3_step(insert), store);
    must(sqlite3_reset(insert), store);
  }
  sqlite3_finalize(insert);
  sqlite3_close(store);
}

}  // namespace smarthandoff::benchmark
