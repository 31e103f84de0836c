#include <smarthandoff/base/fold.hpp>

#include <array>
#include <cstdint>

namespace smarthandoff {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

// Base letters of U+00C0..U+00FF and U+0100..U+017F, lower case; '*' marks what needs its own rule.
constexpr std::string_view kLatin1 = "aaaaaa*ceeeeiiiidnooooo*ouuuuy**aaaaaa*ceeeeiiiidnooooo*ouuuuy*y";
constexpr std::string_view kLatinA =
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii**jjkkkllllllllllnnnnnnnnnoooooo**"
    "rrrrrrssssssssttttttuuuuuuuuu"
    "uuuwwyyyzzzzzzs";
static_assert(kLatin1.size() == 64 && kLatinA.size() == 128);

struct Decoded {
  char32_t code;
  std::size_t length;
};

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

Decoded decode(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 && lead <= 0xF4 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
  if (length == 0 || lead > 0xF4 || text.size() < length) return {kReplacement, 1};
  char32_t code = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[i])) return {kReplacement, 1};
    code = (code << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  constexpr std::array<char32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < kSmallest[length] || code > 0x10FFFF || surrogate) return {kReplacement, 1};
  return {code, length};
}

void encode(char32_t code, std::string& out) {
  const auto put = [&out](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0U | (code >> 6U));
    put(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    put(0xE0U | (code >> 12U));
    put(0x80U | ((code >> 6U) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  } else {
    put(0xF0U | (code >> 18U));
    put(0x80U | ((code >> 12U) & 0x3FU));
    put(0x80U | ((code >> 6U) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  }
}

bool is_dropped(char32_t code) {
  return (code >= 0x300 && code <= 0x36F) || (code >= 0x200B && code <= 0x200F) || code == 0x2060 ||
         (code >= 0x202A && code <= 0x202E) || code == 0xFEFF || code == 0xAD;
}

// What a character becomes when that is not one character of a range; empty if it has no rule here.
std::string_view folded_specially(char32_t code) {
  switch (code) {
    case 0xC6:
    case 0xE6:
      return "ae";
    case 0xDE:
    case 0xFE:
      return "th";
    case 0xDF:
      return "ss";
    case 0xD7:
      return "x";
    case 0x132:
    case 0x133:
      return "ij";
    case 0x152:
    case 0x153:
      return "oe";
    case 0xAA:
      return "a";
    case 0xBA:
    case 0xB0:
      return "o";
    case 0xA0:
    case 0x202F:
    case 0x205F:
    case 0x3000:
      return " ";
    case 0x2212:
      return "-";
    case 0xB4:
    case 0x60:
    case 0x2018:
    case 0x2019:
      return "'";
    case 0x201C:
    case 0x201D:
      return "\"";
    case 0x2026:
      return "...";
    default:
      return {};
  }
}

char32_t folded_simply(char32_t code) {
  if (code >= U'A' && code <= U'Z') return code + 32;
  if (code >= 0xC0 && code <= 0xFF && code != 0xF7) return static_cast<unsigned char>(kLatin1[code - 0xC0]);
  if (code >= 0x100 && code <= 0x17F) return static_cast<unsigned char>(kLatinA[code - 0x100]);
  if (code >= 0x2000 && code <= 0x200A) return U' ';
  if (code >= 0x2010 && code <= 0x2015) return U'-';
  if (code >= 0xFF01 && code <= 0xFF5E) return folded_simply(code - 0xFEE0);
  return code;
}

}  // namespace

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Decoded next = decode(text);
    text.remove_prefix(next.length);
    if (is_dropped(next.code)) continue;
    const std::string_view special = folded_specially(next.code);
    if (special.empty()) {
      encode(folded_simply(next.code), out);
    } else {
      out += special;
    }
  }
  return out;
}

}  // namespace smarthandoff
