#pragma once

#include <sqlite3.h>
#include <algorithm>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include <smarthandoff/storage/database.hpp>

namespace smarthandoff::storage {

struct CloseHandle {
  void operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }
};
using Handle = std::unique_ptr<sqlite3, CloseHandle>;

// A prepared statement. The connection's handle must outlive it.
class SqliteStatement {
 public:
  // Throws internal for text that is not exactly one statement.
  SqliteStatement(sqlite3* handle, std::string_view sql, bool keep);
  ~SqliteStatement() { sqlite3_finalize(statement_); }
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;

  // The values must live until reset(). Throws internal for a wrong number of them.
  void bind(Values values);

  // SQLITE_ROW, SQLITE_DONE or an error code.
  int step() { return sqlite3_step(statement_); }
  void reset() noexcept { sqlite3_reset(statement_); }

  sqlite3_stmt* get() const { return statement_; }
  bool only_reads() const { return only_reads_; }
  bool in_use = false;

 private:
  void bind_one(int index, const Value& value);

  sqlite3* handle_;
  sqlite3_stmt* statement_ = nullptr;
  int parameters_ = 0;
  bool only_reads_ = false;
};

// The row that a statement stands on.
class SqliteRow final : public Row {
 public:
  explicit SqliteRow(const SqliteStatement& statement) : statement_(statement.get()) {}
  bool is_null(int column) const override;
  bool boolean(int column) const override;
  std::int64_t integer(int column) const override;
  double number(int column) const override;
  std::string_view text(int column) const override;

 private:
  int type(int column) const;
  void expect(int column, int type, std::string_view name) const;

  sqlite3_stmt* statement_;
};

// The statements of one connection, found by their text. All SQL of the library is constant text, so the
// limit only guards against a mistake.
class StatementCache {
 public:
  explicit StatementCache(sqlite3* handle) : handle_(handle) {}

  // Borrows a statement until the end of a scope. A text used again inside its own rows gets a second one.
  class Use {
   public:
    explicit Use(SqliteStatement& statement) : statement_(&statement) { statement_->in_use = true; }
    explicit Use(std::unique_ptr<SqliteStatement> own) : own_(std::move(own)), statement_(own_.get()) {}
    ~Use();
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    SqliteStatement& operator*() const { return *statement_; }
    SqliteStatement* operator->() const { return statement_; }

   private:
    std::unique_ptr<SqliteStatement> own_;
    SqliteStatement* statement_;
  };
  Use use(std::string_view sql);

  // Forgets every statement, also in a forked child, where they belong to the parent and are only leaked.
  void clear() { statements_.clear(); }
  void leak();

 private:
  struct Hash {
    using is_transparent = void;
    // Statements are kilobytes long and differ at their end.
    std::size_t operator()(std::string_view text) const {
      constexpr std::size_t kEnd = 64;
      return std::hash<std::string_view>{}(text.substr(text.size() - std::min(text.size(), kEnd)));
    }
  };
  using Statements = std::unordered_map<std::string, std::unique_ptr<SqliteStatement>, Hash, std::equal_to<>>;

  void make_room();

  sqlite3* handle_;
  Statements statements_;
};

}  // namespace smarthandoff::storage
