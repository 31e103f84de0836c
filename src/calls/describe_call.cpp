#include <smarthandoff/calls/call.hpp>

namespace smarthandoff::calls {

const Type& describe(const CallDirection*) {
  static const Immortal<Type> type = describe_enum<CallDirection>(
      "CallDirection", "Who began a call.",
      {{CallDirection::inbound, "inbound"}, {CallDirection::outbound, "outbound"}});
  return type;
}

const Type& describe(const CallStage*) {
  static const Immortal<Type> type = describe_enum<CallStage>("CallStage", "Where a call stands with us.",
                                                              {{CallStage::intended, "intended"},
                                                               {CallStage::accepted, "accepted"},
                                                               {CallStage::in_doubt, "in_doubt"},
                                                               {CallStage::ended, "ended"}});
  return type;
}

const Type& describe(const CallStatus*) {
  static const Immortal<Type> type =
      describe_enum<CallStatus>("CallStatus", "Where a call stands with the phone service.",
                                {{CallStatus::queued, "queued"},
                                 {CallStatus::initiated, "initiated"},
                                 {CallStatus::ringing, "ringing"},
                                 {CallStatus::in_progress, "in_progress"},
                                 {CallStatus::completed, "completed"},
                                 {CallStatus::busy, "busy"},
                                 {CallStatus::no_answer, "no_answer"},
                                 {CallStatus::failed, "failed"},
                                 {CallStatus::canceled, "canceled"}});
  return type;
}

const Type& describe(const RecordingStatus*) {
  static const Immortal<Type> type =
      describe_enum<RecordingStatus>("RecordingStatus", "Whether there is a recording.",
                                     {{RecordingStatus::in_progress, "in_progress"},
                                      {RecordingStatus::completed, "completed"},
                                      {RecordingStatus::absent, "absent"}});
  return type;
}

const Type& describe(const CallRecording*) {
  using T = CallRecording;
  static const Immortal<Type> type = Description<T>("CallRecording", "The recording of a call.")
                                         .field("sid", &T::sid, "the phone service's id")
                                         .field("url", &T::url, "at the phone service; not for browsers")
                                         .field("status", &T::status, "whether it is there")
                                         .field("seconds", &T::seconds, "how long it is")
                                         .field("channels", &T::channels, "2: each side on its own")
                                         .build();
  return type;
}

const Type& describe(const Call*) {
  using T = Call;
  static const Immortal<Type> type =
      Description<T>("Call", "A call over the phone service.")
          .field("id", &T::id, "ours")
          .field("sid", &T::sid, "the phone service's; empty: not known yet")
          .field("account_id", &T::account_id, "over which account; may be empty")
          .field("parent_sid", &T::parent_sid, "of the call that this is a leg of")
          .field("direction", &T::direction, "who began it")
          .field("stage", &T::stage, "where it stands with us")
          .field("status", &T::status, "where it stands with the phone service")
          .field("agent_id", &T::agent_id, "who talked, or is to talk; may be empty")
          .field("number_id", &T::number_id, "of ours; may be empty")
          .field("from_number", &T::from_number, "as E.164, else as told")
          .field("to_number", &T::to_number, "as E.164, else as told")
          .field("seconds", &T::seconds, "how long it was")
          .field("cost", &T::cost, "four decimals; empty: not known yet")
          .field("currency", &T::currency, "of the cost")
          .field("answered_by", &T::answered_by, "human, machine_start, fax, unknown …; empty: nobody looked")
          .field("cause", &T::cause, "why it ended, where that is known")
          .field("recording", &T::recording, "none: there is none")
          .field("reference", &T::reference, "the host's")
          .field("started_at", &T::started_at, "when it began")
          .field("answered_at", &T::answered_at, "of a call to us: by an agent")
          .field("ended_at", &T::ended_at, "when it was over")
          .field("updated_at", &T::updated_at, "when it was changed last")
          .build();
  return type;
}

const Type& describe(const GetCall*) {
  using T = GetCall;
  static const Immortal<Type> type = Description<T>("GetCall", "Which call: exactly one key.")
                                         .field("call_id", &T::call_id, "our id")
                                         .field("sid", &T::sid, "or the phone service's")
                                         .build();
  return type;
}

const Type& describe(const ListCalls*) {
  using T = ListCalls;
  static const Immortal<Type> type =
      Description<T>("ListCalls", "Which calls; an absent filter lets everything pass.")
          .field("since", &T::since, "begun then or later")
          .field("until", &T::until, "begun before")
          .field("status", &T::status, "only of this status")
          .field("direction", &T::direction, "only of this direction")
          .field("agent_id", &T::agent_id, "only this agent's")
          .field("parent_sid", &T::parent_sid, "the legs of this call, else calls that are no legs")
          .field("limit", &T::limit, "at most so many, 1-1000")
          .field("after", &T::after, "the last id of the page before; empty: from the newest")
          .build();
  return type;
}

const Type& describe(const CallList*) {
  using T = CallList;
  static const Immortal<Type> type =
      Description<T>("CallList", "A page of calls.").field("calls", &T::calls, "newest first").build();
  return type;
}

const Type& describe(const CallEvent*) {
  using T = CallEvent;
  static const Immortal<Type> type =
      Description<T>("CallEvent", "Payload of call.updated and call.recording.")
          .field("call_id", &T::call_id, "the call")
          .field("sid", &T::sid, "the phone service's id")
          .field("direction", &T::direction, "who began it")
          .field("stage", &T::stage, "where it stands with us")
          .field("status", &T::status, "where it stands with the phone service")
          .field("agent_id", &T::agent_id, "who talked, or is to talk")
          .field("answered_by", &T::answered_by, "who answered")
          .build();
  return type;
}

const Type& describe(const Trend*) {
  static const Immortal<Type> type = describe_enum<Trend>(
      "Trend", "By what a period is divided.",
      {{Trend::hour, "hour"}, {Trend::day, "day"}, {Trend::week, "week"}, {Trend::month, "month"}});
  return type;
}

const Type& describe(const GetCallMetrics*) {
  using T = GetCallMetrics;
  static const Immortal<Type> type =
      Description<T>("GetCallMetrics", "Of calls that began in a period, without legs.")
          .field("since", &T::since, "none: 30 days before until")
          .field("until", &T::until, "exclusive; none: up to now")
          .field("trend", &T::trend, "by what the period is divided, in the tenant's zone")
          .field("direction", &T::direction, "only of this direction")
          .field("agent_id", &T::agent_id, "only this agent's")
          .build();
  return type;
}

const Type& describe(const CallFigures*) {
  using T = CallFigures;
  static const Immortal<Type> type =
      Description<T>("CallFigures", "Figures of calls.")
          .field("total", &T::total, "how many")
          .field("answered", &T::answered, "by a person")
          .field("unanswered", &T::unanswered, "ended without")
          .field("average_seconds", &T::average_seconds, "of the answered ones that are over")
          .build();
  return type;
}

const Type& describe(const TrendPoint*) {
  using T = TrendPoint;
  static const Immortal<Type> type =
      Description<T>("CallTrendPoint", "Figures of an hour, day, week or month.")
          .field("begins", &T::begins, "local in the tenant's zone")
          .field("figures", &T::figures, "of what began in it")
          .build();
  return type;
}

const Type& describe(const CallMetrics*) {
  using T = CallMetrics;
  static const Immortal<Type> type =
      Description<T>("CallMetrics", "Figures of a period, and how they went.")
          .field("since", &T::since, "of the period")
          .field("until", &T::until, "of the period")
          .field("figures", &T::figures, "of the whole period")
          .field("today", &T::today, "up to until")
          .field("this_week", &T::this_week, "up to until")
          .field("this_month", &T::this_month, "up to until")
          .field("trend", &T::trend, "each part of the period, also empty ones")
          .build();
  return type;
}

}  // namespace smarthandoff::calls
