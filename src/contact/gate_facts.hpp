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

// Keeps other transactions that contact this person, or store what they must not be contacted for, waiting:
// by each address, for one question names the contact that another does not.
void lock(Context& context, const KnownPerson& known);

// What the modules lock before the person, where their rows are changed along with what is known of the
// person.
void lock_rows(Context& context, const KnownPerson& known);

// The same as may_contact, of a contact that stands in the log since it was planned, under the reference
// `planned`: it does not count against itself.
GateDecision may_still_contact(Context& context, const GateQuestion& question, const std::string& planned);

// Whom the question is about, and when. Never throws for what it says: what is wrong with it becomes a fact.
Facts read_question(const Context& context, const GateQuestion& question);

// Adds all that the store knows.
void gather(const Context& context, Facts& facts);

}  // namespace smarthandoff::contact
