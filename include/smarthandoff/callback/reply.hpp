#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/callback/ids.hpp>
#include <smarthandoff/messenger/message.hpp>
#include <smarthandoff/storage/context.hpp>

// What customers answer to the notices of their callbacks, and to how it went, by WhatsApp: operation
// `callbacks.reply`, for hosts that read their messages by themselves, and what the engine calls for messages
// that came in here. docs/callbacks.md. Events, entity = the callback's id: `callback.notice_sent`,
// `.notice_skipped` (no channel, no template, the gate), `.notice_failed`, `.replied`.
namespace smarthandoff::callbacks {

enum class ReplyMeaning {
  yes,
  later,
  no,
  opt_out,       // no contact any more, by any channel of the tenant
  wrong_person,  // the number is not that of whom we look for
};

struct Reply {
  std::string from_number;  // the sender's number in any spelling, also a WhatsApp id
  std::string text;         // as written; at most 4096 bytes
  std::string choice_id;    // of a button: callback_yes, callback_later, callback_cancel
  MessageId notice_id;      // our id of the message it answers; empty: plain words
};

// What was made of a reply.
struct ReplyOutcome {
  bool matched = false;  // false: an ordinary message
  CallbackId callback_id;
  std::optional<ReplyMeaning> meaning;
  bool too_late = false;              // the callback was closed
  std::optional<std::int64_t> score;  // 0-10, the answer to how it went
  std::string say;                    // what the customer is to be told; empty: nothing
};

// Payload of callback.notice_* and callback.replied. No personal data.
struct NoticeEvent {
  CallbackId callback_id;
  std::string kind;  // confirmation, ready, delayed, failed, score; of a reply: its meaning
  MessageId message_id;
  std::string reason;  // of skipped and failed ones
};

// Decides a reply; an opt-out and a wrong person also where no notice was sent. The host says `say` to the
// customer. Throws invalid_argument naming the field.
ReplyOutcome reply(Context& context, const Reply& request);

// --- for the engine ---

// A message that came in: if it is a reply, it is decided and answered. A handler of messages (message.hpp).
void on_message(Context& context, const messages::Message& message);

// A message of ours that changed: a notice that could not be delivered is told.
void on_message_changed(Context& context, const messages::Message& message);

const Type& describe(const ReplyMeaning*);
const Type& describe(const Reply*);
const Type& describe(const ReplyOutcome*);
const Type& describe(const NoticeEvent*);

}  // namespace smarthandoff::callbacks
