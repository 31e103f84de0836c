#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/contact/contact_log.hpp>
#include <smarthandoff/contact/legal_rules.hpp>
#include <smarthandoff/contact/registry.hpp>
#include <smarthandoff/contact/suppression.hpp>

#include "contact/address.hpp"
#include "contact/calling_window.hpp"

// The gate's decision as a pure function of all that is known.
namespace smarthandoff::contact {

// A registered rule's objection.
struct Objection {
  RuleRow row = RuleRow::settled;
  GateReason reason;
};

struct Facts {
  GateQuestion question;  // profile and zones filled in
  Instant at;
  std::optional<Address> address;                       // none: it could not be read
  std::string address_problem;                          // then: what it would have to be
  bool zones_known = true;                              // false: the number may be anywhere
  std::shared_ptr<const CallingWindow> window;          // null: there is no such profile
  std::vector<suppressions::Suppression> suppressions;  // all that count for the address
  std::string convenient_hours;                         // the person's wish
  std::vector<std::shared_ptr<const ContactCap>> caps;
  std::string
      planned;  // the reference under which the contact itself stands in the log already; may be empty
  std::vector<ContactRecord> history;  // with the person, of the last 32 days
  std::optional<Instant> wrote_at;     // when the person wrote last on WhatsApp; asked where that counts
  std::optional<bool> template_ready;  // none: nobody knows, and the host answers for it
  std::vector<Objection> objections;   // of other modules
};

GateDecision decide(const Facts& facts);

}  // namespace smarthandoff::contact
