#include "storage/migrations.hpp"

#include <string>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/immortal.hpp>

#include "storage/postgresql_policies.hpp"
#include "storage/schema.hpp"

namespace smarthandoff::storage {

namespace {

using Statements = std::vector<std::string_view>;

// Each part of the schema adds its list here until the first release.
Statements concatenate(std::initializer_list<Statements> parts) {
  Statements all;
  for (const Statements& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

// On PostgreSQL a role that may not create tables opens a store that is up to date.
bool has_versions(Connection& connection, std::string_view driver) {
  bool found = false;
  connection.query(driver == "sqlite" ? "SELECT 1 FROM sqlite_schema WHERE name = 'schema_versions'"
                                      : "SELECT 1 WHERE to_regclass('schema_versions') IS NOT NULL",
                   {}, [&](const Row&) { found = true; });
  return found;
}

std::int64_t stored_version(Connection& connection) {
  std::int64_t version = 0;
  connection.query("SELECT coalesce(max(version), 0) FROM schema_versions", {},
                   [&](const Row& row) { version = row.integer(0); });
  return version;
}

void apply(Connection& connection, const Migration& migration, std::string_view driver) {
  const bool sqlite = driver == "sqlite";
  for (const auto statement : sqlite ? migration.sqlite : migration.postgresql) {
    connection.execute(statement, {});
    if (sqlite) continue;
    for (const std::string& policy : row_level_security(statement)) connection.execute(policy, {});
  }
  connection.execute("INSERT INTO schema_versions (version) VALUES (?1)", {migration.version});
}

void bring_up_to_date(Connection& connection, std::string_view driver, std::string_view store) {
  connection.lock("schema", "migrate");  // against other processes
  if (!has_versions(connection, driver)) {
    connection.execute("CREATE TABLE schema_versions (version BIGINT NOT NULL PRIMARY KEY)", {});
  }
  const std::int64_t stored = stored_version(connection);
  if (stored > schema_version() + 1) {
    throw Error(ErrorCode::failed_precondition,
                std::string(store) + " has schema version " + std::to_string(stored) + ", this build knows " +
                    std::to_string(schema_version()) + " and opens at most " +
                    std::to_string(schema_version() + 1) + "; use a newer build",
                {{"stored", std::to_string(stored)}, {"known", std::to_string(schema_version())}});
  }
  for (const Migration& migration : migrations()) {
    if (migration.version > stored) apply(connection, migration, driver);
  }
}

}  // namespace

const std::vector<Migration>& migrations() {
  static const Immortal<std::vector<Migration>> all = std::vector<Migration>{
      {.version = 1,
       .sqlite = concatenate({
           sqlite_core_schema(),                               //
           sqlite_contact_schema(),                            //
           sqlite_messenger_schema(),                          //
           sqlite_handoff_schema(),                            //
           sqlite_callback_schema(),                           //
           sqlite_dialogue_schema(),                           //
           sqlite_calls_schema(), sqlite_recordings_schema(),  //
       }),
       .postgresql = concatenate({
           postgresql_core_schema(),                                   //
           postgresql_contact_schema(),                                //
           postgresql_messenger_schema(),                              //
           postgresql_handoff_schema(),                                //
           postgresql_callback_schema(),                               //
           postgresql_dialogue_schema(),                               //
           postgresql_calls_schema(), postgresql_recordings_schema(),  //
           postgresql_process_schema(),                                //
       })},
  };
  return all;
}

std::int64_t schema_version() {
  return migrations().back().version;
}

void migrate(Connection& connection, std::string_view driver, std::string_view store) {
  connection.begin();
  try {
    bring_up_to_date(connection, driver, store);
    connection.commit();
  } catch (...) {
    connection.rollback();
    throw;
  }
}

}  // namespace smarthandoff::storage
