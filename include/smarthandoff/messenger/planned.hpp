#pragma once

#include <optional>
#include <string>

#include <smarthandoff/messenger/message.hpp>

// Messages that are asked about again in the transaction before each try: what was allowed when it was
// planned may be forbidden by the time it goes (a retry, a token that was refused, a process that stood
// still).
namespace smarthandoff::messages {

inline constexpr const char* kAskJob = "messenger.ask";  // key: the message's id

// Whether a message may go out now.
struct Leave {
  bool allowed = true;
  std::optional<Instant> next_allowed;  // of a refusal: when it may; none: no instant is known
  messenger::Failure failure;           // of a refusal: what it fails with if it cannot wait for that
};

// `question` is what OutgoingMessage::question said. Locks whatever it decides by.
using Asker = Leave (*)(Context& context, const Message& message, const std::string& question);

// The job's rule, with the domain's word: has the message sent, put off until it may go if it is still valid
// then, or fail.
void ask(Context& context, const Job& job, Asker asker);

}  // namespace smarthandoff::messages
