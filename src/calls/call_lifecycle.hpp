#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <smarthandoff/calls/call.hpp>
#include <smarthandoff/contact/gate.hpp>
#include <smarthandoff/telephony/twilio/call_status.hpp>

// What becomes of a call by what is told of it: pure, in whatever order and however often.
namespace smarthandoff::calls {

// The script of an agent's call that takes the next caller from the queue.
inline constexpr std::string_view kTakeScript = "/voice/connect-queue";

// What a call was begun for; stored beside it.
struct CallPlan {
  bool routed = false;  // a call to us that we answer: an agent's answer counts, not ours
  bool untold = false;  // whether it comes in or goes out, and between whom: nothing said so yet
  contact::Purpose purpose = contact::Purpose::service;
  bool gated = false;                   // a contact that we start
  bool time_named = false;              // of a requested one
  std::optional<Instant> requested_at;  // of a requested one
  std::string debt;                     // may be empty
  std::string contact_id;               // may be empty
  std::string name;                     // whom we call, as the whisper says it
  std::string context;                  // what about
  Detection detection = Detection::off;
  Recorded recorded = Recorded::off;
  MachineAction machine_action = MachineAction::hang_up;
  bool disclaimer = true;
  std::string script;  // the route of its script
  std::int64_t ring_seconds = 60;
  std::int64_t looked = 0;  // how often it was looked for
  std::int64_t tries = 0;   // how often the order was put off

  bool operator==(const CallPlan&) const = default;
};

struct CallRecord {
  Call call;
  std::int64_t sequence = -1;        // the highest that was told
  std::optional<std::int64_t> cost;  // in 1/10000
  CallPlan plan;

  bool operator==(const CallRecord&) const = default;
};

// One thing that was told.
struct Told {
  std::string sid;
  std::optional<CallStatus> status;
  std::optional<std::int64_t> sequence;
  Instant at;
  std::optional<std::int64_t> seconds;
  std::string answered_by;
  std::string cause;
};

// True if the call is another one now. `ended` is set when this ended it.
struct Applied {
  bool changed = false;
  bool moved = false;  // the status
  bool ended = false;
};
Applied apply(CallRecord& record, const Told& told);

// machine_start, machine_end_beep …, fax; what nobody is sure of counts as a person.
bool is_machine(const std::string& answered_by);
bool is_final(CallStatus status);

// A call of ours that is over for us before the service told of it: called off, refused or given up as lost.
// The service may have made it nevertheless.
bool is_called_off(const Call& call);

// "0.0075"; empty for nothing.
std::string cost_text(const std::optional<std::int64_t>& cost);

twilio::CallStatus to_twilio(CallStatus status);
CallStatus from_twilio(twilio::CallStatus status);

const Type& describe(const CallPlan*);

}  // namespace smarthandoff::calls
