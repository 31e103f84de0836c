#include <smarthandoff/callback/settings.hpp>

namespace smarthandoff::callbacks {

const Type& describe(const AutoRetry*) {
  static const Immortal<Type> type = describe_enum<AutoRetry>(
      "AutoRetry",
      "Which retries dial by themselves: none; race: the one after a taken phone or a refused line; all: "
      "also "
      "the one after a customer who was not reached.",
      {{AutoRetry::none, "none"}, {AutoRetry::race, "race"}, {AutoRetry::all, "all"}});
  return type;
}

// Both have the same members, the second each as optional.
template <class Struct, class Field>
auto described(const char* name, const char* doc, Field Struct::*) {
  using S = Struct;
  return Description<S>(name, doc)
      .field("repeat_seconds", &S::repeat_seconds, "until an ignored alert is repeated; 10-3600")
      .field("alerts", &S::alerts, "alerts before it is released; 1-10")
      .field("release", &S::release, "to the department, once the alerts were ignored")
      .field("expire_hours", &S::expire_hours, "age at which it has failed; 0: never; at most 8760")
      .field("mode", &S::mode, "where a callback or click names none")
      .field("auto_retry", &S::auto_retry, "which retries dial by themselves")
      .field("race_seconds", &S::race_seconds, "after a taken phone or a refused line; 5-3600")
      .field("retry_minutes", &S::retry_minutes, "after a customer who was not reached; 1-1440")
      .field("agent_misses", &S::agent_misses, "unanswered agent legs before it is released; 1-20")
      .field("agent_ring_seconds", &S::agent_ring_seconds, "how long the agent's phone rings; 5-120")
      .field("customer_ring_seconds", &S::customer_ring_seconds, "how long the customer's phone rings; 5-120")
      .field("context_audio", &S::context_audio, "the agent hears number and reason first")
      .field("snooze_minutes", &S::snooze_minutes, "where a snooze names none; 1-1440")
      .field("later_minutes", &S::later_minutes, "the customer's \"later\"; 1-1440")
      .field("notices", &S::notices, "WhatsApp notices to customers who asked for them")
      .field("ask_score", &S::ask_score, "and the question how it went, after a completed one")
      .field("score_template", &S::score_template, "for that question outside of the 24-hour window")
      .build();
}

const Type& describe(const CallbackSettings*) {
  static const Immortal<Type> type =
      described("CallbackSettings", "How a tenant's callbacks are watched and called.",
                &CallbackSettings::repeat_seconds);
  return type;
}

const Type& describe(const GetSettings*) {
  static const Immortal<Type> type =
      Description<GetSettings>("GetCallbackSettings", "The tenant's own.").build();
  return type;
}

const Type& describe(const Configure*) {
  static const Immortal<Type> type = described(
      "ConfigureCallbacks", "Replaces the given members; the others stay.", &Configure::repeat_seconds);
  return type;
}

}  // namespace smarthandoff::callbacks
