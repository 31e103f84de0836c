#pragma once

#include <smarthandoff/telephony/types.hpp>

#include "callback/dial_lifecycle.hpp"

// What is asked of one leg of a dial.
namespace smarthandoff::callbacks::dial {

// The PBX has the order, and nobody has answered.
bool is_placed(LegPhase leg);

// It was ordered, and nobody has answered.
bool is_calling(LegPhase leg);

// It was ordered and has not ended.
bool is_live(LegPhase leg);

// What the end of the customer's leg means for the dial; `rang`: the phone did.
DialEnd end_of_customer(telephony::LegEnd end, bool rang);

}  // namespace smarthandoff::callbacks::dial
