#pragma once

#include <string>
#include <string_view>

#include <smarthandoff/base/time.hpp>

// Instants as told to people of one language.
namespace smarthandoff {

// In the order in which the language reads dates, so that what is said can be said back: "16/01/2026 14:30",
// in en-US "01/16/2026 2:30 PM". `zone` is an IANA zone; another language than en-US reads as pt-BR.
std::string local_text(Instant at, std::string_view zone, std::string_view language);

}  // namespace smarthandoff
