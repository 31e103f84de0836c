#pragma once

#include <libpq-fe.h>

#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <smarthandoff/base/id.hpp>

// Databases on the server that tests/support/postgres.sh started; SMARTHANDOFF_TEST_POSTGRESQL has its URL.
namespace test_postgresql {

inline std::string server_url() {
  const char* url = std::getenv("SMARTHANDOFF_TEST_POSTGRESQL");
  if (url == nullptr) throw std::runtime_error("SMARTHANDOFF_TEST_POSTGRESQL is not set");
  return url;
}

// Runs SQL as the owner of the tests' databases, on a connection of its own; answers the first value, if any.
inline std::string run(const std::string& url, const std::string& sql) {
  const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(PQconnectdb(url.c_str()), PQfinish);
  const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(connection.get(), sql.c_str()), PQclear);
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    throw std::runtime_error(sql + ": " + PQerrorMessage(connection.get()));
  }
  return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : "";
}

// A database of its own that goes with the test.
class Database {
 public:
  explicit Database(std::string server = server_url())
      : server_(std::move(server)), name_("sh_" + std::to_string(smarthandoff::random_seed())) {
    run(server_, "CREATE DATABASE " + name_);
  }
  ~Database() {
    try {
      run(server_, "DROP DATABASE " + name_ + " WITH (FORCE)");
    } catch (const std::exception&) {
      // The server goes with all of its databases anyway.
    }
  }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  const std::string& name() const { return name_; }
  std::string url() const { return server_.substr(0, server_.rfind('/') + 1) + name_; }
  // The same database for another role, whose password is its name.
  std::string url_for(const std::string& role) const {
    const std::string rest = url().substr(url().find('@'));
    return "postgresql://" + role + ":" + role + rest;
  }
  std::string sql(const std::string& text) const { return run(url(), text); }

 private:
  std::string server_, name_;
};

// A database that earlier tests of this process used and left empty: making and dropping one costs seconds on
// a busy disk. Its tables are those of the schema, once a store was opened on it.
class UsedDatabase {
 public:
  UsedDatabase() {
    if (unused().empty()) unused().push_back(new Database);
    database_ = unused().back();
    unused().pop_back();
  }
  ~UsedDatabase() {
    try {
      database_->sql(kEmpty);
      unused().push_back(database_);
    } catch (const std::exception&) {
      // The server is gone, or somebody else still works on it: the next test makes another.
    }
  }
  UsedDatabase(const UsedDatabase&) = delete;
  UsedDatabase& operator=(const UsedDatabase&) = delete;

  const Database* operator->() const { return database_; }

 private:
  // Tables of tests have no policies.
  static constexpr const char* kEmpty =
      "SET smarthandoff.tenant = '*'; SET lock_timeout = '10s';"
      "DO $$ DECLARE t record; BEGIN"
      "  FOR t IN SELECT relname, relrowsecurity FROM pg_class WHERE relkind = 'r' AND relnamespace = "
      "'public'::regnamespace AND relname NOT IN ('schema_versions', 'processes') LOOP"
      "    IF t.relrowsecurity THEN EXECUTE 'DELETE FROM ' || quote_ident(t.relname);"
      "    ELSE EXECUTE 'DROP TABLE ' || quote_ident(t.relname); END IF;"
      "  END LOOP;"
      "  IF to_regclass('processes') IS NOT NULL THEN DELETE FROM processes; END IF;"
      "END $$";

  // Never dropped: the server goes with the test run.
  static std::vector<Database*>& unused() {
    static std::vector<Database*> databases;
    return databases;
  }

  Database* database_;
};

}  // namespace test_postgresql
