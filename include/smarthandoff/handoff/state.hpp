#pragma once

#include <cstdint>

#include <smarthandoff/base/describe.hpp>

// The words for where a handoff stands (docs/handoff.md).
namespace smarthandoff::handoff {

// Where the call is. `bridged`, `transferred` and `ended` are good-byes to the assistant.
enum class HandoffState {
  conversation,  // the caller talks to the assistant
  checking,      // the extension's status is being asked
  holding,       // the caller is being put on hold
  ringing,       // the person's phone rings, the caller hears music
  whispering,    // the person hears the context, or is asked to accept
  bridging,      // both are being connected
  bridged,       // caller and person talk
  transferring,  // blind mode: the PBX is told to send the caller away
  transferred,   // blind mode: the PBX took the order
  waiting,       // on hold before another try (fallback `retry`)
  returning,     // the caller is being taken off hold
  dialogue,      // the assistant offers what can be done instead
  closing,       // the last sentence is being said
  ended,         // the call, or our part in it, is over
};

// The question that the caller is answering.
enum class DialogueState {
  none,           // an ordinary conversation
  ask_whom,       // whom to call
  ask_which,      // which of several equally good destinations
  offer,          // a callback or a message
  offer_message,  // a message, after the callback was declined
  number,         // the number to call back
  confirm,        // is the number right
  when,           // as soon as free, or at a time
  which_time,     // at which time
  confirm_time,   // is the proposed time good
  reason,         // what it is about
  whatsapp,       // a confirmation by WhatsApp
  message,        // the message is being dictated
  more,           // anything else
  created,        // the callback is stored, good-bye was said
  closed,         // the message is stored, good-bye was said
  goodbye,        // good-bye was said, nothing was wanted
  over,           // the caller has gone
};

// What a caller can choose after a transfer that did not succeed.
enum class Choice {
  callback,  // to be called back
  message,   // to leave a message
  retry,     // to wait and try once more
  yes,       // to the question just asked
  no,        // to the question just asked
  cancel,    // back to the offer
};

// What the host's assistant does next.
enum class HearAction {
  say,       // speak `say` and listen
  transfer,  // speak `say`; a transfer has begun, handoffs.wait tells its outcome
  hang_up,   // speak `say`, then handoffs.finish
  listen,    // go on listening
  none,      // not ours: the assistant answers by itself
};

// What became of a request to transfer.
enum class TransferStatus {
  pending,      // not settled yet
  transferred,  // the caller is with the person, or was sent there in blind mode
  returned,     // the caller is back with the assistant; `result` says why
  ask_which,    // several destinations fit: `candidates`
  ask_whom,     // nobody was named and there is no default destination
  not_found,    // nobody is called that
  disabled,     // the destination is switched off
  canceled,     // the caller hung up, or the host finished, before it was settled
};

const Type& describe(const HandoffState*);
const Type& describe(const DialogueState*);
const Type& describe(const Choice*);
const Type& describe(const HearAction*);
const Type& describe(const TransferStatus*);

}  // namespace smarthandoff::handoff
