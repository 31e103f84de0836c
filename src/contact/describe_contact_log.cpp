#include <smarthandoff/contact/contact_log.hpp>

namespace smarthandoff::contact {

const Type& describe(const Direction*) {
  static const Immortal<Type> type =
      describe_enum<Direction>("ContactDirection", "Who began a contact: we (outbound), or the person.",
                               {{Direction::outbound, "outbound"}, {Direction::inbound, "inbound"}});
  return type;
}

const Type& describe(const ContactOutcome*) {
  static const Immortal<Type> type =
      describe_enum<ContactOutcome>("ContactOutcome", "How far a contact came.",
                                    {{ContactOutcome::conversation, "conversation"},
                                     {ContactOutcome::answered, "answered"},
                                     {ContactOutcome::voicemail, "voicemail"},
                                     {ContactOutcome::no_answer, "no_answer"},
                                     {ContactOutcome::busy, "busy"},
                                     {ContactOutcome::not_in_service, "not_in_service"},
                                     {ContactOutcome::failed, "failed"},
                                     {ContactOutcome::sent, "sent"}});
  return type;
}

const Type& describe(const ContactRecord*) {
  static const Immortal<Type> type =
      Description<ContactRecord>("ContactRecord",
                                 "A call or message that was tried, or by which a person reached us.")
          .field("id", &ContactRecord::id, "its id")
          .field("address", &ContactRecord::address,
                 "E.164, else as it came; empty once the person is erased")
          .field("channel", &ContactRecord::channel, "by which way the person is reached")
          .field("purpose", &ContactRecord::purpose, "why")
          .field("direction", &ContactRecord::direction, "who began")
          .field("outcome", &ContactRecord::outcome, "how far it came")
          .field("contact_id", &ContactRecord::contact_id, "who it was; may be empty")
          .field("debts", &ContactRecord::debts, "which it was about; empty: none in particular")
          .field("reference", &ContactRecord::reference, "a call id, message id or callback id")
          .field("consent_at", &ContactRecord::consent_at, "the person consented in it to be called again")
          .field("at", &ContactRecord::at, "when it was")
          .build();
  return type;
}

const Type& describe(const RecordContact*) {
  static const Immortal<Type> type =
      Description<RecordContact>(
          "RecordContact", "A contact that happened; the same reference again brings its newer outcome.")
          .required("address", &RecordContact::address, "as typed, or an id as it came")
          .field("channel", &RecordContact::channel, "by which way the person is reached")
          .field("purpose", &RecordContact::purpose, "why")
          .field("direction", &RecordContact::direction, "who began")
          .required("outcome", &RecordContact::outcome, "how far it came")
          .field("contact_id", &RecordContact::contact_id, "who it was; at most 64 characters")
          .field("debts", &RecordContact::debts, "which it was about, at most 100; empty: it counts for each")
          .field("reference", &RecordContact::reference,
                 "a call id, message id or callback id; at most 64 characters")
          .field("consent", &RecordContact::consent, "the person consented in it to be called again")
          .field("at", &RecordContact::at, "when it was; none: now; not in the future")
          .build();
  return type;
}

const Type& describe(const ListContacts*) {
  static const Immortal<Type> type =
      Description<ListContacts>("ListContacts", "Whose contacts.")
          .required("address", &ListContacts::address, "as typed, or an id as it came")
          .field("channel", &ListContacts::channel, "by which way the person is reached")
          .field("since", &ListContacts::since, "not before; none: of the last 30 days")
          .field("limit", &ListContacts::limit, "at most so many, 1-1000")
          .build();
  return type;
}

const Type& describe(const ContactHistory*) {
  static const Immortal<Type> type =
      Description<ContactHistory>("ContactHistory", "The contacts with a person, by whatever address.")
          .field("contacts", &ContactHistory::contacts, "newest first")
          .build();
  return type;
}

}  // namespace smarthandoff::contact
