#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <smarthandoff/base/describe.hpp>
#include <smarthandoff/base/id.hpp>
#include <smarthandoff/base/tenant.hpp>
#include <smarthandoff/base/time.hpp>

// The words of telephony that the domain and every phone system share.
namespace smarthandoff::telephony {

// The caller's leg, by the id that the PBX gave it (FreeSWITCH: the channel's UUID).
using CallId = Id<struct CallTag>;

// A leg that we place; its id is chosen and stored by us before it is placed.
using LegId = Id<struct LegTag>;

// What the PBX says of an extension; only the PBX decides.
enum class ExtensionState { available, in_call, ringing, dnd, offline, unknown };

struct ExtensionStatus {
  std::string extension;  // "1004"
  ExtensionState state = ExtensionState::unknown;
  bool available = false;          // state is `available`
  std::string reason;              // "Ramal não registrado"; the operation says it, the port leaves it empty
  std::optional<bool> registered;  // as far as known
  std::optional<bool> dnd;
  Instant at;  // when the PBX was asked

  bool operator==(const ExtensionStatus&) const = default;
};

// What became of an attempt to reach a person.
enum class TransferResult { answered, busy, no_answer, dnd, offline, rejected, voicemail, canceled, failed };

// How a leg that we placed ended, in neutral words; an adapter maps its peer's causes to these.
enum class LegEnd {
  completed,       // it had been answered, and was hung up
  busy,            // 486, USER_BUSY
  no_answer,       // rang until the timeout
  rejected,        // 603, declined by a person or a phone
  unavailable,     // 480: DND, away or busy, by the phone's own choice
  not_registered,  // the PBX knows no contact for the extension
  unknown_number,  // no such extension or number
  canceled,        // by us
  no_route,        // no trunk, gateway or route
  failed,          // anything else
};

enum class EvidenceSource { presence, call };

// Why a result is what it is: stored with it and shown with it.
struct Evidence {
  EvidenceSource source = EvidenceSource::call;
  std::optional<ExtensionState> presence;  // known before the call
  std::optional<LegEnd> leg_end;           // of the person's leg
  std::optional<std::int64_t> sip_code;    // e.g. 486
  std::string cause;                       // the PBX's own word, e.g. "USER_BUSY"
  std::optional<bool> registered;
  std::optional<bool> dnd;
  bool rang = false;  // the phone was ringing (180/183) before the end
  std::optional<Instant> checked_at, placed_at, rang_at, answered_at, ended_at;

  bool operator==(const Evidence&) const = default;
};

// The result of an attempt from all that is known: the cause alone cannot tell DND from busy, rejected or
// offline (docs/freeswitch.md), so presence and registration take part.
TransferResult result_of(const Evidence& evidence);

// The result for a caller whose destination need not be rung, or nothing when it is to be tried.
std::optional<TransferResult> result_of(ExtensionState state);

// Why a person cannot be reached, in the tenant's language and words: "Ramal não registrado". Empty for
// available.
std::string reason_of(ExtensionState state, const TenantProfile& profile);

const Type& describe(const ExtensionState*);
const Type& describe(const ExtensionStatus*);
const Type& describe(const TransferResult*);
const Type& describe(const LegEnd*);
const Type& describe(const EvidenceSource*);
const Type& describe(const Evidence*);

}  // namespace smarthandoff::telephony
