#include "storage/sqlite_database.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "storage/migrations.hpp"

namespace smarthandoff::storage {

namespace {

// Fails where a file of that name exists, so that no backup overwrites another.
void create_file(const std::string& path) {
  if (path.empty() || path.find('\0') != std::string::npos)
    throw invalid_field("path", "must name a new file");
  const int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    const int cause = errno;
    const auto code = cause == EEXIST ? ErrorCode::already_exists : ErrorCode::failed_precondition;
    throw Error(code, "backup \"" + path + "\": " + std::generic_category().message(cause));
  }
  close(descriptor);
}

// A handle on the new file that closes whatever happens.
Handle open_copy(const std::string& path, const std::string& what) {
  sqlite3* raw = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, nullptr);
  Handle handle(raw);
  if (code != SQLITE_OK) throw sqlite_error(raw, code, what);
  return handle;
}

void copy_all(sqlite3* from, const std::string& path) {
  const std::string what = "backup \"" + path + "\"";
  const Handle to = open_copy(path, what);
  sqlite3_backup* copy = sqlite3_backup_init(to.get(), "main", from, "main");
  if (copy == nullptr) throw sqlite_error(to.get(), sqlite3_errcode(to.get()), what);
  sqlite3_backup_step(copy, -1);
  const int code = sqlite3_backup_finish(copy);
  if (code != SQLITE_OK) throw sqlite_error(to.get(), code, what);
}

}  // namespace

SqliteDatabase::SqliteDatabase(const DatabaseOptions& options)
    : store_(std::make_shared<SqliteStore>(options)) {
  SqliteConnection connection(store_, SqliteStore::Mode::writer);
  migrate(connection, driver(), store_->name());
}

std::unique_ptr<Connection> SqliteDatabase::open_writer() {
  store_->check_process();
  return std::make_unique<SqliteConnection>(store_, SqliteStore::Mode::writer);
}

std::unique_ptr<Connection> SqliteDatabase::open_reader() {
  store_->check_process();
  return std::make_unique<SqliteConnection>(store_, SqliteStore::Mode::reader);
}

// In WAL the copy is the snapshot of one read, beside which the writer goes on; an in-memory store stands
// still meanwhile.
void SqliteDatabase::backup(const std::string& path) {
  store_->check_process();
  create_file(path);
  try {
    const Handle from = store_->open(SqliteStore::Mode::reader);
    MemoryGate* gate = store_->gate();
    if (gate != nullptr) gate->enter_reader();
    const auto leave = [](MemoryGate* held) { held->leave_reader(); };
    const std::unique_ptr<MemoryGate, decltype(leave)> held(gate, leave);
    copy_all(from.get(), path);
  } catch (...) {
    unlink(path.c_str());
    throw;
  }
}

}  // namespace smarthandoff::storage
