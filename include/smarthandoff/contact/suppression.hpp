#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/contact/gate.hpp>

// Who must not be contacted, or not for promotions: operations `opt_outs.add`, `.remove`, `.list`, `.check`,
// and the same of `wrong_persons`. They hold for all channels and campaigns of the tenant; an opt-out also
// for every other address of the same person, a wrong person for the address alone.
namespace smarthandoff::suppressions {

using contact::Channel;

enum class SuppressionKind {
  opt_out,       // the person wants no contact, unless they ask for one
  never_call,    // never by this address, also if asked; for the person's other ones an opt-out
  wrong_person,  // the address is not that of whom we look for; final
  no_marketing,  // the person wants no promotions; everything else may go on
};

// What somebody opts out of.
enum class OptOutPurpose {
  all,        // every contact that they do not ask for
  marketing,  // promotions alone
};

struct Suppression {
  SuppressionId id;
  SuppressionKind kind = SuppressionKind::opt_out;
  Channel channel = Channel::voice;  // by which the address was given
  std::string address;               // E.164, else as it came; masked once the person is erased
  std::string reason;
  std::string user_id;  // who stored it; empty: the host
  Instant created_at;

  bool operator==(const Suppression&) const = default;
};

struct AddOptOut {
  std::string address;  // as typed
  Channel channel = Channel::voice;
  std::string reason = "opt-out";  // at most 100 characters
  bool never_call = false;         // also if the person asks for a call; not with purpose marketing
  OptOutPurpose purpose = OptOutPurpose::all;
};
struct AddWrongPerson {
  std::string address;  // as typed
  Channel channel = Channel::voice;
  std::string reason = "wrong person";  // at most 100 characters
};

// Lifts what was added for the address with the same purpose: opt-out and never-call, or no-marketing. Who
// may be contacted again has not asked for promotions again.
struct RemoveOptOut {
  std::string address;
  Channel channel = Channel::voice;
  OptOutPurpose purpose = OptOutPurpose::all;
};
// Lifts a wrong person of the address.
struct RemoveWrongPerson {
  std::string address;
  Channel channel = Channel::voice;
};
struct RemovedSuppression {
  bool removed = false;  // false: there was none
};

struct ListOptOuts {
  std::int64_t limit = 100;  // 1-1000
  SuppressionId after;       // the last id of the page before; empty: from the start
};
struct ListWrongPersons {
  std::int64_t limit = 100;
  SuppressionId after;
};
struct SuppressionList {
  std::vector<Suppression> suppressions;  // in the order of creation
};

struct CheckOptOut {
  std::string address;
  Channel channel = Channel::voice;
};
struct CheckWrongPerson {
  std::string address;
  Channel channel = Channel::voice;
};
struct SuppressionAnswer {
  bool suppressed = false;
  std::optional<Suppression> suppression;  // the oldest that says so
};
// Two answers, so that neither is taken for the other: who stopped promotions alone is not `suppressed`, and
// who is opted out of everything gets no promotions either.
struct OptOutAnswer {
  bool suppressed = false;                           // nobody contacts them unless they ask for it
  std::optional<Suppression> suppression;            // the oldest that says so
  bool marketing_suppressed = false;                 // no promotions: all of the above, and no_marketing
  std::optional<Suppression> marketing_suppression;  // the oldest that says so

  bool operator==(const OptOutAnswer&) const = default;
};

// Payload of `opt_out.added`, `opt_out.removed`, `wrong_person.added`, `wrong_person.removed`. No personal
// data.
struct SuppressionEvent {
  SuppressionId suppression_id;
  SuppressionKind kind = SuppressionKind::opt_out;
};

// Adding again what is there keeps its id and takes the newer time and reason: who asked for a call in
// between and opts out again is not called. Modules that wait for the person (callbacks) are told in the same
// transaction (registry.hpp), but not of no_marketing: promotions that wait are asked about before they go.
// All throw invalid_argument naming the field.
Suppression add_opt_out(Context& context, const AddOptOut& request);
Suppression add_wrong_person(Context& context, const AddWrongPerson& request);
RemovedSuppression remove_opt_out(Context& context, const RemoveOptOut& request);
RemovedSuppression remove_wrong_person(Context& context, const RemoveWrongPerson& request);
SuppressionList list_opt_outs(const Context& context, const ListOptOuts& request);
SuppressionList list_wrong_persons(const Context& context, const ListWrongPersons& request);
// An opt-out counts whichever address of the person it was given for.
OptOutAnswer check_opt_out(const Context& context, const CheckOptOut& request);
SuppressionAnswer check_wrong_person(const Context& context, const CheckWrongPerson& request);

const Type& describe(const SuppressionKind*);
const Type& describe(const OptOutPurpose*);
const Type& describe(const Suppression*);
const Type& describe(const AddOptOut*);
const Type& describe(const AddWrongPerson*);
const Type& describe(const RemoveOptOut*);
const Type& describe(const RemoveWrongPerson*);
const Type& describe(const RemovedSuppression*);
const Type& describe(const ListOptOuts*);
const Type& describe(const ListWrongPersons*);
const Type& describe(const SuppressionList*);
const Type& describe(const CheckOptOut*);
const Type& describe(const CheckWrongPerson*);
const Type& describe(const SuppressionAnswer*);
const Type& describe(const OptOutAnswer*);
const Type& describe(const SuppressionEvent*);

}  // namespace smarthandoff::suppressions
