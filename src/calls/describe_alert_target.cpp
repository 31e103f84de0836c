#include <smarthandoff/calls/alert_target.hpp>

namespace smarthandoff::calls {

const Type& describe(const AlertTargetKind*) {
  static const Immortal<Type> type = describe_enum<AlertTargetKind>(
      "AlertTargetKind", "Where alerts go.",
      {{AlertTargetKind::slack, "slack"}, {AlertTargetKind::whatsapp, "whatsapp"}});
  return type;
}

const Type& describe(const AlertTargetStatus*) {
  static const Immortal<Type> type =
      describe_enum<AlertTargetStatus>("AlertTargetStatus", "Whether alerts are sent to it.",
                                       {{AlertTargetStatus::active, "active"},
                                        {AlertTargetStatus::suspended, "suspended"},
                                        {AlertTargetStatus::refused, "refused"}});
  return type;
}

const Type& describe(const AlertTarget*) {
  using T = AlertTarget;
  static const Immortal<Type> type =
      Description<T>("AlertTarget", "Where alerts go: a chat room, or a person on WhatsApp.")
          .field("id", &T::id, "its id")
          .field("kind", &T::kind, "by which service")
          .field("name", &T::name, "as people call it")
          .field("status", &T::status, "whether alerts are sent to it")
          .field("failure", &T::failure, "why the last alert was not delivered; empty: it was")
          .field("has_url", &T::has_url, "whether an address is stored")
          .field("number", &T::number, "of WhatsApp: E.164")
          .field("template_name", &T::template_name, "of WhatsApp, outside of the 24-hour window")
          .field("channel_id", &T::channel_id, "of WhatsApp; empty: the one that the tenant sends with")
          .field("tries", &T::tries, "of Slack: of the alert that waits first")
          .field("key_id", &T::key_id, "the key that the address is encrypted with")
          .field("retry_at", &T::retry_at, "of Slack: nothing is sent before")
          .field("delivered_at", &T::delivered_at, "when an alert was taken last")
          .field("created_at", &T::created_at, "when it was stored")
          .field("updated_at", &T::updated_at, "when it was changed last")
          .build();
  return type;
}

const Type& describe(const CreateAlertTarget*) {
  using T = CreateAlertTarget;
  static const Immortal<Type> type =
      Description<T>("CreateAlertTarget", "A chat room, or a person on WhatsApp.")
          .required("kind", &T::kind, "by which service")
          .required("name", &T::name, "1-100 characters")
          .field("url", &T::url, "of Slack, needed: https://hooks.slack.com/services/T…/B…/…")
          .field("number", &T::number, "of WhatsApp, needed: as typed")
          .field("template_name", &T::template_name,
                 "of WhatsApp, needed: approved, with one place for the text")
          .field("channel_id", &T::channel_id, "of WhatsApp; empty: the one that the tenant sends with")
          .build();
  return type;
}

const Type& describe(const UpdateAlertTarget*) {
  using T = UpdateAlertTarget;
  static const Immortal<Type> type =
      Description<T>("UpdateAlertTarget", "Replaces the given members; the others stay.")
          .required("target_id", &T::target_id, "which")
          .field("name", &T::name, "1-100 characters")
          .field("number", &T::number, "of WhatsApp: as typed")
          .field("template_name", &T::template_name, "of WhatsApp: approved, with one place for the text")
          .field("url", &T::url, "of Slack; ends a refusal")
          .field("channel_id", &T::channel_id, "of WhatsApp; empty: the one that the tenant sends with")
          .field("suspended", &T::suspended, "true: nothing is sent to it; false: again")
          .build();
  return type;
}

const Type& describe(const GetAlertTarget*) {
  static const Immortal<Type> type = Description<GetAlertTarget>("GetAlertTarget", "One target.")
                                         .required("target_id", &GetAlertTarget::target_id, "which")
                                         .build();
  return type;
}

const Type& describe(const DeleteAlertTarget*) {
  static const Immortal<Type> type =
      Description<DeleteAlertTarget>("DeleteAlertTarget", "Forgets a target and what waits for it.")
          .required("target_id", &DeleteAlertTarget::target_id, "which")
          .build();
  return type;
}

const Type& describe(const DeletedAlertTarget*) {
  static const Immortal<Type> type = Description<DeletedAlertTarget>("DeletedAlertTarget", "It is forgotten.")
                                         .field("target_id", &DeletedAlertTarget::target_id, "which")
                                         .build();
  return type;
}

const Type& describe(const ListAlertTargets*) {
  static const Immortal<Type> type =
      Description<ListAlertTargets>("ListAlertTargets", "The targets, in pages.")
          .field("limit", &ListAlertTargets::limit, "1-1000")
          .field("after", &ListAlertTargets::after, "the last id of the page before")
          .build();
  return type;
}

const Type& describe(const AlertTargetList*) {
  static const Immortal<Type> type =
      Description<AlertTargetList>("AlertTargetList", "A page of targets.")
          .field("targets", &AlertTargetList::targets, "in the order of creation")
          .build();
  return type;
}

const Type& describe(const TestAlertTarget*) {
  static const Immortal<Type> type =
      Description<TestAlertTarget>("TestAlertTarget", "Sends one text, to see whether it arrives.")
          .required("target_id", &TestAlertTarget::target_id, "which")
          .build();
  return type;
}

const Type& describe(const AlertTest*) {
  static const Immortal<Type> type =
      Description<AlertTest>("AlertTest", "A test on its way; alert.delivered or alert.failed tells of it.")
          .field("alert_id", &AlertTest::alert_id, "its id")
          .build();
  return type;
}

const Type& describe(const RotateAlertTargets*) {
  static const Immortal<Type> type =
      Description<RotateAlertTargets>("RotateAlertTargets", "Encrypts every address anew.").build();
  return type;
}

const Type& describe(const RotatedAlertTargets*) {
  using T = RotatedAlertTargets;
  static const Immortal<Type> type = Description<T>("RotatedAlertTargets", "What was encrypted anew.")
                                         .field("rotated", &T::rotated, "those that had another key")
                                         .field("key_id", &T::key_id, "the one they have now")
                                         .build();
  return type;
}

const Type& describe(const AlertDelivery*) {
  using T = AlertDelivery;
  static const Immortal<Type> type =
      Description<T>("AlertDelivery", "Payload of alert.delivered and alert.failed.")
          .field("alert_id", &T::alert_id, "which alert")
          .field("target_id", &T::target_id, "which target")
          .field("kind", &T::kind, "by which service")
          .field("failure", &T::failure, "of alert.failed: why it will not be delivered")
          .build();
  return type;
}

}  // namespace smarthandoff::calls
