#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <smarthandoff/messenger/message.hpp>

// What becomes of a message that we send: pure.
namespace smarthandoff::messages::lifecycle {

enum class EventKind {
  accepted,    // the peer took it
  refused,     // the peer will never take it
  retry,       // it was certainly not sent
  doubtful,    // it may have been sent
  expired,     // it was not sent while it was worth it
  doubt_over,  // nothing was heard of a doubtful one
  peer_sent,   // statuses of the peer, in any order and any number
  peer_delivered,
  peer_read,
  peer_failed,
};

struct Event {
  EventKind kind = EventKind::accepted;
  messenger::Failure failure;
  std::optional<Milliseconds> retry_after;
  bool counts = true;  // of a retry: false where nothing was tried
};

struct State {
  MessageStatus status = MessageStatus::queued;
  std::int64_t tries = 0;
  Instant expires_at;
  std::string withdrawn;  // why it is not to be sent any more; empty: it is
};

struct Policy {
  std::int64_t max_tries = 10;
  Milliseconds doubt_patience = std::chrono::minutes(10);
};

struct Decision {
  MessageStatus status = MessageStatus::queued;
  bool changed = false;  // the status is another one
  std::int64_t tries = 0;
  messenger::Failure failure;       // kind none: none to store
  std::optional<Instant> send_at;   // try again then
  std::optional<Instant> doubt_at;  // look then whether anything was heard
  bool unresolved = false;          // nothing was heard: a person should know
  bool channel_refused = false;     // the peer refuses the channel's credentials
  std::string_view ignored;         // why nothing happens; empty: something does
};

Decision decide(const State& state, const Event& event, const Policy& policy, Instant now);

}  // namespace smarthandoff::messages::lifecycle
