#pragma once

#include <string>
#include <string_view>

#include "telephony/twilio_double/text.hpp"

namespace smarthandoff::twilio_double {

// What a request is refused with: HTTP's status and Twilio's code.
struct Refused {
  int status = 400;
  int code = 20001;
  std::string message{};
};

// Holds a POST's form to the names and values that Twilio's specification has for the path ("Accounts/AC…/
// Calls.json"). Throws Refused.
void check_form(std::string_view path, const Params& form);

}  // namespace smarthandoff::twilio_double
