#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/contact/gate.hpp>

// What contacts there were with people, so that caps and gaps can be counted: operations `contacts.record`
// and `contacts.history`. A record is a call or message that was tried, or one by which a person reached us.
namespace smarthandoff::contact {

enum class Direction { outbound, inbound };

// How far it came.
enum class ContactOutcome {
  conversation,  // somebody spoke, or wrote back
  answered,      // picked up, but nobody spoke
  voicemail,     // a machine, also one that is full
  no_answer,     // rang
  busy,
  not_in_service,  // the number reaches no line
  failed,          // never left us: no trunk, no route, refused by the messaging service
  sent,            // a message went out
};

// One contact.
struct ContactRecord {
  ContactLogId id;
  std::string address;  // as stored: E.164, else as it came; empty once the person is erased
  Channel channel = Channel::voice;
  Purpose purpose = Purpose::service;
  Direction direction = Direction::outbound;
  ContactOutcome outcome = ContactOutcome::no_answer;
  std::string contact_id;             // may be empty
  std::vector<std::string> debts;     // which it was about; empty: none in particular, so it counts for each
  std::string reference;              // a call id, message id or callback id
  std::optional<Instant> consent_at;  // the person consented in it to be called again
  Instant at;

  bool operator==(const ContactRecord&) const = default;
};

struct RecordContact {
  std::string address;  // as given to the gate
  Channel channel = Channel::voice;
  Purpose purpose = Purpose::service;
  Direction direction = Direction::outbound;
  ContactOutcome outcome = ContactOutcome::no_answer;
  std::string contact_id;          // at most 64 characters
  std::vector<std::string> debts;  // at most 100 ids of 64 characters
  std::string reference;           // at most 64 characters; the same reference again replaces the record
  bool consent = false;            // the person consented in it to be called again
  std::optional<Instant> at;       // none: now; not in the future
};

struct ListContacts {
  std::string address;  // as given to the gate; every address of the same person counts
  Channel channel = Channel::voice;
  std::optional<Instant> since;  // none: 30 days before now
  std::int64_t limit = 100;      // 1-1000
};
struct ContactHistory {
  std::vector<ContactRecord> contacts;  // newest first
};

// Called when a contact happened or its outcome became known, in the same transaction. A reference that was
// recorded before for this address gets the newer outcome, so that no contact counts twice. Throws
// invalid_argument naming the field.
ContactRecord record_contact(Context& context, const RecordContact& request);

ContactHistory history(const Context& context, const ListContacts& request);

const Type& describe(const Direction*);
const Type& describe(const ContactOutcome*);
const Type& describe(const ContactRecord*);
const Type& describe(const RecordContact*);
const Type& describe(const ListContacts*);
const Type& describe(const ContactHistory*);

}  // namespace smarthandoff::contact
