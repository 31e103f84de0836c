#include "storage/sqlite_statement.hpp"

#include <algorithm>
#include <limits>

#include "storage/sqlite_error.hpp"

namespace smarthandoff::storage {

namespace {

constexpr std::size_t kMaxStatements = 512;
constexpr std::size_t kMaxText = 512UL << 20U;

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n;") == std::string_view::npos;
}

}  // namespace

SqliteStatement::SqliteStatement(sqlite3* handle, std::string_view sql, bool keep) : handle_(handle) {
  const char* tail = nullptr;
  const unsigned flags = keep ? SQLITE_PREPARE_PERSISTENT : 0;
  const int code =
      sqlite3_prepare_v3(handle, sql.data(), static_cast<int>(sql.size()), flags, &statement_, &tail);
  if (code != SQLITE_OK) throw sqlite_error(handle, code, "statement");
  if (statement_ == nullptr || !is_blank(sql.substr(static_cast<std::size_t>(tail - sql.data())))) {
    sqlite3_finalize(statement_);
    throw Error(ErrorCode::internal, "the text is not exactly one SQL statement");
  }
  parameters_ = sqlite3_bind_parameter_count(statement_);
  only_reads_ = sqlite3_stmt_readonly(statement_) != 0;
}

void SqliteStatement::bind(Values values) {
  if (static_cast<std::size_t>(parameters_) != values.size()) {
    throw Error(ErrorCode::internal, "the statement has " + std::to_string(parameters_) +
                                         " parameters, given " + std::to_string(values.size()));
  }
  int index = 0;
  for (const Value& value : values) bind_one(++index, value);
}

void SqliteStatement::bind_one(int index, const Value& value) {
  int code = SQLITE_OK;
  if (const auto* text = std::get_if<std::string>(&value.get())) {
    if (text->size() > kMaxText) throw Error(ErrorCode::invalid_argument, "the text is longer than 512 MB");
    // PostgreSQL cannot store a NUL in a text, and SQLite's functions stop at it.
    if (text->find('\0') != std::string::npos) {
      throw Error(ErrorCode::invalid_argument, "a stored text must not hold a NUL character");
    }
    code = sqlite3_bind_text(statement_, index, text->data(), static_cast<int>(text->size()), SQLITE_STATIC);
  } else if (const auto* integer = std::get_if<std::int64_t>(&value.get())) {
    code = sqlite3_bind_int64(statement_, index, *integer);
  } else if (const auto* boolean = std::get_if<bool>(&value.get())) {
    code = sqlite3_bind_int(statement_, index, *boolean ? 1 : 0);
  } else if (const auto* number = std::get_if<double>(&value.get())) {
    code = sqlite3_bind_double(statement_, index, *number);
  } else {
    code = sqlite3_bind_null(statement_, index);
  }
  if (code != SQLITE_OK) throw sqlite_error(handle_, code, "statement's parameter");
}

int SqliteRow::type(int column) const {
  if (column < 0 || column >= sqlite3_column_count(statement_)) {
    throw Error(ErrorCode::internal, "the answer has no column " + std::to_string(column));
  }
  return sqlite3_column_type(statement_, column);
}

void SqliteRow::expect(int column, int expected, std::string_view name) const {
  if (type(column) == expected) return;
  const char* column_name = sqlite3_column_name(statement_, column);
  throw Error(ErrorCode::corrupt, "stored column \"" +
                                      std::string(column_name == nullptr ? "" : column_name) + "\" is not " +
                                      std::string(name));
}

bool SqliteRow::is_null(int column) const {
  return type(column) == SQLITE_NULL;
}

bool SqliteRow::boolean(int column) const {
  const std::int64_t value = integer(column);
  if (value != 0 && value != 1) throw Error(ErrorCode::corrupt, "a stored boolean is neither true nor false");
  return value == 1;
}

std::int64_t SqliteRow::integer(int column) const {
  expect(column, SQLITE_INTEGER, "an integer");
  return sqlite3_column_int64(statement_, column);
}

double SqliteRow::number(int column) const {
  // A sum or coalesce of reals may be an integer here, which PostgreSQL would have widened.
  if (type(column) != SQLITE_INTEGER) expect(column, SQLITE_FLOAT, "a number");
  return sqlite3_column_double(statement_, column);
}

std::string_view SqliteRow::text(int column) const {
  expect(column, SQLITE_TEXT, "text");
  const auto* bytes = sqlite3_column_text(statement_, column);
  if (bytes == nullptr) throw Error(ErrorCode::unavailable, "no memory for a stored text");
  return {reinterpret_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

StatementCache::Use::~Use() {
  statement_->reset();
  statement_->in_use = false;
}

StatementCache::Use StatementCache::use(std::string_view sql) {
  const auto found = statements_.find(sql);
  if (found != statements_.end()) {
    if (found->second->in_use) return Use(std::make_unique<SqliteStatement>(handle_, sql, false));
    return Use(*found->second);
  }
  make_room();
  auto statement = std::make_unique<SqliteStatement>(handle_, sql, true);
  return Use(*statements_.emplace(std::string(sql), std::move(statement)).first->second);
}

void StatementCache::make_room() {
  if (statements_.size() < kMaxStatements) return;
  std::erase_if(statements_, [](const auto& entry) { return !entry.second->in_use; });
}

void StatementCache::leak() {
  for (auto& entry : statements_) static_cast<void>(entry.second.release());
}

}  // namespace smarthandoff::storage
