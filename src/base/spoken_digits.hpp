#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/number_words.hpp"

namespace smarthandoff {

// A piece of an utterance about a number, folded.
struct SpokenToken {
  enum class Kind { number, word, pause, plus };
  Kind kind;
  std::string text;  // digits or letters; empty for a pause or a plus
};

// One way to hear the tokens: "cinco mil duzentos" is 5 1200 or 5200, "vinte três" is 23 or 20 3.
struct SpokenDigits {
  std::vector<std::string> groups;  // as spoken: "18", "9", "9", "1234"
  bool plus = false;
  bool split_teen = false;  // joined "dez oito" to 18, as the speech engine should have

  std::string digits() const;
};

// The ways to hear the tokens, the most literal first, each once; at most 64. Words that are no numbers are
// skipped, since people think aloud between the groups.
std::vector<SpokenDigits> hear_digits(std::span<const SpokenToken> tokens, number_words::Language language);

}  // namespace smarthandoff
