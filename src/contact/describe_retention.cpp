#include <smarthandoff/contact/retention.hpp>

namespace smarthandoff::retention {

// Both have the same members, the second each as optional.
template <class Struct, class Field>
auto described(const char* name, const char* doc, Field Struct::*) {
  using S = Struct;
  return Description<S>(name, doc)
      .field("callbacks_days", &S::callbacks_days, "after their end; made anonymous")
      .field("tickets_days", &S::tickets_days, "after their last change; made anonymous unless pending")
      .field("handoffs_days", &S::handoffs_days, "after their end; made anonymous, what was said is removed")
      .field("calls_days", &S::calls_days, "over the phone service; made anonymous, recordings deleted there")
      .field("messages_days", &S::messages_days, "removed")
      .field("contact_log_days", &S::contact_log_days, "removed; caps are counted from it")
      .field("decisions_days", &S::decisions_days, "of the contact gate; removed")
      .build();
}

const Type& describe(const RetentionSettings*) {
  static const Immortal<Type> type =
      described("RetentionSettings", "How many days what is known of people is kept; 0: for ever.",
                &RetentionSettings::callbacks_days);
  return type;
}

const Type& describe(const GetRetention*) {
  static const Immortal<Type> type = Description<GetRetention>("GetRetention", "The tenant's own.").build();
  return type;
}

const Type& describe(const ConfigureRetention*) {
  static const Immortal<Type> type =
      described("ConfigureRetention", "Replaces the given members; the others stay. 0, or 30-36500 days.",
                &ConfigureRetention::callbacks_days);
  return type;
}

const Type& describe(const RetentionApplied*) {
  static const Immortal<Type> type =
      Description<RetentionApplied>("RetentionApplied", "What one round of retention did.")
          .field("anonymised", &RetentionApplied::anonymised, "callbacks, tickets and handoffs")
          .field("removed", &RetentionApplied::removed, "messages, contacts of the log, decisions")
          .build();
  return type;
}

}  // namespace smarthandoff::retention
