#include <smarthandoff/base/describe_types.hpp>

#include "handoff/dialogue_lifecycle.hpp"

namespace smarthandoff::handoff::dialogue {

const Type& describe(const Wish*) {
  static const Immortal<Type> type = Description<Wish>("DialogueWish", "What was said about when.")
                                         .field("from", &Wish::from, "")
                                         .field("to", &Wish::to, "")
                                         .field("open", &Wish::open, "")
                                         .field("times", &Wish::times, "")
                                         .build();
  return type;
}

const Type& describe(const State*) {
  static const Immortal<Type> type =
      Description<State>("DialogueMachine", "What a handoff's dialogue remembers.")
          .field("at", &State::at, "")
          .field("unclear", &State::unclear, "")
          .field("refusals", &State::refusals, "")
          .field("number", &State::number, "")
          .field("number_confirmed", &State::number_confirmed, "")
          .field("time_known", &State::time_known, "")
          .field("time", &State::time, "")
          .field("proposed", &State::proposed, "")
          .field("proposed_for_closed", &State::proposed_for_closed, "")
          .field("wish", &State::wish, "")
          .field("cancel_doubtful", &State::cancel_doubtful, "")
          .field("reason_known", &State::reason_known, "")
          .field("reason", &State::reason, "")
          .field("whatsapp_known", &State::whatsapp_known, "")
          .field("whatsapp", &State::whatsapp, "")
          .field("message", &State::message, "")
          .field("opted_out", &State::opted_out, "")
          .field("wrong_person", &State::wrong_person, "")
          .build();
  return type;
}

const Type& describe(const InputKind*) {
  using In = InputKind;
  static const Immortal<Type> type = describe_enum<In>("DialogueInput", "What a caller can answer.",
                                                       {{In::begin, "begin"},
                                                        {In::begin_fallback, "begin_fallback"},
                                                        {In::begin_blind, "begin_blind"},
                                                        {In::ask_whom, "ask_whom"},
                                                        {In::ask_which, "ask_which"},
                                                        {In::yes, "yes"},
                                                        {In::no, "no"},
                                                        {In::callback, "callback"},
                                                        {In::message, "message"},
                                                        {In::retry, "retry"},
                                                        {In::caller_id, "caller_id"},
                                                        {In::number, "number"},
                                                        {In::unusable_number, "unusable_number"},
                                                        {In::other_number, "other_number"},
                                                        {In::asap, "asap"},
                                                        {In::time, "time"},
                                                        {In::later, "later"},
                                                        {In::words, "words"},
                                                        {In::done, "done"},
                                                        {In::silence, "silence"},
                                                        {In::unclear, "unclear"},
                                                        {In::cancel, "cancel"},
                                                        {In::cancel_doubtful, "cancel_doubtful"},
                                                        {In::will_call, "will_call"},
                                                        {In::repeat, "repeat"},
                                                        {In::wants_human, "wants_human"},
                                                        {In::opt_out, "opt_out"},
                                                        {In::wrong_person, "wrong_person"},
                                                        {In::fill, "fill"},
                                                        {In::caller_gone, "caller_gone"}});
  return type;
}

const Type& describe(const Line*) {
  static const Immortal<Type> type = describe_enum<Line>("DialogueLine", "A sentence of the dialogue.",
                                                         {{Line::result, "result"},
                                                          {Line::offer, "offer"},
                                                          {Line::ask_whom, "ask_whom"},
                                                          {Line::ask_which, "ask_which"},
                                                          {Line::offer_message, "offer_message"},
                                                          {Line::number, "number"},
                                                          {Line::caller_id_unusable, "caller_id_unusable"},
                                                          {Line::number_unusable, "number_unusable"},
                                                          {Line::confirm, "confirm"},
                                                          {Line::when, "when"},
                                                          {Line::which_time, "which_time"},
                                                          {Line::which_of, "which_of"},
                                                          {Line::propose_time, "propose_time"},
                                                          {Line::propose_open, "propose_open"},
                                                          {Line::reason, "reason"},
                                                          {Line::whatsapp, "whatsapp"},
                                                          {Line::created, "created"},
                                                          {Line::message, "message"},
                                                          {Line::message_full, "message_full"},
                                                          {Line::more, "more"},
                                                          {Line::closing, "closing"},
                                                          {Line::goodbye, "goodbye"},
                                                          {Line::will_call, "will_call"},
                                                          {Line::which_cancel, "which_cancel"},
                                                          {Line::ticket, "ticket"},
                                                          {Line::blind_failed, "blind_failed"},
                                                          {Line::opt_out, "opt_out"},
                                                          {Line::wrong_person, "wrong_person"},
                                                          {Line::hold, "hold"},
                                                          {Line::conversation, "conversation"},
                                                          {Line::fallback_callback, "fallback_callback"},
                                                          {Line::fallback_voicemail, "fallback_voicemail"},
                                                          {Line::fallback_retry, "fallback_retry"},
                                                          {Line::fallback_hangup, "fallback_hangup"}});
  return type;
}

}  // namespace smarthandoff::handoff::dialogue
