#include <smarthandoff/contact/suppression.hpp>

namespace smarthandoff::suppressions {

const Type& describe(const SuppressionKind*) {
  static const Immortal<Type> type =
      describe_enum<SuppressionKind>("SuppressionKind",
                                     "opt_out: no contact unless the person asks for one; never_call: not "
                                     "even then; wrong_person: the address is not that of whom we look for; "
                                     "no_marketing: no promotions, everything else may go on.",
                                     {{SuppressionKind::opt_out, "opt_out"},
                                      {SuppressionKind::never_call, "never_call"},
                                      {SuppressionKind::wrong_person, "wrong_person"},
                                      {SuppressionKind::no_marketing, "no_marketing"}});
  return type;
}

const Type& describe(const OptOutPurpose*) {
  static const Immortal<Type> type = describe_enum<OptOutPurpose>(
      "OptOutPurpose",
      "What somebody opts out of. all: every contact that they do not ask for; marketing: promotions alone.",
      {{OptOutPurpose::all, "all"}, {OptOutPurpose::marketing, "marketing"}});
  return type;
}

const Type& describe(const Suppression*) {
  static const Immortal<Type> type =
      Description<Suppression>("Suppression", "An address that must not be contacted, or not for promotions.")
          .field("id", &Suppression::id, "its id")
          .field("kind", &Suppression::kind, "what it forbids")
          .field("channel", &Suppression::channel, "by which the address was given; it holds for all")
          .field("address", &Suppression::address, "E.164, else as it came; masked once the person is erased")
          .field("reason", &Suppression::reason, "why")
          .field("user_id", &Suppression::user_id, "who stored it; empty: the host")
          .field("created_at", &Suppression::created_at, "when, the last time")
          .build();
  return type;
}

const Type& describe(const AddOptOut*) {
  static const Immortal<Type> type =
      Description<AddOptOut>("AddOptOut", "Nobody contacts this person any more, or not for promotions.")
          .required("address", &AddOptOut::address, "as typed, or an id as it came")
          .field("channel", &AddOptOut::channel, "by which way the person is reached")
          .field("reason", &AddOptOut::reason, "at most 100 characters")
          .field("never_call", &AddOptOut::never_call,
                 "also if the person asks for a call; not with purpose marketing")
          .field("purpose", &AddOptOut::purpose, "marketing: the person wants no promotions, and no more")
          .build();
  return type;
}

const Type& describe(const AddWrongPerson*) {
  static const Immortal<Type> type =
      Description<AddWrongPerson>("AddWrongPerson", "The address is not that of whom we look for.")
          .required("address", &AddWrongPerson::address, "as typed, or an id as it came")
          .field("channel", &AddWrongPerson::channel, "by which way the person is reached")
          .field("reason", &AddWrongPerson::reason, "at most 100 characters")
          .build();
  return type;
}

const Type& describe(const RemoveOptOut*) {
  static const Immortal<Type> type =
      Description<RemoveOptOut>("RemoveOptOut", "Lifts an opt-out, also one that was for ever.")
          .required("address", &RemoveOptOut::address, "as typed, or an id as it came")
          .field("channel", &RemoveOptOut::channel, "by which way the person is reached")
          .field("purpose", &RemoveOptOut::purpose, "as it was added: each is lifted by itself")
          .build();
  return type;
}

const Type& describe(const RemoveWrongPerson*) {
  static const Immortal<Type> type =
      Description<RemoveWrongPerson>("RemoveWrongPerson", "Lifts a wrong person.")
          .required("address", &RemoveWrongPerson::address, "as typed, or an id as it came")
          .field("channel", &RemoveWrongPerson::channel, "by which way the person is reached")
          .build();
  return type;
}

const Type& describe(const RemovedSuppression*) {
  static const Immortal<Type> type =
      Description<RemovedSuppression>("RemovedSuppression", "Whether there was one.")
          .field("removed", &RemovedSuppression::removed, "false: there was none")
          .build();
  return type;
}

const Type& describe(const ListOptOuts*) {
  static const Immortal<Type> type =
      Description<ListOptOuts>("ListOptOuts", "Which page.")
          .field("limit", &ListOptOuts::limit, "at most so many, 1-1000")
          .field("after", &ListOptOuts::after, "the last id of the page before; empty: from the start")
          .build();
  return type;
}

const Type& describe(const ListWrongPersons*) {
  static const Immortal<Type> type =
      Description<ListWrongPersons>("ListWrongPersons", "Which page.")
          .field("limit", &ListWrongPersons::limit, "at most so many, 1-1000")
          .field("after", &ListWrongPersons::after, "the last id of the page before; empty: from the start")
          .build();
  return type;
}

const Type& describe(const SuppressionList*) {
  static const Immortal<Type> type =
      Description<SuppressionList>("SuppressionList", "A page of suppressions.")
          .field("suppressions", &SuppressionList::suppressions, "in the order of creation")
          .build();
  return type;
}

const Type& describe(const CheckOptOut*) {
  static const Immortal<Type> type =
      Description<CheckOptOut>("CheckOptOut", "Is this person opted out, of everything or of promotions?")
          .required("address", &CheckOptOut::address, "as typed, or an id as it came")
          .field("channel", &CheckOptOut::channel, "by which way the person is reached")
          .build();
  return type;
}

const Type& describe(const CheckWrongPerson*) {
  static const Immortal<Type> type =
      Description<CheckWrongPerson>("CheckWrongPerson", "Is this address somebody else's?")
          .required("address", &CheckWrongPerson::address, "as typed, or an id as it came")
          .field("channel", &CheckWrongPerson::channel, "by which way the person is reached")
          .build();
  return type;
}

const Type& describe(const SuppressionAnswer*) {
  static const Immortal<Type> type =
      Description<SuppressionAnswer>("SuppressionAnswer", "Whether the address is suppressed.")
          .field("suppressed", &SuppressionAnswer::suppressed, "true: it is")
          .field("suppression", &SuppressionAnswer::suppression, "the oldest that says so")
          .build();
  return type;
}

const Type& describe(const OptOutAnswer*) {
  using A = OptOutAnswer;
  static const Immortal<Type> type =
      Description<A>("OptOutAnswer", "What a person opted out of: all contact, or promotions alone.")
          .field("suppressed", &A::suppressed, "true: no contact unless they ask for one")
          .field("suppression", &A::suppression, "the oldest that says so")
          .field("marketing_suppressed", &A::marketing_suppressed,
                 "true: no promotions; also where suppressed is")
          .field("marketing_suppression", &A::marketing_suppression, "the oldest that says so")
          .build();
  return type;
}

const Type& describe(const SuppressionEvent*) {
  static const Immortal<Type> type =
      Description<SuppressionEvent>(
          "SuppressionEvent",
          "Payload of opt_out.added, opt_out.removed, wrong_person.added, wrong_person.removed.")
          .field("suppression_id", &SuppressionEvent::suppression_id, "which")
          .field("kind", &SuppressionEvent::kind, "what it forbids")
          .build();
  return type;
}

}  // namespace smarthandoff::suppressions
