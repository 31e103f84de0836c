#pragma once

#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/time.hpp>
#include <smarthandoff/contact/contact_log.hpp>
#include <smarthandoff/contact/legal_rules.hpp>

// How often people may be contacted: pure functions of caps, history and an instant.
namespace smarthandoff::contact {

// What a cap is asked about.
struct CapQuestion {
  Purpose purpose = Purpose::collections;
  Channel channel = Channel::voice;
  std::string profile;
  std::string debt;
  std::vector<std::string> zones;  // days are counted in each; at least one
};

// True for a cap that is a minimum distance from the last contact.
bool is_gap(const ContactCap& cap);

// True if the cap binds such a contact at all.
bool binds(const ContactCap& cap, const CapQuestion& question);

// The first instant at or after `at` at which one more contact stays within the cap. `history` has what
// happened with this person, in any order; what is later than `at` does not count.
Instant next_within(const ContactCap& cap, const CapQuestion& question,
                    const std::vector<ContactRecord>& history, Instant at);

}  // namespace smarthandoff::contact
