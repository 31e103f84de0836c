#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/contact/ids.hpp>
#include <smarthandoff/messenger/ids.hpp>
#include <smarthandoff/storage/context.hpp>

// Whether a call or message that we start may go out: operations `gate.check`, `gate.decisions`, and what
// other modules ask inside the transaction that plans the contact, and again at the instant before it.
// docs/contact-gate.md.
namespace smarthandoff::contact {

// By which way a person is reached. `voice` and `sms` want a telephone number, `email` an address; the others
// take the peer's id of the person, and `whatsapp` also a number.
enum class Channel { voice, whatsapp, sms, email, instagram, facebook, webchat };

// Why we contact somebody; it decides which rules bind (purposes.hpp).
enum class Purpose {
  requested,    // the person asked for exactly this contact
  service,      // about what the person has with the company
  collections,  // a debt
  marketing,
};

// May this contact be made? Only address and purpose must be given; what is left out is taken as it would
// forbid most.
struct GateQuestion {
  std::string address;  // a number as typed, a WhatsApp id, an e-mail address …; at most 254 bytes
  Channel channel = Channel::voice;
  Purpose purpose = Purpose::collections;
  std::string
      profile;  // of calling windows and caps, e.g. "br.strict"; empty: the one for address and purpose
  std::vector<std::string>
      zones;                  // IANA, where else the person may be: added to those of their numbers; <= 20
  std::optional<Instant> at;  // when the contact would be made; none: now
  bool time_named = false;    // of a requested one: the person named the time
  std::optional<Instant> requested_at;  // of a requested one: when it was asked for; none: just now
  std::string contact_id;     // who it is, where several people share the address or it is new; may be empty
  std::string debt;           // which debt it is about, the host's id; empty: any
  std::string document;       // CPF or CNPJ of the person, for rules of other modules; may be empty
  std::string template_name;  // of WhatsApp: the approved template to be sent; empty: free text
  std::string template_language;  // its language, e.g. "pt_BR"; empty: any in which there is one
  ChannelId channel_id;   // of WhatsApp: the channel it is sent by, which has the template; empty: any
  std::string reference;  // what the contact belongs to, e.g. a callback's id; may be empty
};

// One rule's word in a decision.
struct GateReason {
  std::string name;    // stable: "opt_out", "wrong_person", "calling_window", … (docs/contact-gate.md)
  std::string detail;  // what exactly, for people; no personal data
  std::string source;  // the law or choice behind it
  std::optional<Instant> until;  // when this rule alone lets pass; none: it never will by itself

  bool operator==(const GateReason&) const = default;
};

struct GateDecision {
  bool allowed = false;
  std::vector<GateReason> reasons;      // every rule that forbids it; empty when allowed
  std::optional<Instant> next_allowed;  // the first instant, not before `at`, at which the rules of time let
                                        // it pass; none: no instant is known
  std::vector<GateReason> waived;       // rules that would forbid it for another purpose

  bool operator==(const GateDecision&) const = default;
};

// A decision as it was stored.
struct StoredDecision {
  DecisionId id;
  GateQuestion question;  // as it was decided: profile and zones filled in, address and document masked
  GateDecision decision;
  std::string contact_id;  // may be empty
  std::string user_id;     // on whose behalf; empty: the host's
  Instant created_at;

  bool operator==(const StoredDecision&) const = default;
};

// Filters; an absent one lets everything pass.
struct ListDecisions {
  std::string address;  // as given to the gate; with `channel`
  Channel channel = Channel::voice;
  std::string reference;
  std::optional<bool> allowed;
  std::int64_t limit = 100;  // 1-1000
  DecisionId after;          // the last id of the page before; empty: from the newest
};
struct DecisionList {
  std::vector<StoredDecision> decisions;  // newest first
};

// The answer at this moment; nothing is stored. Throws invalid_argument naming the field: an address that
// cannot be one, a profile or zone that does not exist.
GateDecision check(const Context& context, const GateQuestion& question);

// Throws invalid_argument for a limit out of range or an address that cannot be one.
DecisionList decisions(const Context& context, const ListDecisions& request);

// Not an operation: asked in the transaction that plans or makes the contact. Locks the person, decides, and
// stores the decision with its reasons. Fails closed: what `check` refuses (and any rule that cannot tell)
// is a reason here, never an exception.
GateDecision may_contact(Context& context, const GateQuestion& question);

const Type& describe(const Channel*);
const Type& describe(const Purpose*);
const Type& describe(const GateQuestion*);
const Type& describe(const GateReason*);
const Type& describe(const GateDecision*);
const Type& describe(const StoredDecision*);
const Type& describe(const ListDecisions*);
const Type& describe(const DecisionList*);

}  // namespace smarthandoff::contact
