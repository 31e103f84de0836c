#pragma once

#include <string>
#include <string_view>

namespace smarthandoff::esl {

// Decodes %XX sequences. A `%` that is not followed by two hexadecimal digits stays as it is; `+` is not
// a space. The result may hold any byte, NUL and invalid UTF-8 included.
std::string percent_decode(std::string_view text);

// As above without an allocation where none is needed: returns `text` itself if it has no `%`, else a
// view of the beginning of `scratch`, which is overwritten and only grows.
std::string_view percent_decode(std::string_view text, std::string& scratch);

// `text` with every ill-formed UTF-8 sequence replaced by U+FFFD (one per maximal subpart, as Unicode
// recommends), for languages whose strings cannot hold bytes.
std::string to_valid_utf8(std::string_view text);

}  // namespace smarthandoff::esl
