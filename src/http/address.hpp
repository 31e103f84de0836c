#pragma once

#include <string>
#include <string_view>

// Addresses that adapters are given, and what they put into them.
namespace smarthandoff::http {

// Throws invalid_argument naming the field unless the address is https (or http to this machine), with
// neither query, fragment, user nor a '/' at its end: paths are put behind it.
void check_base_url(std::string_view field, std::string_view url);

// For a part of a path or query: every byte but letters, digits and "-_.~" becomes %XX.
std::string percent_encoded(std::string_view text);

}  // namespace smarthandoff::http
