#pragma once

#include <string>
#include <string_view>

// What arguments of commands may hold. Each throws invalid_argument naming `field`.
namespace smarthandoff::esl {

// Not empty, no control character, at most 64 KiB.
void require_line(std::string_view field, std::string_view text);

// One word: not empty, at most 1024 printable ASCII characters without space, quotes, backslash, comma,
// pipe, `$`, backtick or brackets of any kind, not starting with `-`.
void require_word(std::string_view field, std::string_view text);

// Letters, digits, `_`, `-` and `.` only; not empty.
void require_name(std::string_view field, std::string_view text);

// Capitals, digits and `_` only, as in names of events and hang-up causes; not empty.
void require_constant(std::string_view field, std::string_view text);

// An argument of an application: no control character and no `${`, which the switch expands.
void require_argument(std::string_view field, std::string_view text);

// As an argument, and without quotes and backslash, which the switch's splitting would take away.
void require_unquoted(std::string_view field, std::string_view text);

}  // namespace smarthandoff::esl
