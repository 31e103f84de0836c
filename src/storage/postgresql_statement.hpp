#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <smarthandoff/storage/database.hpp>

namespace smarthandoff::storage {

// A statement's text as PostgreSQL takes it.
struct PostgresqlText {
  std::string sql;             // `?1` rewritten as `$1`
  std::size_t parameters = 0;  // the highest number
  bool only_reads = false;     // begins as a query does
  bool keep = false;           // worth preparing: no DDL, no EXPLAIN
};
PostgresqlText rewrite_placeholders(std::string_view sql);

// A statement that one connection ran before, or is about to.
struct PostgresqlStatement {
  PostgresqlText text;
  std::string name;       // of the prepared statement; empty: not prepared
  bool prepared = false;  // the server has it
};

// The statements of one connection, found by their text. All SQL of the library is constant text, so the
// limit only guards against a mistake: beyond it statements run without being prepared.
class PostgresqlStatements {
 public:
  // Stays valid as long as the cache; one that is not kept is valid until the next call.
  PostgresqlStatement& find(std::string_view sql);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  std::unordered_map<std::string, PostgresqlStatement, Hash, std::equal_to<>> statements_;
  PostgresqlStatement unkept_;
};

// The parameters of one execution in text format. The values must outlive it.
class PostgresqlParameters {
 public:
  // Throws invalid_argument for a text that cannot be stored.
  explicit PostgresqlParameters(Values values);
  PostgresqlParameters(const PostgresqlParameters&) = delete;
  PostgresqlParameters& operator=(const PostgresqlParameters&) = delete;

  int count() const { return static_cast<int>(pointers_.size()); }
  const char* const* pointers() const { return pointers_.data(); }

  static void check(Values values);

 private:
  std::vector<std::string> numbers_;  // what is not a text already
  std::vector<const char*> pointers_;
};

}  // namespace smarthandoff::storage
