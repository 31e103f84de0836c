#include <smarthandoff/engine/engine.hpp>

namespace smarthandoff {

const Type& describe(const OperationKind*) {
  static const Immortal<Type> type = describe_enum<OperationKind>("OperationKind", "How an operation runs.",
                                                                  {{OperationKind::pure, "pure"},
                                                                   {OperationKind::read, "read"},
                                                                   {OperationKind::write, "write"},
                                                                   {OperationKind::awaited, "awaited"}});
  return type;
}

const Type& describe(const Event*) {
  static const Immortal<Type> type =
      Description<Event>("Event", "Something that happened, committed together with the change it tells of.")
          .field("position", &Event::position, "increases in commit order; the cursor to go on from")
          .field("tenant", &Event::tenant, "whose it is")
          .field("topic", &Event::topic, "e.g. \"handoff.returned\"")
          .field("entity", &Event::entity, "the id of what it is about")
          .field("version", &Event::version, "of the payload's shape")
          .field("payload", &Event::payload, "what happened; JSON, which the bindings hand over parsed")
          .field("at", &Event::at, "when it happened")
          .build();
  return type;
}

const Type& describe(const EventPage*) {
  static const Immortal<Type> type =
      Description<EventPage>("EventPage", "Events after a cursor, in commit order.")
          .field("events", &EventPage::events, "oldest first")
          .field("next", &EventPage::next, "the cursor to go on from")
          .build();
  return type;
}

const Type& describe(const KeyProblem*) {
  static const Immortal<Type> type = describe_enum<KeyProblem>(
      "KeyProblem", "Why stored credentials cannot be read.",
      {{KeyProblem::missing, "missing"}, {KeyProblem::wrong, "wrong"}, {KeyProblem::corrupt, "corrupt"}});
  return type;
}

const Type& describe(const UnreadableCredentials*) {
  using U = UnreadableCredentials;
  static const Immortal<Type> type =
      Description<U>("UnreadableCredentials", "Credentials of one kind and key that the engine cannot use.")
          .field("kind", &U::kind, "the group of operations that stores them, e.g. \"channels\"")
          .field("key_id", &U::key_id, "of encryption_keys")
          .field("problem", &U::problem, "the key is missing, is another one, or they are corrupt")
          .field("count", &U::count, "so many carry the key's id, of all tenants")
          .build();
  return type;
}

const Type& describe(const EngineHealth*) {
  static const Immortal<Type> type =
      Description<EngineHealth>("EngineHealth", "How an engine and what it depends on are doing.")
          .field("store", &EngineHealth::store, "\"ok\", or what is wrong")
          .field("telephony", &EngineHealth::telephony, "the connection to the phone system")
          .field("directory", &EngineHealth::directory, "the PBX's own tables; none if none were given")
          .field("queued_operations", &EngineHealth::queued_operations, "writes waiting for a commit")
          .field("jobs_waiting", &EngineHealth::jobs_waiting, "jobs whose time has not come")
          .field("jobs_leased", &EngineHealth::jobs_leased, "jobs being done")
          .field("jobs_late", &EngineHealth::jobs_late, "jobs that are overdue")
          .field("jobs_dead", &EngineHealth::jobs_dead, "jobs given up after their last attempt")
          .field("oldest_due", &EngineHealth::oldest_due,
                 "when the next of those that wait falls due, or has")
          .field("channels_active", &EngineHealth::channels_active, "messaging channels that may send")
          .field("channels_error", &EngineHealth::channels_error, "those whose credentials were refused")
          .field("unreadable_credentials", &EngineHealth::unreadable_credentials,
                 "what encryption_keys cannot read; looked at every 30 s at most")
          .field("unknown_webhooks", &EngineHealth::unknown_webhooks,
                 "webhooks of numbers and accounts that are nobody's, since the engine opened")
          .build();
  return type;
}

}  // namespace smarthandoff
