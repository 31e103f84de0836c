#pragma once

#include <string>
#include <string_view>

#include <smarthandoff/base/understand.hpp>

// The one place that knows libphonenumber: numbers of countries for which we have no rules of our own.
namespace smarthandoff::phone_library {

// What the library makes of a number.
struct Answer {
  understand::PhoneStatus status = understand::PhoneStatus::invalid;
  understand::PhoneReason reason = understand::PhoneReason::format;
  std::string e164;
  PhoneType type = PhoneType::other;
};

// Reads digits, with a leading "+" if they begin with a country code, else as dialled in the region.
Answer parse(const std::string& number, const std::string& region);

// True for an ISO 3166-1 alpha-2 code (upper case) that has telephone numbers.
bool is_region(const std::string& region);

// The calling code of a region, e.g. "55"; empty if it has none.
std::string country_code(const std::string& region);

// How many of the digits after "+" are the country code; 0 if there is no such code.
std::size_t country_digits(std::string_view digits);

// The number as written in its own country, or by a foreigner ("+44 20 7946 0958").
std::string format(const std::string& e164, bool national);

}  // namespace smarthandoff::phone_library
