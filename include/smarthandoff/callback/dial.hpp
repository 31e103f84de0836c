#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/callback/ids.hpp>
#include <smarthandoff/storage/context.hpp>
#include <smarthandoff/telephony/types.hpp>

// One try to call a customer back, from the click to its result: operation `callbacks.dials`.
// docs/callbacks.md.
namespace smarthandoff {

using DialId = Id<struct DialTag>;

}  // namespace smarthandoff

namespace smarthandoff::callbacks {

// Whose phone rings first.
enum class CallMode { agent_first, customer_first };

// Where a dial stands. A callback has at most one that has not ended.
enum class DialStage {
  intended,  // stored with the ids of its legs, before anything was ordered
  accepted,  // the PBX has taken it
  in_doubt,  // the PBX's answer got lost: it is asked, never dialled again
  ended,
};

// How a dial ended.
enum class DialEnd {
  unavailable,       // the extension was not free at the moment of the click: nobody was rung
  forbidden,         // the contact gate does not let the call go out: nobody was rung
  agent_busy,        // the agent's phone was taken in between
  agent_unanswered,  // the agent did not answer
  no_route,          // the customer's leg was refused: no trunk, no route
  answered,          // the customer talked to the agent; this and what follows are the customer's
  no_answer,
  busy,
  machine,
  failed,
  error,     // the PBX refused the order: nothing happened
  canceled,  // called off: the callback was canceled, or the customer was served otherwise
  lost,      // nobody can say what became of it
};

// A dial as it is kept.
struct Dial {
  DialId id;
  CallbackId callback_id;
  CallMode mode = CallMode::agent_first;
  DialStage stage = DialStage::intended;
  std::optional<DialEnd> end;
  std::string extension;  // the agent's
  std::string user;       // who clicked, also of the retry by itself; empty: the host, or nobody
  std::string call_id;    // of the first leg; a host's own call: its id
  std::string agent_leg;  // ids on the PBX; empty: the host dials
  std::string customer_leg;
  std::string cause;  // the PBX's own word for the end, e.g. "USER_BUSY"
  std::int64_t talk_seconds = 0;
  Instant created_at;
  std::optional<Instant> accepted_at;
  std::optional<Instant> answered_at;  // by the customer
  std::optional<Instant> ended_at;

  bool operator==(const Dial&) const = default;
};

struct ListDials {
  CallbackId callback_id;
};
struct DialList {
  std::vector<Dial> dials;  // oldest first
};

// Payload of `callback.dial` (entity: the dial's id), at each change of its stage, when the customer answers
// and once the agent's phone is known to ring. No personal data.
struct DialEvent {
  DialId dial_id;
  CallbackId callback_id;
  DialStage stage = DialStage::intended;
  std::optional<DialEnd> end;
  std::string call_id;
  std::string extension;
};

// Payload of `callback.order_failed` (entity: the callback's id): an order to the phone system was given up
// after 12 tries. A leg that was to be hung up may still be there. No personal data.
struct OrderFailedEvent {
  CallbackId callback_id;
  DialId dial_id;
  std::string leg;
  std::string reason;  // which order
};

// Every dial of a callback, with its end. Throws not_found.
DialList dials(const Context& context, const ListDials& request);

const Type& describe(const CallMode*);
const Type& describe(const DialStage*);
const Type& describe(const DialEnd*);
const Type& describe(const Dial*);
const Type& describe(const ListDials*);
const Type& describe(const DialList*);
const Type& describe(const DialEvent*);
const Type& describe(const OrderFailedEvent*);

}  // namespace smarthandoff::callbacks
