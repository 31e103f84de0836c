// What only PostgreSQL does, beyond the conformance suite.
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstdlib>
#include <future>
#include <thread>

#include "storage/job_rows.hpp"
#include "storage/postgresql_database.hpp"
#include "storage/postgresql_error.hpp"
#include "storage/postgresql_jobs.hpp"
#include "storage/postgresql_processes.hpp"
#include "storage/stores.hpp"
#include "support/child.hpp"

using namespace stores;
using storage::PostgresqlConnection;
using Mode = storage::PostgresqlStore::Mode;

namespace {

struct Opened {
  test_postgresql::UsedDatabase used;
  const test_postgresql::Database& server = *used.operator->();
  storage::PostgresqlDatabase database{{.url = server.url()}};

  std::unique_ptr<PostgresqlConnection> begun() {
    auto connection = database.open(Mode::writer);
    connection->begin();
    return connection;
  }
};

// The session that a connection has just now.
std::int64_t session_of(PostgresqlConnection& connection) {
  return number(connection, "SELECT pg_backend_pid()");
}

void end_session(const test_postgresql::Database& server, std::int64_t session) {
  // The function answers when the session is gone.
  server.sql("SELECT pg_terminate_backend(" + std::to_string(session) + ", 5000)");
}

constexpr std::string_view kPutText =
    "INSERT INTO tenant_texts (tenant, key, language, text, place) VALUES (?1, 'k', 'l', 't', 1)";

}  // namespace

TEST_CASE("an address is complete, reached by TCP, and never repeated with its password") {
  const std::array rows = {
      std::pair{"postgresql://u:secret@host:5433/db", "store postgresql://host:5433/db"},
      std::pair{"postgres://u:secret@host/db", "store postgresql://host:5432/db"},
      std::pair{"postgresql://u:s%40cret@[::1]:5433/db?sslmode=require", "store postgresql://::1:5433/db"},
      std::pair{"postgresql://u:secret@host:5433", ""},
      std::pair{"postgresql://:secret@host:5433/db", ""},
      std::pair{"postgresql://u:secret@/db", ""},
      std::pair{"postgresql://u:secret@%2Ftmp/db", ""},
      std::pair{"postgresql://u:secret@host:5433/db?options=-c%20fsync%3Doff", ""},
      std::pair{"postgresql://u:secret@host:5433/db?service=other", ""},
      std::pair{"postgresql://u:secret@host:5433/db?nonsense=1", ""},
      std::pair{"postgresql://u:p@secret@host:5433/db", ""},
      std::pair{"postgresql://u:secret@host:65536/db", ""},
      std::pair{"postgresql://u:secret@host:-1/db", ""},
      std::pair{"postgresql://u:secret@host:abc/db", ""},
      std::pair{"postgresql://u:secret@host:5433,other:0/db", ""},
      std::pair{"postgresql://u:secret@host:1,other:2/db", "store postgresql://host,other:1,2/db"},
      std::pair{"postgresql://u:secret@host:5433/db?sslmode=bogus", ""},
      std::pair{"postgresql://u:secret@host:5433/db?target_session_attrs=bogus", ""},
  };
  for (const auto& [url, name] : rows) {
    CAPTURE(url);
    std::string found;
    const auto outcome = outcome_of([&] { found = storage::parse_postgresql_url(url).name; });
    CHECK(outcome.code == (*name == '\0' ? "invalid_argument" : "none"));
    CHECK(found == name);
    CHECK(outcome.message.find("secret") == std::string::npos);
  }
}

TEST_CASE("of an address that is no store's only the scheme is repeated") {
  const std::array rows = {std::pair{"postgresql+asyncpg://u:secret@host/db", "postgresql+asyncpg://"},
                           std::pair{"POSTGRESQL://u:secret@host/db", "POSTGRESQL://"},
                           std::pair{" postgresql://u:secret@host/db", "postgresql://user:password@"},
                           std::pair{"u:secret@host", "postgresql://user:password@"}};
  for (const auto& [url, named] : rows) {
    CAPTURE(url);
    const auto outcome = outcome_of([&] { storage::open_database({.url = url}); });
    CHECK(outcome.code == "invalid_argument");
    CHECK(outcome.message.find(named) != std::string::npos);
    CHECK(outcome.message.find("secret") == std::string::npos);
  }
}

TEST_CASE("placeholders are rewritten outside of quotes, and only queries count as reading") {
  const auto text = storage::rewrite_placeholders("SELECT '?1', ?2 FROM t WHERE a = ?1 AND b = '''?9'");
  CHECK(text.sql == "SELECT '?1', $2 FROM t WHERE a = $1 AND b = '''?9'");
  CHECK(text.parameters == 2);
  CHECK(text.only_reads);
  CHECK_FALSE(storage::rewrite_placeholders("\n  delete FROM t WHERE a = ?12").only_reads);
  CHECK(storage::rewrite_placeholders("\n  delete FROM t WHERE a = ?12").parameters == 12);
}

TEST_SUITE("postgresql") {
  TEST_CASE("what keeps a store from being opened is told by its code") {
    const test_postgresql::Database server;
    const std::string url = server.url();
    const auto with = [&](const std::string& part, const std::string& other) {
      std::string changed = url;
      return changed.replace(changed.find(part), part.size(), other);
    };
    const std::array rows = {
        std::pair{with(":smarthandoff@", ":wrong@"), "unauthorized"},
        std::pair{with(":smarthandoff@", "@"), "unauthorized"},
        std::pair{with("//smarthandoff:", "//nobody:"), "unauthorized"},
        std::pair{with(server.name(), "missing"), "failed_precondition"},
        std::pair{with("127.0.0.1", "missing.invalid"), "unavailable"},
        std::pair{with(url.substr(url.rfind(':')), ":1/" + server.name()), "unavailable"},
        std::pair{url, "none"}};
    for (const auto& [address, code] : rows) {
      CAPTURE(address);
      const auto outcome = outcome_of([&] { storage::open_database({.url = address}); });
      CAPTURE(outcome.message);
      CHECK(outcome.code == code);
    }
  }

  TEST_CASE("a server that does not answer is given up within the patience") {
    const int listening = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{.sin_family = AF_INET, .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof address;
    REQUIRE(bind(listening, reinterpret_cast<sockaddr*>(&address), length) == 0);
    REQUIRE(listen(listening, 1) == 0);
    getsockname(listening, reinterpret_cast<sockaddr*>(&address), &length);
    const std::string url = "postgresql://u:p@127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/db";
    const auto outcome =
        outcome_of([&] { storage::open_database({.url = url, .busy_timeout = Milliseconds(50)}); });
    CHECK(outcome.code == "unavailable");
    close(listening);
  }

  TEST_CASE("the variables that libpq would read change nothing") {
    const test_postgresql::Database server;
    const std::string said = said_by_child([&]() -> std::string {
      for (const auto& [name, value] : {std::pair("PGHOSTADDR", "192.0.2.1"),
                                        {"PGPORT", "1"},
                                        {"PGUSER", "nobody"},
                                        {"PGPASSWORD", "wrong"},
                                        {"PGDATABASE", "missing"},
                                        {"PGOPTIONS", "-c default_transaction_read_only=on"},
                                        {"PGSSLMODE", "verify-full"},
                                        {"PGSSLROOTCERT", "/missing"},
                                        {"PGTARGETSESSIONATTRS", "standby"},
                                        {"PGCLIENTENCODING", "LATIN1"},
                                        {"PGGSSENCMODE", "require"},
                                        {"PGCHANNELBINDING", "require"}}) {
        setenv(name, value, 1);
      }
      return outcome_of([&] {
               const auto database = storage::open_database({.url = server.url()});
               const auto writer = begun_writer(*database);
               writer->execute(kPutText, {"acme"});
             })
          .message;
    });
    // The registry's row is missing: the statement arrived.
    CHECK(said.find("foreign key") != std::string::npos);
  }

  TEST_CASE("a session that ended before the commit is told, and the next transaction has another") {
    Opened opened;
    const auto connection = opened.begun();
    end_session(opened.server, session_of(*connection));
    const auto outcome = outcome_of([&] { number(*connection, "SELECT 1"); });
    CHECK(outcome.code == "unavailable");
    CHECK_FALSE(connection->in_transaction());
    connection->rollback();
    connection->begin();
    const std::int64_t second = session_of(*connection);
    connection->execute("CREATE TABLE kept (a BIGINT)", {});
    end_session(opened.server, second);
    try {
      connection->commit();
      FAIL("no error");
    } catch (const Error& error) {
      CHECK(storage::is_connection_lost(error));
    }
    connection->rollback();
    // A session that ends between two transactions is not even noticed.
    connection->begin();
    const std::int64_t third = session_of(*connection);
    connection->commit();
    end_session(opened.server, third);
    connection->begin();
    CHECK(session_of(*connection) != third);
    connection->rollback();
  }

  TEST_CASE("a session that the server ends with its last words is lost as one without a word") {
    Opened opened;
    const auto connection = opened.begun();
    const auto lost_by = [&](std::string_view sql) {
      try {
        connection->execute(sql, {});
        return std::string("nothing");
      } catch (const Error& error) {
        CHECK(storage::is_connection_lost(error));
        return error.details().at("sqlstate");
      }
    };
    const std::int64_t first = session_of(*connection);
    // It ends in the middle of a statement, not between two.
    CHECK(lost_by("WITH ended AS MATERIALIZED (SELECT pg_terminate_backend(pg_backend_pid()) AS done) "
                  "SELECT pg_sleep(10) FROM ended") == "57P01");
    connection->rollback();
    connection->begin();
    const std::int64_t second = session_of(*connection);
    CHECK(second != first);
    connection->execute("SET TRANSACTION READ ONLY", {});
    CHECK(lost_by("INSERT INTO processes (host, pid, alive_until, renewed_at) VALUES ('h', 1, 1, 1)") ==
          "25006");
    connection->rollback();
    connection->begin();
    CHECK(session_of(*connection) != second);  // another server may lead by now
  }

  TEST_CASE("what kept a commit from happening is no doubt") {
    Opened opened;
    const auto connection = opened.begun();
    connection->execute("SET TRANSACTION READ ONLY", {});
    connection->queue("INSERT INTO processes (host, pid, alive_until, renewed_at) VALUES ('h', 1, 1, 1)", {},
                      {});
    CHECK(outcome_of([&] { connection->commit(); }).code == "unavailable");
  }

  TEST_CASE("what a silent process had locked is free with the end of its sessions") {
    Opened silent;
    storage::PostgresqlDatabase database{{.url = silent.server.url()}};
    const auto session = silent.database.open(Mode::writer);
    session->connect();
    const auto id = storage::postgresql_processes::enroll(*session, 1, "host", {});
    const auto working = silent.begun();
    working->lock("callbacks", "acme/1");
    working->execute("INSERT INTO processes (host, pid, alive_until, renewed_at) VALUES ('h', 1, 1, 1)", {});

    const auto care = database.open(Mode::writer);
    care->connect();
    storage::postgresql_processes::end_sessions_of(*care, id);
    const auto next = database.open(Mode::writer);
    next->begin();
    next->lock("callbacks", "acme/1");
    CHECK(number(*next, "SELECT count(*) FROM processes") == 1);
    next->commit();
    try {
      working->commit();
      FAIL("no error");
    } catch (const Error& error) {
      CHECK(storage::is_connection_lost(error));
    }
  }

  TEST_CASE("a commit whose answer is lost is in doubt") {
    Opened opened;
    opened.server.sql(
        "CREATE TABLE doomed (a BIGINT);"
        "CREATE OR REPLACE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';"
        "CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON doomed DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION die()");
    const auto connection = opened.begun();
    connection->execute("INSERT INTO doomed VALUES (?1)", {1});
    CHECK(outcome_of([&] { connection->commit(); }).code == "in_doubt");
    CHECK_FALSE(connection->in_transaction());
    connection->rollback();
    connection->begin();
    CHECK(number(*connection, "SELECT count(*) FROM doomed") == 0);
  }

  TEST_CASE("a lock keeps others waiting until the transaction ends, or is refused where none may wait") {
    Opened opened;
    const auto first = opened.begun();
    const auto second = opened.begun();
    first->lock("callbacks", "acme/1");
    CHECK(number(*first, "SELECT 1") == 1);
    second->wait_for_locks(false);
    second->savepoint();
    try {
      second->lock("callbacks", "acme/1");
      FAIL("no error");
    } catch (const Error& error) {
      CHECK(storage::is_locked(error));
    }
    second->rollback_to_savepoint();
    second->lock("callbacks", "acme/2");
    second->wait_for_locks(true);
    auto waiting = std::async(std::launch::async, [&] {
      second->lock("callbacks", "acme/1");
      return number(*second, "SELECT count(*) FROM tenants");
    });
    while (opened.server.sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted") ==
           "0") {
      std::this_thread::yield();
    }
    first->execute("INSERT INTO processes (host, pid, alive_until, renewed_at) VALUES ('h', 1, 1, 1)", {});
    first->commit();
    CHECK(waiting.get() == 0);
    CHECK(number(*second, "SELECT count(*) FROM processes") == 1);  // a fresh view after the wait
  }

  TEST_CASE("of two transactions that wait for each other one is given up and may be run again") {
    Opened opened;
    const auto first = opened.begun();
    const auto second = opened.begun();
    const auto lock = [](PostgresqlConnection& connection, const char* key) {
      connection.lock("pairs", key);
      number(connection, "SELECT 1");
    };
    lock(*first, "a");
    lock(*second, "b");
    int given_up = 0;
    const auto attempt = [&](PostgresqlConnection& connection, const char* key) {
      try {
        lock(connection, key);
      } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::conflict);
        CHECK(storage::is_serialization_failure(error));
        connection.rollback();
        return 1;
      }
      connection.commit();
      return 0;
    };
    auto other = std::async(std::launch::async, [&] { return attempt(*first, "b"); });
    given_up = attempt(*second, "a");
    CHECK(given_up + other.get() == 1);
  }

  TEST_CASE("an error of a queued statement dooms the transaction, since it may be another operation's") {
    Opened opened;
    const auto connection = opened.begun();
    connection->savepoint();
    connection->queue("INSERT INTO tenant_texts (tenant) VALUES (?1)", {"acme"});
    connection->release_savepoint();
    connection->savepoint();
    CHECK(outcome_of([&] { number(*connection, "SELECT 1"); }).code == "internal");
    CHECK_FALSE(connection->in_transaction());
    connection->rollback();
    connection->begin();
    std::int64_t answer = 0;
    connection->queue("SELECT CAST(?1 AS BIGINT)", {7},
                      [&](const storage::Row& row) { answer = row.integer(0); });
    CHECK(answer == 0);
    connection->commit();
    CHECK(answer == 7);
  }

  // The planner took the leased ones' index for the key's where it had counted at a moment without leases:
  // every end then read all leases, and 60,000 jobs took half a minute.
  TEST_CASE("the end of a job is found by its key, whatever the server believes of the leased ones") {
    Opened store;
    auto connection = store.begun();
    const Instant now = SystemClock().now();
    constexpr int kJobs = 2000;
    for (int i = 0; i < kJobs; ++i)
      storage::jobs::put(*connection, {.tenant = {"acme"}, .kind = "k", .key = std::to_string(i), .due = now},
                         now, std::nullopt);
    connection->commit();
    store.server.sql("ANALYZE jobs");
    const auto scans = [&] {
      return store.server.sql("SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = 'jobs_leased'");
    };
    const std::string before = scans();
    connection->begin();
    const auto leased = storage::postgresql_jobs::claim_due(*connection, now, kJobs, 1);
    REQUIRE(leased.size() == kJobs);
    std::vector<const Job*> many;
    for (const Job& job : leased) many.push_back(&job);
    const std::vector<const Job*> half(many.begin(), many.begin() + kJobs / 2);
    CHECK(storage::postgresql_jobs::finish(*connection, half).size() == half.size());
    for (std::size_t i = half.size(); i < many.size(); ++i)
      CHECK(storage::jobs::finish(*connection, *many[i]).current);
    number(*connection, "SELECT count(*) FROM (SELECT pg_stat_force_next_flush()) AS flushed");
    connection->commit();
    CHECK(scans() == before);
  }

  TEST_CASE("a store is opened by many at the same time and migrated once") {
    const test_postgresql::Database server;
    std::vector<std::future<std::string>> all;
    for (int i = 0; i < 8; ++i) {
      all.push_back(std::async(std::launch::async, [&] {
        return outcome_of([&] { storage::open_database({.url = server.url()}); }).message;
      }));
    }
    for (auto& one : all) CHECK(one.get().empty());
    CHECK(server.sql("SELECT count(*) FROM schema_versions") ==
          std::to_string(storage::open_database({.url = server.url()}) ? 1 : 0));
  }

  TEST_CASE("every table with tenants is under row-level security, its owner included") {
    const Opened opened;
    CHECK(opened.server.sql("SELECT count(*) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
                            "WHERE c.relkind = 'r' AND a.attname = 'tenant' AND NOT (c.relrowsecurity AND "
                            "c.relforcerowsecurity)") == "0");
    CHECK(opened.server.sql("SELECT relforcerowsecurity FROM pg_class WHERE relname = 'tenants'") == "t");
  }

  TEST_CASE("a role that owns no table sees and writes the rows of the tenant it acts for, and no others") {
    Opened opened;
    const std::string role = opened.server.name() + "_app";
    opened.server.sql("CREATE ROLE " + role + " LOGIN PASSWORD '" + role + "'");
    opened.server.sql("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO " + role);
    {
      storage::PostgresqlDatabase database({.url = opened.server.url_for(role)});  // nothing to migrate
      const auto connection = database.open(Mode::writer);
      const auto count = [&](const char* tenant) {
        connection->act_for(tenant);
        return number(*connection, "SELECT count(*) FROM jobs");
      };
      connection->begin();
      constexpr std::string_view kJob =
          "INSERT INTO jobs (tenant, kind, key, payload, state, due, attempt, fence, error) "
          "VALUES (?1, 'k', 'k', '', 'waiting', 0, 0, 0, '')";
      for (const char* tenant : {"acme", "other"}) {
        connection->act_for(tenant);
        CHECK(connection->execute(kJob, {tenant}) == 1);
      }
      CHECK(count("acme") == 1);
      CHECK(count("nobody") == 0);
      CHECK(count("") == 2);
      connection->act_for("acme");
      CHECK(connection->execute("UPDATE jobs SET due = 1", {}) == 1);  // the tenant forgotten
      connection->savepoint();
      CHECK(outcome_of([&] { connection->execute(kJob, {"other"}); }).code == "failed_precondition");
      connection->rollback_to_savepoint();
      CHECK(count("other") == 1);
      connection->commit();
    }
    CHECK(test_postgresql::run(opened.server.url_for(role), "SELECT count(*) FROM jobs") == "0");
    CHECK(opened.server.sql("SELECT count(*) FROM jobs") == "0");  // the owner who says nothing
    opened.server.sql("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM " + role + "; DROP ROLE " + role);
  }

  TEST_CASE("a store opened before fork is refused in the child, and the parent's session goes on") {
    Opened opened;
    const auto connection = opened.begun();
    const std::string said = said_by_child(
        [&]() -> std::string { return outcome_of([&] { opened.database.open_writer(); }).message; });
    CHECK(said.ends_with("opened before fork"));
    CHECK(number(*connection, "SELECT 1") == 1);
    connection->commit();
  }
}
