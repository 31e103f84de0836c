#include <smarthandoff/handoff/destination.hpp>

namespace smarthandoff::destinations {

const Type& describe(const DeleteDestination*) {
  static const Immortal<Type> type =
      Description<DeleteDestination>("DeleteDestination", "Which destination.")
          .required("destination_id", &DeleteDestination::destination_id, "which one")
          .build();
  return type;
}

const Type& describe(const DeletedDestination*) {
  static const Immortal<Type> type =
      Description<DeletedDestination>("DeletedDestination", "It is gone.")
          .field("destination_id", &DeletedDestination::destination_id, "which one")
          .build();
  return type;
}

const Type& describe(const GetDestination*) {
  static const Immortal<Type> type =
      Description<GetDestination>("GetDestination", "Which destination.")
          .required("destination_id", &GetDestination::destination_id, "which one")
          .build();
  return type;
}

const Type& describe(const ListDestinations*) {
  using Request = ListDestinations;
  static const Immortal<Type> type =
      Description<Request>("ListDestinations", "Which destinations; an absent filter lets everything pass.")
          .field("secretary_id", &Request::secretary_id, "only those its callers may reach")
          .field("department", &Request::department, "only of it; case and accents do not matter")
          .field("type", &Request::type, "only of this type")
          .field("enabled", &Request::enabled, "only those switched on, or off")
          .field("limit", &Request::limit, "at most so many, 1-1000")
          .field("after", &Request::after, "the last id of the page before; empty: from the start")
          .build();
  return type;
}

const Type& describe(const DestinationList*) {
  static const Immortal<Type> type =
      Description<DestinationList>("DestinationList", "A page of destinations.")
          .field("destinations", &DestinationList::destinations, "in the order they were created")
          .build();
  return type;
}

const Type& describe(const ResolveDestination*) {
  using Request = ResolveDestination;
  static const Immortal<Type> type =
      Description<Request>("ResolveDestination", "Whom a caller means.")
          .required("text", &Request::text, "as said: \"a Jeni do financeiro\"; at most 4096 bytes")
          .field("secretary_id", &Request::secretary_id, "who answered the call; empty: all may be meant")
          .build();
  return type;
}

const Type& describe(const ResolveStatus*) {
  using enum ResolveStatus;
  static const Immortal<Type> type = describe_enum<ResolveStatus>(
      "ResolveStatus",
      "found: exactly one; ambiguous: several fit equally well; ask_whom: nobody was "
      "named and there is no default; not_found: nobody is called that; disabled: the "
      "only one that fits is switched off.",
      {{found, "found"},
       {ambiguous, "ambiguous"},
       {ask_whom, "ask_whom"},
       {not_found, "not_found"},
       {disabled, "disabled"}});
  return type;
}

const Type& describe(const MatchedBy*) {
  using enum MatchedBy;
  static const Immortal<Type> type =
      describe_enum<MatchedBy>("MatchedBy", "Why a destination was taken for the one meant.",
                               {{nothing, "nothing"},
                                {exact, "exact"},
                                {folded, "folded"},
                                {department, "department"},
                                {spelling, "spelling"},
                                {default_destination, "default_destination"}});
  return type;
}

const Type& describe(const ResolvedDestination*) {
  using Answer = ResolvedDestination;
  static const Immortal<Type> type =
      Description<Answer>("ResolvedDestination", "Whom the caller means, as far as it is clear.")
          .field("status", &Answer::status, "whether it is clear")
          .field("destinations", &Answer::destinations,
                 "one when found or disabled; two to 20 when ambiguous")
          .field("matched_by", &Answer::matched_by, "why those")
          .field("say", &Answer::say, "what the assistant asks or tells; empty when found")
          .build();
  return type;
}

}  // namespace smarthandoff::destinations
