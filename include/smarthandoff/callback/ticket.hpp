#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/describe_phone_number.hpp>
#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/callback/ids.hpp>
#include <smarthandoff/storage/context.hpp>

// What is left for people to read and do after a conversation: operations `tickets.get`, `tickets.list`,
// `tickets.text`, and what handoffs and callbacks call inside their own transactions. docs/handoff.md.
namespace smarthandoff::tickets {

enum class TicketType { chat, voice, callback };

enum class TicketStatus {
  pending,  // of a callback that was not made yet
  open,     // a person has to look at it
  closed,
};

enum class Speaker { customer, assistant, agent };

// One utterance of a conversation.
struct TranscriptLine {
  Speaker speaker = Speaker::customer;
  std::string text;
  Instant at;

  bool operator==(const TranscriptLine&) const = default;
};

// Where the call's recording lies; it is referenced, never attached.
struct Recording {
  std::string path;  // as the PBX or the object store knows it; empty: found by the call's id
  std::optional<Instant> started_at;  // when the recording began
  std::int64_t duration_seconds = 0;

  bool operator==(const Recording&) const = default;
};

// Who called, as far as known.
struct TicketContact {
  std::string name;
  std::optional<PhoneNumber> number;  // none: withheld, or no valid number
  std::string caller;                 // the caller id as the PBX gave it; may be no number at all

  bool operator==(const TicketContact&) const = default;
};

struct Ticket {
  TicketId id;
  TicketType type = TicketType::voice;
  TicketStatus status = TicketStatus::open;
  TicketContact contact;
  HandoffId handoff_id;          // may be empty
  std::string call_id;           // the caller's call on the PBX; may be empty
  DestinationId destination_id;  // whom it was for; may be empty
  std::string intended_for;      // that person's or department's name
  std::string department;
  std::vector<TranscriptLine> transcript;
  bool transcript_complete = true;  // false: the oldest lines did not fit
  std::string summary;
  std::string reason;  // in the caller's words, at most 500 characters
  std::optional<Recording> recording;
  CallbackId callback_id;  // of type `callback`
  Instant created_at;
  Instant updated_at;

  bool operator==(const Ticket&) const = default;
};

// What a ticket is made of. Texts beyond their limit are cut at a word, never refused: a caller's message
// is not lost because it is long. Limits: transcript 1000 lines of 1000 characters (the newest stay), summary
// 4000 characters, reason 500, names 100.
struct NewTicket {
  TicketType type = TicketType::voice;
  TicketStatus status = TicketStatus::open;
  TicketContact contact;
  HandoffId handoff_id;
  std::string call_id;
  DestinationId destination_id;
  std::string intended_for;
  std::string department;
  std::vector<TranscriptLine> transcript;
  std::string summary;
  std::string reason;
  std::optional<Recording> recording;
  CallbackId callback_id;
};

// What may be added to a ticket later; absent members stay, lines are appended.
struct TicketChange {
  std::optional<TicketStatus> status;
  std::optional<TicketContact> contact;
  std::optional<std::string> summary;
  std::optional<std::string> reason;
  std::optional<Recording> recording;
  std::vector<TranscriptLine> lines;
};

struct GetTicket {
  TicketId ticket_id;
};

// Filters; an absent one lets everything pass.
struct ListTickets {
  std::optional<TicketType> type;
  std::optional<TicketStatus> status;
  DestinationId destination_id;
  HandoffId handoff_id;
  std::string call_id;
  std::int64_t limit = 100;  // 1-1000
  TicketId after;            // the last id of the page before; empty: from the newest
};
struct TicketList {
  std::vector<Ticket> tickets;  // newest first
};

struct TicketText {
  std::string text;
};

// What happened to a ticket: payload of `ticket.created` and `ticket.updated`. No personal data.
struct TicketEvent {
  TicketId ticket_id;
  TicketType type = TicketType::voice;
  TicketStatus status = TicketStatus::open;
  HandoffId handoff_id;
  std::string call_id;
  DestinationId destination_id;
  CallbackId callback_id;
};

// An agent reads the tickets of the callbacks in the own sight; of the others those for the own extension or
// department, and those for nobody's. Throws not_found, unauthorized.
Ticket get(const Context& context, const GetTicket& request);

// Newest first; for an agent those that may be read. Throws invalid_argument for a limit out of range.
TicketList list(const Context& context, const ListTickets& request);

// The ticket as people read it: heading, summary, transcript, recording with local date and duration, in
// the tenant's language. At most 64 KB: of a longer transcript the oldest lines are left out, marked by "…".
TicketText text(const Context& context, const GetTicket& request);

// Not operations: for handoffs and callbacks, in the transaction that promises the ticket to the caller.
// Emits `ticket.created`.
Ticket create(Context& context, const NewTicket& ticket);

// Emits `ticket.updated` if anything changed. Throws not_found.
Ticket change(Context& context, const TicketId& id, const TicketChange& change);

const Type& describe(const TicketType*);
const Type& describe(const TicketStatus*);
const Type& describe(const Speaker*);
const Type& describe(const TranscriptLine*);
const Type& describe(const Recording*);
const Type& describe(const TicketContact*);
const Type& describe(const Ticket*);
const Type& describe(const GetTicket*);
const Type& describe(const ListTickets*);
const Type& describe(const TicketList*);
const Type& describe(const TicketText*);
const Type& describe(const TicketEvent*);

}  // namespace smarthandoff::tickets
