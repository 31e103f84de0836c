#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// The checks that all requests' texts and limits share; each throws invalid_argument naming the field.
namespace smarthandoff::field {

inline constexpr std::int64_t kMaxPage = 1000;

// Text without leading and trailing blanks.
std::string_view trimmed(std::string_view text);

// Characters of UTF-8 (code points); a byte that is none counts as one.
std::size_t characters(std::string_view text);

// One line: UTF-8 without control characters, at most so many characters.
void check_line(std::string_view field, std::string_view text, std::size_t max_characters);

// The same, and not blank.
void check_name(std::string_view field, std::string_view text, std::size_t max_characters);

// The same as check_line, but tabs and line breaks are allowed.
void check_paragraph(std::string_view field, std::string_view text, std::size_t max_characters);

// At most so many of the characters given: for what becomes part of a command or a dial string.
void check_word(std::string_view field, std::string_view text, std::string_view allowed,
                std::size_t max_length);

// An id given by somebody else: at most 64 bytes, printable ASCII without blanks.
void check_id(std::string_view field, std::string_view id);

void check_between(std::string_view field, std::int64_t value, std::int64_t least, std::int64_t most);

// The `limit` of a list: 1-1000.
void check_page(std::int64_t limit);

// What somebody said or a machine wrote, made fit to be stored: what is not UTF-8 becomes U+FFFD, control
// characters (but line breaks, if `lines`) blanks, and more than so many characters is cut at a word.
std::string fitted(std::string_view text, std::size_t max_characters, bool lines = false);

inline constexpr std::string_view kDialled = "0123456789*#";
inline constexpr std::string_view kWord = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";

}  // namespace smarthandoff::field
