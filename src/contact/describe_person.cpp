#include <smarthandoff/contact/person.hpp>

namespace smarthandoff::contacts {

const Type& describe(const ContactAddress*) {
  static const Immortal<Type> type =
      Description<ContactAddress>("ContactAddress", "One way to reach a person.")
          .field("channel", &ContactAddress::channel, "by which way the person is reached")
          .required("address", &ContactAddress::address, "E.164 where it is a number, else as it came")
          .build();
  return type;
}

const Type& describe(const Contact*) {
  static const Immortal<Type> type =
      Description<Contact>("Contact", "A person outside of the company.")
          .field("id", &Contact::id, "its id")
          .field("name", &Contact::name, "as far as known")
          .field("addresses", &Contact::addresses, "every way to reach the person")
          .field("zones", &Contact::zones, "IANA, where else the person may be")
          .field("convenient_hours", &Contact::convenient_hours,
                 "when the person wants to be contacted, local; empty: whenever it is lawful")
          .field("tags", &Contact::tags, "the host's; vip puts callbacks one priority higher")
          .field("erased_at", &Contact::erased_at, "when the person was erased; none: not")
          .field("created_at", &Contact::created_at, "when it was made")
          .field("updated_at", &Contact::updated_at, "when it was changed last")
          .build();
  return type;
}

const Type& describe(const CreateContact*) {
  static const Immortal<Type> type =
      Description<CreateContact>("CreateContact", "A new person.")
          .field("name", &CreateContact::name, "at most 100 characters")
          .field("addresses", &CreateContact::addresses, "at most 50, as typed")
          .field("zones", &CreateContact::zones, "IANA, at most 20")
          .field("convenient_hours", &CreateContact::convenient_hours,
                 "e.g. mon-fri 15:00-17:00; empty: no wish")
          .field("tags", &CreateContact::tags, "at most 50 of 50 characters")
          .build();
  return type;
}

const Type& describe(const UpdateContact*) {
  static const Immortal<Type> type =
      Description<UpdateContact>("UpdateContact",
                                 "Replaces the given members; addresses are added and removed one by one.")
          .required("contact_id", &UpdateContact::contact_id, "whose")
          .field("name", &UpdateContact::name, "at most 100 characters")
          .field("convenient_hours", &UpdateContact::convenient_hours,
                 "e.g. mon-fri 15:00-17:00; empty: no wish")
          .field("zones", &UpdateContact::zones, "IANA, at most 20")
          .field("tags", &UpdateContact::tags, "all tags; at most 50 of 50 characters")
          .field("add_addresses", &UpdateContact::add_addresses, "as typed; at most 50 in all")
          .field("remove_addresses", &UpdateContact::remove_addresses,
                 "in any spelling; unknown ones are passed over")
          .build();
  return type;
}

const Type& describe(const GetContact*) {
  static const Immortal<Type> type =
      Description<GetContact>("GetContact", "Which person: by id, or by an address.")
          .field("contact_id", &GetContact::contact_id, "the contact's id")
          .field("channel", &GetContact::channel, "by which way the person is reached")
          .field("address", &GetContact::address, "as typed, or an id as it came")
          .build();
  return type;
}

const Type& describe(const EraseContact*) {
  static const Immortal<Type> type =
      Description<EraseContact>("EraseContact",
                                "Whom to erase: by id, the host's own id of the person, or an address.")
          .field("contact_id", &EraseContact::contact_id, "the contact's id, or the host's own")
          .field("channel", &EraseContact::channel, "by which way the person is reached")
          .field("address", &EraseContact::address, "as typed, or an id as it came")
          .build();
  return type;
}

const Type& describe(const ErasedContact*) {
  static const Immortal<Type> type = Description<ErasedContact>("ErasedContact", "What was made anonymous.")
                                         .field("rows", &ErasedContact::rows, "how many, by kind of thing")
                                         .build();
  return type;
}

const Type& describe(const ExportContact*) {
  static const Immortal<Type> type =
      Description<ExportContact>("ExportContact",
                                 "Whose data: by id, the host's own id of the person, or an address.")
          .field("contact_id", &ExportContact::contact_id, "the contact's id, or the host's own")
          .field("channel", &ExportContact::channel, "by which way the person is reached")
          .field("address", &ExportContact::address, "as typed, or an id as it came")
          .build();
  return type;
}

const Type& describe(const ExportedContact*) {
  static const Immortal<Type> type =
      Description<ExportedContact>("ExportedContact", "Everything that is stored about a person.")
          .field("rows", &ExportedContact::rows, "JSON texts, by kind of thing")
          .build();
  return type;
}

}  // namespace smarthandoff::contacts
