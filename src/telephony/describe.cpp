#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/telephony/port.hpp>
#include <smarthandoff/telephony/types.hpp>

namespace smarthandoff::telephony {

const Type& describe(const ExtensionState*) {
  using enum ExtensionState;
  static const Immortal<Type> type =
      describe_enum<ExtensionState>("ExtensionState", "What the PBX says of an extension.",
                                    {{available, "available"},
                                     {in_call, "in_call"},
                                     {ringing, "ringing"},
                                     {dnd, "dnd"},
                                     {offline, "offline"},
                                     {unknown, "unknown"}});
  return type;
}

const Type& describe(const ExtensionStatus*) {
  static const Immortal<Type> type =
      Description<ExtensionStatus>("ExtensionStatus", "An extension's state when the PBX was asked.")
          .field("extension", &ExtensionStatus::extension, "the extension, e.g. \"1004\"")
          .field("state", &ExtensionStatus::state, "what the PBX says of it")
          .field("available", &ExtensionStatus::available, "true if it can be rung now")
          .field("reason", &ExtensionStatus::reason, "why it is not available, as text; empty when it is")
          .field("registered", &ExtensionStatus::registered, "whether a phone is registered, as far as known")
          .field("dnd", &ExtensionStatus::dnd, "whether Do Not Disturb is on, as far as known")
          .field("at", &ExtensionStatus::at, "when the PBX was asked")
          .build();
  return type;
}

const Type& describe(const TransferResult*) {
  using enum TransferResult;
  static const Immortal<Type> type =
      describe_enum<TransferResult>("TransferResult", "What became of an attempt to reach a person.",
                                    {{answered, "answered"},
                                     {busy, "busy"},
                                     {no_answer, "no_answer"},
                                     {dnd, "dnd"},
                                     {offline, "offline"},
                                     {rejected, "rejected"},
                                     {voicemail, "voicemail"},
                                     {canceled, "canceled"},
                                     {failed, "failed"}});
  return type;
}

const Type& describe(const LegEnd*) {
  using enum LegEnd;
  static const Immortal<Type> type =
      describe_enum<LegEnd>("LegEnd", "How a leg that was placed ended, in neutral words.",
                            {{completed, "completed"},
                             {busy, "busy"},
                             {no_answer, "no_answer"},
                             {rejected, "rejected"},
                             {unavailable, "unavailable"},
                             {not_registered, "not_registered"},
                             {unknown_number, "unknown_number"},
                             {canceled, "canceled"},
                             {no_route, "no_route"},
                             {failed, "failed"}});
  return type;
}

const Type& describe(const EvidenceSource*) {
  static const Immortal<Type> type =
      describe_enum<EvidenceSource>("EvidenceSource", "Where a result comes from.",
                                    {{EvidenceSource::presence, "presence"}, {EvidenceSource::call, "call"}});
  return type;
}

const Type& describe(const Evidence*) {
  static const Immortal<Type> type =
      Description<Evidence>("Evidence", "Why a result is what it is.")
          .field("source", &Evidence::source, "presence: the phone was not rung; call: it was")
          .field("presence", &Evidence::presence, "the extension's state before the call")
          .field("leg_end", &Evidence::leg_end, "how the person's leg ended")
          .field("sip_code", &Evidence::sip_code, "the phone's SIP answer, e.g. 486")
          .field("cause", &Evidence::cause, "the PBX's own word, e.g. \"USER_BUSY\"")
          .field("registered", &Evidence::registered, "whether a phone was registered, as far as known")
          .field("dnd", &Evidence::dnd, "whether Do Not Disturb was on, as far as known")
          .field("rang", &Evidence::rang, "the phone was ringing before the end")
          .field("checked_at", &Evidence::checked_at, "when the extension's state was asked")
          .field("placed_at", &Evidence::placed_at, "when the leg was placed")
          .field("rang_at", &Evidence::rang_at, "when the phone began to ring")
          .field("answered_at", &Evidence::answered_at, "when it was answered")
          .field("ended_at", &Evidence::ended_at, "when the leg ended")
          .build();
  return type;
}

const Type& describe(const AssistantTarget*) {
  static const Immortal<Type> type =
      Description<AssistantTarget>("AssistantTarget", "Where the caller goes back to after a failed attempt.")
          .field("extension", &AssistantTarget::extension, "the extension that runs the assistant")
          .field("context", &AssistantTarget::context, "its dialplan context")
          .field("leg", &AssistantTarget::leg, "or a kept leg of the assistant to bridge the caller to")
          .build();
  return type;
}

const Type& describe(const DialKind*) {
  static const Immortal<Type> type = describe_enum<DialKind>(
      "DialKind", "How a number is dialled.",
      {{DialKind::extension, "extension"}, {DialKind::number, "number"}, {DialKind::trunk, "trunk"}});
  return type;
}

const Type& describe(const PortState*) {
  using enum PortState;
  static const Immortal<Type> type =
      describe_enum<PortState>("PortState", "The connection to the phone system.",
                               {{connecting, "connecting"},
                                {connected, "connected"},
                                {lost, "lost"},
                                {refused, "refused"},
                                {stopped, "stopped"}});
  return type;
}

const Type& describe(const PortHealth*) {
  static const Immortal<Type> type =
      Description<PortHealth>("PortHealth", "How the connection to the phone system is doing.")
          .field("state", &PortHealth::state, "where the connection stands")
          .field("detail", &PortHealth::detail, "why, e.g. \"wrong password\"")
          .build();
  return type;
}

}  // namespace smarthandoff::telephony
