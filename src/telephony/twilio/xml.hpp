#pragma once

#include <string>
#include <string_view>

// XML text, escaped in one pass.
namespace smarthandoff::xml {

// Appends the text; false, with `out` unusable, where it is no UTF-8 or holds a character that XML 1.0
// cannot. In attributes, white space is written so that it is read back as it is.
bool append_text(std::string& out, std::string_view text);
bool append_attribute(std::string& out, std::string_view text);

}  // namespace smarthandoff::xml
