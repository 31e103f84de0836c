#pragma once

#include <string>

#include <smarthandoff/messenger/port.hpp>

#include "messenger/message_lifecycle.hpp"
#include "messenger/message_rows.hpp"

// How a decision about a message is stored and told.
namespace smarthandoff::messages {

inline constexpr const char* kSendJob = "messenger.send";
inline constexpr const char* kTurnJob = "messenger.turn";
inline constexpr const char* kDoubtJob = "messenger.doubt";
inline constexpr const char* kReadJob = "messenger.read";

// How long a message waits for the one before it, to the same person, to be taken.
inline constexpr Milliseconds kTurn = Seconds(10);

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

// What a channel knows of an address is read, changed and stored whole: whoever does locks the address first.
void lock_address(Context& context, const std::string& address);
// Locked; new where nothing is known yet.
rows::Address locked_address(Context& context, const ChannelId& channel, const std::string& address);

// What the messenger is asked for.
messenger::SendRequest request_of(const Context& context, const Message& message,
                                  const rows::Address& address);

}  // namespace smarthandoff::messages
