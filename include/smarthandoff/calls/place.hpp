#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/calls/call.hpp>
#include <smarthandoff/calls/number.hpp>
#include <smarthandoff/contact/gate.hpp>
#include <smarthandoff/storage/job_handler.hpp>

// Calls that we place: operations `calls.place`, `calls.hang_up`, `calls.take`. A call is stored, with our id
// in the addresses that it calls back, before it is ordered; an order whose answer got lost is looked for and
// never given again. docs/twilio-tasks.md.
namespace smarthandoff::calls {

// Calls a person, and the agent once they answer.
struct PlaceCall {
  std::string to;    // as typed
  AgentId agent_id;  // who talks to them; empty: whoever takes the queue's next
  contact::Purpose purpose = contact::Purpose::service;
  std::optional<Instant> requested_at;  // of a requested one: when it was asked for; none: just now
  bool time_named = false;              // of a requested one: the person named the time
  std::string contact_id;               // who it is; at most 64 characters
  std::string debt;                     // which debt it is about; may be empty
  NumberId number_id;                   // by which number; empty: by rotation
  std::optional<Rotation> rotation;     // none: the settings'
  std::string name, context;            // the agent hears whom and what about; at most 100 and 300 characters
  std::string reference;                // the host's; at most 64 characters
  std::optional<Detection> detection;   // none: the settings'
  std::optional<Recorded> recorded;
  std::optional<MachineAction> machine_action;
  bool disclaimer = true;          // as the settings say
  std::int64_t ring_seconds = 60;  // 5-600
};

struct PlacedCall {
  std::optional<Call> call;                  // intended; none: it must not be made
  std::optional<CallerId> caller_id;         // by which number
  std::vector<contact::GateReason> reasons;  // why not
  std::optional<Instant> next_allowed;       // when it may
};

// Rings an agent's phone and connects them with the queue's next caller.
struct TakeNext {
  AgentId agent_id;
  std::string queue;  // empty: the settings'
};

struct HangUpCall {
  CallId call_id;
};

// Asks the contact gate, chooses the number, stores the call and has it placed after the commit; the gate is
// asked again if the order has to be put off. Where no number is left to call by, that is a reason
// (no_caller_id). Throws invalid_argument naming the field, not_found, failed_precondition (details reason
// no_account, no_base_url).
PlacedCall place(Context& context, const PlaceCall& request);

// The same for a call to the agent; no gate and no daily cap, which are about people. Throws what place
// throws, and failed_precondition (details reason no_caller_id) without a number for calls.
Call take_next(Context& context, const TakeNext& request);

// Ends the call; one that has ended already stays as it is. Throws not_found.
Call hang_up(Context& context, const HangUpCall& request);

// For the engine: what the jobs of this module do. Effects want `Ports::voice`.
const std::vector<JobHandler>& job_handlers();

// Tells the contact module what calls keep of people: once, before an engine is open; repeating it is
// harmless.
void register_with_contacts();

const Type& describe(const PlaceCall*);
const Type& describe(const PlacedCall*);
const Type& describe(const TakeNext*);
const Type& describe(const HangUpCall*);

}  // namespace smarthandoff::calls
