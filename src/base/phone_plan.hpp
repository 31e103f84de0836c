#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <smarthandoff/base/understand.hpp>

// The numbering plans we know ourselves: pure checks of a national number, digits only, without country
// code or trunk prefix.
namespace smarthandoff::phone_plan {

// What a plan says about a national number.
struct Verdict {
  understand::PhoneStatus status = understand::PhoneStatus::invalid;
  std::optional<understand::PhoneReason> reason;
  std::string national;  // the number, or the one to suggest when it needs confirmation
  std::optional<PhoneType> type;
  bool legacy = false;
  bool national_only = false;
  bool unknown_npa = false;
  std::string state;
};

// Brazil (+55): area code and subscriber, or one of the non-geographic services (800…, 4004…).
Verdict brazil(std::string_view national);

// True for the eight digits of a national-rate service (4004-1234, 3003-1234), which never take a DDD.
bool is_brazilian_national_rate(std::string_view digits);

// True if the digits, after a trunk zero or +55, are of a non-geographic service (800, 300, 303, 500, 900).
bool is_brazilian_service(std::string_view digits);

// True for the codes that choose a long-distance carrier (0 15 18 99775-1234).
bool is_brazilian_carrier(std::string_view code);

// North America (+1).
Verdict north_america(std::string_view national);

// Any number in E.164 form without "+"; countries without rules here are asked of libphonenumber.
Verdict international(std::string_view digits);

}  // namespace smarthandoff::phone_plan
