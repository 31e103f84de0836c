#pragma once

#include <string_view>

namespace smarthandoff::telephony::simulator {

// True for the names of the switch's events (switch_types.h), and for ALL.
bool is_event_name(std::string_view name);

}  // namespace smarthandoff::telephony::simulator
