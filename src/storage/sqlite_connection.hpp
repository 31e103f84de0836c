#pragma once

#include <chrono>
#include <memory>

#include "storage/sqlite_error.hpp"
#include "storage/sqlite_store.hpp"

namespace smarthandoff::storage {

// One SQLite connection: transactions, savepoints, and the errors of both translated.
class SqliteConnection final : public Connection {
 public:
  SqliteConnection(std::shared_ptr<SqliteStore> store, SqliteStore::Mode mode);
  ~SqliteConnection() override;
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  using Transaction::execute;
  using Transaction::query;
  void query(std::string_view sql, Values parameters, const EachRow& each) const override;
  std::int64_t execute(std::string_view sql, Values parameters) override;
  void execute(std::string_view sql, Values parameters, const EachRow& each) override;
  void lock(std::string_view scope, std::string_view key) override;

  void begin() override;
  void commit() override;
  void rollback() noexcept override;
  void savepoint() override;
  void release_savepoint() override;
  void rollback_to_savepoint() override;
  bool in_transaction() const override;

 private:
  using Clock = std::chrono::steady_clock;

  void enter();
  void leave() noexcept;
  void check_open() const;
  void run(SqliteStatement& statement, Values parameters, const EachRow* each) const;
  void command(std::string_view sql, Doing doing = Doing::work) const;
  static int is_past_limit(void* self);

  const std::shared_ptr<SqliteStore> store_;
  const bool reader_;
  Handle handle_;
  mutable StatementCache statements_;
  bool begun_ = false;
  bool inside_gate_ = false;
  Clock::time_point deadline_ = Clock::time_point::max();
};

}  // namespace smarthandoff::storage
