#include "telephony/esl/content.hpp"

#include <algorithm>
#include <cstring>

namespace smarthandoff::esl {
namespace {

const char* find_char(const char* from, const char* to, char wanted) {
  const void* found = std::memchr(from, wanted, static_cast<std::size_t>(to - from));
  return found ? static_cast<const char*>(found) : to;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

}  // namespace

void index_lines(std::string_view text, std::size_t from, std::size_t to, std::vector<Field>& fields) {
  const char* base = text.data();
  const char* end = base + to;
  for (const char* line = base + from; line < end;) {
    const char* newline = find_char(line, end, '\n');
    const char* colon = find_char(line, newline, ':');
    if (colon != newline) {
      const char* value = colon + 1;
      if (value != newline && *value == ' ') ++value;
      fields.push_back({static_cast<std::uint32_t>(line - base), static_cast<std::uint32_t>(colon - line),
                        static_cast<std::uint32_t>(value - base),
                        static_cast<std::uint32_t>(newline - value)});
    }
    line = newline + 1;
  }
}

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace smarthandoff::esl
