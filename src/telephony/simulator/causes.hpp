#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace smarthandoff::telephony::simulator {

// What the switch makes of a SIP refusal (docs/freeswitch.md).
struct Refusal {
  std::int64_t status = 0;
  std::string_view phrase;
  std::string_view cause;
};

// The refusal of a status of 400 and above; 503 for one that was never recorded.
Refusal refusal_of(std::int64_t status);

// variable_hangup_cause_q850 of a cause: 16 for the switch's own causes.
std::int64_t q850_of(std::string_view cause);

// variable_DIALSTATUS of a bridge's result.
std::string dial_status_of(std::string_view cause);

// The cause in upper case ("user_busy" in a dial string), or NORMAL_CLEARING if empty.
std::string cause_named(std::string_view text);

}  // namespace smarthandoff::telephony::simulator
