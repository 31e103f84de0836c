#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/describe_phone_number.hpp>
#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/callback/ids.hpp>
#include <smarthandoff/callback/ticket.hpp>
#include <smarthandoff/handoff/destination.hpp>
#include <smarthandoff/handoff/state.hpp>
#include <smarthandoff/storage/awaited.hpp>
#include <smarthandoff/storage/context.hpp>
#include <smarthandoff/telephony/port.hpp>
#include <smarthandoff/telephony/ports.hpp>
#include <smarthandoff/telephony/types.hpp>

// A live call that the assistant may put through to a person: operations `handoffs.start`, `.transfer`,
// `.wait`, `.accept`, `.note`, `.finish`, `.get`, `.list`, `.attempts`; what the caller says is in
// dialogue.hpp. docs/handoff.md. Events, entity = the handoff's id: `handoff.started`, `.updated`
// (every change), `.hold` (what the caller hears before), `.returned` (what the caller hears after),
// `.bridged`,
// `.transferred` (blind mode), `.ended`, `.opt_out`, `.wrong_person`, `.recording_failed`, `.order_failed`
// (an order that the PBX did not take in twelve tries).
namespace smarthandoff::handoff {

using AttemptId = Id<struct AttemptTag>;

// One call, from the assistant's answer to its end.
struct Handoff {
  HandoffId id;
  std::string call_id;                       // the caller's call on the PBX
  std::string caller;                        // as the PBX said it; empty: withheld
  std::optional<PhoneNumber> caller_number;  // if `caller` is a valid number
  SecretaryId secretary_id;                  // may be empty
  std::string language;                      // what the caller is spoken to in
  HandoffState state = HandoffState::conversation;
  DialogueState question = DialogueState::none;  // what the caller was asked last
  DestinationId destination_id;                  // asked for last; may be empty
  std::string destination_name;
  std::optional<telephony::TransferResult> result;  // of the last transfer, once it is known
  CallbackId callback_id;                           // promised in this call; may be empty
  TicketId ticket_id;                               // of the message taken in this call; may be empty
  std::string recording_path;
  bool opted_out = false;     // the caller asked never to be called again
  bool wrong_person = false;  // the caller is not whom we took them for
  Instant created_at;
  Instant updated_at;
  std::optional<Instant> ended_at;

  bool operator==(const Handoff&) const = default;
};

// The assistant has answered a call.
struct StartHandoff {
  std::string call_id;         // the PBX's id of the caller's leg; 1-64 of a-z, A-Z, 0-9, - _ . : @
  std::string caller;          // caller id as the PBX says it, also "anonymous"; at most 100 bytes
  SecretaryId secretary_id;    // whose call it is; empty: the tenant's settings
  std::string language;        // pt-BR or en-US; empty: the secretary's, else the tenant's
  std::string recording_path;  // where the call is recorded from now on; empty: it is not
  telephony::AssistantTarget
      assistant;  // where the caller comes back to; empty: the secretary's, else the PBX's
};

// Puts the caller through to somebody.
struct Transfer {
  HandoffId handoff_id;
  std::string to;                // as said: "a Jeni do financeiro"
  DestinationId destination_id;  // instead of `to`
};

struct WaitTransfer {
  HandoffId handoff_id;
};

// What became of a transfer.
struct TransferOutcome {
  HandoffId handoff_id;
  AttemptId attempt_id;  // the deciding try; empty when nobody was rung or asked
  TransferStatus status = TransferStatus::pending;
  std::optional<telephony::TransferResult> result;
  std::string say;            // for the assistant to say now, in the caller's language; empty when bridged
  std::vector<Choice> offer;  // what `say` offers
  std::vector<destinations::Destination> candidates;  // ask_which: whom the caller may mean
  std::optional<telephony::Evidence> evidence;        // why the result is what it is
  bool settled = false;                               // false: still under way at the deadline
  HandoffState state = HandoffState::conversation;
};

// The person's answer to the accept gate, understood by the host (gate `word`).
struct AcceptTransfer {
  HandoffId handoff_id;
  bool accepted = true;
  std::string reason;  // of a decline; kept as evidence; at most 500 characters
};

// Something said that the library did not hear itself, for the transcript.
struct NoteLine {
  HandoffId handoff_id;
  tickets::Speaker speaker = tickets::Speaker::customer;
  std::string text;           // at most 4096 bytes
  std::optional<Instant> at;  // when it was said; absent: now
};

// The call is over for us: said good-bye, or taken elsewhere.
struct FinishHandoff {
  HandoffId handoff_id;
  bool hang_up = true;  // the caller, if with the assistant or on hold; never one who talks to a person
  std::string summary;  // for the ticket of a message; at most 4000 characters
};

struct GetHandoff {
  HandoffId handoff_id;
};

// Filters; an absent one lets everything pass.
struct ListHandoffs {
  std::optional<HandoffState> state;
  std::string call_id;
  DestinationId destination_id;
  bool open_only = false;    // leaves out the ended
  std::int64_t limit = 100;  // 1-1000
  HandoffId after;           // the last id of the page before; empty: from the newest
};
struct HandoffList {
  std::vector<Handoff> handoffs;  // newest first
};

// One try to reach one destination.
struct Attempt {
  AttemptId id;
  HandoffId handoff_id;
  std::int64_t transfer = 0;  // counts the transfers of the handoff; a hunt or a retry stays in its transfer
  DestinationId destination_id;
  std::string destination_name;
  std::string leg;  // the person's leg on the PBX; empty: never rung
  std::optional<telephony::TransferResult> result;
  telephony::Evidence evidence;
  Instant created_at;
  std::optional<Instant> ended_at;

  bool operator==(const Attempt&) const = default;
};
struct AttemptList {
  std::vector<Attempt> attempts;  // in order
};

// Starting twice for the same call gives the same handoff. Throws invalid_argument naming the field,
// not_found for an unknown secretary, failed_precondition for one that is switched off, already_exists for a
// call that somebody else's open handoff is about: a live call is in one pair of hands.
Handoff start(Context& context, const StartHandoff& request);

// Awaited: settled when the caller is with the person, is back with the assistant, or has to be asked
// something. Throws not_found, invalid_argument unless exactly one of `to` and `destination_id` is there,
// failed_precondition while a transfer is under way and after the call.
Pending start_transfer(Context& context, const Transfer& request);
std::optional<TransferOutcome> answer_transfer(const Context& context, const Pending& pending);
inline constexpr Awaited<Transfer, TransferOutcome> transfer{start_transfer, answer_transfer};

// The outcome of the transfer under way, or of the last one: for transfers that an utterance began.
Pending start_wait(Context& context, const WaitTransfer& request);
inline constexpr Awaited<WaitTransfer, TransferOutcome> wait{start_wait, answer_transfer};

// Late answers change nothing. Throws not_found.
Handoff accept(Context& context, const AcceptTransfer& request);

// Throws not_found, failed_precondition after the call, rate_limited beyond 2000 lines.
Handoff note(Context& context, const NoteLine& request);

// Ends every leg that rings for the caller; stores what was promised or dictated. Repeatable. Throws
// not_found.
Handoff finish(Context& context, const FinishHandoff& request);

// Throws not_found.
Handoff get(const Context& context, const GetHandoff& request);

// Newest first. Throws invalid_argument for a limit out of range.
HandoffList list(const Context& context, const ListHandoffs& request);

// Everybody who was tried in the call, and why it ended so. Throws not_found.
AttemptList attempts(const Context& context, const GetHandoff& request);

// --- for the engine ---

// Whose an event of the phone system is, found by the caller's or leg's id; none: not ours, or of no call.
std::optional<TenantId> tenant_of(const storage::Transaction& transaction, const telephony::Event& event);

// Tenants with calls that have not ended: each is told when the connection to the phone system changes.
std::vector<TenantId> tenants_in_flight(const storage::Transaction& transaction);

// Decides an event of the phone system for the handoffs of the context's tenant.
void on_telephony(Context& context, const telephony::Event& event);

// Everything that handoffs have done later or outside.
const std::vector<JobHandler>& job_handlers();

// Tells the contact module what handoffs keep of people: once, before an engine is open; repeating it is
// harmless.
void register_with_contacts();

const Type& describe(const Handoff*);
const Type& describe(const StartHandoff*);
const Type& describe(const Transfer*);
const Type& describe(const WaitTransfer*);
const Type& describe(const TransferOutcome*);
const Type& describe(const AcceptTransfer*);
const Type& describe(const NoteLine*);
const Type& describe(const FinishHandoff*);
const Type& describe(const GetHandoff*);
const Type& describe(const ListHandoffs*);
const Type& describe(const HandoffList*);
const Type& describe(const Attempt*);
const Type& describe(const AttemptList*);

}  // namespace smarthandoff::handoff
