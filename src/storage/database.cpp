#include <smarthandoff/storage/database.hpp>

#include "storage/postgresql_database.hpp"
#include "storage/sqlite_database.hpp"

namespace smarthandoff::storage {

std::unique_ptr<Database> open_database(const DatabaseOptions& options) {
  if (is_postgresql_url(options.url)) return std::make_unique<PostgresqlDatabase>(options);
  return std::make_unique<SqliteDatabase>(options);
}

}  // namespace smarthandoff::storage
