#pragma once

#include <string_view>

#include <smarthandoff/base/error.hpp>

namespace smarthandoff {

// The longest utterance or typed value that is looked at; a minute of speech has about 1000 bytes.
inline constexpr std::size_t kMaxTextBytes = 4096;

inline void check_text_limit(std::string_view field, std::string_view text) {
  if (text.size() > kMaxTextBytes) throw invalid_field(field, "must have at most 4096 bytes");
}

inline void check_language(std::string_view language) {
  if (language != "pt-BR" && language != "en-US") throw invalid_field("language", "must be pt-BR or en-US");
}

}  // namespace smarthandoff
