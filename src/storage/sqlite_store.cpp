#include "storage/sqlite_store.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <system_error>

#include "storage/sqlite_error.hpp"

namespace smarthandoff::storage {

namespace {

constexpr std::string_view kScheme = "sqlite:///";
// Opening looks through all of a store of this size, in some 100 ms. A larger one would keep the engine from
// its calls for seconds, or minutes where the disk has to be read, and SQLite cannot be told to stop
// half-way: damage in it is found where it is read.
constexpr std::int64_t kCheckedBytes = 64LL << 20U;

[[noreturn]] void bad_url(const std::string& reason) {
  throw Error(ErrorCode::invalid_argument,
              "store: " + reason +
                  "; use \"sqlite:///relative.db\", \"sqlite:////absolute.db\", \"sqlite://:memory:\" or "
                  "\"postgresql://user:password@host:port/database\"",
              {{"field", "store"}});
}

// Of an address that may hold a password only the scheme is repeated.
std::string what_it_is_instead(const std::string& url) {
  const std::size_t end = url.find("://");
  const std::string scheme = url.substr(0, end);
  const bool shown =
      end != std::string::npos && scheme.size() <= 40 && std::ranges::all_of(scheme, [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '.' || c == '-';
      });
  return shown ? "\"" + scheme + "://\" is no scheme of a store" : "this is not the address of a store";
}

// Resolved, so that two names of one file meet in the same lock.
std::string absolute_path(const std::string& path) {
  std::error_code failure;
  auto resolved = std::filesystem::weakly_canonical(path, failure);
  if (failure) resolved = std::filesystem::absolute(path, failure);
  return failure ? path : resolved.string();
}

// The name of a memory store must be its own within the process.
std::string address_of(const SqliteUrl& url) {
  if (!url.memory) return url.path;
  return "file:/smarthandoff-" + std::to_string(random_seed()) + "?vfs=memdb";
}

Handle open_handle(const std::string& address, bool memory, const std::string& what) {
  sqlite3* raw = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                    (memory ? SQLITE_OPEN_URI : 0);
  const int code = sqlite3_open_v2(address.c_str(), &raw, flags, nullptr);
  Handle handle(raw);
  if (code != SQLITE_OK) throw sqlite_error(raw, code, what);
  return handle;
}

// The file itself is known to be writable by then, so these are about the files beside it.
bool is_about_shared_memory(int code) {
  const int primary = code & 0xff;
  return primary == SQLITE_CANTOPEN || primary == SQLITE_READONLY || code == SQLITE_IOERR_SHMMAP ||
         code == SQLITE_IOERR_SHMOPEN || code == SQLITE_IOERR_SHMSIZE || code == SQLITE_IOERR_SHMLOCK;
}

void use_write_ahead_log(sqlite3* handle, const std::string& what) {
  std::string mode;
  try {
    mode = ask(handle, "PRAGMA journal_mode=WAL", what);
    // The first use of the shared memory.
    ask(handle, "BEGIN IMMEDIATE", what);
    ask(handle, "ROLLBACK", what);
  } catch (const Error& error) {
    if (!is_about_shared_memory(sqlite3_extended_errcode(handle))) throw;
    mode = error.what();
  }
  if (mode == "wal") return;
  throw Error(ErrorCode::failed_precondition,
              what + ": the write-ahead log and its shared memory cannot be made beside the file (" + mode +
                  "); use a writable directory on a local disk");
}

}  // namespace

SqliteUrl parse_sqlite_url(const std::string& url) {
  if (url == "sqlite://:memory:") return {.memory = true, .path = {}};
  if (!url.starts_with(kScheme)) bad_url(what_it_is_instead(url));
  const std::string path = url.substr(kScheme.size());
  if (path.empty() || path == "/") bad_url("the file's name is missing");
  if (path == ":memory:") bad_url("this would be a file called \":memory:\"");
  if (path.find('\0') != std::string::npos) bad_url("the file's name holds a NUL character");
  return {.memory = false, .path = absolute_path(path)};
}

std::string ask(sqlite3* handle, const std::string& sql, const std::string& what) {
  sqlite3_stmt* raw = nullptr;
  int code = sqlite3_prepare_v2(handle, sql.c_str(), -1, &raw, nullptr);
  const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement(raw, sqlite3_finalize);
  std::string answer;
  while (code == SQLITE_OK || code == SQLITE_ROW) {
    code = sqlite3_step(raw);
    if (code != SQLITE_ROW) break;
    const auto* text = sqlite3_column_text(raw, 0);
    if (answer.empty() && text != nullptr) answer = reinterpret_cast<const char*>(text);
  }
  if (code != SQLITE_DONE) throw sqlite_error(handle, code, what);
  return answer;
}

SqliteStore::SqliteStore(const DatabaseOptions& options)
    : options_(options),
      url_(parse_sqlite_url(options.url)),
      name_(url_.memory ? "in-memory store" : "store \"" + url_.path + "\""),
      address_(address_of(url_)),
      owner_(getpid()) {
  if (url_.memory) {
    gate_.emplace(options_.busy_timeout);
  } else {
    lock_.emplace(url_.path);
  }
  check_content();
}

SqliteStore::~SqliteStore() {
  if (is_forked_child()) static_cast<void>(first_.release());
}

bool SqliteStore::is_forked_child() const {
  return getpid() != owner_;
}

void SqliteStore::check_process() const {
  if (is_forked_child()) throw Error(ErrorCode::failed_precondition, name_ + ": opened before fork");
}

Handle SqliteStore::open(Mode mode) const {
  Handle handle = open_handle(address_, url_.memory, name_);
  sqlite3* raw = handle.get();
  sqlite3_busy_timeout(raw, static_cast<int>(options_.busy_timeout.count()));
  // As PostgreSQL: a double-quoted word is a name, never a text.
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  for (const char* pragma : {"PRAGMA foreign_keys=ON", "PRAGMA trusted_schema=OFF",
                             "PRAGMA cell_size_check=ON", "PRAGMA temp_store=MEMORY"}) {
    ask(raw, pragma, name_);
  }
  // These read the schema, which in memory would collide with whoever writes; a file's log keeps them apart.
  if (!url_.memory) {
    for (const char* pragma : {"PRAGMA synchronous=FULL", "PRAGMA cache_size=-8000",
                               "PRAGMA journal_size_limit=67108864", "PRAGMA wal_autocheckpoint=4000"}) {
      ask(raw, pragma, name_);
    }
  }
  if (mode == Mode::reader) ask(raw, "PRAGMA query_only=ON", name_);
  return handle;
}

void SqliteStore::check_content() {
  first_ = open_handle(address_, url_.memory, name_);
  sqlite3* raw = first_.get();
  sqlite3_busy_timeout(raw, static_cast<int>(options_.busy_timeout.count()));
  if (url_.memory) return;
  // The first read: what is not a database shows itself here, before anything is written to it.
  ask(raw, "PRAGMA schema_version", name_);
  if (sqlite3_db_readonly(raw, "main") == 1) {
    throw Error(ErrorCode::failed_precondition, name_ + " is read-only");
  }
  check_ours(raw);
  use_write_ahead_log(raw, name_);
  check_structure(raw);
  first_.reset();
}

void SqliteStore::check_ours(sqlite3* handle) const {
  const std::string foreign = ask(handle,
                                  "SELECT name FROM sqlite_schema WHERE NOT EXISTS "
                                  "(SELECT 1 FROM sqlite_schema WHERE name = 'schema_versions') LIMIT 1",
                                  name_);
  if (foreign.empty()) return;
  throw Error(ErrorCode::failed_precondition, name_ + " is the database of another program (it has \"" +
                                                  foreign + "\"); name a file of its own");
}

void SqliteStore::check_structure(sqlite3* handle) const {
  const std::string small = ask(handle,
                                "SELECT page_count * page_size <= " + std::to_string(kCheckedBytes) +
                                    " FROM pragma_page_count, pragma_page_size",
                                name_);
  if (small != "1") return;
  const std::string finding = ask(handle, "PRAGMA quick_check(1)", name_);
  if (finding != "ok") throw Error(ErrorCode::corrupt, name_ + " is damaged: " + finding);
}

}  // namespace smarthandoff::storage
