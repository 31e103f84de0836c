#pragma once

namespace smarthandoff::handoff {

// Tells the callback module what a destination is, and which handoffs there are (callback/look_up.hpp).
void register_with_callbacks();

}  // namespace smarthandoff::handoff
