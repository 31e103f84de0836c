#include <smarthandoff/callback/metrics.hpp>

namespace smarthandoff::callbacks {

const Type& describe(const GetMetrics*) {
  static const Immortal<Type> type =
      Description<GetMetrics>("GetCallbackMetrics", "Of callbacks asked for in a period.")
          .field("since", &GetMetrics::since, "none: 30 days before the end")
          .field("until", &GetMetrics::until, "exclusive; none: now")
          .field("extension", &GetMetrics::extension, "of the agent: asked for or served there")
          .field("department", &GetMetrics::department, "case and accents do not matter")
          .build();
  return type;
}

const Type& describe(const Kpi*) {
  static const Immortal<Type> type = Description<Kpi>("Kpi", "One figure with its goal.")
                                         .field("value", &Kpi::value, "none: nothing to measure yet")
                                         .field("goal", &Kpi::goal, "the figure to reach")
                                         .field("met", &Kpi::met, "false also without a value")
                                         .field("of", &Kpi::of, "how many it was measured on")
                                         .build();
  return type;
}

const Type& describe(const CallbackMetrics*) {
  using M = CallbackMetrics;
  static const Immortal<Type> type =
      Description<M>("CallbackMetrics", "How well a tenant calls back.")
          .field("since", &M::since, "the period's first instant")
          .field("until", &M::until, "the first instant after it")
          .field("created", &M::created, "asked for in the period")
          .field("completed", &M::completed, "of them")
          .field("failed", &M::failed, "of them")
          .field("canceled", &M::canceled, "of them")
          .field("open", &M::open, "of them")
          .field("expired", &M::expired, "failed by age")
          .field("abandoned", &M::abandoned, "canceled by the customer")
          .field("answered_percent", &M::answered_percent, "completed of completed and failed; above 80")
          .field("minutes_to_call_back", &M::minutes_to_call_back,
                 "request or agreed time until the customer answers; below 15")
          .field("abandoned_percent", &M::abandoned_percent, "of the created; below 10")
          .field("reaction_seconds", &M::reaction_seconds, "first alert until the click; below 60")
          .field("expired_percent", &M::expired_percent, "failed by attempts or age, of the created; below 5")
          .field("satisfaction", &M::satisfaction, "0-10, mean; above 8")
          .field("nps", &M::nps, "share of 9 and 10 less share of 0 to 6, in percent")
          .build();
  return type;
}

}  // namespace smarthandoff::callbacks
