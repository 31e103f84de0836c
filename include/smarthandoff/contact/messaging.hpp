#pragma once

#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/contact/gate.hpp>
#include <smarthandoff/messenger/message.hpp>
#include <smarthandoff/messenger/planned.hpp>
#include <smarthandoff/messenger/preference.hpp>

// Messages to and from people, under the rules of contact: operation `messages.send`, and what the engine
// calls so that every message stands in the log of contacts. docs/messaging.md.
namespace smarthandoff::contact {

// A message to a person, if it may go out. A message that `answers` one of the person's own is no contact
// that we start: of the rules of contact only those bind that bind every requested one.
struct SendMessage {
  ChannelId channel_id;  // empty: the channel that the tenant sends with
  std::string to;        // a telephone number as typed, or an address as Message::address has it
  messenger::Content content;
  Purpose purpose = Purpose::service;
  std::optional<Instant> requested_at;  // of a requested one: when it was asked for; none: just now
  bool time_named = false;              // of a requested one: the person named the time
  std::string contact_id;               // who it is, where it matters; at most 64 characters
  std::string debt;                     // which debt it is about; may be empty
  MessageId answers;                    // a message of this person; may be empty
  std::string reference = "host";       // comes back in events; 1-64 characters
  std::int64_t valid_seconds = 3600;    // 60-2592000; not sent after that: failed, expired
};

struct SendAnswer {
  std::optional<messages::Message> message;  // queued; none: it must not go out
  std::vector<GateReason> reasons;           // why not
  std::optional<Instant> next_allowed;       // when it may; none: no instant is known
};

// Decides, stores the decision, and has the message sent after the commit. Throws invalid_argument naming the
// field, not_found for a channel or message that is not known, failed_precondition without an active channel.
SendAnswer send_message(Context& context, const SendMessage& request);

// What is asked before each try of a message that the gate allowed: for OutgoingMessage::question. The person
// named the time until `named_until`, if the question says that they did; none: however long it takes.
std::string to_be_asked_again(const Context& context, GateQuestion question,
                              std::optional<Instant> named_until);

// --- for the engine ---

// The gate's word about a message that waits, in the transaction that has it sent; the decision is stored.
// That the message stands in the log of contacts since it was planned does not count against it.
messages::Leave may_go_out(Context& context, const messages::Message& message, const std::string& question);

// A person wrote: a contact, and a conversation where we had written first. A handler of messages.
void log_inbound(Context& context, const messages::Message& message);

// "SAIR", or a sentence that means nothing else: nobody contacts this person any more. A handler of messages.
void take_opt_out(Context& context, const messages::Message& message);

// A message that stands in the log has failed: it counts no more. A handler of messages.
void log_failure(Context& context, const messages::Message& message);

// The person stopped promotions at the messaging service, or takes them again: no_marketing (suppression.hpp)
// comes, and goes if it came so.
void take_preference(Context& context, const messages::MarketingPreference& told);

// A message failed because the person stopped promotions: the same. A handler of messages.
void take_stop(Context& context, const messages::Message& message);

// Has the messages of a person erased and exported with them.
void register_message_data();

const Type& describe(const SendMessage*);
const Type& describe(const SendAnswer*);

}  // namespace smarthandoff::contact
