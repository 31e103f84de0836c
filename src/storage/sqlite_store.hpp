#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>

#include "storage/memory_gate.hpp"
#include "storage/sqlite_statement.hpp"
#include "storage/store_lock.hpp"

namespace smarthandoff::storage {

// Where a "sqlite:" URL leads. Throws invalid_argument for any other form than the three documented.
struct SqliteUrl {
  bool memory = false;
  std::string path;  // absolute
};
SqliteUrl parse_sqlite_url(const std::string& url);

// What all connections of one open store share; closed when the last of them is. In a forked child nothing of
// it is touched: closing there would checkpoint and unlink files under the parent's feet.
class SqliteStore {
 public:
  enum class Mode { writer, reader };

  // Locks the file, opens it, checks what is in it. Throws as open_database does.
  explicit SqliteStore(const DatabaseOptions& options);
  ~SqliteStore();
  SqliteStore(const SqliteStore&) = delete;
  SqliteStore& operator=(const SqliteStore&) = delete;

  // A configured handle of its own.
  Handle open(Mode mode) const;

  // Throws failed_precondition in another process than the one that opened the store.
  void check_process() const;
  bool is_forked_child() const;

  const std::string& name() const { return name_; }
  const DatabaseOptions& options() const { return options_; }
  MemoryGate* gate() { return gate_ ? &*gate_ : nullptr; }

 private:
  void check_content();
  void check_ours(sqlite3* handle) const;
  void check_structure(sqlite3* handle) const;

  const DatabaseOptions options_;
  const SqliteUrl url_;
  const std::string name_;     // for messages
  const std::string address_;  // what SQLite opens
  const pid_t owner_;
  std::optional<StoreLock> lock_;
  std::optional<MemoryGate> gate_;
  Handle first_;  // keeps an in-memory store alive
};

// Runs a statement whose answer, if any, is one text or number; for pragmas.
std::string ask(sqlite3* handle, const std::string& sql, const std::string& what);

}  // namespace smarthandoff::storage
