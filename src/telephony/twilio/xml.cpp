#include "telephony/twilio/xml.hpp"

#include <array>
#include <cstdint>

namespace smarthandoff::xml {
namespace {

enum Class : std::uint8_t { kPlain, kEscaped, kHigh, kWrong };
using Classes = std::array<Class, 256>;

constexpr Classes classes(std::string_view escaped, std::string_view plain) {
  Classes result{};
  for (std::size_t c = 0; c < 0x20; ++c) result[c] = kWrong;
  for (std::size_t c = 0x80; c < 0x100; ++c) result[c] = kHigh;
  for (const char c : escaped) result[static_cast<unsigned char>(c)] = kEscaped;
  for (const char c : plain) result[static_cast<unsigned char>(c)] = kPlain;
  return result;
}

constexpr Classes kTextClasses = classes("&<>\r", "\t\n");
constexpr Classes kAttributeClasses = classes("&<>\"\t\n\r", "");

std::string_view escape_of(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\t':
      return "&#9;";
    case '\n':
      return "&#10;";
    default:
      return "&#13;";
  }
}

// The length of the UTF-8 character that begins at `at`; 0 where it is none, or one that XML cannot hold.
std::size_t character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xc0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first >= 0xc2 && first <= 0xdf) return follows(1) ? 2 : 0;
  if ((first & 0xf0U) == 0xe0) {
    if (!follows(1) || !follows(2)) return 0;
    const unsigned code = ((first & 0xfU) << 12U) | ((byte(1) & 0x3fU) << 6U) | (byte(2) & 0x3fU);
    const bool surrogate = code >= 0xd800 && code <= 0xdfff;
    return code < 0x800 || surrogate || code >= 0xfffe ? 0 : 3;
  }
  if (first < 0xf0 || first > 0xf4 || !follows(1) || !follows(2) || !follows(3)) return 0;
  const unsigned second = byte(1);
  return (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f) ? 0 : 4;
}

bool append(std::string& out, std::string_view text, const Classes& classes) {
  std::size_t from = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    switch (classes[static_cast<unsigned char>(text[at])]) {
      case kPlain:
        ++at;
        break;
      case kEscaped:
        out.append(text, from, at - from).append(escape_of(text[at]));
        from = ++at;
        break;
      case kHigh: {
        const std::size_t length = character_at(text, at);
        if (length == 0) return false;
        at += length;
        break;
      }
      case kWrong:
        return false;
    }
  }
  out.append(text, from, at - from);
  return true;
}

}  // namespace

bool append_text(std::string& out, std::string_view text) {
  return append(out, text, kTextClasses);
}

bool append_attribute(std::string& out, std::string_view text) {
  return append(out, text, kAttributeClasses);
}

}  // namespace smarthandoff::xml
