// Full disks, crashes and copies of a SQLite store: nothing acknowledged is lost.
#include <doctest/doctest.h>
#include <sys/resource.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "storage/event_rows.hpp"
#include "storage/job_rows.hpp"
#include "storage/stores.hpp"
#include "support/child.hpp"

using namespace stores;

namespace {

void save(storage::Transaction& tx, std::int64_t number, std::size_t bytes) {
  tx.execute(
      "INSERT INTO requests (tenant, request_id, fingerprint, response, at) VALUES ('acme', ?1, '', ?2, ?3)",
      {std::to_string(number), std::string(bytes, 'x'), number});
}

std::int64_t saved(storage::Database& database) {
  const auto reader = database.open_reader();
  reader->begin();
  return number(*reader, "SELECT count(*) FROM requests");
}

// SQLite's own limit of a file's pages, which fails as a full disk does.
void limit_pages(storage::Connection& writer, std::int64_t pages) {
  writer.begin();
  writer.execute("PRAGMA max_page_count=" + std::to_string(pages), {}, [](const storage::Row&) {});
  writer.commit();
}

// No file of this process may grow beyond that; writing fails with EFBIG.
void limit_files(rlim_t bytes) {
  signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = bytes;
  setrlimit(RLIMIT_FSIZE, &limit);
}

}  // namespace

TEST_CASE_TEMPLATE("a full disk fails the operation that hit it, and the others of the batch can run again",
                   Store, SH_SQLITE_STORES) {
  Store store;
  const auto writer = store.database->open_writer();
  limit_pages(*writer, 120);
  writer->begin();
  save(*writer, 1, 100);
  writer->savepoint();
  const auto outcome = outcome_of([&] {
    for (int i = 2; i < 1000; ++i) save(*writer, i, 4000);
  });
  CHECK(outcome.code == "unavailable");
  CHECK(outcome.message == "store: disk is full");  // whoever asks is told of no path
  std::int64_t expected = 0;
  if (writer->in_transaction()) {
    writer->rollback_to_savepoint();
    writer->commit();
    expected = 1;
  } else {
    CHECK(outcome_of([&] { save(*writer, 2, 1); }).code == "unavailable");
    writer->rollback();
  }
  CHECK(saved(*store.database) == expected);
  limit_pages(*writer, 1'000'000);
  writer->begin();
  save(*writer, 5000, 4000);
  writer->commit();
  CHECK(saved(*store.database) == expected + 1);
}

// SQLite does not tell such a failed write from any other I/O error, so the outcome counts as unknown.
TEST_CASE("a file that cannot grow at the commit leaves that batch in doubt and loses nothing else") {
  const Directory directory;
  const std::string said = said_by_child([&]() -> std::string {
    const auto database = storage::open_database({.url = directory.url()});
    const auto writer = begun_writer(*database);
    save(*writer, 1, 100);
    writer->commit();
    limit_files(200'000);
    writer->begin();
    for (int i = 2; i < 500; ++i) save(*writer, i, 1000);
    const auto outcome = outcome_of([&] { writer->commit(); });
    writer->rollback();
    limit_files(RLIM_INFINITY);
    writer->begin();
    save(*writer, 5000, 100);
    writer->commit();
    return outcome.code + " " + std::to_string(saved(*database));
  });
  CHECK(said == "in_doubt 2");
  CHECK(saved(*storage::open_database({.url = directory.url()})) == 2);
}

TEST_CASE("a disk that fills up in the middle of a batch gives the whole batch up, visibly") {
  const Directory directory;
  const std::string said = said_by_child([&]() -> std::string {
    const auto database = storage::open_database({.url = directory.url()});
    const auto writer = begun_writer(*database);
    save(*writer, 1, 100);
    writer->commit();
    limit_files(1'000'000);
    writer->begin();
    std::string codes;
    // More than the page cache holds: pages are written to the log before the commit.
    for (int i = 2; i < 40 && codes.empty(); ++i) {
      writer->savepoint();
      const auto outcome = outcome_of([&] { save(*writer, i, 1'000'000); });
      if (outcome.code == "none")
        writer->release_savepoint();
      else
        codes = outcome.code + (writer->in_transaction() ? " open" : " gone");
    }
    const auto after = outcome_of([&] { save(*writer, 4000, 10); });
    const auto commit = outcome_of([&] { writer->commit(); });
    writer->rollback();
    limit_files(RLIM_INFINITY);
    writer->begin();
    save(*writer, 5000, 100);
    writer->commit();
    return codes + " " + after.code + " " + commit.code + " " + std::to_string(saved(*database));
  });
  CHECK(said == "unavailable gone unavailable unavailable 2");
}

TEST_CASE("what was committed before a kill is there afterwards, and what was leased is done again") {
  for (int round = 0; round < 5; ++round) {
    const Directory directory;
    Child child([&](int to_parent) {
      const auto database = storage::open_database({.url = directory.url()});
      const auto writer = database->open_writer();
      for (std::int64_t i = 0;; ++i) {
        writer->begin();
        save(*writer, i, 3000);
        storage::jobs::put(*writer,
                           {.tenant = {"acme"}, .kind = "ring", .key = std::to_string(i), .payload = "{}"},
                           at(1), Milliseconds(1000));
        storage::events::append(
            *writer, {{.position = i + 1, .tenant = {"acme"}, .topic = "t", .entity = "e", .payload = "{}"}});
        writer->commit();
        tell(to_parent, "c");
      }
    });
    std::int64_t acknowledged = 0;
    for (; acknowledged < 40 * (round + 1); ++acknowledged) REQUIRE(child.next_byte() == 'c');
    child.end(SIGKILL);
    for (; child.next_byte() == 'c'; ++acknowledged) continue;

    const auto database = storage::open_database({.url = directory.url()});
    const std::int64_t kept = saved(*database);
    CHECK(kept >= acknowledged);
    CHECK(kept <= acknowledged + 1);
    const auto writer = begun_writer(*database);
    CHECK(number(*writer, "SELECT count(*) FROM events") == kept);
    CHECK(number(*writer, "SELECT max(position) FROM events") == kept);
    CHECK(storage::jobs::release_all_leases(*writer, at(10)).empty());
    const auto again = storage::jobs::claim_due(*writer, at(5000), 1000, Milliseconds(1000));
    CHECK(static_cast<std::int64_t>(again.size()) == kept);
    CHECK(again.at(0).attempt == 1);
  }
}

TEST_CASE_TEMPLATE("a backup taken while writing is a consistent store of its own", Store, SH_SQLITE_STORES) {
  Store store;
  const Directory directory;
  std::atomic<bool> stop = false;
  std::atomic<std::int64_t> written = 0;
  const auto writer = store.database->open_writer();
  std::thread thread([&] {
    for (std::int64_t i = 0; !stop; i += 2) {
      writer->begin();
      save(*writer, i, 500);
      save(*writer, i + 1, 500);
      writer->commit();
      written = i + 2;
    }
  });
  while (written < 100) std::this_thread::yield();
  const std::int64_t before = written;
  const auto outcome = outcome_of([&] { store.database->backup(directory.file("copy.db")); });
  const std::int64_t after = written;
  stop = true;
  thread.join();
  CAPTURE(outcome.message);
  REQUIRE(outcome.code == "none");
  CHECK_FALSE(std::filesystem::exists(directory.file("copy.db-wal")));
  CHECK_FALSE(std::filesystem::exists(directory.file("copy.db-journal")));

  const auto copy = storage::open_database({.url = directory.url("copy.db")});
  const std::int64_t rows = saved(*copy);
  CHECK(rows % 2 == 0);
  CHECK(rows >= before);
  CHECK(rows <= after + 2);
  const auto restored = begun_writer(*copy);
  save(*restored, 1'000'000, 10);
  restored->commit();
  CHECK(saved(*copy) == rows + 1);
}

TEST_CASE_TEMPLATE("a backup overwrites nothing and leaves nothing where it fails", Store, SH_SQLITE_STORES) {
  Store store;
  const Directory directory;
  store.database->backup(directory.file("copy.db"));
  const auto size = std::filesystem::file_size(directory.file("copy.db"));
  CHECK(outcome_of([&] { store.database->backup(directory.file("copy.db")); }).code == "already_exists");
  CHECK(std::filesystem::file_size(directory.file("copy.db")) == size);
  CHECK(outcome_of([&] { store.database->backup(directory.file("no/where.db")); }).code ==
        "failed_precondition");
  CHECK(outcome_of([&] { store.database->backup(""); }).code == "invalid_argument");
}

TEST_CASE("connections to an in-memory store open beside an open transaction") {
  SqliteMemory store;
  const auto writer = begun_writer(*store.database);
  save(*writer, 1, 10);
  const auto reader = store.database->open_reader();
  const auto second = store.database->open_writer();
  writer->commit();
  reader->begin();
  CHECK(number(*reader, "SELECT count(*) FROM requests") == 1);
}

TEST_CASE("two in-memory stores have nothing in common") {
  SqliteMemory first;
  SqliteMemory second;
  const auto writer = begun_writer(*first.database);
  save(*writer, 1, 10);
  writer->commit();
  CHECK(saved(*first.database) == 1);
  CHECK(saved(*second.database) == 0);
}

TEST_CASE_TEMPLATE("many readers beside a writer see whole transactions only", Store, SH_STORES) {
  Store store;
  const auto writer = store.database->open_writer();
  std::atomic<bool> stop = false;
  std::atomic<int> torn = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back([&] {
      const auto reader = store.database->open_reader();
      while (!stop) {
        if (outcome_of([&] { reader->begin(); }).code != "none") continue;
        if (number(*reader, "SELECT count(*) FROM requests") % 2 != 0) ++torn;
        reader->commit();
      }
    });
  }
  std::int64_t committed = 0;
  for (std::int64_t i = 0; i < 400; i += 2) {
    writer->begin();
    save(*writer, i, 50);
    save(*writer, i + 1, 50);
    writer->commit();
    committed += 2;
  }
  stop = true;
  for (auto& thread : threads) thread.join();
  CHECK(torn == 0);
  CHECK(saved(*store.database) == committed);
}
