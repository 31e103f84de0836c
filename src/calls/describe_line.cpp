#include <smarthandoff/calls/line.hpp>

namespace smarthandoff::calls {

const Type& describe(const Presence*) {
  static const Immortal<Type> type = describe_enum<Presence>(
      "Presence", "Whether an agent may be rung.",
      {{Presence::available, "available"}, {Presence::busy, "busy"}, {Presence::offline, "offline"}});
  return type;
}

const Type& describe(const AgentLine*) {
  using T = AgentLine;
  static const Immortal<Type> type =
      Description<T>("AgentLine", "How an agent is reached by the phone service.")
          .field("agent_id", &T::agent_id, "whose")
          .field("identity", &T::identity, "of the browser or app")
          .field("phone", &T::phone, "who is rung first; empty: the browser or app")
          .field("mobile", &T::mobile, "follow-me; empty: none")
          .field("worker_sid", &T::worker_sid, "of TaskRouter; empty: none")
          .field("presence", &T::presence, "whether they may be rung")
          .field("worker_activity", &T::worker_activity, "what TaskRouter told last")
          .field("changed_at", &T::changed_at, "of the presence")
          .field("updated_at", &T::updated_at, "when it was changed last")
          .build();
  return type;
}

const Type& describe(const SetLine*) {
  using T = SetLine;
  static const Immortal<Type> type =
      Description<T>("SetLine", "Makes or replaces the given members of a line.")
          .required("agent_id", &T::agent_id, "whose")
          .field("identity", &T::identity, "1-121 letters, digits, _, -, ., @; at first the user id")
          .field("phone", &T::phone, "as typed, or sip:…")
          .field("mobile", &T::mobile, "as typed")
          .field("worker_sid", &T::worker_sid, "WK and 32 hex digits")
          .build();
  return type;
}

const Type& describe(const GetLine*) {
  using T = GetLine;
  static const Immortal<Type> type = Description<T>("GetLine", "Which line: exactly one key.")
                                         .field("agent_id", &T::agent_id, "the agent's")
                                         .field("identity", &T::identity, "or that of the browser or app")
                                         .build();
  return type;
}

const Type& describe(const ListLines*) {
  using T = ListLines;
  static const Immortal<Type> type =
      Description<T>("ListLines", "Which lines; an absent filter lets everything pass.")
          .field("presence", &T::presence, "only of this presence")
          .field("limit", &T::limit, "at most so many, 1-1000")
          .field("after", &T::after, "the last agent of the page before; empty: from the start")
          .build();
  return type;
}

const Type& describe(const LineList*) {
  using T = LineList;
  static const Immortal<Type> type =
      Description<T>("LineList", "A page of lines.").field("lines", &T::lines, "by agent").build();
  return type;
}

const Type& describe(const SetPresence*) {
  using T = SetPresence;
  static const Immortal<Type> type = Description<T>("SetPresence", "Whether an agent may be rung.")
                                         .required("agent_id", &T::agent_id, "who")
                                         .required("presence", &T::presence, "from now on")
                                         .build();
  return type;
}

const Type& describe(const PresenceEvent*) {
  using T = PresenceEvent;
  static const Immortal<Type> type = Description<T>("LinePresence", "Payload of line.presence.")
                                         .field("agent_id", &T::agent_id, "who")
                                         .field("user_id", &T::user_id, "the host's")
                                         .field("presence", &T::presence, "from now on")
                                         .build();
  return type;
}

const Type& describe(const LineToken*) {
  using T = LineToken;
  static const Immortal<Type> type = Description<T>("GetLineToken", "A token for an agent's browser or app.")
                                         .required("agent_id", &T::agent_id, "whose")
                                         .field("account_id", &T::account_id, "empty: the default one")
                                         .field("ttl", &T::ttl, "seconds it is valid, 60-86400")
                                         .build();
  return type;
}

const Type& describe(const IssuedToken*) {
  using T = IssuedToken;
  static const Immortal<Type> type = Description<T>("LineToken", "What the browser or app shows.")
                                         .field("token", &T::token, "a secret of its holder")
                                         .field("identity", &T::identity, "by which it is rung")
                                         .field("expires_at", &T::expires_at, "from then on worth nothing")
                                         .build();
  return type;
}

}  // namespace smarthandoff::calls
