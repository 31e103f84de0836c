#pragma once

#include <string>
#include <vector>

#include <smarthandoff/messenger/message.hpp>
#include <smarthandoff/storage/context.hpp>

namespace smarthandoff::messenger {

// What this person may have from us though the peer's id of it is not known (yet), newest first, among the
// newest messages exchanged with them: an answer may come before the status that settles what it answers.
// What waits to be sent, or certainly was not, is left out. `address` as Message::address has it.
std::vector<messages::Message> unconfirmed(const Context& context, const std::string& address,
                                           const ChannelId& channel);

}  // namespace smarthandoff::messenger
