// What keeps a SQLite file from being opened, and whom it then belongs to.
#include <doctest/doctest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "storage/migrations.hpp"
#include "storage/stores.hpp"
#include "support/child.hpp"

using namespace stores;

namespace {

Outcome opening(const std::string& url) {
  return outcome_of([&] { storage::open_database({.url = url, .busy_timeout = Milliseconds(50)}); });
}

bool says(const Outcome& outcome, const std::string& part) {
  return outcome.message.find(part) != std::string::npos;
}

void write_file(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

// A store with some hundred rows in its file and nothing in its log.
void make_filled_store(const Directory& directory) {
  const auto database = storage::open_database({.url = directory.url()});
  const auto writer = begun_writer(*database);
  for (int i = 0; i < 500; ++i) {
    writer->execute(
        "INSERT INTO requests (tenant, request_id, fingerprint, response, at) VALUES (?1, ?2, ?3, ?4, 1)",
        {"acme", std::to_string(i), "f", std::string(200, 'x')});
  }
  writer->commit();
}

void add_version(const Directory& directory, std::int64_t version) {
  const auto database = storage::open_database({.url = directory.url()});
  const auto writer = begun_writer(*database);
  writer->execute("INSERT INTO schema_versions (version) VALUES (?1)", {version});
  writer->commit();
}

// Runs `work` as a user without special rights, whoever runs the tests.
template <class Work>
std::string said_by_nobody(Work&& work) {
  return said_by_child([&]() -> std::string {
    if (geteuid() == 0 && seteuid(65534) != 0) return "cannot change the user";
    return work();
  });
}

}  // namespace

TEST_CASE("a relative address is a file in the working directory and an absolute one is itself") {
  const Directory directory;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(directory.file(""));
  CHECK(opening("sqlite:///relative.db").code == "none");
  std::filesystem::current_path(before);
  CHECK(std::filesystem::exists(directory.file("relative.db")));
  CHECK(opening("sqlite:///" + directory.file("absolute ?%20#.db")).code == "none");
  CHECK(std::filesystem::exists(directory.file("absolute ?%20#.db")));
}

TEST_CASE("a second engine in this process is refused and told so, under any name of the file") {
  const Directory directory;
  auto first = storage::open_database({.url = directory.url()});
  std::filesystem::create_symlink(directory.file("store.db"), directory.file("link.db"));
  for (const char* name : {"store.db", "link.db", "./store.db"}) {
    CAPTURE(name);
    const auto outcome = opening(directory.url(name));
    CHECK(outcome.code == "failed_precondition");
    CHECK(says(outcome, "in use by this process (" + std::to_string(getpid()) + ")"));
  }
  first.reset();
  CHECK(opening(directory.url()).code == "none");
}

TEST_CASE("a store stays its engine's while one of its connections is open") {
  const Directory directory;
  auto database = storage::open_database({.url = directory.url()});
  auto reader = database->open_reader();
  database.reset();
  CHECK(opening(directory.url()).code == "failed_precondition");
  reader.reset();
  CHECK(opening(directory.url()).code == "none");
}

TEST_CASE("another process's store is refused naming that process, until it dies") {
  const Directory directory;
  Child holder([&](int to_parent) {
    const auto database = storage::open_database({.url = directory.url()});
    tell(to_parent, "o");
    pause();
  });
  REQUIRE(holder.next_byte() == 'o');
  const auto outcome = opening(directory.url());
  CHECK(outcome.code == "failed_precondition");
  CHECK(says(outcome, "in use by process " + std::to_string(holder.pid()) + " on "));
  holder.end(SIGKILL);
  CHECK(opening(directory.url()).code == "none");
}

TEST_CASE("a forked child can use nothing of its parent's store, and closes nothing of it") {
  const Directory directory;
  auto database = storage::open_database({.url = directory.url()});
  auto writer = database->open_writer();
  writer->begin();
  const std::string said = said_by_child([&]() -> std::string {
    std::string codes;
    for (const auto& work : {std::function<void()>([&] { database->open_reader(); }),
                             std::function<void()>([&] { database->backup(directory.file("copy.db")); }),
                             std::function<void()>([&] { writer->commit(); })}) {
      const auto outcome = outcome_of(work);
      codes += outcome.code + (says(outcome, "opened before fork") ? "! " : "? ");
    }
    writer.reset();
    database.reset();
    return codes;
  });
  CHECK(said == "failed_precondition! failed_precondition! failed_precondition! ");
  writer->execute("INSERT INTO schema_versions (version) VALUES (?1)", {storage::schema_version() + 1});
  writer->commit();
  CHECK(opening(directory.url()).code == "failed_precondition");  // still locked
  CHECK(number(*begun_writer(*database), "SELECT max(version) FROM schema_versions") ==
        storage::schema_version() + 1);
}

TEST_CASE("a child that outlives its parent's store does not keep it locked") {
  const Directory directory;
  auto database = storage::open_database({.url = directory.url()});
  const Child child([](int) { pause(); });
  database.reset();
  CHECK(opening(directory.url()).code == "none");
}

TEST_CASE("what is not a database is corrupt, and is left as it was") {
  const std::string text = "This is a letter, not a database. " + std::string(5000, '.');
  const Directory directory;
  write_file(directory.file("store.db"), text);
  CHECK(opening(directory.url()).code == "corrupt");
  std::ifstream file(directory.file("store.db"), std::ios::binary);
  CHECK(std::string(std::istreambuf_iterator<char>(file), {}) == text);
}

TEST_CASE("a damaged file is corrupt when it is opened") {
  struct {
    const char* how;
    std::function<void(const std::string&)> damage;
  } const rows[] = {
      {"cut in the middle",
       [](const std::string& path) {
         std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
       }},
      {"a page overwritten",
       [](const std::string& path) {
         std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
         file.seekp(static_cast<std::streamoff>(std::filesystem::file_size(path) / 4096 / 2 * 4096));
         file << std::string(4096, '\x5a');
       }},
      {"the schema overwritten",
       [](const std::string& path) {
         std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
         file.seekp(100);
         file << std::string(3000, '\xff');
       }},
  };
  for (const auto& [how, damage] : rows) {
    CAPTURE(how);
    const Directory directory;
    make_filled_store(directory);
    damage(directory.file("store.db"));
    CHECK(opening(directory.url()).code == "corrupt");
  }
}

TEST_CASE("an empty file becomes a store") {
  const Directory directory;
  write_file(directory.file("store.db"), "");
  CHECK(opening(directory.url()).code == "none");
}

TEST_CASE("a database of another program is refused and not written to") {
  const Directory directory;
  sqlite3* handle = nullptr;
  REQUIRE(sqlite3_open(directory.file("store.db").c_str(), &handle) == SQLITE_OK);
  sqlite3_exec(handle, "CREATE TABLE invoices (id INTEGER)", nullptr, nullptr, nullptr);
  sqlite3_close(handle);
  const auto size = std::filesystem::file_size(directory.file("store.db"));
  const auto outcome = opening(directory.url());
  CHECK(outcome.code == "failed_precondition");
  CHECK(says(outcome, "invoices"));
  CHECK(std::filesystem::file_size(directory.file("store.db")) == size);
}

TEST_CASE("the next schema is opened, one after it is refused naming both versions") {
  const std::int64_t ours = storage::schema_version();
  const Directory directory;
  add_version(directory, ours + 1);
  CHECK(opening(directory.url()).code == "none");
  add_version(directory, ours + 2);
  const auto outcome = opening(directory.url());
  CHECK(outcome.code == "failed_precondition");
  CHECK(says(outcome, "schema version " + std::to_string(ours + 2)));
  CHECK(says(outcome, "this build knows " + std::to_string(ours)));
}

TEST_CASE("what cannot be written is refused when it is opened") {
  const Directory directory;
  make_filled_store(directory);
  std::filesystem::create_directory(directory.file("closed"));
  chmod(directory.file("").c_str(), 0755);
  chmod(directory.file("closed").c_str(), 0555);
  struct {
    const char* what;
    std::string url;
    mode_t file, lock;
  } const rows[] = {{"a read-only file", directory.url(), 0444, 0666},
                    {"a read-only lock", directory.url(), 0666, 0444},
                    {"an unreadable file", directory.url(), 0000, 0666},
                    {"a read-only directory", directory.url("closed/new.db"), 0666, 0666}};
  for (const auto& [what, url, file, lock] : rows) {
    CAPTURE(what);
    chmod(directory.file("store.db").c_str(), file);
    chmod(directory.file("store.db.lock").c_str(), lock);
    CHECK(said_by_nobody([&url = url] { return opening(url).code; }) == "failed_precondition");
  }
  CHECK(opening(directory.url("no/such/directory.db")).code == "failed_precondition");
  CHECK(opening("sqlite:///" + directory.file("closed")).code == "failed_precondition");
}

TEST_CASE("where the write-ahead log's shared memory cannot be had, opening says so") {
  const Directory directory;
  std::filesystem::create_directory(directory.file("store.db-shm"));
  const auto outcome = opening(directory.url());
  CHECK(outcome.code == "failed_precondition");
  CHECK(says(outcome, "shared memory"));
}
