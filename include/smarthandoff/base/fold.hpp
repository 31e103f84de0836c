#pragma once

#include <string>
#include <string_view>

namespace smarthandoff {

// The form in which text is compared: lower case, without accents, typographic variants (dashes, quotes,
// full-width digits, no-break spaces) as their ASCII forms, and zero-width characters dropped. Letters of
// other scripts stay. Any bytes are accepted: each byte that is not UTF-8 becomes U+FFFD. Linear time.
std::string fold(std::string_view text);

}  // namespace smarthandoff
