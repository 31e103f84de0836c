#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/storage/database.hpp>

#include "support/postgresql.hpp"

// The stores that the conformance suite runs against: one more driver is one more type in SH_STORES.
namespace stores {

using namespace smarthandoff;

// A directory of its own that goes with the test.
class Directory {
 public:
  Directory()
      : path_(std::filesystem::temp_directory_path() / ("sh-storage-" + std::to_string(random_seed()))) {
    std::filesystem::create_directory(path_);
  }
  ~Directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  std::string file(const std::string& name) const { return (path_ / name).string(); }
  std::string url(const std::string& name = "store.db") const { return "sqlite:///" + file(name); }

 private:
  std::filesystem::path path_;
};

struct SqliteFile {
  Directory directory;
  std::unique_ptr<storage::Database> database = open();

  std::unique_ptr<storage::Database> open(Milliseconds read_limit = Milliseconds(5000)) const {
    return storage::open_database({.url = directory.url(), .read_limit = read_limit});
  }
  static constexpr bool kSnapshots = true;  // readers and the writer do not wait for each other
};

struct SqliteMemory {
  std::unique_ptr<storage::Database> database =
      storage::open_database({.url = "sqlite://:memory:", .busy_timeout = Milliseconds(300)});

  std::unique_ptr<storage::Database> open(Milliseconds read_limit) const {
    return storage::open_database({.url = "sqlite://:memory:", .read_limit = read_limit});
  }
  static constexpr bool kSnapshots = false;
};

struct Postgresql {
  test_postgresql::UsedDatabase server;
  std::unique_ptr<storage::Database> database = open();

  std::unique_ptr<storage::Database> open(Milliseconds read_limit = Milliseconds(5000)) const {
    return storage::open_database({.url = server->url(), .read_limit = read_limit});
  }
  static constexpr bool kSnapshots = true;
};

#define SH_SQLITE_STORES stores::SqliteFile, stores::SqliteMemory
#define SH_STORES stores::SqliteFile, stores::SqliteMemory, stores::Postgresql

// The code and message of the error that `work` ends in; "none" without one.
struct Outcome {
  std::string code = "none";
  std::string message;
};
template <class Work>
Outcome outcome_of(Work&& work) {
  try {
    work();
  } catch (const Error& error) {
    return {std::string(to_string(error.code())), error.what()};
  }
  return {};
}

// A writer inside a transaction.
inline std::unique_ptr<storage::Connection> begun_writer(storage::Database& database) {
  auto writer = database.open_writer();
  writer->begin();
  return writer;
}

// The first column of the first row, or -1.
inline std::int64_t number(const storage::Transaction& transaction, std::string_view sql,
                           std::initializer_list<storage::Value> parameters = {}) {
  std::int64_t answer = -1;
  transaction.query(sql, parameters, [&](const storage::Row& row) { answer = row.integer(0); });
  return answer;
}

inline Instant at(std::int64_t milliseconds) {
  return Instant(Milliseconds(milliseconds));
}

}  // namespace stores
