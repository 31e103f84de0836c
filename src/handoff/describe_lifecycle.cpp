#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/handoff/state.hpp>

#include "handoff/handoff_lifecycle.hpp"

namespace smarthandoff::handoff {

const Type& describe(const HandoffState*) {
  static const Immortal<Type> type =
      describe_enum<HandoffState>("HandoffState", "Where a handoff's call is.",
                                  {{HandoffState::conversation, "conversation"},
                                   {HandoffState::checking, "checking"},
                                   {HandoffState::holding, "holding"},
                                   {HandoffState::ringing, "ringing"},
                                   {HandoffState::whispering, "whispering"},
                                   {HandoffState::bridging, "bridging"},
                                   {HandoffState::bridged, "bridged"},
                                   {HandoffState::transferring, "transferring"},
                                   {HandoffState::transferred, "transferred"},
                                   {HandoffState::waiting, "waiting"},
                                   {HandoffState::returning, "returning"},
                                   {HandoffState::dialogue, "dialogue"},
                                   {HandoffState::closing, "closing"},
                                   {HandoffState::ended, "ended"}});
  return type;
}

const Type& describe(const DialogueState*) {
  static const Immortal<Type> type =
      describe_enum<DialogueState>("DialogueState", "The question that the caller is answering.",
                                   {{DialogueState::none, "none"},
                                    {DialogueState::ask_whom, "ask_whom"},
                                    {DialogueState::ask_which, "ask_which"},
                                    {DialogueState::offer, "offer"},
                                    {DialogueState::offer_message, "offer_message"},
                                    {DialogueState::number, "number"},
                                    {DialogueState::confirm, "confirm"},
                                    {DialogueState::when, "when"},
                                    {DialogueState::which_time, "which_time"},
                                    {DialogueState::confirm_time, "confirm_time"},
                                    {DialogueState::reason, "reason"},
                                    {DialogueState::whatsapp, "whatsapp"},
                                    {DialogueState::message, "message"},
                                    {DialogueState::more, "more"},
                                    {DialogueState::created, "created"},
                                    {DialogueState::closed, "closed"},
                                    {DialogueState::goodbye, "goodbye"},
                                    {DialogueState::over, "over"}});
  return type;
}

const Type& describe(const Choice*) {
  static const Immortal<Type> type =
      describe_enum<Choice>("Choice", "What a caller chooses after a failed transfer.",
                            {{Choice::callback, "callback"},
                             {Choice::message, "message"},
                             {Choice::retry, "retry"},
                             {Choice::yes, "yes"},
                             {Choice::no, "no"},
                             {Choice::cancel, "cancel"}});
  return type;
}

const Type& describe(const HearAction*) {
  static const Immortal<Type> type = describe_enum<HearAction>("HearAction", "What the assistant does next.",
                                                               {{HearAction::say, "say"},
                                                                {HearAction::transfer, "transfer"},
                                                                {HearAction::hang_up, "hang_up"},
                                                                {HearAction::listen, "listen"},
                                                                {HearAction::none, "none"}});
  return type;
}

const Type& describe(const TransferStatus*) {
  static const Immortal<Type> type =
      describe_enum<TransferStatus>("TransferStatus", "What became of a transfer.",
                                    {{TransferStatus::pending, "pending"},
                                     {TransferStatus::transferred, "transferred"},
                                     {TransferStatus::returned, "returned"},
                                     {TransferStatus::ask_which, "ask_which"},
                                     {TransferStatus::ask_whom, "ask_whom"},
                                     {TransferStatus::not_found, "not_found"},
                                     {TransferStatus::disabled, "disabled"},
                                     {TransferStatus::canceled, "canceled"}});
  return type;
}

namespace lifecycle {

const Type& describe(const State*) {
  static const Immortal<Type> type =
      Description<State>("HandoffMachine", "What a handoff's machine remembers.")
          .field("at", &State::at, "")
          .field("destination_id", &State::destination_id, "")
          .field("tried", &State::tried, "")
          .field("on_hold", &State::on_hold, "")
          .field("leg_live", &State::leg_live, "")
          .field("blind", &State::blind, "")
          .field("retrying", &State::retrying, "")
          .field("offered", &State::offered, "")
          .field("stranded", &State::stranded, "")
          .field("retries", &State::retries, "")
          .field("resumes", &State::resumes, "")
          .field("result", &State::result, "")
          .field("evidence", &State::evidence, "")
          .build();
  return type;
}

const Type& describe(const EventKind*) {
  using Kind = EventKind;
  static const Immortal<Type> type = describe_enum<Kind>("HandoffEvent", "What can happen to a handoff.",
                                                         {{Kind::transfer_requested, "transfer_requested"},
                                                          {Kind::retry_requested, "retry_requested"},
                                                          {Kind::dialogue_requested, "dialogue_requested"},
                                                          {Kind::conversation_wanted, "conversation_wanted"},
                                                          {Kind::closing_wanted, "closing_wanted"},
                                                          {Kind::spoke, "spoke"},
                                                          {Kind::accepted, "accepted"},
                                                          {Kind::declined, "declined"},
                                                          {Kind::finished, "finished"},
                                                          {Kind::status_known, "status_known"},
                                                          {Kind::held, "held"},
                                                          {Kind::hold_failed, "hold_failed"},
                                                          {Kind::ring_failed, "ring_failed"},
                                                          {Kind::ring_doubtful, "ring_doubtful"},
                                                          {Kind::whispered, "whispered"},
                                                          {Kind::whisper_failed, "whisper_failed"},
                                                          {Kind::bridge_failed, "bridge_failed"},
                                                          {Kind::resumed, "resumed"},
                                                          {Kind::resume_failed, "resume_failed"},
                                                          {Kind::blind_done, "blind_done"},
                                                          {Kind::blind_failed, "blind_failed"},
                                                          {Kind::rang, "rang"},
                                                          {Kind::answered, "answered"},
                                                          {Kind::machine, "machine"},
                                                          {Kind::key, "key"},
                                                          {Kind::leg_ended, "leg_ended"},
                                                          {Kind::stale_leg_alive, "stale_leg_alive"},
                                                          {Kind::bridged, "bridged"},
                                                          {Kind::unbridged, "unbridged"},
                                                          {Kind::caller_gone, "caller_gone"},
                                                          {Kind::caller_alone, "caller_alone"},
                                                          {Kind::connection_lost, "connection_lost"},
                                                          {Kind::connection_restored, "connection_restored"},
                                                          {Kind::timed_out, "timed_out"}});
  return type;
}

}  // namespace lifecycle
}  // namespace smarthandoff::handoff
