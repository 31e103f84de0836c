#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/messenger/whatsapp_parse.hpp>

namespace smarthandoff::messenger {

const Type& describe(const Inbound*) {
  static const Immortal<Type> type =
      Description<Inbound>("WhatsAppMessage", "A message that somebody sent.")
          .field("peer_id", &Inbound::peer_id, "WhatsApp's id of it")
          .field("from_number", &Inbound::from, "the sender as WhatsApp calls it, e.g. digits; may be empty")
          .field("from_user_id", &Inbound::from_user_id, "the sender's id that is no number; may be empty")
          .field("profile_name", &Inbound::profile_name, "as the sender calls himself")
          .field("at", &Inbound::at, "when it was sent")
          .field("kind", &Inbound::kind, "what it is")
          .field("type", &Inbound::type, "WhatsApp's own word for that")
          .field("text", &Inbound::text, "body, caption, title of what was chosen, or emoji")
          .field("choice_id", &Inbound::choice_id, "id or payload of what was chosen")
          .field("answers", &Inbound::answers,
                 "the id of the message it answers, edits, deletes or reacts to")
          .field("media", &Inbound::media, "the file; without id: none")
          .field("raw", &Inbound::raw, "the message as JSON, as it came; empty beyond 64 kB")
          .build();
  return type;
}

const Type& describe(const StatusChange*) {
  static const Immortal<Type> type =
      Description<StatusChange>("WhatsAppStatusChange", "What became of a message that was sent.")
          .field("peer_id", &StatusChange::peer_id, "WhatsApp's id of the message")
          .field("message_id", &StatusChange::message_id, "ours, as given when it was sent; may be empty")
          .field("status", &StatusChange::status, "may come late or twice: never goes back")
          .field("at", &StatusChange::at, "when that was")
          .field("peer_address", &StatusChange::peer_address, "the recipient as WhatsApp calls it")
          .field("failure", &StatusChange::failure, "when failed")
          .build();
  return type;
}

const Type& describe(const Preference*) {
  using P = Preference;
  static const Immortal<Type> type =
      Description<P>("WhatsAppPreference", "Somebody stopped promotions in WhatsApp, or takes them again.")
          .field("from_number", &P::from, "who, as WhatsApp calls them, e.g. digits; may be empty")
          .field("from_user_id", &P::from_user_id, "their id that is no number; may be empty")
          .field("stopped", &P::stopped, "false: they take them again")
          .field("at", &P::at, "when they said so")
          .build();
  return type;
}

const Type& describe(const Notice*) {
  static const Immortal<Type> type =
      Description<Notice>("WhatsAppNotice", "Something told of the account, the number or groups.")
          .field("field", &Notice::field, "Meta's name of it, e.g. account_update")
          .field("raw", &Notice::raw, "JSON as it came; empty where it holds personal data")
          .build();
  return type;
}

}  // namespace smarthandoff::messenger

namespace smarthandoff::whatsapp {

const Type& describe(const Validate*) {
  static const Immortal<Type> type =
      Description<Validate>("WhatsAppValidate", "A webhook as it was received, and its signature.")
          .required("app_secret", &Validate::app_secret, "the Meta app's secret")
          .required("signature", &Validate::signature, "the header X-Hub-Signature-256")
          .required("body", &Validate::body, "raw, byte for byte")
          .build();
  return type;
}

const Type& describe(const Parse*) {
  static const Immortal<Type> type = Description<Parse>("WhatsAppParse", "A webhook's body.")
                                         .required("body", &Parse::body, "raw, at most 4 MB")
                                         .build();
  return type;
}

const Type& describe(const ItemKind*) {
  static const Immortal<Type> type =
      describe_enum<ItemKind>("WhatsAppItemKind", "What something in a webhook is.",
                              {{ItemKind::message, "message"},
                               {ItemKind::status, "status"},
                               {ItemKind::template_, "template"},
                               {ItemKind::preference, "preference"},
                               {ItemKind::notice, "notice"}});
  return type;
}

const Type& describe(const Item*) {
  static const Immortal<Type> type = Description<Item>("WhatsAppItem", "One thing that a webhook says.")
                                         .field("kind", &Item::kind, "which of the others is set")
                                         .field("message", &Item::message, "somebody wrote")
                                         .field("status", &Item::status, "of a message of ours")
                                         .field("template_state", &Item::template_state, "of a template")
                                         .field("preference", &Item::preference, "about promotions")
                                         .field("notice", &Item::notice, "anything else")
                                         .build();
  return type;
}

const Type& describe(const Change*) {
  static const Immortal<Type> type =
      Description<Change>("WhatsAppChange", "What a webhook says about one number or account.")
          .field("waba_id", &Change::waba_id, "the business account")
          .field("phone_number_id", &Change::phone_number_id, "empty for what concerns the whole account")
          .field("items", &Change::items, "in the order they came")
          .build();
  return type;
}

const Type& describe(const Webhook*) {
  static const Immortal<Type> type = Description<Webhook>("WhatsAppWebhook", "What a webhook says.")
                                         .field("changes", &Webhook::changes, "in the order they came")
                                         .build();
  return type;
}

}  // namespace smarthandoff::whatsapp
