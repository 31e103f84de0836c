#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/describe_phone_number.hpp>
#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/callback/callback.hpp>
#include <smarthandoff/callback/dial.hpp>
#include <smarthandoff/storage/awaited.hpp>
#include <smarthandoff/storage/context.hpp>

// What agents do with callbacks: operations `callbacks.pending`, `.initiate`, `.result`, `.snooze`,
// `.dismiss`, `.cancel`, `.reschedule`, `.rate`, `.estimate`. docs/callbacks.md. An agent may initiate,
// snooze, dismiss, cancel and reschedule the callbacks of the own extension, and those of the own department
// that are released or were never anybody's; supervisors and the host all of them: others get unauthorized.
namespace smarthandoff::callbacks {

// Whose list; without any member everybody's, for an agent the own one.
struct ListPending {
  std::string extension;     // its own, and what its agents' department may take
  std::string department;    // what is the department's
  std::int64_t limit = 100;  // 1-1000
};

// A callback as it stands in an agent's list.
struct PendingCallback {
  CallbackId callback_id;
  TicketId ticket_id;
  std::optional<PhoneNumber> number;  // always there: the person of an open one was not erased
  std::string contact_name;
  std::string reason;
  std::string intended_for;
  std::string extension;
  std::string department;
  CallbackStatus status = CallbackStatus::pending;
  CallbackPriority priority = CallbackPriority::high;
  std::optional<Instant> scheduled_at;
  std::int64_t waiting_minutes = 0;  // since the request
  std::int64_t attempts = 0;
  bool released = false;
  bool has_audio = false;  // a recording of the conversation
  bool has_transcript = false;
};
struct PendingList {
  std::vector<PendingCallback> callbacks;  // in the order they should be called
  std::int64_t badge = 0;                  // how many can be called now, beyond the limit too
};

// The click: "Ligar agora".
struct Initiate {
  CallbackId callback_id;
  std::string extension;         // whose phone rings; empty: the actor's own, else the callback's
  std::optional<CallMode> mode;  // none: the callback's, else the tenant's setting
  std::string call_id;  // not empty: the host dials by itself, under this id, and reports with `result`
  std::string domain;   // where the host believes that phone to be: not_found unless it is the tenant's
};

// What became of the click. A refusal changes nothing.
struct InitiateOutcome {
  CallbackId callback_id;
  DialId dial_id;
  std::string call_id;  // of the call on the PBX
  DialStage stage = DialStage::intended;
  std::optional<DialEnd> end;
  bool success = false;  // the PBX has the dial, and the agent's phone was not taken meanwhile
  std::string reason;    // why not, for the agent, in the tenant's language
  std::optional<telephony::ExtensionState> extension_state;  // when it was refused for it
  std::optional<std::int64_t> retry_after;                   // seconds, where trying again makes sense
  bool settled = false;                                      // false: still under way at the deadline
};

// How a call went that the host placed, or one of ours whose end got lost.
struct ReportResult {
  CallbackId callback_id;
  std::string call_id;  // as given to or by initiate
  CallbackResult result = CallbackResult::answered;
  std::int64_t talk_seconds = 0;  // 0-86400
};

struct Snooze {
  CallbackId callback_id;
  std::optional<std::int64_t> minutes;  // 1-1440; none: the tenant's setting, 5 by default
};

struct Dismiss {
  CallbackId callback_id;
  std::string extension;  // whose; empty: the actor's own, else the callback's
};

struct Cancel {
  CallbackId callback_id;
  std::string reason;        // at most 500 characters; must be given
  bool by_customer = false;  // the customer does not want it any more
};

struct Reschedule {
  CallbackId callback_id;
  std::optional<Instant> scheduled_at;  // none: as soon as the extension is free
  bool by_customer = false;             // the customer named the time: it waives the calling hours
};

// The customer's answer to "how did it go?".
struct Rate {
  CallbackId callback_id;
  std::int64_t score = 0;  // 0-10
};

struct EstimateWait {
  CallbackId callback_id;
};

// How long it will take, as an interval; without enough calls before it, nothing is told.
struct WaitEstimate {
  std::int64_t place = 0;  // 1: the next
  std::optional<std::int64_t> least_minutes, most_minutes;
};

// Payload of `callback.ready`: an agent should see it now.
struct ReadyEvent {
  CallbackId id;
  TicketId ticket_id;
  std::optional<PhoneNumber> number;
  std::string reason;
  std::string department;
  std::string extension;
  std::int64_t waiting_minutes = 0;
  CallbackPriority priority = CallbackPriority::high;
  bool has_audio = false;
  bool has_transcript = false;
  std::int64_t alert = 1;             // 2 and more: repeated
  std::vector<std::string> user_ids;  // the host's ids of those to alert; empty: nobody is known there
};

// Throws invalid_argument for a limit out of range, unauthorized for an agent who names another's list.
PendingList pending(const Context& context, const ListPending& request);

// Awaited: settled when the PBX has the dial, or it has ended. The extension is asked for at this moment.
// Agent first, it is also waited for what becomes of the agent's phone: until it is answered, refuses, or has
// rung for 1.5 s; where nobody tells that it rings, for 3 s.
// While a dial of the callback runs, that one is answered; a host's claim with another call_id is a conflict.
// Success is that the phone system has the call, or had it as far as the customer's phone. Throws not_found,
// unauthorized, failed_precondition for a closed callback (details: reason) and without a trunk (reason
// `no_route`).
Pending start_initiate(Context& context, const Initiate& request);
std::optional<InitiateOutcome> answer_initiate(const Context& context, const Pending& pending);
inline constexpr Awaited<Initiate, InitiateOutcome> initiate{start_initiate, answer_initiate};

// The same again changes nothing. Throws not_found for a callback or call that is not known, conflict for
// another result than was told before, failed_precondition while the PBX still has the call.
Callback result(Context& context, const ReportResult& request);

// These throw not_found, unauthorized, failed_precondition for a closed callback or one being called.
Callback snooze(Context& context, const Snooze& request);
// Also invalid_argument for an extension that is neither the callback's nor one of its department. The
// callback stays with its owner where another is named.
Callback dismiss(Context& context, const Dismiss& request);
Callback cancel(Context& context, const Cancel& request);
// Also invalid_argument for a time in the past, beyond a year, or outside the tenant's hours (details:
// reason, next_open).
Callback reschedule(Context& context, const Reschedule& request);

// The newer score wins. Throws not_found, failed_precondition unless it was completed.
Callback rate(Context& context, const Rate& request);

// Throws not_found.
WaitEstimate estimate(const Context& context, const EstimateWait& request);

const Type& describe(const ListPending*);
const Type& describe(const PendingCallback*);
const Type& describe(const PendingList*);
const Type& describe(const Initiate*);
const Type& describe(const InitiateOutcome*);
const Type& describe(const ReportResult*);
const Type& describe(const Snooze*);
const Type& describe(const Dismiss*);
const Type& describe(const Cancel*);
const Type& describe(const Reschedule*);
const Type& describe(const Rate*);
const Type& describe(const EstimateWait*);
const Type& describe(const WaitEstimate*);
const Type& describe(const ReadyEvent*);

}  // namespace smarthandoff::callbacks
