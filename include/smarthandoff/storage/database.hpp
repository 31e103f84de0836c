#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <smarthandoff/base/id.hpp>
#include <smarthandoff/base/time.hpp>

namespace smarthandoff::storage {

// A parameter of a statement. Instants are stored as integers (milliseconds), ids and wire names as text.
class Value {
 public:
  using Variant = std::variant<std::monostate, bool, std::int64_t, double, std::string>;

  Value(std::nullptr_t) {}
  Value(bool value) : value_(value) {}
  Value(int value) : value_(std::int64_t{value}) {}
  Value(std::int64_t value) : value_(value) {}
  Value(double value) : value_(value) {}
  Value(const char* value) : value_(std::string(value)) {}
  Value(std::string_view value) : value_(std::string(value)) {}
  Value(std::string value) : value_(std::move(value)) {}
  Value(Instant value) : value_(value.time_since_epoch().count()) {}
  Value(Milliseconds value) : value_(value.count()) {}
  template <class Tag>
  Value(const Id<Tag>& id) : value_(id.value) {}
  template <class T>
  Value(const std::optional<T>& value) {
    if (value) value_ = Value(*value).value_;
  }

  const Variant& get() const { return value_; }

 private:
  Variant value_;
};

using Values = std::span<const Value>;

// One row of an answer, valid during the callback. Columns count from 0; a column of another type than
// asked for raises `corrupt`.
class Row {
 public:
  virtual ~Row() = default;
  virtual bool is_null(int column) const = 0;
  virtual bool boolean(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual double number(int column) const = 0;
  virtual std::string_view text(int column) const = 0;

  Instant instant(int column) const { return Instant(Milliseconds(integer(column))); }
  std::string string(int column) const { return std::string(text(column)); }
  std::optional<Instant> optional_instant(int column) const {
    return is_null(column) ? std::nullopt : std::optional(instant(column));
  }
  std::optional<std::string> optional_string(int column) const {
    return is_null(column) ? std::nullopt : std::optional(string(column));
  }
};

using EachRow = std::function<void(const Row&)>;

// An open transaction: SQL with `?1` placeholders in the subset that SQLite >= 3.40 and PostgreSQL >= 15
// share (docs/architecture.md). A const transaction can only read. Used by one thread at a time.
class Transaction {
 public:
  virtual ~Transaction() = default;

  // Runs a SELECT and calls `each` per row. Throws Error: corrupt, unavailable, internal (bad SQL).
  virtual void query(std::string_view sql, Values parameters, const EachRow& each) const = 0;

  // Runs a statement and answers how many rows it changed. Throws already_exists on a unique key,
  // failed_precondition on a read-only store, rate_limited on a full disk.
  virtual std::int64_t execute(std::string_view sql, Values parameters) = 0;

  // The same with a RETURNING clause.
  virtual void execute(std::string_view sql, Values parameters, const EachRow& each) = 0;

  // Keeps other transactions that lock the same (scope, key) waiting until this one ends: for writes that
  // read and then decide. Keys must be locked in sorted order. Nothing to do on SQLite.
  virtual void lock(std::string_view scope, std::string_view key) = 0;

  // From here on the transaction reads and writes this tenant's rows only; those of all tenants, which is how
  // it begins, for an empty one. A second wall behind the tenant in every statement: PostgreSQL's row-level
  // security. Nothing to do on SQLite.
  virtual void act_for(std::string_view /*tenant*/) {}

  void query(std::string_view sql, std::initializer_list<Value> parameters, const EachRow& each) const {
    query(sql, Values(parameters.begin(), parameters.size()), each);
  }
  std::int64_t execute(std::string_view sql, std::initializer_list<Value> parameters) {
    return execute(sql, Values(parameters.begin(), parameters.size()));
  }
  void execute(std::string_view sql, std::initializer_list<Value> parameters, const EachRow& each) {
    execute(sql, Values(parameters.begin(), parameters.size()), each);
  }
};

// One connection: the transaction interface plus its boundaries. Used by one thread at a time.
class Connection : public Transaction {
 public:
  virtual void begin() = 0;   // a writer takes the write lock at once; a reader a snapshot
  virtual void commit() = 0;  // throws Error; afterwards in_transaction() says whether it is still open
  virtual void rollback() noexcept = 0;
  virtual void savepoint() = 0;  // one level
  virtual void release_savepoint() = 0;
  virtual void rollback_to_savepoint() = 0;  // and releases it
  // False after the database rolled the transaction back by itself (full disk, I/O error, interrupt).
  virtual bool in_transaction() const = 0;
};

struct DatabaseOptions {
  // "sqlite:///relative.db", "sqlite:////absolute.db", "sqlite://:memory:" or
  // "postgresql://user:password@host:port/database" (words it may add: docs/postgresql.md).
  std::string url;
  Milliseconds busy_timeout{5000};  // waiting for a lock held outside of the engine
  Milliseconds read_limit{5000};    // a read transaction's longest life (docs/engine.md)
};

// An open store. Opening migrates its schema. Throws Error: invalid_argument (URL), failed_precondition
// (locked by another process, named; read-only; newer schema), unauthorized (the server refused the user or
// password), corrupt, unavailable (cannot be opened or reached).
class Database {
 public:
  virtual ~Database() = default;
  virtual std::unique_ptr<Connection> open_writer() = 0;
  virtual std::unique_ptr<Connection> open_reader() = 0;

  // A consistent copy of the whole store, taken while it is in use. `path` must not exist yet. Throws
  // unsupported on PostgreSQL.
  virtual void backup(const std::string& path) = 0;

  // "sqlite" or "postgresql".
  virtual std::string_view driver() const = 0;
};

std::unique_ptr<Database> open_database(const DatabaseOptions& options);

}  // namespace smarthandoff::storage
