#include <smarthandoff/handoff/dialogue.hpp>
#include <smarthandoff/handoff/handoff.hpp>

#include "handoff/handoff_order.hpp"

namespace smarthandoff::handoff {

const Type& describe(const Handoff*) {
  using H = Handoff;
  static const Immortal<Type> type =
      Description<H>("Handoff", "One call, from the assistant's answer to its end.")
          .field("id", &H::id, "of this handoff")
          .field("call_id", &H::call_id, "the caller's call on the PBX")
          .field("caller", &H::caller, "the caller id as the PBX said it; empty: withheld")
          .field("caller_number", &H::caller_number, "E.164, if the caller id is a valid number")
          .field("secretary_id", &H::secretary_id, "whose call it is; may be empty")
          .field("language", &H::language, "what the caller is spoken to in")
          .field("state", &H::state, "where the call is")
          .field("question", &H::question, "what the caller was asked last")
          .field("destination_id", &H::destination_id, "whom the caller asked for last; may be empty")
          .field("destination_name", &H::destination_name, "its name then")
          .field("result", &H::result, "of the last transfer, once it is known")
          .field("callback_id", &H::callback_id, "promised in this call; may be empty")
          .field("ticket_id", &H::ticket_id, "of the message or callback promised in this call; may be empty")
          .field("recording_path", &H::recording_path, "where the call is recorded; may be empty")
          .field("opted_out", &H::opted_out, "the caller asked never to be called again")
          .field("wrong_person", &H::wrong_person, "the caller is not whom we took them for")
          .field("created_at", &H::created_at, "when it was started")
          .field("updated_at", &H::updated_at, "when it changed last")
          .field("ended_at", &H::ended_at, "when it ended")
          .build();
  return type;
}

const Type& describe(const StartHandoff*) {
  using S = StartHandoff;
  static const Immortal<Type> type =
      Description<S>("StartHandoff", "The assistant has answered a call.")
          .required("call_id", &S::call_id, "the PBX's id of the caller's leg")
          .field("caller", &S::caller, "caller id as the PBX says it; empty: withheld")
          .field("secretary_id", &S::secretary_id, "whose call it is; empty: the tenant's settings")
          .field("language", &S::language, "pt-BR or en-US; empty: the secretary's, else the tenant's")
          .field("recording_path", &S::recording_path,
                 "where the call is recorded from now on; empty: it is not")
          .field("assistant", &S::assistant,
                 "where the caller comes back to; empty: the secretary's, else the PBX's")
          .build();
  return type;
}

const Type& describe(const Transfer*) {
  static const Immortal<Type> type =
      Description<Transfer>("Transfer", "Puts the caller through to somebody.")
          .required("handoff_id", &Transfer::handoff_id, "the call")
          .field("to", &Transfer::to, "whom, as said: \"a Jeni do financeiro\"")
          .field("destination_id", &Transfer::destination_id, "instead of `to`")
          .build();
  return type;
}

const Type& describe(const WaitTransfer*) {
  static const Immortal<Type> type =
      Description<WaitTransfer>("WaitTransfer", "Waits for the transfer under way.")
          .required("handoff_id", &WaitTransfer::handoff_id, "the call")
          .build();
  return type;
}

const Type& describe(const TransferOutcome*) {
  using O = TransferOutcome;
  static const Immortal<Type> type =
      Description<O>("TransferOutcome", "What became of a transfer.")
          .field("handoff_id", &O::handoff_id, "the call")
          .field("attempt_id", &O::attempt_id, "the deciding try; empty when nobody was tried")
          .field("status", &O::status, "what became of it")
          .field("result", &O::result, "why, once somebody was tried")
          .field("say", &O::say, "for the assistant to say now; empty when connected")
          .field("offer", &O::offer, "what `say` offers")
          .field("candidates", &O::candidates, "whom the caller may mean, when status is ask_which")
          .field("evidence", &O::evidence, "why the result is what it is")
          .field("settled", &O::settled, "false: still under way at the deadline")
          .field("state", &O::state, "where the call is")
          .build();
  return type;
}

const Type& describe(const AcceptTransfer*) {
  using A = AcceptTransfer;
  static const Immortal<Type> type =
      Description<A>("AcceptTransfer", "The person's answer to the accept gate.")
          .required("handoff_id", &A::handoff_id, "the call")
          .field("accepted", &A::accepted, "false: declined")
          .field("reason", &A::reason, "of a decline; at most 500 characters")
          .build();
  return type;
}

const Type& describe(const NoteLine*) {
  using N = NoteLine;
  static const Immortal<Type> type = Description<N>("NoteLine", "Something said, for the transcript.")
                                         .required("handoff_id", &N::handoff_id, "the call")
                                         .field("speaker", &N::speaker, "who said it")
                                         .required("text", &N::text, "what; at most 4096 bytes")
                                         .field("at", &N::at, "when; absent: now")
                                         .build();
  return type;
}

const Type& describe(const FinishHandoff*) {
  using F = FinishHandoff;
  static const Immortal<Type> type =
      Description<F>("FinishHandoff", "The call is over for us.")
          .required("handoff_id", &F::handoff_id, "the call")
          .field("hang_up", &F::hang_up, "the caller too, unless talking to a person")
          .field("summary", &F::summary, "for the ticket of a message; at most 4000 characters")
          .build();
  return type;
}

const Type& describe(const GetHandoff*) {
  static const Immortal<Type> type = Description<GetHandoff>("GetHandoff", "Names a handoff.")
                                         .required("handoff_id", &GetHandoff::handoff_id, "which")
                                         .build();
  return type;
}

const Type& describe(const ListHandoffs*) {
  using L = ListHandoffs;
  static const Immortal<Type> type =
      Description<L>("ListHandoffs", "Filters; an absent one lets everything pass.")
          .field("state", &L::state, "only those in this state")
          .field("call_id", &L::call_id, "only that of this call")
          .field("destination_id", &L::destination_id, "only those who asked for it last")
          .field("open_only", &L::open_only, "leaves out the ended")
          .field("limit", &L::limit, "1-1000")
          .field("after", &L::after, "the last id of the page before; empty: from the newest")
          .build();
  return type;
}

const Type& describe(const HandoffList*) {
  static const Immortal<Type> type = Description<HandoffList>("HandoffList", "Handoffs, newest first.")
                                         .field("handoffs", &HandoffList::handoffs, "at most `limit`")
                                         .build();
  return type;
}

const Type& describe(const Attempt*) {
  using A = Attempt;
  static const Immortal<Type> type =
      Description<A>("Attempt", "One try to reach one destination.")
          .field("id", &A::id, "of this try")
          .field("handoff_id", &A::handoff_id, "the call")
          .field("transfer", &A::transfer, "counts the transfers of the handoff")
          .field("destination_id", &A::destination_id, "who was tried")
          .field("destination_name", &A::destination_name, "its name then")
          .field("leg", &A::leg, "the person's leg on the PBX; empty: never rung")
          .field("result", &A::result, "once it is known")
          .field("evidence", &A::evidence, "why the result is what it is")
          .field("created_at", &A::created_at, "when it began")
          .field("ended_at", &A::ended_at, "when its result was known")
          .build();
  return type;
}

const Type& describe(const AttemptList*) {
  static const Immortal<Type> type = Description<AttemptList>("AttemptList", "Every try of a call, in order.")
                                         .field("attempts", &AttemptList::attempts, "oldest first")
                                         .build();
  return type;
}

const Type& describe(const Hear*) {
  static const Immortal<Type> type =
      Description<Hear>("Hear", "An utterance of the caller, or the lack of one.")
          .required("handoff_id", &Hear::handoff_id, "the call")
          .field("text", &Hear::text,
                 "as transcribed; at most 65536 bytes, the meaning is read from the first 4096")
          .field("silence", &Hear::silence, "nothing was said for the host's patience; text is empty")
          .field("at", &Hear::at, "when it was said; absent: now")
          .build();
  return type;
}

const Type& describe(const Choose*) {
  using C = Choose;
  static const Immortal<Type> type =
      Description<C>("Choose", "What the caller wants, in structure; several answers may come at once.")
          .required("handoff_id", &C::handoff_id, "the call")
          .field("choice", &C::choice, "absent: the answers belong to what was chosen before")
          .field("number", &C::number, "callback: as typed or said, also \"este mesmo\"")
          .field("time", &C::time, "callback: when")
          .field("time_text", &C::time_text, "callback: when, in words")
          .field("reason", &C::reason, "callback: what it is about; empty: no reason is given")
          .field("whatsapp", &C::whatsapp, "callback: a confirmation by WhatsApp")
          .field("message", &C::message, "message: the caller's words; at most 4096 bytes")
          .field("summary", &C::summary, "for the ticket; at most 4000 characters")
          .build();
  return type;
}

const Type& describe(const HearOutcome*) {
  using O = HearOutcome;
  static const Immortal<Type> type =
      Description<O>("HearOutcome", "How the assistant goes on.")
          .field("handoff_id", &O::handoff_id, "the call")
          .field("action", &O::action, "what the assistant does next")
          .field("say", &O::say, "to be said now; may be empty")
          .field("offer", &O::offer, "what `say` offers")
          .field("state", &O::state, "where the call is")
          .field("question", &O::question, "what `say` asks")
          .field("callback_id", &O::callback_id, "once it is promised")
          .field("ticket_id", &O::ticket_id, "once it is promised")
          .field("number", &O::number, "E.164, as understood so far")
          .field("time", &O::time, "as agreed or proposed so far; absent: as soon as free")
          .build();
  return type;
}

const Type& describe(const Order*) {
  using O = Order;
  static const Immortal<Type> type = Description<O>("HandoffOrder", "What a handoff's job carries.")
                                         .field("handoff_id", &O::handoff_id, "")
                                         .field("attempt_id", &O::attempt_id, "")
                                         .field("call", &O::call, "")
                                         .field("leg", &O::leg, "")
                                         .field("dial", &O::dial, "")
                                         .field("number", &O::number, "")
                                         .field("domain", &O::domain, "")
                                         .field("context", &O::context, "")
                                         .field("gateway", &O::gateway, "")
                                         .field("caller_name", &O::caller_name, "")
                                         .field("caller_number", &O::caller_number, "")
                                         .field("text", &O::text, "")
                                         .field("language", &O::language, "")
                                         .field("path", &O::path, "")
                                         .field("assistant", &O::assistant, "")
                                         .field("timeout", &O::timeout, "")
                                         .field("timer", &O::timer, "")
                                         .field("tries", &O::tries, "")
                                         .build();
  return type;
}

const Type& describe(const HandoffEvent*) {
  using E = HandoffEvent;
  static const Immortal<Type> type =
      Description<E>("HandoffEvent", "What happened to a handoff.")
          .field("handoff_id", &E::handoff_id, "which")
          .field("call_id", &E::call_id, "the caller's call on the PBX")
          .field("state", &E::state, "where the call is")
          .field("question", &E::question, "what the caller was asked last")
          .field("destination_id", &E::destination_id, "whom the caller asked for last")
          .field("attempt_id", &E::attempt_id, "the running or last try")
          .field("result", &E::result, "of the last transfer, once it is known")
          .field("callback_id", &E::callback_id, "once it is promised")
          .field("ticket_id", &E::ticket_id, "once it is promised")
          .field("say", &E::say, "what the caller is to hear: of handoff.hold and handoff.returned")
          .field("reason", &E::reason, "of handoff.recording_failed and handoff.order_failed")
          .build();
  return type;
}

}  // namespace smarthandoff::handoff
