#pragma once

#include "storage/sqlite_connection.hpp"

namespace smarthandoff::storage {

// A SQLite store that belongs to this engine.
class SqliteDatabase final : public Database {
 public:
  explicit SqliteDatabase(const DatabaseOptions& options);
  std::unique_ptr<Connection> open_writer() override;
  std::unique_ptr<Connection> open_reader() override;
  void backup(const std::string& path) override;
  std::string_view driver() const override { return "sqlite"; }

 private:
  const std::shared_ptr<SqliteStore> store_;
};

}  // namespace smarthandoff::storage
