#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/phone_number.hpp>
#include <smarthandoff/contact/gate.hpp>

// People outside of the company and the addresses that reach them: operations `contacts.create`, `.update`,
// `.get`, `.erase`, `.export`. Nothing is keyed on a telephone number: a person has an id of its own and any
// number of addresses. Nobody needs to be stored here to be called; the gate then knows one address only.
namespace smarthandoff::contacts {

using contact::Channel;

struct ContactAddress {
  Channel channel = Channel::voice;
  std::string address;  // stored: E.164 where it is a number, else as it came

  bool operator==(const ContactAddress&) const = default;
};

struct Contact {
  ContactId id;
  std::string name;
  std::vector<ContactAddress> addresses;
  std::vector<std::string> zones;  // IANA, where else the person may be, e.g. by postal address
  std::string convenient_hours;  // when the person wants to be contacted, local; empty: whenever it is lawful
  std::vector<std::string> tags;  // the host's; "vip" (in any case) puts callbacks one priority higher
  std::optional<Instant> erased_at;
  Instant created_at;
  Instant updated_at;

  bool operator==(const Contact&) const = default;
};

struct CreateContact {
  std::string name;                       // at most 100 characters
  std::vector<ContactAddress> addresses;  // at most 50, as typed
  std::vector<std::string> zones;         // at most 20
  std::string convenient_hours;           // "mon-fri 15:00-17:00"; empty: no wish
  std::vector<std::string> tags;          // at most 50 of 50 characters
};

// Replaces the given members; addresses are added and removed one by one.
struct UpdateContact {
  ContactId contact_id;
  std::optional<std::string> name, convenient_hours;
  std::optional<std::vector<std::string>> zones, tags;
  std::vector<ContactAddress> add_addresses, remove_addresses;
};

// By id, or by one of the addresses.
struct GetContact {
  std::string contact_id;
  Channel channel = Channel::voice;
  std::string address;
};

// Whom to erase: a contact's id, or the host's own id of the person that callbacks were made with, or an
// address.
struct EraseContact {
  std::string contact_id;
  Channel channel = Channel::voice;
  std::string address;
};
struct ErasedContact {
  std::map<std::string, std::int64_t> rows;  // anonymised, by kind of thing, e.g. {"tickets": 3}
};

struct ExportContact {
  std::string contact_id;
  Channel channel = Channel::voice;
  std::string address;
};
// Everything stored about a person.
struct ExportedContact {
  std::map<std::string, std::vector<std::string>> rows;  // JSON texts, by kind of thing
};

// Throws invalid_argument naming the field; already_exists (field `addresses`) if another person has one.
Contact create(Context& context, const CreateContact& request);
// Throws not_found, also for an erased one, and what create throws.
Contact update(Context& context, const UpdateContact& request);
// Throws not_found.
Contact get(const Context& context, const GetContact& request);

// Not operations: whether the person is stored with the tag "vip".
bool is_vip(const Context& context, const std::string& contact_id);
bool is_vip_number(const Context& context, const PhoneNumber& number);

// Erases a person (LGPD art. 18): names, addresses, words and recordings' paths go from every row of every
// module, the rows and their references stay. A suppression is kept under a digest, so that the person is not
// contacted again (LGPD art. 16). Erasing nobody we know only does the latter. Repeating it changes nothing
// more.
ErasedContact erase(Context& context, const EraseContact& request);

// Throws invalid_argument unless an id or an address is given.
ExportedContact export_(const Context& context, const ExportContact& request);

const Type& describe(const ContactAddress*);
const Type& describe(const Contact*);
const Type& describe(const CreateContact*);
const Type& describe(const UpdateContact*);
const Type& describe(const GetContact*);
const Type& describe(const EraseContact*);
const Type& describe(const ErasedContact*);
const Type& describe(const ExportContact*);
const Type& describe(const ExportedContact*);

}  // namespace smarthandoff::contacts
