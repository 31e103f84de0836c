#include <smarthandoff/telephony/esl/text.hpp>

#include "telephony/esl/utf8.hpp"

namespace smarthandoff::esl {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// The byte that the sequence at `at` stands for, or -1 if it is no %XX.
int encoded_byte(std::string_view text, std::size_t at) {
  if (text.size() - at < 3) return -1;
  const int high = hex_digit(text[at + 1]);
  const int low = hex_digit(text[at + 2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

}  // namespace

std::string_view percent_decode(std::string_view text, std::string& scratch) {
  std::size_t percent = text.find('%');
  if (percent == std::string_view::npos) return text;
  scratch.resize(text.size());
  char* out = scratch.data();
  std::size_t at = 0;
  while (at < text.size()) {
    const int byte = text[at] == '%' ? encoded_byte(text, at) : -1;
    *out++ = byte < 0 ? text[at] : static_cast<char>(byte);
    at += byte < 0 ? 1 : 3;
  }
  scratch.resize(static_cast<std::size_t>(out - scratch.data()));
  return scratch;
}

std::string percent_decode(std::string_view text) {
  std::string decoded;
  const std::string_view view = percent_decode(text, decoded);
  return view.data() == decoded.data() ? std::move(decoded) : std::string(view);
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
