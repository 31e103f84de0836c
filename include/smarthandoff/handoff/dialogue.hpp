#pragma once

#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/callback/ids.hpp>
#include <smarthandoff/handoff/state.hpp>
#include <smarthandoff/storage/context.hpp>

// What the caller says, and what comes of it: operations `handoffs.hear` (plain words, understood here) and
// `handoffs.choose` (a language model's tool calls). Both drive the dialogue of docs/handoff.md; a callback
// or ticket is committed together with the sentence that promises it.
namespace smarthandoff::handoff {

// An utterance of the caller, or the lack of one.
struct Hear {
  HandoffId handoff_id;
  std::string text;           // as transcribed; at most 65536 bytes, the meaning is read from the first 4096
  bool silence = false;       // nothing was said for the host's patience (3 s after dictation); text is empty
  std::optional<Instant> at;  // when it was said; absent: now
};

// What the caller wants, in structure. Several answers may come in one call; the first one missing is asked
// for in `say`.
struct Choose {
  HandoffId handoff_id;
  std::optional<Choice> choice;       // absent: the answers below belong to what was chosen before
  std::string number;                 // callback: as typed or said, also "este mesmo"; taken as confirmed
  std::optional<Instant> time;        // callback: when
  std::string time_text;              // callback: the same in words: "amanhã às 14h", "assim que puder"
  std::optional<std::string> reason;  // callback: what it is about; empty: no reason is given
  std::optional<bool> whatsapp;       // callback: a confirmation by WhatsApp
  std::string message;                // message: the caller's words; at most 4096 bytes
  std::string summary;                // for the ticket; at most 4000 characters
};

// How the assistant goes on.
struct HearOutcome {
  HandoffId handoff_id;
  HearAction action = HearAction::none;
  std::string say;            // to be said now, in the caller's language; may be empty
  std::vector<Choice> offer;  // what `say` offers
  HandoffState state = HandoffState::conversation;
  DialogueState question = DialogueState::none;  // what `say` asks
  CallbackId callback_id;                        // once it is promised
  TicketId ticket_id;                            // once it is promised
  std::optional<std::string> number;             // E.164, as understood so far
  std::optional<Instant> time;                   // as agreed or proposed so far; absent: as soon as free
};

// Throws not_found; invalid_argument for a text that is too long, or without one unless `silence`;
// failed_precondition after the call. While the caller is on hold or talks to a person, the action is `none`.
HearOutcome hear(Context& context, const Hear& request);

// Throws not_found; invalid_argument naming the field (a number with details `reason` and `suggestion`, a
// time that is past or not understood); failed_precondition while a transfer is under way, after good-bye
// and after the call, and for a retry when nobody was called or no try is left.
HearOutcome choose(Context& context, const Choose& request);

const Type& describe(const Hear*);
const Type& describe(const Choose*);
const Type& describe(const HearOutcome*);

}  // namespace smarthandoff::handoff
