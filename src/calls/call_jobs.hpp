#pragma once

#include <string>

#include <smarthandoff/calls/place.hpp>

#include "calls/call_lifecycle.hpp"

// The orders to the phone service: made in transactions here, done in call_jobs.cpp.
namespace smarthandoff::calls {

// All that an effect needs to know.
struct CallOrder {
  CallId call_id;
  AccountId account_id;
  std::string sid;
  std::string from_number, to_number;
  std::string url, status_url, recording_url, detection_url;
  Recorded recorded = Recorded::off;
  Detection detection = Detection::off;
  bool wait_for_beep = false;
  std::int64_t ring_seconds = 60;
  Instant since;
  std::int64_t tries = 0;
};

namespace kind {
inline constexpr const char* kDial = "call.dial";
inline constexpr const char* kPlace = "call.place";
inline constexpr const char* kFind = "call.find";
inline constexpr const char* kFetch = "call.cost";
inline constexpr const char* kHangUp = "call.hang_up";
inline constexpr const char* kRedirect = "call.redirect";
inline constexpr const char* kForget = "call.forget";
}  // namespace kind

// Has an intended call placed.
void order(Context& context, const CallRecord& record);

// What an order's answer means for the call; each looks at the call as it stands then.
void placed(Context& context, const CallId& id, const std::string& sid);
void doubtful(Context& context, const CallId& id);
// The service has a call that was called off while it was ordered: hangs it up, and asks what it cost.
void end_called_off(Context& context, const Call& call);
void put_off(Context& context, const CallId& id);
void wait_for_turn(Context& context, const CallId& id, Milliseconds wait);
void not_placed(Context& context, const CallId& id, const std::string& cause);

// Asks for cost and end of a call at `due`.
void fetch_later(Context& context, const Call& call, Instant due, std::int64_t tries = 0);
// Asks for the end of a call that the service has, in case nobody tells it; never puts off an earlier
// question.
void watch(Context& context, const Call& call);

// A machine answered: what the call's plan says.
void leave_machine(Context& context, const CallRecord& record, const CallSettings& settings);

// Has the phone service delete the call's recording.
void delete_recording(Context& context, const Call& call);

// Asks the gate once more, and orders.
void dial(Context& context, const CallId& id);

const Type& describe(const CallOrder*);

}  // namespace smarthandoff::calls
