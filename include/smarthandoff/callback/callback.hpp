#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/describe_phone_number.hpp>
#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/callback/dial.hpp>
#include <smarthandoff/callback/ids.hpp>
#include <smarthandoff/callback/ticket.hpp>
#include <smarthandoff/storage/context.hpp>

// Promises to call a customer back: operations `callbacks.create`, `callbacks.get`, `callbacks.list`.
// docs/callbacks.md.
namespace smarthandoff::callbacks {

enum class CallbackStatus {
  pending,        // waits for the extension to be free
  scheduled,      // waits for a time
  notified,       // the agent was alerted
  ready_to_call,  // the customer said yes on WhatsApp
  in_progress,    // the call was placed
  completed,
  failed,  // attempts used up, or expired
  canceled,
};

enum class CallbackPriority { normal, high, urgent };

// What became of the call to the customer.
enum class CallbackResult { answered, no_answer, busy, machine, failed };

struct Callback {
  CallbackId id;
  TicketId ticket_id;                 // its own ticket, of type `callback`
  std::optional<PhoneNumber> number;  // to call; none once the person was erased
  std::string contact_id;             // the host's or our id of the person; may be empty
  std::string contact_name;
  DestinationId destination_id;  // may be empty when only an extension or department was asked for
  std::string intended_for;      // the person's name as callers say it
  std::string extension;         // whose turn it is; the key, not a user id
  std::string department;
  std::optional<Instant> scheduled_at;  // none: as soon as the extension is free
  std::string reason;                   // at most 500 characters
  std::int64_t attempts = 0;
  std::int64_t max_attempts = 3;
  std::optional<Instant> last_attempt_at;
  bool notify_whatsapp = false;  // the customer wants to be told by WhatsApp
  std::string whatsapp_message_id;
  std::optional<Instant> whatsapp_sent_at;
  CallbackStatus status = CallbackStatus::pending;
  CallbackPriority priority = CallbackPriority::high;
  HandoffId handoff_id;                             // the conversation it was asked for in; may be empty
  std::string call_id;                              // that conversation's call
  std::string callback_call_id;                     // the newest call back
  std::vector<tickets::TranscriptLine> transcript;  // of its ticket
  std::string summary;                              // of its ticket
  Instant requested_at;                             // its age and place count from here
  std::int64_t talk_seconds = 0;
  std::optional<CallbackResult> result;
  std::optional<Instant> result_at;
  std::optional<Instant> confirmation_sent_at;  // notices, per kind
  std::optional<Instant> ready_sent_at;
  std::optional<Instant> failed_sent_at;
  std::optional<Instant> score_asked_at;
  std::optional<Instant> notice_answered_at;
  std::optional<std::int64_t> score;    // the customer's, 0-10
  std::string end_reason;               // why it was canceled or failed, e.g. "expired"
  std::optional<CallMode> mode;         // whose phone rings first; none: the tenant's setting
  bool released = false;                // any agent of the department may take it
  std::optional<Instant> agreed_at;     // the time the customer wished last; retries do not move it
  std::optional<Instant> announced_at;  // the first alert
  std::optional<Instant> clicked_at;    // the first click
  std::optional<Instant> answered_at;   // when the customer answered the call that completed it
  std::optional<Instant> ended_at;
  std::string served_by;  // the extension that completed it
  Instant updated_at;

  bool operator==(const Callback&) const = default;
};

// A wish to be called back. Whom: a destination, or an extension or department. A person who already has an
// open callback for the same destination gets that one, with the newer number, time and reason. An agent who
// may not see that one adds to its ticket what was asked, changes nothing, and is answered a callback that
// has only its ids and status and what the request said.
struct CreateCallback {
  std::string number;                   // as typed or said
  std::string caller;                   // the number called from, as the PBX gave it; at most 100 characters
  std::string contact_id;               // if the host knows the person; at most 64 bytes
  std::string contact_name;             // at most 100 characters
  DestinationId destination_id;         // at least one of destination, extension and department
  std::string intended_for;             // at most 100 characters
  std::string extension;                // at most 10 of 0-9, *, #
  std::string department;               // at most 100 characters
  std::optional<Instant> scheduled_at;  // none: as soon as the extension is free; at most a year ahead
  std::string reason;                   // longer than 500 characters: cut at a word
  std::int64_t max_attempts = 3;        // 1-20
  bool notify_whatsapp = false;
  CallbackPriority priority = CallbackPriority::high;
  bool vip = false;              // counts one priority higher
  std::optional<CallMode> mode;  // none: the tenant's setting
  HandoffId handoff_id;
  std::string call_id;                              // at most 64 bytes, as handoffs.start takes them
  std::vector<tickets::TranscriptLine> transcript;  // for its ticket
  std::string summary;                              // for its ticket
  std::optional<tickets::Recording> recording;      // for its ticket
};

struct GetCallback {
  CallbackId callback_id;
};

// Filters; an absent one lets everything pass.
struct ListCallbacks {
  std::optional<CallbackStatus> status;
  std::string extension;
  std::string department;
  DestinationId destination_id;
  bool open_only = false;    // leaves out completed, failed and canceled
  std::int64_t limit = 100;  // 1-1000
  CallbackId after;          // the last id of the page before; empty: from the start
};
struct CallbackList {
  std::vector<Callback> callbacks;  // ready_to_call, then by priority, then by request (docs/callbacks.md)
};

// What happened to a callback: payload of `callback.created`, `callback.joined`, `callback.updated` (every
// later change) and `callback.unowned` (nobody takes it: a supervisor's turn). No personal data.
struct CallbackEvent {
  CallbackId callback_id;
  TicketId ticket_id;
  CallbackStatus status = CallbackStatus::pending;
  CallbackPriority priority = CallbackPriority::high;
  DestinationId destination_id;
  HandoffId handoff_id;
  std::string extension;
  std::string department;
  std::optional<Instant> scheduled_at;
  std::string end_reason;
};

// Commits the callback together with its ticket (type `callback`, status `pending`). Throws
// invalid_argument naming the field; for the number with the details `reason`: one of understand::phone's,
// `not_callable` for numbers that must not be called back, `own_extension` (named by `extension`) or a rule
// of the contact gate; and `say`, the sentence for the caller.
Callback create(Context& context, const CreateCallback& request);

// Not an operation: what the caller of a handoff agreed on. It joins as the caller's own word, whoever has
// the assistant under way.
Callback create_agreed(Context& context, const CreateCallback& request);

// Throws not_found.
Callback get(const Context& context, const GetCallback& request);

// Throws invalid_argument for a limit out of range, not_found for an unknown `after`.
CallbackList list(const Context& context, const ListCallbacks& request);

const Type& describe(const CallbackStatus*);
const Type& describe(const CallbackPriority*);
const Type& describe(const CallbackResult*);
const Type& describe(const Callback*);
const Type& describe(const CreateCallback*);
const Type& describe(const GetCallback*);
const Type& describe(const ListCallbacks*);
const Type& describe(const CallbackList*);
const Type& describe(const CallbackEvent*);

}  // namespace smarthandoff::callbacks
