#pragma once

#include <memory>

#include <smarthandoff/storage/database.hpp>

struct pg_result;

namespace smarthandoff::storage {

struct ClearResult {
  void operator()(pg_result* result) const noexcept;
};
using Result = std::unique_ptr<pg_result, ClearResult>;

// One row of a result in text format. A column's type is the server's: integers and exact sums are integers,
// texts texts; anything else asked for is corrupt.
class PostgresqlRow final : public Row {
 public:
  PostgresqlRow(const pg_result* result, int row) : result_(result), row_(row) {}
  bool is_null(int column) const override;
  bool boolean(int column) const override;
  std::int64_t integer(int column) const override;
  double number(int column) const override;
  std::string_view text(int column) const override;

 private:
  unsigned type(int column) const;
  std::string_view value(int column) const;
  [[noreturn]] void refuse(int column, std::string_view wanted) const;

  const pg_result* result_;
  int row_;
};

}  // namespace smarthandoff::storage
