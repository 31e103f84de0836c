#include <smarthandoff/messenger/templates.hpp>

namespace smarthandoff::templates {

const Type& describe(const MessageTemplate*) {
  using T = MessageTemplate;
  static const Immortal<Type> type =
      Description<T>("MessageTemplate", "A message approved beforehand.")
          .field("channel_id", &T::channel_id, "whose it is")
          .field("name", &T::name, "its name")
          .field("language", &T::language, "e.g. pt_BR")
          .field("status", &T::status, "whether it may be sent")
          .field("category", &T::category, "what it is for")
          .field("body", &T::body, "its text, with places {{1}}, {{2}}")
          .field("reason", &T::reason, "of a rejection or pause")
          .field("is_callback", &T::is_callback, "announces that a callback is ready")
          .field("updated_at", &T::updated_at, "when it was changed last")
          .build();
  return type;
}

const Type& describe(const ListStoredTemplates*) {
  static const Immortal<Type> type =
      Description<ListStoredTemplates>("ListStoredTemplates", "Asks for a channel's templates.")
          .field("channel_id", &ListStoredTemplates::channel_id, "empty: the one that sends")
          .build();
  return type;
}

const Type& describe(const TemplateList*) {
  static const Immortal<Type> type = Description<TemplateList>("TemplateList", "A channel's templates.")
                                         .field("templates", &TemplateList::templates, "by name and language")
                                         .build();
  return type;
}

const Type& describe(const SetTemplate*) {
  using S = SetTemplate;
  static const Immortal<Type> type =
      Description<S>("SetTemplate", "Writes what is known of a template; absent members stay.")
          .field("channel_id", &S::channel_id, "empty: the one that sends")
          .required("name", &S::name, "lower case letters, digits and '_'")
          .required("language", &S::language, "e.g. pt_BR")
          .field("status", &S::status, "whether it may be sent")
          .field("category", &S::category, "what it is for")
          .field("body", &S::body, "its text; at most 2000 characters")
          .field("is_callback", &S::is_callback, "true takes it from the channel's others")
          .build();
  return type;
}

const Type& describe(const SyncTemplates*) {
  static const Immortal<Type> type =
      Description<SyncTemplates>("SyncTemplates", "Reads the peer's templates in the background.")
          .field("channel_id", &SyncTemplates::channel_id, "empty: the one that sends")
          .build();
  return type;
}

const Type& describe(const SyncStarted*) {
  static const Immortal<Type> type =
      Description<SyncStarted>("SyncStarted", "The peer's templates are being read.")
          .field("channel_id", &SyncStarted::channel_id, "of this channel")
          .build();
  return type;
}

const Type& describe(const TemplatesEvent*) {
  using E = TemplatesEvent;
  static const Immortal<Type> type =
      Description<E>("TemplatesEvent", "Payload of templates.synced and templates.sync_failed.")
          .field("channel_id", &E::channel_id, "the channel")
          .field("count", &E::count, "templates that the peer has")
          .field("failure", &E::failure, "why they could not be read")
          .build();
  return type;
}

const Type& describe(const TemplateEvent*) {
  using E = TemplateEvent;
  static const Immortal<Type> type = Description<E>("TemplateEvent", "Payload of template.updated.")
                                         .field("channel_id", &E::channel_id, "the channel")
                                         .field("name", &E::name, "its name")
                                         .field("language", &E::language, "its language")
                                         .field("status", &E::status, "whether it may be sent now")
                                         .build();
  return type;
}

}  // namespace smarthandoff::templates
