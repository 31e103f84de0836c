#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/messenger/channel.hpp>
#include <smarthandoff/messenger/types.hpp>
#include <smarthandoff/storage/context.hpp>
#include <smarthandoff/storage/job_handler.hpp>

// Messages that were sent and received, durably: `messages.get`, `.list`, `.mark_read`, and what the domain
// sends with. Statuses only move forward; a webhook delivered twice or out of order changes nothing.
namespace smarthandoff::messages {

enum class Direction { inbound, outbound };

enum class MessageStatus {
  received,   // inbound
  queued,     // to be sent, or to be tried again
  in_doubt,   // it may have been sent; never repeated, a status of the peer settles it
  sent,       // the peer took it
  delivered,  // on the person's device
  read,
  failed,  // it was certainly not delivered; `failure` says why
};

struct Message {
  MessageId id;
  ChannelId channel_id;
  Direction direction = Direction::outbound;
  MessageStatus status = MessageStatus::queued;
  std::string address;  // whom it is to or from: E.164, or "user:" and the peer's id of the person
  std::string peer_id;  // the peer's id of it; empty until it took it
  std::string kind;     // wire name of ContentKind or InboundKind
  std::string text;     // what a person reads
  std::optional<messenger::Content> content;     // outbound
  std::string choice_id;                         // inbound: the button or row that was chosen
  std::optional<messenger::InboundMedia> media;  // inbound, with a file
  std::string raw;                               // inbound: as it came (JSON)
  std::string answers;    // the peer's id of the message that it answers, edits, deletes or reacts to
  MessageId answers_id;   // the same as ours, where it is known (not stored: looked up by find)
  std::string reference;  // what it is about, as whoever sent it said
  messenger::Failure failure;
  std::int64_t tries = 0;
  Instant created_at;
  std::optional<Instant> sent_at, delivered_at, read_at, failed_at, expires_at;

  bool operator==(const Message&) const = default;
};

struct GetMessage {
  MessageId message_id;
};
struct ListMessages {
  std::string address;       // as stored, or a telephone number as typed; empty: of everybody
  std::int64_t limit = 100;  // 1-1000
  MessageId before;          // the oldest of the page before; empty: the newest first
};
struct MessageList {
  std::vector<Message> messages;  // newest first; without `raw`
};

// Tells the sender that a received message was read; `typing`: and that an answer is being written.
struct MarkMessageRead {
  MessageId message_id;
  bool typing = false;
};

// Sends a text by one channel, to see whether it works: to one's own telephone, for no rule of contact is
// asked.
struct TestChannel {
  ChannelId channel_id;
  std::string to;    // a telephone number as typed
  std::string text;  // 1-4096 characters
};

// Payload of message.sent, message.status, message.received and message.unresolved: no personal data.
struct MessageEvent {
  MessageId message_id;
  ChannelId channel_id;
  MessageStatus status = MessageStatus::queued;
  std::string kind;
  std::string reference;
  messenger::FailureKind failure = messenger::FailureKind::none;
};

Message get(const Context& context, const GetMessage& request);
MessageList list(const Context& context, const ListMessages& request);
// Throws failed_precondition for a message that we sent. Done in the background; repeating is harmless.
Message mark_read(Context& context, const MarkMessageRead& request);

// Throws failed_precondition unless the channel is active.
Message test_channel(Context& context, const TestChannel& request);

// Everything that was said to or by an address, gone (docs/contact-gate.md); how many messages.
std::int64_t erase(Context& context, const std::string& address);

// Removes the oldest that came or went before, at most so many; how many there were. What still waits to be
// sent is kept; what is in doubt is not: nobody will tell of it any more.
std::int64_t expire(Context& context, Instant before, std::int64_t limit);

std::optional<Message> find(const Context& context, const MessageId& id);

// What happens to received messages and to changed ones that carry a reference: called in a transaction of
// its own after the commit, in the order of arrival (src/engine/messenger_events.cpp has the list).
using InboundHandler = void (*)(Context&, const Message&);
using StatusHandler = void (*)(Context&, const Message&);
inline constexpr const char* kInboundJob = "messenger.inbound";  // key: the message's id
inline constexpr const char* kChangedJob = "messenger.changed";

// What the peer told, stored: false for a message that was there already.
bool receive(Context& context, const ChannelId& channel, const messenger::Inbound& inbound);

enum class StatusApplied { changed, ignored, unknown };  // unknown: no message of ours
StatusApplied apply(Context& context, const ChannelId& channel, const messenger::StatusChange& change);

const std::vector<JobHandler>& job_handlers();

const Type& describe(const Direction*);
const Type& describe(const MessageStatus*);
const Type& describe(const Message*);
const Type& describe(const GetMessage*);
const Type& describe(const ListMessages*);
const Type& describe(const MessageList*);
const Type& describe(const MarkMessageRead*);
const Type& describe(const TestChannel*);
const Type& describe(const MessageEvent*);

}  // namespace smarthandoff::messages

// What the domain sends with.
namespace smarthandoff::messenger {

struct OutgoingMessage {
  ChannelId channel_id;  // empty: the channel that the tenant sends with
  std::string to;        // E.164, or an address as Message::address has it
  Content content;
  std::string reference;  // comes back in events and to status handlers, e.g. "callback:<id>:ready"; <= 200
  MessageId answers;      // a message of this person that it answers; may be empty
  Milliseconds valid_for = std::chrono::hours(1);  // 1 min to 30 days; not sent after that: failed, expired
  std::string
      question;  // asked before each try by whoever planned it (messenger/planned.hpp); empty: nothing
};

// Stores the message and has it sent after the commit. Throws invalid_argument naming the field,
// failed_precondition without an active channel.
messages::Message enqueue_message(Context& context, const OutgoingMessage& message);

// Our name of a person on a channel: E.164 of a number in any spelling (with the Brazilian ninth digit), or
// "user:" and the peer's id where there is none. Empty for nothing.
std::string address_of(const std::string& peer_address, const std::string& user_id);

// For how long after a person's last message anything may be written to them; afterwards only a template
// (Meta: customer service window).
inline constexpr Milliseconds kServiceWindow = std::chrono::hours(24);

// When this person last wrote to us, on one channel or (empty) on any.
std::optional<Instant> last_inbound(const Context& context, const std::string& address,
                                    const ChannelId& channel = {});

// The last message that we sent to this person, whatever became of it.
std::optional<messages::Message> last_outbound(const Context& context, const std::string& address,
                                               const ChannelId& channel);

}  // namespace smarthandoff::messenger
