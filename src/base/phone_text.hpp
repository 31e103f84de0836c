#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/spoken_digits.hpp"

namespace smarthandoff {

// A text about one number, taken apart: what precedes and follows the digits, and where the speaker
// corrected themself.
struct PhoneText {
  std::vector<SpokenToken> tokens;              // all of them, without the extension
  std::vector<std::vector<SpokenToken>> parts;  // separated by "não", "quer dizer", "I mean"; at least one
  number_words::Language language = number_words::Language::portuguese;
  std::string extension;   // digits after "ramal"
  bool whatsapp = false;   // an address of WhatsApp: whatsapp:+55…, 55…@s.whatsapp.net
  bool repeated = false;   // the parts were separated by "repetindo", not by a correction
  bool malformed = false;  // letters inside a number: no part of it can be trusted
};

// Reads any text; `language` is what to assume of words that tell nothing.
PhoneText read_phone_text(std::string_view text, number_words::Language language);

// The digits of a number whose end is a word of letters to be found on the keys ("1-800-FLOWERS"), if it has
// as many as a North American number; else empty.
std::string lettered_digits(const PhoneText& text);

}  // namespace smarthandoff
