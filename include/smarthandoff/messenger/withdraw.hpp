#pragma once

#include <cstdint>
#include <string>

#include <smarthandoff/messenger/ids.hpp>
#include <smarthandoff/storage/context.hpp>

namespace smarthandoff::messenger {

// A message that waits to be sent is not sent any more, and fails as `expired` with `why` as the detail; one
// that is on its way at this instant may still arrive. False if it does not wait (any more).
bool withdraw(Context& context, const MessageId& id, const std::string& why);

// The same with everything that waits to be sent to an address (as Message::address has it). Answers how many
// messages waited.
std::int64_t withdraw_all(Context& context, const std::string& address, const std::string& why);

}  // namespace smarthandoff::messenger
