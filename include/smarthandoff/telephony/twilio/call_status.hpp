#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

// Where a call is, by what Twilio tells: in whatever order, however often.
namespace smarthandoff::twilio {

enum class CallStatus {
  queued,
  initiated,
  ringing,
  in_progress,
  // Final ones:
  completed,
  busy,
  no_answer,
  failed,
  canceled,
};

// "in-progress", "no-answer" …; nothing for a word that is none.
std::optional<CallStatus> call_status(std::string_view word);

// queued 0, initiated 1, ringing 2, in_progress 3, every final one 4.
int rank(CallStatus status);
bool is_final(CallStatus status);

// What is known of a call.
struct CallProgress {
  CallStatus status = CallStatus::queued;
  std::int64_t sequence = -1;  // the highest SequenceNumber seen; -1: none
  bool operator==(const CallProgress&) const = default;
};

// One status callback. Without a SequenceNumber (a number's own callback), only the rank tells.
struct CallEvent {
  CallStatus status = CallStatus::queued;
  std::optional<std::int64_t> sequence;
};

struct CallStep {
  CallProgress now;
  bool moved = false;  // the status is another one; false: a repetition, or late
};

// Never goes down in rank, and the first final status stays: a duplicate or late event changes nothing but,
// perhaps, `sequence`.
CallStep step(const CallProgress& known, const CallEvent& event);

// The same for messages: a later status by rank; the first of delivered, undelivered and failed stays, but
// for `read` after `delivered`.
enum class MessageStatus {
  accepted,
  scheduled,
  queued,
  receiving,
  sending,
  sent,
  received,
  delivered,
  partially_delivered,
  undelivered,
  failed,
  canceled,
  read,
};

std::optional<MessageStatus> message_status(std::string_view word);
bool follows(MessageStatus known, MessageStatus told);

}  // namespace smarthandoff::twilio
