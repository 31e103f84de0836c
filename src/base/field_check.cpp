#include "base/field_check.hpp"

#include <algorithm>

#include <smarthandoff/base/error.hpp>

namespace smarthandoff::field {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// The length in bytes of the character at the start of a text; 0 if it is not UTF-8 (RFC 3629).
std::size_t character_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  if (!std::all_of(text.begin() + 1, text.begin() + static_cast<std::ptrdiff_t>(length), is_continuation))
    return 0;
  const auto second = static_cast<unsigned char>(text[1]);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool surrogate = lead == 0xED && second > 0x9F;
  const bool beyond = lead == 0xF4 && second > 0x8F;
  return overlong || surrogate || beyond ? 0 : length;
}

// U+0000-001F, U+007F-009F, and the line and paragraph separators U+2028 and U+2029.
bool is_control(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  if (first < 0x20 || first == 0x7F) return true;
  if (first == 0xC2) return static_cast<unsigned char>(character[1]) < 0xA0;
  return character == "\xE2\x80\xA8" || character == "\xE2\x80\xA9";
}

bool is_line_character(std::string_view character) {
  return character == "\n" || character == "\t" || character == "\r";
}

void check_text(std::string_view field, std::string_view text, std::size_t max_characters, bool lines) {
  // Long before it is too long in characters it is in bytes: nothing of any size is walked.
  if (text.size() > max_characters * 4 || characters(text) > max_characters)
    throw invalid_field(field, "must have at most " + std::to_string(max_characters) + " characters");
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    if (length == 0) throw invalid_field(field, "must be valid UTF-8");
    const std::string_view character = text.substr(0, length);
    if (is_control(character) && !(lines && is_line_character(character)))
      throw invalid_field(field, lines ? "must not contain control characters"
                                       : "must be one line without control characters");
    text.remove_prefix(length);
  }
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  return first == std::string_view::npos ? std::string_view{}
                                         : text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) text.remove_prefix(std::max<std::size_t>(character_length(text), 1));
  return count;
}

void check_line(std::string_view field, std::string_view text, std::size_t max_characters) {
  check_text(field, text, max_characters, false);
}

void check_name(std::string_view field, std::string_view text, std::size_t max_characters) {
  if (trimmed(text).empty()) throw invalid_field(field, "must not be empty");
  check_line(field, text, max_characters);
}

void check_paragraph(std::string_view field, std::string_view text, std::size_t max_characters) {
  check_text(field, text, max_characters, true);
}

namespace {

std::string in_words(std::string_view allowed) {
  if (allowed.find_first_not_of("0123456789") == std::string_view::npos) return "digits";
  if (allowed == kDialled) return "digits, * and #";
  const auto has = [&](char c) { return allowed.find(c) != std::string_view::npos; };
  const std::string letters = has('A') == has('z') ? "letters"
                              : has('z')           ? "small letters"
                                                   : "capital letters";
  return has('0') ? letters + ", digits, and a few signs" : letters;
}

}  // namespace

void check_word(std::string_view field, std::string_view text, std::string_view allowed,
                std::size_t max_length) {
  if (text.size() > max_length)
    throw invalid_field(field, "must have at most " + std::to_string(max_length) + " characters");
  if (text.find_first_not_of(allowed) != std::string_view::npos)
    throw invalid_field(field, "must have only " + in_words(allowed));
}

void check_id(std::string_view field, std::string_view id) {
  const bool printable = std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c < 0x7F; });
  if (id.size() > 64 || !printable)
    throw invalid_field(field, "must be an id of at most 64 printable characters without blanks");
}

void check_between(std::string_view field, std::int64_t value, std::int64_t least, std::int64_t most) {
  if (value < least || value > most)
    throw invalid_field(field, "must be from " + std::to_string(least) + " to " + std::to_string(most));
}

void check_page(std::int64_t limit) {
  check_between("limit", limit, 1, kMaxPage);
}

std::string fitted(std::string_view text, std::size_t max_characters, bool lines) {
  std::string out;
  std::size_t count = 0;
  std::size_t last_blank = 0;  // where it is cut if it turns out too long
  for (text = trimmed(text); !text.empty(); ++count) {
    if (count == max_characters) {
      const bool at_word = text.front() == ' ' || text.front() == '\n';
      if (!at_word && last_blank > 0) out.resize(last_blank);
      break;
    }
    const std::size_t length = character_length(text);
    const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
    if (length == 0)
      out += kReplacement;
    else if (is_control(character) && !(lines && is_line_character(character)))
      out += ' ';
    else
      out += character;
    if (out.back() == ' ' || out.back() == '\n') last_blank = out.size() - 1;
    text.remove_prefix(character.size());
  }
  return std::string(trimmed(out));
}

}  // namespace smarthandoff::field
