#pragma once

#include <string>

#include <smarthandoff/calls/ids.hpp>
#include <smarthandoff/contact/agent.hpp>

// Orders to the phone service that were given up: it refused them for good, or they failed too often. Each is
// told by an event, and to those who are alerted of given-up jobs. docs/twilio-tasks.md.
namespace smarthandoff::calls {

// Payload of `call.order_failed`.
struct OrderFailure {
  CallId call_id;
  std::string sid;     // the phone service's, of the call; of `call.forget`: of its recording
  std::string order;   // the kind of the job: call.hang_up, call.redirect, call.forget
  std::string reason;  // in the phone service's words, numbers masked
};

// Payload of `line.activity_failed`: TaskRouter was not told of an agent's presence.
struct ActivityFailure {
  AgentId agent_id;
  std::string user_id;  // the host's, of that agent; may be empty
  std::string worker_sid, activity_sid;
  std::string reason;  // in the phone service's words
};

const Type& describe(const OrderFailure*);
const Type& describe(const ActivityFailure*);

}  // namespace smarthandoff::calls
