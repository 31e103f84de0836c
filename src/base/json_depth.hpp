#pragma once

#include <string_view>

namespace smarthandoff {

// How deep any JSON of ours or of a peer may nest: what reads it calls itself for each level.
inline constexpr int kMaxJsonDepth = 64;

// Looked at before parsing, since a parser that asks at every value takes twice as long. Any bytes will do.
inline bool is_too_deep(std::string_view json) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (quoted) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        quoted = false;
      continue;
    }
    if (c == '"') quoted = true;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth > kMaxJsonDepth) return true;
  }
  return false;
}

}  // namespace smarthandoff
