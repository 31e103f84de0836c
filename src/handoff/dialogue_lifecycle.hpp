#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/base/describe.hpp>
#include <smarthandoff/handoff/destination.hpp>
#include <smarthandoff/handoff/state.hpp>

#include "handoff/handoff_lifecycle.hpp"

// The dialogue after a transfer that did not succeed (docs/handoff.md): what each answer of the caller
// means in each state. Pure: words were understood before (dialogue_words.hpp), sentences are made after.
namespace smarthandoff::handoff::dialogue {

using lifecycle::Verdict;

// What to do when the caller does not choose (docs/destinations.md).
using Fallback = destinations::FallbackAction;

// What was said about when, and is no time yet.
struct Wish {
  std::optional<Instant> from;  // "amanhã de manhã"; with `to` equal: the day of a time that was refused
  std::optional<Instant> to;
  std::optional<Instant> open;  // the first instant of it at which somebody is there
  std::vector<Instant> times;   // "às 9": this evening or tomorrow

  bool any() const { return from || !times.empty(); }
  bool operator==(const Wish&) const = default;
};

// What the machine remembers; stored with the handoff.
struct State {
  DialogueState at = DialogueState::none;
  std::int64_t unclear = 0;           // answers in a row that were not understood
  std::int64_t refusals = 0;          // "no, that is not the number"
  std::optional<std::string> number;  // E.164
  bool number_confirmed = false;
  bool time_known = false;
  std::optional<Instant> time;       // none: as soon as free
  std::optional<Instant> proposed;   // said, not agreed yet
  bool proposed_for_closed = false;  // the next open instant, for a time at which nobody works
  Wish wish;                         // until a time is agreed
  bool cancel_doubtful = false;      // "quero cancelar" was heard: the callback, or is that the matter?
  bool reason_known = false;
  std::string reason;
  bool whatsapp_known = false;
  bool whatsapp = false;
  std::string message;        // dictated so far, one utterance a line
  bool opted_out = false;     // the caller asked never to be called again
  bool wrong_person = false;  // the caller is not whom we took them for

  bool operator==(const State&) const = default;
};

enum class InputKind {
  begin,           // a transfer failed: make the offer
  begin_fallback,  // the dialogue is off, or the tries of `retry` are used up
  begin_blind,     // a blind transfer failed
  ask_whom,        // a transfer without a name
  ask_which,       // a transfer with several matches
  yes,
  no,
  callback,
  message,
  retry,
  caller_id,
  number,           // a number, not confirmed yet
  unusable_number,  // a number that cannot be called back
  other_number,     // "another one", without saying which
  asap,
  time,
  later,
  words,  // free words, where words are asked for
  done,   // "that was all"
  silence,
  unclear,
  cancel,
  cancel_doubtful,  // "quero cancelar": the callback or a contract
  will_call,        // "eu ligo depois"
  repeat,           // "repete por favor"
  wants_human,
  opt_out,
  wrong_person,
  fill,  // several answers at once, from a structured call
  caller_gone,
};

// A time that was understood, judged by the opening hours.
struct TimeAnswer {
  Instant at;
  bool open = true;                  // inside the opening hours
  std::optional<Instant> next_open;  // else: what is proposed instead
  bool to_confirm = false;           // it took guessing
};

// The answers of a structured call; what is absent is asked.
struct Form {
  std::optional<std::string> number;  // E.164; taken as confirmed
  bool asap = false;
  std::optional<TimeAnswer> time;
  std::optional<std::string> reason;
  std::optional<bool> whatsapp;
  std::optional<std::string> message;
};

struct Input {
  InputKind kind = InputKind::unclear;
  std::string text{};       // words, cancel_doubtful: what was said; number: E.164
  TimeAnswer time{};        // time
  Form form{};              // fill; callback, yes, later: what was said with it, the number not confirmed
  Wish wish{};              // later, callback, yes: when, as far as it was said
  bool own_number = false;  // callback, yes, later: on the number of this call
  bool unusable = false;    // the same: on a number that cannot be called back
  bool ends = false;        // words: the caller said that this was all
  bool opt_out = false;     // words: they also ask for no more contact
};

struct Policy {
  std::optional<std::string> caller_number;  // E.164; none: withheld or not callable
  bool has_whatsapp = false;
  bool has_destination = true;  // somebody who can call back
  Fallback fallback = Fallback::ticket;
  bool can_retry = false;  // somebody was called, and tries are left
  std::int64_t max_refusals = 3;
  std::size_t max_message = 4000;  // bytes
  std::size_t max_reason = 500;    // characters
};

// A sentence to be said; dialogue_text.cpp knows the words.
enum class Line {
  result,  // of the transfer
  offer,
  ask_whom,
  ask_which,
  offer_message,
  number,
  caller_id_unusable,
  number_unusable,
  confirm,
  when,
  which_time,
  which_of,      // of several times that were meant
  propose_time,  // the time heard took guessing
  propose_open,  // closed then; the next open instant
  reason,
  whatsapp,
  created,
  message,
  message_full,  // the message has reached its limit
  more,
  closing,
  goodbye,
  will_call,     // good-bye to a caller who will call again
  which_cancel,  // the callback, or is that the matter
  ticket,        // a message is noted without the caller's words
  blind_failed,
  opt_out,
  wrong_person,
  hold,               // one moment, please
  conversation,       // how can I help
  fallback_callback,  // what is done for a caller who did not choose
  fallback_voicemail,
  fallback_retry,
  fallback_hangup,
};

// What is to be done, before the lines are said.
enum class Act {
  create_callback,
  create_ticket,
  hang_up,   // after the lines
  transfer,  // to whom the caller named
  retry,     // chosen by the caller
  retry_fallback,
  conversation,   // the assistant goes on by itself
  open_dialogue,  // there was no failed transfer before
  record_opt_out,
  record_wrong_person,
};

struct Decision {
  State state;
  Verdict verdict = Verdict::acted;
  std::string_view reason{};
  std::vector<Line> say{};
  std::vector<Act> acts{};
  bool again = false;  // the question is asked for the second time
};

// Total over (state, input).
Decision decide(const State& state, const Input& input, const Policy& policy);

// True when nothing more can be answered: created, closed, goodbye, over.
bool is_final(DialogueState state);

// The text cut at a word, at most `characters` long, without control characters.
std::string cut_at_word(std::string_view text, std::size_t characters);

const Type& describe(const Wish*);
const Type& describe(const State*);
const Type& describe(const InputKind*);
const Type& describe(const Line*);

}  // namespace smarthandoff::handoff::dialogue
