#pragma once

#include <string>

#include <smarthandoff/base/understand.hpp>

namespace smarthandoff {

// Digits as one would dial or write them, with what separates "+55…" from "55…".
struct Dialled {
  std::string digits;
  bool plus = false;
};

// Where the writer is: what the digits leave out.
struct PhoneHome {
  std::string region;
  std::string area_code;
};

// The number that the digits mean: trunk zero, carrier codes, international prefixes, country code without
// plus, area code left out. `suggestion`, `wa_id`, `state` and the flags are filled as in the public struct.
understand::PhoneUnderstanding understand_dialled(const Dialled& dialled, const PhoneHome& home);

}  // namespace smarthandoff
