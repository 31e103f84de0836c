#pragma once

#include <string>
#include <vector>

#include <smarthandoff/contact/gate.hpp>
#include <smarthandoff/contact/registry.hpp>

#include "contact/address.hpp"
#include "contact/gate_decide.hpp"

// Reads what the gate's decision rests on.
namespace smarthandoff::contact {

// Who is behind an address, as far as is known.
struct KnownPerson {
  std::string contact_id;            // empty: nobody known
  std::vector<std::string> digests;  // of all their addresses; that of the address itself first
  std::vector<Address> addresses;    // the same
  std::vector<std::string> zones;    // stored with the contact
  std::string convenient_hours;
  Person person;  // for other modules
};

// `contact_id` counts if it is not empty, else whose address it is; either may be missing, not both.
KnownPerson known_person(const Context& context, const Address* address, const std::string& contact_id);

// Whom the question is about, and when. Never throws for what it says: what is wrong with it becomes a fact.
Facts read_question(const Context& context, const GateQuestion& question);

// Adds all that the store knows.
void gather(const Context& context, Facts& facts);

}  // namespace smarthandoff::contact
