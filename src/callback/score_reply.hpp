#pragma once

#include <smarthandoff/callback/reply.hpp>

#include "callback/notice_rows.hpp"

namespace smarthandoff::callbacks::score {

// The question "from 0 to 10" that these words answer: the named notice, else the last thing that we said to
// the person by this channel, while nobody has answered it.
std::optional<rows::Notice> question(const Context& context, const std::string& address,
                                     const ChannelId& channel, const MessageId& answers);

// Takes a text as the answer: not matched where it is none.
ReplyOutcome take(Context& context, const rows::Notice& question, const std::string& text);

}  // namespace smarthandoff::callbacks::score
