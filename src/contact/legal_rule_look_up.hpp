#pragma once

#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/contact/legal_rules.hpp>

#include "contact/address.hpp"
#include "contact/calling_window.hpp"

// The tenant's rules, each read only when it is asked for.
namespace smarthandoff::contact {

// Nothing if there is no profile of that name.
std::optional<CallingWindow> window_of(const Context& context, const std::string& profile);

// The profile for a question that names none; empty when no default fits.
std::string default_profile(const Context& context, const std::optional<PhoneNumber>& number,
                            const std::string& state, Purpose purpose);

// Those in force on the day of `at` (UTC), one of each name.
std::vector<ContactCap> caps_at(const Context& context, Instant at);

// Where the holder of the number may be. `certain` is false for the zones of a whole country.
struct NumberZones {
  std::vector<std::string> zones;
  bool certain = true;
};
NumberZones zones_of(const Context& context, const PhoneNumber& number);

}  // namespace smarthandoff::contact
