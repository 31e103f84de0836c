#pragma once

#include "storage/postgresql_connection.hpp"

namespace smarthandoff::storage {

// A PostgreSQL store, shared with any number of other processes.
class PostgresqlDatabase final : public Database {
 public:
  explicit PostgresqlDatabase(const DatabaseOptions& options);
  std::unique_ptr<Connection> open_writer() override;
  std::unique_ptr<Connection> open_reader() override;
  // Throws unsupported: PostgreSQL has backups of its own.
  void backup(const std::string& path) override;
  std::string_view driver() const override { return "postgresql"; }

  // The same with what only PostgreSQL has.
  std::unique_ptr<PostgresqlConnection> open(PostgresqlStore::Mode mode);

 private:
  const std::shared_ptr<PostgresqlStore> store_;
};

}  // namespace smarthandoff::storage
