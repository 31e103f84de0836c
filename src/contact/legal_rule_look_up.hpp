#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/contact/legal_rules.hpp>

#include "contact/address.hpp"
#include "contact/calling_window.hpp"

namespace smarthandoff::contact {

// Where the holder of a number may be. `certain` is false for the zones of a whole country.
struct NumberZones {
  std::vector<std::string> zones;
  bool certain = true;
};

// The tenant's rules as they are in one transaction, each read only when it is asked for. A tenant that
// loaded none, as nearly all, costs one look at the store.
class RuleBook {
 public:
  explicit RuleBook(const Context& context);

  // Null if there is no profile of that name.
  std::shared_ptr<const CallingWindow> window_of(const std::string& profile) const;

  // The profile for a question that names none; empty when no default fits.
  std::string default_profile(const std::optional<PhoneNumber>& number, const std::string& state,
                              Purpose purpose) const;

  // Those in force on the day of `at` (UTC), one of each name.
  std::vector<std::shared_ptr<const ContactCap>> caps_at(Instant at) const;

  NumberZones zones_of(const PhoneNumber& number) const;

 private:
  const Context& context_;
  const bool has_own_;
};

}  // namespace smarthandoff::contact
