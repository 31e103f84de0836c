#include "storage/postgresql_statement.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include <smarthandoff/base/error.hpp>

namespace smarthandoff::storage {

namespace {

constexpr std::size_t kMaxStatements = 512;
constexpr std::size_t kMaxText = 512UL << 20U;

std::string first_word(std::string_view sql) {
  std::string word;
  for (const char c : sql.substr(std::min(sql.find_first_not_of(" \t\r\n("), sql.size()))) {
    if (std::isalpha(static_cast<unsigned char>(c)) == 0) break;
    word += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return word;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The shortest text that reads back as the same number.
template <class Number>
std::string digits(Number number) {
  std::array<char, 32> text{};
  const auto [end, failure] = std::to_chars(text.data(), text.data() + text.size(), number);
  static_cast<void>(failure);  // 32 bytes hold every int64 and double
  return {text.data(), end};
}

}  // namespace

PostgresqlText rewrite_placeholders(std::string_view sql) {
  PostgresqlText text;
  text.sql.reserve(sql.size());
  bool quoted = false;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    if (sql[i] == '\'') quoted = !quoted;
    const bool placeholder = !quoted && sql[i] == '?' && i + 1 < sql.size() && is_digit(sql[i + 1]);
    text.sql += placeholder ? '$' : sql[i];
    if (!placeholder) continue;
    std::size_t number = 0;
    std::from_chars(sql.data() + i + 1, sql.data() + sql.size(), number);
    text.parameters = std::max(text.parameters, number);
  }
  const std::string word = first_word(sql);
  text.only_reads = word == "SELECT" || word == "WITH" || word == "VALUES";
  text.keep = text.only_reads || word == "INSERT" || word == "UPDATE" || word == "DELETE" ||
              word == "BEGIN" || word == "COMMIT" || word == "SAVEPOINT" || word == "RELEASE";
  return text;
}

PostgresqlStatement& PostgresqlStatements::find(std::string_view sql) {
  const auto found = statements_.find(sql);
  if (found != statements_.end()) return found->second;
  PostgresqlStatement fresh{.text = rewrite_placeholders(sql), .name = {}};
  if (!fresh.text.keep || statements_.size() >= kMaxStatements) return unkept_ = std::move(fresh);
  fresh.name = "s" + std::to_string(statements_.size());
  return statements_.emplace(std::string(sql), std::move(fresh)).first->second;
}

PostgresqlParameters::PostgresqlParameters(Values values) {
  numbers_.reserve(values.size());  // pointers into it must stay
  pointers_.reserve(values.size());
  for (const Value& value : values) {
    if (const auto* text = std::get_if<std::string>(&value.get())) {
      pointers_.push_back(text->c_str());
    } else if (const auto* integer = std::get_if<std::int64_t>(&value.get())) {
      pointers_.push_back(numbers_.emplace_back(digits(*integer)).c_str());
    } else if (const auto* boolean = std::get_if<bool>(&value.get())) {
      pointers_.push_back(*boolean ? "t" : "f");
    } else if (const auto* number = std::get_if<double>(&value.get())) {
      pointers_.push_back(numbers_.emplace_back(digits(*number)).c_str());
    } else {
      pointers_.push_back(nullptr);
    }
  }
}

void PostgresqlParameters::check(Values values) {
  for (const Value& value : values) {
    const auto* text = std::get_if<std::string>(&value.get());
    if (text == nullptr) continue;
    if (text->size() > kMaxText) throw Error(ErrorCode::invalid_argument, "the text is longer than 512 MB");
    if (text->find('\0') != std::string::npos) {
      throw Error(ErrorCode::invalid_argument, "a stored text must not hold a NUL character");
    }
  }
}

}  // namespace smarthandoff::storage
