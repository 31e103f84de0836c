#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/calls/ids.hpp>
#include <smarthandoff/calls/settings.hpp>
#include <smarthandoff/contact/ids.hpp>

// The tenant's own telephone numbers, and by which of them a person is called: operations `numbers.create`,
// `numbers.update`, `numbers.get`, `numbers.list`, `calls.caller_id`. docs/twilio-tasks.md.
namespace smarthandoff::calls {

enum class NumberStatus {
  ordered,   // is being bought: stored before the order
  in_doubt,  // the order's answer got lost: looked up, never ordered again blindly
  owned,
  releasing,  // is being given back: nobody is called by it any more
  failed,     // could not be bought
  released,   // given back
};

enum class NumberPurpose { any, inbound, outbound };

struct OwnNumber {
  NumberId id;
  std::string number;    // E.164; belongs to one tenant of the store
  std::string label;     // may be empty
  AgentId agent_id;      // who is rung by calls to it; empty: everybody's
  AccountId account_id;  // of the phone service; may be empty
  std::string peer_id;   // the phone service's id of it; may be empty
  std::string base_url;  // whose routes the phone service was told last for its calls; empty: not by us
  NumberStatus status = NumberStatus::owned;
  std::string failure;  // why it could not be bought, given back or told `base_url`
  NumberPurpose purpose = NumberPurpose::any;
  std::string state;  // of its area code, "FL"; empty: none is known
  bool toll_free = false;
  bool active = true;           // false: nobody is called by it
  std::int64_t daily_cap = 0;   // calls on a local day; 0: the settings'
  std::int64_t call_count = 0;  // calls made by it
  std::optional<Instant> last_used_at;
  Instant created_at, updated_at;

  bool operator==(const OwnNumber&) const = default;
};

// A number that the tenant has already.
struct CreateNumber {
  std::string number;  // as typed
  std::string label;   // at most 100 characters
  AgentId agent_id;
  AccountId account_id;
  std::string peer_id;  // at most 64 characters
  NumberPurpose purpose = NumberPurpose::any;
  std::string state;  // at most 10 characters; empty: that of the area code
  bool active = true;
  std::int64_t daily_cap = 0;  // 0-100000
};

// Replaces the given members; the others stay. The number itself stays for ever.
struct UpdateNumber {
  NumberId number_id;
  std::optional<std::string> label, peer_id, state;
  std::optional<AgentId> agent_id;
  std::optional<AccountId> account_id;
  std::optional<NumberPurpose> purpose;
  std::optional<bool> active;
  std::optional<std::int64_t> daily_cap;
  bool push_url = false;  // the phone service is told to bring its calls to the settings' `base_url`
  bool release = false;  // it is given back to the phone service, in the background; repeating it is harmless
};

// By exactly one of the two.
struct GetNumber {
  NumberId number_id;
  std::string number;  // as typed
};

struct ListNumbers {
  std::optional<NumberStatus> status;
  std::optional<bool> active;
  AgentId agent_id;
  std::int64_t limit = 100;  // 1-1000
  NumberId after;            // the last id of the page before; empty: from the start
};
struct NumberList {
  std::vector<OwnNumber> numbers;  // in the order of creation
};

// Payload of `number.created` and `number.updated`.
struct NumberEvent {
  NumberId number_id;
  NumberStatus status = NumberStatus::owned;
  bool active = true;
};

// Throws invalid_argument naming the field, already_exists for a number that is somebody's already, not_found
// for an agent that does not exist.
OwnNumber create_number(Context& context, const CreateNumber& request);
OwnNumber update_number(Context& context, const UpdateNumber& request);
OwnNumber get_number(const Context& context, const GetNumber& request);
NumberList list_numbers(const Context& context, const ListNumbers& request);

// --- by which number ---

// A number for one call, which is counted: ask once for each call.
struct ChooseCallerId {
  std::string to;                    // who is called, as typed
  std::optional<Rotation> rotation;  // none: the settings'
  std::string contact_id;            // whose number stays the same; empty: that of the number called
};

// Why it was this one.
enum class CallerIdReason {
  sticky,     // the person was called by it before
  rotation,   // round_robin, random or least_used
  local,      // of the person's state
  toll_free,  // of local_presence, because there is none of that state
};

struct CallerId {
  NumberId number_id;
  std::string number;  // E.164
  std::string label;
  AccountId account_id;
  CallerIdReason reason = CallerIdReason::rotation;
  std::int64_t used_today = 0;  // this call included
};

// Throws failed_precondition (details reason no_caller_id) when no owned and active number is left under its
// cap, and invalid_argument (field "to").
CallerId choose_caller_id(Context& context, const ChooseCallerId& request);

// Not operations. One call by this number; the same errors.
CallerId use_number(Context& context, const NumberId& id);

// For a call to one of the tenant's own agents, which no cap is about: the first owned and active number for
// calls, not counted. Throws failed_precondition (no_caller_id) without any.
CallerId number_for_agents(const Context& context);

const Type& describe(const NumberStatus*);
const Type& describe(const NumberPurpose*);
const Type& describe(const OwnNumber*);
const Type& describe(const CreateNumber*);
const Type& describe(const UpdateNumber*);
const Type& describe(const GetNumber*);
const Type& describe(const ListNumbers*);
const Type& describe(const NumberList*);
const Type& describe(const NumberEvent*);
const Type& describe(const ChooseCallerId*);
const Type& describe(const CallerIdReason*);
const Type& describe(const CallerId*);

}  // namespace smarthandoff::calls
