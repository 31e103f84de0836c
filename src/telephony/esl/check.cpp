#include "telephony/esl/check.hpp"

#include <algorithm>

#include <smarthandoff/base/error.hpp>

namespace smarthandoff::esl {
namespace {

constexpr std::size_t kMaxLine = std::size_t{64} << 10;
constexpr std::size_t kMaxWord = 1024;

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_name_char(char c) {
  return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.';
}
bool is_constant_char(char c) {
  return (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_';
}

bool is_word_char(char c) {
  constexpr std::string_view kRefused = "'\"\\,|$`(){}[]<>";
  return c > 0x20 && c < 0x7F && kRefused.find(c) == std::string_view::npos;
}

void require_size(std::string_view field, std::string_view text, std::size_t most) {
  if (text.empty()) throw invalid_field(field, "must not be empty");
  if (text.size() > most) throw invalid_field(field, "must have at most " + std::to_string(most) + " bytes");
}

void require_no_control(std::string_view field, std::string_view text) {
  if (std::any_of(text.begin(), text.end(), is_control)) {
    throw invalid_field(field, "must not hold control characters (CR, LF, NUL, …)");
  }
}

}  // namespace

void require_line(std::string_view field, std::string_view text) {
  require_size(field, text, kMaxLine);
  require_no_control(field, text);
}

void require_word(std::string_view field, std::string_view text) {
  require_size(field, text, kMaxWord);
  if (text.front() == '-') throw invalid_field(field, "must not start with -");
  if (!std::all_of(text.begin(), text.end(), is_word_char)) {
    throw invalid_field(field, "must be one word without spaces, quotes, brackets or separators");
  }
}

void require_name(std::string_view field, std::string_view text) {
  require_size(field, text, kMaxWord);
  if (!std::all_of(text.begin(), text.end(), is_name_char)) {
    throw invalid_field(field, "must hold letters, digits, _, - and . only");
  }
}

void require_constant(std::string_view field, std::string_view text) {
  require_size(field, text, kMaxWord);
  if (!std::all_of(text.begin(), text.end(), is_constant_char)) {
    throw invalid_field(field, "must hold capitals, digits and _ only");
  }
}

void require_argument(std::string_view field, std::string_view text) {
  if (text.empty()) return;
  require_line(field, text);
  if (text.find("${") != std::string_view::npos) throw invalid_field(field, "must not hold ${");
}

void require_unquoted(std::string_view field, std::string_view text) {
  require_argument(field, text);
  if (text.find_first_of("'\"\\") != std::string_view::npos) {
    throw invalid_field(field, "must not hold quotes or backslashes");
  }
}

}  // namespace smarthandoff::esl
