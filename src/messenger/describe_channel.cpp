#include <smarthandoff/messenger/channel.hpp>

namespace smarthandoff::channels {

const Type& describe(const ChannelKind*) {
  static const Immortal<Type> type =
      describe_enum<ChannelKind>("ChannelKind", "What a channel is.", {{ChannelKind::whatsapp, "whatsapp"}});
  return type;
}

const Type& describe(const ChannelStatus*) {
  static const Immortal<Type> type =
      describe_enum<ChannelStatus>("ChannelStatus", "Whether a channel can be used.",
                                   {{ChannelStatus::configuring, "configuring"},
                                    {ChannelStatus::active, "active"},
                                    {ChannelStatus::inactive, "inactive"},
                                    {ChannelStatus::error, "error"}});
  return type;
}

const Type& describe(const Channel*) {
  static const Immortal<Type> type =
      Description<Channel>("Channel", "A messaging channel; its credentials are never shown.")
          .field("id", &Channel::id, "its id")
          .field("kind", &Channel::kind, "what it is")
          .field("name", &Channel::name, "as its people call it")
          .field("status", &Channel::status, "whether it can be used")
          .field("status_reason", &Channel::status_reason, "of an error")
          .field("is_default", &Channel::is_default, "taken where none is named")
          .field("number", &Channel::number, "its telephone number as E.164")
          .field("phone_number_id", &Channel::phone_number_id, "Meta's id of the number")
          .field("waba_id", &Channel::waba_id, "Meta's id of the business account")
          .field("api_version", &Channel::api_version, "of the peer's interface")
          .field("base_url", &Channel::base_url, "of the peer's interface")
          .field("rate_per_second", &Channel::rate_per_second, "messages of the number, at most")
          .field("has_access_token", &Channel::has_access_token, "false: the engine's messenger sends")
          .field("has_app_secret", &Channel::has_app_secret, "false: its webhooks are refused")
          .field("has_verify_token", &Channel::has_verify_token, "for the webhook's challenge")
          .field("key_id", &Channel::key_id, "the key that its credentials are encrypted with")
          .field("created_at", &Channel::created_at, "when it was made")
          .field("updated_at", &Channel::updated_at, "when it was changed last")
          .build();
  return type;
}

const Type& describe(const CreateChannel*) {
  using C = CreateChannel;
  static const Immortal<Type> type =
      Description<C>("CreateChannel", "A new messaging channel.")
          .field("kind", &C::kind, "what it is")
          .required("name", &C::name, "1-100 characters")
          .field("status", &C::status, "configuring, active or inactive")
          .field("is_default", &C::is_default, "taken where none is named; takes it from another one")
          .field("number", &C::number, "its telephone number, as typed")
          .field("phone_number_id", &C::phone_number_id, "Meta's id of the number; of one channel only")
          .field("waba_id", &C::waba_id, "Meta's id of the business account")
          .field("api_version", &C::api_version, "of the peer's interface")
          .field("base_url", &C::base_url, "https; of the peer's interface")
          .field("rate_per_second", &C::rate_per_second, "messages of the number, 1-1000")
          .field("access_token", &C::access_token, "by which is sent; stored encrypted")
          .field("app_secret", &C::app_secret, "by which webhooks are checked; stored encrypted")
          .field("verify_token", &C::verify_token, "of the webhook's challenge; stored encrypted")
          .build();
  return type;
}

const Type& describe(const UpdateChannel*) {
  using U = UpdateChannel;
  static const Immortal<Type> type =
      Description<U>("UpdateChannel", "Replaces the given members; the others stay.")
          .required("channel_id", &U::channel_id, "which one")
          .field("name", &U::name, "1-100 characters")
          .field("number", &U::number, "its telephone number, as typed")
          .field("phone_number_id", &U::phone_number_id, "Meta's id of the number; of one channel only")
          .field("waba_id", &U::waba_id, "Meta's id of the business account")
          .field("api_version", &U::api_version, "of the peer's interface")
          .field("base_url", &U::base_url, "https; of the peer's interface")
          .field("status", &U::status, "configuring, active or inactive")
          .field("is_default", &U::is_default, "taken where none is named; takes it from another one")
          .field("rate_per_second", &U::rate_per_second, "messages of the number, 1-1000")
          .field("access_token", &U::access_token, "empty: forgotten; a new one ends an error")
          .field("app_secret", &U::app_secret, "empty: forgotten")
          .field("verify_token", &U::verify_token, "empty: forgotten")
          .build();
  return type;
}

const Type& describe(const GetChannel*) {
  static const Immortal<Type> type = Description<GetChannel>("GetChannel", "Names a channel.")
                                         .required("channel_id", &GetChannel::channel_id, "which one")
                                         .build();
  return type;
}

const Type& describe(const DeleteChannel*) {
  static const Immortal<Type> type = Description<DeleteChannel>("DeleteChannel", "Forgets a channel.")
                                         .required("channel_id", &DeleteChannel::channel_id, "which")
                                         .build();
  return type;
}

const Type& describe(const DeletedChannel*) {
  static const Immortal<Type> type =
      Description<DeletedChannel>("DeletedChannel", "A channel that is no more.")
          .field("channel_id", &DeletedChannel::channel_id, "which it was")
          .build();
  return type;
}

const Type& describe(const ListChannels*) {
  static const Immortal<Type> type =
      Description<ListChannels>("ListChannels", "Asks for the channels, by id.")
          .field("status", &ListChannels::status, "only of this")
          .field("limit", &ListChannels::limit, "1 to 1000")
          .field("after", &ListChannels::after, "the last id of the page before")
          .build();
  return type;
}

const Type& describe(const ChannelList*) {
  static const Immortal<Type> type = Description<ChannelList>("ChannelList", "A page of channels.")
                                         .field("channels", &ChannelList::channels, "by id")
                                         .build();
  return type;
}

const Type& describe(const RotateChannels*) {
  static const Immortal<Type> type =
      Description<RotateChannels>("RotateChannels", "Encrypts all credentials with the newest key.").build();
  return type;
}

const Type& describe(const RotatedChannels*) {
  static const Immortal<Type> type =
      Description<RotatedChannels>("RotatedChannels", "What a rotation did.")
          .field("rotated", &RotatedChannels::rotated, "channels that had another key")
          .field("key_id", &RotatedChannels::key_id, "the key that they have now")
          .build();
  return type;
}

}  // namespace smarthandoff::channels
