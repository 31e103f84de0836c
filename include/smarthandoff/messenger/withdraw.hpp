#pragma once

#include <cstdint>
#include <string>

#include <smarthandoff/storage/context.hpp>

namespace smarthandoff::messenger {

// What waits to be sent to an address (as Message::address has it) is not sent any more, and fails as
// `expired`; what is on its way at this instant may still arrive. Answers how many messages waited.
std::int64_t withdraw(Context& context, const std::string& address);

}  // namespace smarthandoff::messenger
