#include "storage/postgresql_row.hpp"

#include <libpq-fe.h>

#include <charconv>
#include <string>

#include <smarthandoff/base/error.hpp>

namespace smarthandoff::storage {

namespace {

// pg_type.dat: these never change.
constexpr unsigned kBool = 16, kName = 19, kInt8 = 20, kInt2 = 21, kInt4 = 23, kText = 25, kFloat4 = 700,
                   kFloat8 = 701, kBpchar = 1042, kVarchar = 1043, kNumeric = 1700;

bool is_integer(unsigned type) {
  return type == kInt8 || type == kInt4 || type == kInt2 || type == kNumeric;  // sum(BIGINT) is NUMERIC
}

template <class Number>
bool parse(std::string_view text, Number& number) {
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failure == std::errc{} && end == text.data() + text.size();
}

}  // namespace

void ClearResult::operator()(pg_result* result) const noexcept {
  PQclear(result);
}

unsigned PostgresqlRow::type(int column) const {
  if (column < 0 || column >= PQnfields(result_)) {
    throw Error(ErrorCode::internal, "the answer has no column " + std::to_string(column));
  }
  return PQftype(result_, column);
}

void PostgresqlRow::refuse(int column, std::string_view wanted) const {
  throw Error(ErrorCode::corrupt, "stored column \"" + std::string(PQfname(result_, column)) + "\" is not " +
                                      std::string(wanted));
}

std::string_view PostgresqlRow::value(int column) const {
  return {PQgetvalue(result_, row_, column), static_cast<std::size_t>(PQgetlength(result_, row_, column))};
}

bool PostgresqlRow::is_null(int column) const {
  static_cast<void>(type(column));
  return PQgetisnull(result_, row_, column) == 1;
}

bool PostgresqlRow::boolean(int column) const {
  if (type(column) != kBool || is_null(column)) refuse(column, "a boolean");
  return value(column) == "t";
}

std::int64_t PostgresqlRow::integer(int column) const {
  std::int64_t number = 0;
  if (!is_integer(type(column)) || !parse(value(column), number)) refuse(column, "an integer");
  return number;
}

double PostgresqlRow::number(int column) const {
  double number = 0;
  const unsigned kind = type(column);
  if ((kind != kFloat8 && kind != kFloat4 && !is_integer(kind)) || !parse(value(column), number)) {
    refuse(column, "a number");
  }
  return number;
}

std::string_view PostgresqlRow::text(int column) const {
  const unsigned kind = type(column);
  const bool is_text = kind == kText || kind == kVarchar || kind == kBpchar || kind == kName;
  if (!is_text || is_null(column)) refuse(column, "text");
  return value(column);
}

}  // namespace smarthandoff::storage
