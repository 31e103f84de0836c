#include "storage/postgresql_database.hpp"

#include "storage/migrations.hpp"

namespace smarthandoff::storage {

PostgresqlDatabase::PostgresqlDatabase(const DatabaseOptions& options)
    : store_(std::make_shared<PostgresqlStore>(options)) {
  PostgresqlConnection connection(store_, PostgresqlStore::Mode::writer);
  migrate(connection, driver(), store_->name());
}

std::unique_ptr<PostgresqlConnection> PostgresqlDatabase::open(PostgresqlStore::Mode mode) {
  store_->check_process();
  return std::make_unique<PostgresqlConnection>(store_, mode);
}

std::unique_ptr<Connection> PostgresqlDatabase::open_writer() {
  return open(PostgresqlStore::Mode::writer);
}

std::unique_ptr<Connection> PostgresqlDatabase::open_reader() {
  return open(PostgresqlStore::Mode::reader);
}

void PostgresqlDatabase::backup(const std::string&) {
  throw Error(ErrorCode::unsupported,
              store_->name() + ": back it up with PostgreSQL's own means, such as pg_dump or pg_basebackup");
}

}  // namespace smarthandoff::storage
