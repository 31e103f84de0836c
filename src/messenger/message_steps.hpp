#pragma once

#include <string>

#include "messenger/message_lifecycle.hpp"

// How a decision about a message is stored and told.
namespace smarthandoff::messages {

inline constexpr const char* kSendJob = "messenger.send";
inline constexpr const char* kDoubtJob = "messenger.doubt";
inline constexpr const char* kReadJob = "messenger.read";

// What a try or a status brings beside its event.
struct Evidence {
  std::string peer_id;  // the peer's id of the message, where it was told
  Instant at;           // when it happened; zero: now
};

// Asks the lifecycle, stores what it decides, and leaves events and jobs; sending again is left to the
// caller.
lifecycle::Decision feed(Context& context, Message message, const lifecycle::Event& event,
                         const Evidence& evidence);

MessageEvent event_of(const Message& message);

}  // namespace smarthandoff::messages
