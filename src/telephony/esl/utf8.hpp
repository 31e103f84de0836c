#pragma once

#include <cstddef>
#include <string_view>

namespace smarthandoff::esl {

// One character, or one maximal ill-formed subpart, of a text that should be UTF-8.
struct Utf8Step {
  std::size_t size = 1;
  bool valid = false;
};

// The step at `at` < text.size() (Unicode 15, table 3-7: no overlong forms, no surrogates, no value above
// U+10FFFF).
Utf8Step utf8_step(std::string_view text, std::size_t at);

}  // namespace smarthandoff::esl
