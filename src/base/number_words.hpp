#pragma once

#include <optional>
#include <string_view>

// The words for numbers, folded (lower case, no accents), as people say them one by one.
namespace smarthandoff::number_words {

enum class Language { portuguese, english };

// What a word is in the building of a number.
enum class Role {
  unit,      // 0-9
  teen,      // 10-19
  ten,       // 20, 30 … 90
  hundred,   // 100, 200 … 900 in Portuguese; the word "hundred" (100) in English
  thousand,  // the word alone
};

struct Word {
  int value = 0;
  Role role = Role::unit;
};

// The number a word stands for; "meia" is 6 and "oh" is 0, as in telephone numbers.
std::optional<Word> find(std::string_view word, Language language);

// The digit of a plural: "noves" is 9, "zeros" is 0.
std::optional<int> find_plural(std::string_view word, Language language);

// How often the next digit is to be repeated: "duplo" is 2, "triple" is 3.
std::optional<int> find_multiple(std::string_view word, Language language);

}  // namespace smarthandoff::number_words
