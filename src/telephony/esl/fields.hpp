#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "telephony/esl/content.hpp"

namespace smarthandoff::esl {

inline constexpr std::size_t kBlockBytes = 64;

// A bit for each newline or colon among the 64 bytes at `block`. A header has one of each every 45 bytes or
// so, which makes two searches by memchr dearer than looking at everything once.
inline std::uint64_t separators(const char* block) {
  std::uint64_t mask = 0;
#if defined(__SSE2__)
  const __m128i newline = _mm_set1_epi8('\n');
  const __m128i colon = _mm_set1_epi8(':');
  for (unsigned part = 0; part < 4; ++part) {
    __m128i bytes;
    std::memcpy(&bytes, block + part * 16, 16);
    const __m128i found = _mm_or_si128(_mm_cmpeq_epi8(bytes, newline), _mm_cmpeq_epi8(bytes, colon));
    mask |= static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(found))) << (part * 16);
  }
#else
  for (unsigned i = 0; i < kBlockBytes; ++i) {
    mask |= static_cast<std::uint64_t>(block[i] == '\n' || block[i] == ':') << i;
  }
#endif
  return mask;
}

// Splits lines into name and value as their separators come by.
class FieldSplitter {
 public:
  FieldSplitter(std::string_view text, std::size_t from) : text_(text), line_(from) {}

  // Takes the newline at `at`; a field, if the line had a colon.
  template <class Emit>
  void newline(std::size_t at, Emit& emit) {
    if (colon_ != 0) {
      std::size_t value = colon_;
      if (value < at && text_[value] == ' ') ++value;
      emit(Field{narrow(line_), narrow(colon_ - 1 - line_), narrow(value), narrow(at - value)});
    }
    line_ = at + 1;
    colon_ = 0;
  }

  // Takes the colon at `at`; only the first of a line counts.
  void colon(std::size_t at) {
    if (colon_ == 0) colon_ = at + 1;
  }

  std::size_t line() const { return line_; }

 private:
  static std::uint32_t narrow(std::size_t size) { return static_cast<std::uint32_t>(size); }

  std::string_view text_;
  std::size_t line_;
  std::size_t colon_ = 0;  // behind the line's first colon; 0: none yet
};

// Calls emit(Field) for every `name: value` line of `text` from `from` on, up to a blank line or the end, and
// returns where what follows the blank line begins (the end of `text` if there is none). Lines without a
// colon are passed over. Splitting comes before any decoding, so that an encoded newline in a value stays in
// its value.
template <class Emit>
std::size_t for_each_field(std::string_view text, std::size_t from, Emit emit) {
  FieldSplitter lines(text, from);
  for (std::size_t block = from; block < text.size(); block += kBlockBytes) {
    const std::size_t size = std::min(kBlockBytes, text.size() - block);
    char padded[kBlockBytes] = {};
    if (size < kBlockBytes) std::memcpy(padded, text.data() + block, size);
    std::uint64_t found = separators(size < kBlockBytes ? padded : text.data() + block);
    for (; found != 0; found &= found - 1) {
      const std::size_t at = block + static_cast<std::size_t>(std::countr_zero(found));
      if (text[at] == ':') {
        lines.colon(at);
      } else if (at == lines.line()) {
        return at + 1;
      } else {
        lines.newline(at, emit);
      }
    }
  }
  if (lines.line() < text.size()) lines.newline(text.size(), emit);
  return text.size();
}

}  // namespace smarthandoff::esl
