#include <smarthandoff/handoff/destination.hpp>

namespace smarthandoff::destinations {

const Type& describe(const DestinationType*) {
  using enum DestinationType;
  static const Immortal<Type> type = describe_enum<DestinationType>(
      "DestinationType", "All but extension are dialled as numbers of the PBX or the trunk.",
      {{extension, "extension"}, {queue, "queue"}, {ring_group, "ring_group"}, {external, "external"}});
  return type;
}

const Type& describe(const FallbackAction*) {
  using enum FallbackAction;
  static const Immortal<Type> type = describe_enum<FallbackAction>(
      "FallbackAction",
      "What happens when a caller who could not be put through does not choose. callback: one to the caller "
      "id, as soon as free; voicemail: the PBX's mailbox, or a message after the beep; ticket: one with what "
      "is "
      "known; retry: once more after 10 s on hold, at most twice, then a ticket; hangup: goodbye.",
      {{callback, "callback"},
       {voicemail, "voicemail"},
       {ticket, "ticket"},
       {retry, "retry"},
       {hangup, "hangup"}});
  return type;
}

const Type& describe(const AcceptGate*) {
  using enum AcceptGate;
  static const Immortal<Type> type = describe_enum<AcceptGate>(
      "AcceptGate",
      "Whether the person must accept before the caller is connected: no; by pressing "
      "1; by a word that the host's assistant understands.",
      {{none, "none"}, {key, "key"}, {word, "word"}});
  return type;
}

const Type& describe(const DestinationSource*) {
  using enum DestinationSource;
  static const Immortal<Type> type = describe_enum<DestinationSource>(
      "DestinationSource", "Whose it is: our own, or kept in step with a row of FusionPBX's table.",
      {{own, "own"}, {fusionpbx, "fusionpbx"}});
  return type;
}

const Type& describe(const NextDestination*) {
  static const Immortal<Type> type =
      Description<NextDestination>("NextDestination", "Whom to try next after a result.")
          .required("result", &NextDestination::result, "of the attempt before; not answered, not canceled")
          .required("destination_id", &NextDestination::destination_id, "whom to try then")
          .build();
  return type;
}

const Type& describe(const Destination*) {
  static const Immortal<Type> type =
      Description<Destination>("Destination",
                               "A person, department or number that callers can be put through to.")
          .field("id", &Destination::id, "its id")
          .field("name", &Destination::name, "as callers say it")
          .field("aliases", &Destination::aliases, "other names")
          .field("type", &Destination::type, "how it is dialled")
          .field("number", &Destination::number, "dialled; an external telephone number is E.164")
          .field("context", &Destination::context, "of the PBX's dialplan")
          .field("department", &Destination::department, "callers may name it instead of the person")
          .field("description", &Destination::description, "for people")
          .field("ring_timeout_seconds", &Destination::ring_timeout_seconds, "how long it rings, in seconds")
          .field("fallback_action", &Destination::fallback_action, "when the caller does not choose")
          .field("enabled", &Destination::enabled, "false: nobody is put through")
          .field("secretary_id", &Destination::secretary_id, "only for its callers; empty: for all")
          .field("whisper", &Destination::whisper, "told to the person before the bridge; empty: nothing")
          .field("accept_gate", &Destination::accept_gate, "whether the person must accept first")
          .field("hunt", &Destination::hunt, "others to try, by result, in order")
          .field("source", &Destination::source, "whose it is")
          .field("source_id", &Destination::source_id, "the row's id there; empty: our own")
          .field("created_at", &Destination::created_at, "when it was made")
          .field("updated_at", &Destination::updated_at, "when it was changed last")
          .build();
  return type;
}

const Type& describe(const CreateDestination*) {
  using Request = CreateDestination;
  static const Immortal<Type> type =
      Description<Request>("CreateDestination", "A new destination.")
          .required("name", &Request::name, "as callers say it; at most 100 characters")
          .field("aliases", &Request::aliases, "other names; at most 50 of 100 characters")
          .field("type", &Request::type, "how it is dialled")
          .required("number", &Request::number, "as typed; extension: 1-10 of 0-9, *, #; others: at most 50")
          .field("context", &Request::context, "of the PBX's dialplan; at most 50 of a-z, A-Z, 0-9, - _ .")
          .field("department", &Request::department, "at most 100 characters")
          .field("description", &Request::description, "for people; at most 1000 characters")
          .field("ring_timeout_seconds", &Request::ring_timeout_seconds, "how long it rings, 5-120 seconds")
          .field("fallback_action", &Request::fallback_action, "when the caller does not choose")
          .field("enabled", &Request::enabled, "false: nobody is put through")
          .field("secretary_id", &Request::secretary_id, "only for its callers; empty: for all")
          .field("whisper", &Request::whisper, "told to the person before the bridge; at most 500 characters")
          .field("accept_gate", &Request::accept_gate, "whether the person must accept first")
          .field("hunt", &Request::hunt, "others to try, by result, in order; at most 20")
          .build();
  return type;
}

const Type& describe(const UpdateDestination*) {
  using Request = UpdateDestination;
  static const Immortal<Type> type =
      Description<Request>("UpdateDestination", "Replaces the given members; the others stay.")
          .required("destination_id", &Request::destination_id, "which one")
          .field("name", &Request::name, "as callers say it; at most 100 characters")
          .field("aliases", &Request::aliases, "all other names; at most 50 of 100 characters")
          .field("type", &Request::type, "how it is dialled")
          .field("number", &Request::number, "as typed; extension: 1-10 of 0-9, *, #; others: at most 50")
          .field("context", &Request::context, "of the PBX's dialplan; at most 50 of a-z, A-Z, 0-9, - _ .")
          .field("department", &Request::department, "at most 100 characters")
          .field("description", &Request::description, "for people; at most 1000 characters")
          .field("ring_timeout_seconds", &Request::ring_timeout_seconds, "how long it rings, 5-120 seconds")
          .field("fallback_action", &Request::fallback_action, "when the caller does not choose")
          .field("enabled", &Request::enabled, "false: nobody is put through")
          .field("secretary_id", &Request::secretary_id, "only for its callers; empty: for all")
          .field("whisper", &Request::whisper, "told to the person before the bridge; at most 500 characters")
          .field("accept_gate", &Request::accept_gate, "whether the person must accept first")
          .field("hunt", &Request::hunt, "all others to try, by result, in order; at most 20")
          .build();
  return type;
}

}  // namespace smarthandoff::destinations
