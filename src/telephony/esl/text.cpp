#include <smarthandoff/telephony/esl/text.hpp>

#include <algorithm>
#include <array>
#include <cstdint>

#include "telephony/esl/utf8.hpp"

namespace smarthandoff::esl {
namespace {

constexpr std::array<std::int8_t, 256> make_hex_digits() {
  std::array<std::int8_t, 256> digits{};
  for (std::int8_t& digit : digits) digit = -1;
  for (std::size_t i = 0; i < 10; ++i) digits['0' + i] = static_cast<std::int8_t>(i);
  for (std::size_t i = 0; i < 6; ++i) digits['A' + i] = digits['a' + i] = static_cast<std::int8_t>(10 + i);
  return digits;
}

constexpr std::array<std::int8_t, 256> kHexDigits = make_hex_digits();

int hex_digit(char c) {
  return kHexDigits[static_cast<unsigned char>(c)];
}

// Decodes [from, end) to `out`, which has room for as many bytes; returns the end of what was written.
char* decode_to(const char* from, const char* end, char* out) {
  while (from < end) {
    if (*from != '%' || end - from < 3) {
      *out++ = *from++;
      continue;
    }
    const int byte = hex_digit(from[1]) * 16 + hex_digit(from[2]);
    const bool valid = (hex_digit(from[1]) | hex_digit(from[2])) >= 0;
    *out++ = valid ? static_cast<char>(byte) : *from;
    from += valid ? 3 : 1;
  }
  return out;
}

}  // namespace

std::string_view percent_decode(std::string_view text, std::string& scratch) {
  const std::size_t clear = std::min(text.find('%'), text.size());
  if (clear == text.size()) return text;
  if (scratch.size() < text.size()) scratch.resize(text.size());
  char* out = std::copy_n(text.data(), clear, scratch.data());
  out = decode_to(text.data() + clear, text.data() + text.size(), out);
  return {scratch.data(), static_cast<std::size_t>(out - scratch.data())};
}

std::string percent_decode(std::string_view text) {
  std::string decoded;
  const std::string_view view = percent_decode(text, decoded);
  if (view.data() != decoded.data()) return std::string(view);
  decoded.resize(view.size());
  return decoded;
}

std::string to_valid_utf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Utf8Step step = utf8_step(text, at);
    if (step.valid) {
      valid.append(text.substr(at, step.size));
    } else {
      valid.append("\xEF\xBF\xBD");
    }
    at += step.size;
  }
  return valid;
}

}  // namespace smarthandoff::esl
