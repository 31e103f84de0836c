#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <smarthandoff/callback/dial.hpp>
#include <smarthandoff/callback/ids.hpp>
#include <smarthandoff/telephony/port.hpp>

#include "callback/dial_lifecycle.hpp"

// What the jobs of callbacks carry.
namespace smarthandoff::callbacks {

// The kinds of job: timers, looks at the PBX, and one order to it each.
namespace kind {
inline constexpr const char* kTimer = "callback.timer";
inline constexpr const char* kSweep = "callback.sweep";
inline constexpr const char* kLook = "callback.look";
inline constexpr const char* kDialTimer = "callback.dial_timer";
inline constexpr const char* kCheck = "callback.check";
inline constexpr const char* kRing = "callback.ring";
inline constexpr const char* kHold = "callback.hold";
inline constexpr const char* kPlay = "callback.play";
inline constexpr const char* kBridge = "callback.bridge";
inline constexpr const char* kCancel = "callback.cancel_leg";
inline constexpr const char* kFind = "callback.find";
}  // namespace kind

// An order of a dial: everything its effect needs, since an effect reads no rows.
struct Order {
  CallbackId callback_id;
  DialId dial_id;
  dial::Side side = dial::Side::agent;  // ring
  std::string leg;                      // that the order is about
  std::string other;                    // the leg it is for, or is bridged to
  telephony::DialKind dial = telephony::DialKind::extension;
  std::string number, domain, gateway;
  std::string caller_name, caller_number;
  std::string text, language;  // play
  Milliseconds timeout{30'000};
  std::int64_t timer = 0;  // timers: which one
  std::int64_t tries = 0;  // fruitless ones before
};

// A look at extensions: who is free is told to what waits for them.
struct Look {
  std::vector<std::string> extensions;
  std::string domain;
  CallbackId callback_id;  // that is to be dialled at once: it is told, too, if nobody is free
};

struct Sweep {
  std::string after;  // the turn that the batch before ended with
};

const Type& describe(const Order*);
const Type& describe(const Look*);
const Type& describe(const Sweep*);
namespace dial {
const Type& describe(const Side*);
}  // namespace dial

}  // namespace smarthandoff::callbacks
