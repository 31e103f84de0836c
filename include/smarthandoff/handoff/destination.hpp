#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/callback/ids.hpp>
#include <smarthandoff/storage/context.hpp>
#include <smarthandoff/telephony/types.hpp>

// The people, departments and numbers that callers can be put through to: operations `destinations.create`,
// `.update`, `.delete`, `.get`, `.list`, `.resolve`. docs/destinations.md.
namespace smarthandoff::destinations {

// All but `extension` are dialled as numbers of the PBX or the trunk.
enum class DestinationType { extension, queue, ring_group, external };

// What happens when a caller who could not be put through does not choose (silent, or unclear twice).
enum class FallbackAction {
  callback,   // one to the caller id, as soon as free
  voicemail,  // the PBX's mailbox, or our message with a beep
  ticket,     // a ticket with what is known
  retry,      // once more after 10 s on hold, at most twice, then a ticket
  hangup,     // goodbye
};

// Whether the person must accept before the caller is connected.
enum class AcceptGate {
  none,
  key,   // "press 1"
  word,  // understood by the host's assistant
};

// Whose the row is: its owner decides what it says, the others keep in step.
enum class DestinationSource {
  own,        // made and changed by these operations
  fusionpbx,  // a row of FusionPBX's table (docs/fusionpbx.md): changed there
};

// Whom to try next after a result.
struct NextDestination {
  telephony::TransferResult result = telephony::TransferResult::busy;
  DestinationId destination_id;

  bool operator==(const NextDestination&) const = default;
};

struct Destination {
  DestinationId id;
  std::string name;                  // as callers say it; at most 100 characters
  std::vector<std::string> aliases;  // other names; at most 50 of 100 characters
  DestinationType type = DestinationType::extension;
  std::string number;                      // dialled; an external one is E.164 where it is a telephone number
  std::string context = "default";         // of the PBX's dialplan; at most 50 of a-z, A-Z, 0-9, - _ .
  std::string department;                  // at most 100 characters
  std::string description;                 // at most 1000 characters
  std::int64_t ring_timeout_seconds = 30;  // 5-120
  FallbackAction fallback_action = FallbackAction::ticket;
  bool enabled = true;
  SecretaryId secretary_id;  // only for callers of this secretary; empty: of all
  std::string whisper;       // told to the person before the bridge; empty: nothing
  AcceptGate accept_gate = AcceptGate::none;
  std::vector<NextDestination> hunt;  // others to try, by result, in order; at most 20
  DestinationSource source = DestinationSource::own;
  std::string source_id;  // the row's id there; empty: our own
  Instant created_at;
  Instant updated_at;

  bool operator==(const Destination&) const = default;
};

// A destination's members as in Destination; the number as typed.
struct CreateDestination {
  std::string name;
  std::vector<std::string> aliases;
  DestinationType type = DestinationType::extension;
  std::string number;  // extension: 1-10 of 0-9, *, #; others: at most 50
  std::string context = "default";
  std::string department;
  std::string description;
  std::int64_t ring_timeout_seconds = 30;
  FallbackAction fallback_action = FallbackAction::ticket;
  bool enabled = true;
  SecretaryId secretary_id;
  std::string whisper;
  AcceptGate accept_gate = AcceptGate::none;
  std::vector<NextDestination> hunt;
};

// Replaces the given members; the others stay.
struct UpdateDestination {
  DestinationId destination_id;
  std::optional<std::string> name;
  std::optional<std::vector<std::string>> aliases;
  std::optional<DestinationType> type;
  std::optional<std::string> number, context, department, description;
  std::optional<std::int64_t> ring_timeout_seconds;
  std::optional<FallbackAction> fallback_action;
  std::optional<bool> enabled;
  std::optional<SecretaryId> secretary_id;
  std::optional<std::string> whisper;
  std::optional<AcceptGate> accept_gate;
  std::optional<std::vector<NextDestination>> hunt;
};

struct DeleteDestination {
  DestinationId destination_id;
};
struct DeletedDestination {
  DestinationId destination_id;
};
struct GetDestination {
  DestinationId destination_id;
};

// Filters; an absent one lets everything pass.
struct ListDestinations {
  SecretaryId secretary_id;  // those its callers may reach: its own, and those of all
  std::string department;    // case and accents do not matter
  std::optional<DestinationType> type;
  std::optional<bool> enabled;
  std::int64_t limit = 100;  // 1-1000
  DestinationId after;       // the last id of the page before; empty: from the start
};
struct DestinationList {
  std::vector<Destination> destinations;  // in the order they were created
};

// Whom a caller means. Texts of at most 4096 bytes.
struct ResolveDestination {
  std::string text;          // as said: "a Jeni do financeiro", "alguém"
  SecretaryId secretary_id;  // who answered the call; empty: every destination may be meant
};

enum class ResolveStatus {
  found,      // exactly one
  ambiguous,  // several fit equally well: ask which
  ask_whom,   // nobody was named, and there is no default destination
  not_found,  // nobody is called that
  disabled,   // the only one that fits is switched off; it is in `destinations`
};

enum class MatchedBy {
  nothing,
  exact,   // name or alias, letter by letter
  folded,  // without case, accents and filler words
  department,
  spelling,             // sounds or is written nearly so
  default_destination,  // "alguém": the secretary's, else the tenant's
};

struct ResolvedDestination {
  ResolveStatus status = ResolveStatus::not_found;
  std::vector<Destination> destinations;  // one when found, two or more when ambiguous
  MatchedBy matched_by = MatchedBy::nothing;
  std::string say;  // what the assistant asks or tells; empty when found
};

// Throws invalid_argument naming the field; not_found for a secretary or hunt destination that does not
// exist.
Destination create(Context& context, const CreateDestination& request);

// The same, and not_found. Throws failed_precondition where the source decides the member: of one that is not
// our own, only secretary_id, whisper, accept_gate and hunt are changed here.
Destination update(Context& context, const UpdateDestination& request);

// Tickets, callbacks and handoffs keep its id and name; hunt lists and defaults that name it skip it.
// Throws not_found; failed_precondition for an enabled one that is not our own.
DeletedDestination delete_(Context& context, const DeleteDestination& request);

// Throws not_found.
Destination get(const Context& context, const GetDestination& request);

DestinationList list(const Context& context, const ListDestinations& request);

// Never throws for what a caller said, except for its length. Throws not_found for an unknown secretary.
ResolvedDestination resolve(const Context& context, const ResolveDestination& request);

// Not an operation: the destination, or nothing where it was deleted or never existed.
std::optional<Destination> find(const Context& context, const DestinationId& id);

const Type& describe(const DestinationType*);
const Type& describe(const FallbackAction*);
const Type& describe(const AcceptGate*);
const Type& describe(const DestinationSource*);
const Type& describe(const NextDestination*);
const Type& describe(const Destination*);
const Type& describe(const CreateDestination*);
const Type& describe(const UpdateDestination*);
const Type& describe(const DeleteDestination*);
const Type& describe(const DeletedDestination*);
const Type& describe(const GetDestination*);
const Type& describe(const ListDestinations*);
const Type& describe(const DestinationList*);
const Type& describe(const ResolveDestination*);
const Type& describe(const ResolveStatus*);
const Type& describe(const MatchedBy*);
const Type& describe(const ResolvedDestination*);

}  // namespace smarthandoff::destinations
