#pragma once

#include <optional>
#include <string>

#include <smarthandoff/messenger/message.hpp>

// What a messaging service tells a host that speaks to it by itself (EngineOptions::messenger): operations
// `messages.received` and `messages.status`. From here on all is as with a webhook of WhatsApp's: replies to
// callbacks, opt-outs, the open window, statuses. Repetitions and disorder change nothing
// (docs/messaging.md).
namespace smarthandoff::messages {

// A message that somebody wrote.
struct ReportReceived {
  ChannelId channel_id;      // empty: the channel that the tenant sends with
  std::string peer_id;       // the service's id of it, 1-200 characters: stored once per channel
  std::string from;          // the sender's number: digits with the country code, also with "+"; else empty
  std::string from_user_id;  // the sender's id that is no number; one of the two is needed
  std::string profile_name;  // as the sender calls himself
  messenger::InboundKind kind = messenger::InboundKind::text;
  std::string text;       // what a person reads; of a button or row its title
  std::string choice_id;  // of a button or row that was chosen
  std::string answers;    // the service's id of the message it answers, edits, deletes or reacts to
  messenger::InboundMedia media;
  std::optional<Instant> at;  // absent: now; never later than now
};

struct ReceivedReport {
  bool is_new = true;  // false: it was known
  Message message;
};

// What became of a message that was sent.
struct ReportStatus {
  ChannelId channel_id;  // empty: that of the message, else the one that the tenant sends with
  MessageId message_id;  // ours, as the messenger was given it; one of the two ids is needed
  std::string peer_id;   // the service's
  messenger::PeerStatus status = messenger::PeerStatus::sent;
  messenger::Failure failure;  // of `failed`; without a kind: unknown
  std::optional<Instant> at;   // absent: now; never later than now
};

struct StatusReport {
  StatusApplied applied = StatusApplied::unknown;
  std::optional<Message> message;  // as it is now; absent where it is unknown
};

// Throws invalid_argument naming the field; not_found for a channel that is not there; failed_precondition
// without a channel to send with.
ReceivedReport received(Context& context, const ReportReceived& request);

// The same. A message that is nobody's here is no error: a service may have sent others.
StatusReport status(Context& context, const ReportStatus& request);

const Type& describe(const ReportReceived*);
const Type& describe(const ReceivedReport*);
const Type& describe(const ReportStatus*);
const Type& describe(const StatusApplied*);
const Type& describe(const StatusReport*);

}  // namespace smarthandoff::messages

namespace smarthandoff::messenger {
const Type& describe(const PeerStatus*);
}  // namespace smarthandoff::messenger
