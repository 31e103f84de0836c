#include <smarthandoff/calls/notice.hpp>

namespace smarthandoff::calls {

const Type& describe(const NoticeKind*) {
  static const Immortal<Type> type = describe_enum<NoticeKind>("NoticeKind", "What an agent is told of.",
                                                               {{NoticeKind::incoming, "incoming"},
                                                                {NoticeKind::missed, "missed"},
                                                                {NoticeKind::voicemail, "voicemail"}});
  return type;
}

const Type& describe(const CallNotification*) {
  using T = CallNotification;
  static const Immortal<Type> type =
      Description<T>("CallNotification", "Payload of call.notification, for a desktop.")
          .field("call_id", &T::call_id, "the call")
          .field("kind", &T::kind, "what happened")
          .field("agent_id", &T::agent_id, "whom it is for; empty: all")
          .field("user_id", &T::user_id, "the host's, of that agent")
          .field("number", &T::number, "who calls, as shown")
          .field("text", &T::text, "in the tenant's language")
          .field("ticket_id", &T::ticket_id, "of a voicemail")
          .build();
  return type;
}

const Type& describe(const CallAlert*) {
  using T = CallAlert;
  static const Immortal<Type> type =
      Description<T>("CallAlert", "Payload of call.alert: what people are alerted of.")
          .field("alert_id", &T::alert_id, "its id")
          .field("kinds", &T::kinds, "of a digest: all of them")
          .field("target_ids", &T::target_ids, "where it is sent to")
          .field("text", &T::text, "in the tenant's language")
          .field("digest", &T::digest, "of those that were held back")
          .field("count", &T::count, "of a digest: how many")
          .build();
  return type;
}

}  // namespace smarthandoff::calls
