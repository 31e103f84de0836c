#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/messenger/port.hpp>

namespace smarthandoff::messenger {

const Type& describe(const ContentKind*) {
  static const Immortal<Type> type =
      describe_enum<ContentKind>("ContentKind", "What a message that is sent consists of.",
                                 {{ContentKind::text, "text"},
                                  {ContentKind::template_, "template"},
                                  {ContentKind::buttons, "buttons"},
                                  {ContentKind::list, "list"},
                                  {ContentKind::image, "image"},
                                  {ContentKind::document, "document"}});
  return type;
}

const Type& describe(const MediaKind*) {
  static const Immortal<Type> type = describe_enum<MediaKind>(
      "MediaKind", "What a file is.",
      {{MediaKind::image, "image"}, {MediaKind::video, "video"}, {MediaKind::document, "document"}});
  return type;
}

const Type& describe(const ReplyButton*) {
  static const Immortal<Type> type =
      Description<ReplyButton>("ReplyButton", "A button under a message.")
          .required("id", &ReplyButton::id, "comes back when it is pressed; 1-256 bytes")
          .required("title", &ReplyButton::title, "1-20 characters")
          .build();
  return type;
}

const Type& describe(const ListRow*) {
  static const Immortal<Type> type =
      Description<ListRow>("ListRow", "One choice of a list.")
          .required("id", &ListRow::id, "comes back when it is chosen; 1-200 bytes")
          .required("title", &ListRow::title, "1-24 characters")
          .field("description", &ListRow::description, "at most 72 characters")
          .build();
  return type;
}

const Type& describe(const ListSection*) {
  static const Immortal<Type> type =
      Description<ListSection>("ListSection", "A part of a list.")
          .field("title", &ListSection::title, "at most 24 characters; needed where there are several")
          .required("rows", &ListSection::rows, "at most 10 in the whole list")
          .build();
  return type;
}

const Type& describe(const Media*) {
  static const Immortal<Type> type =
      Description<Media>("Media", "A file, by the peer's id of it or by an address.")
          .field("kind", &Media::kind, "of a template's header; else as the message's kind")
          .field("id", &Media::id, "the peer's; either this or a link")
          .field("link", &Media::link, "https; the peer fetches it")
          .field("filename", &Media::filename, "of a document, as it is shown")
          .build();
  return type;
}

const Type& describe(const TemplateButton*) {
  static const Immortal<Type> type =
      Description<TemplateButton>("TemplateButton", "A button of a template that is filled in.")
          .required("index", &TemplateButton::index, "0-9, as in the template")
          .field("url", &TemplateButton::url, "true: the value ends its address; false: a quick reply's id")
          .required("value", &TemplateButton::value, "what fills it")
          .build();
  return type;
}

const Type& describe(const TemplateMessage*) {
  static const Immortal<Type> type =
      Description<TemplateMessage>("TemplateMessage", "A message approved beforehand, with what fills it.")
          .required("name", &TemplateMessage::name, "lower case letters, digits and '_'")
          .required("language", &TemplateMessage::language, "e.g. pt_BR")
          .field("body", &TemplateMessage::body, "the texts of its places, in order")
          .field("header", &TemplateMessage::header, "the same of its header")
          .field("header_media", &TemplateMessage::header_media, "where the header is a file")
          .field("buttons", &TemplateMessage::buttons, "those that are filled in")
          .build();
  return type;
}

const Type& describe(const Content*) {
  static const Immortal<Type> type =
      Description<Content>("Content", "What a message consists of; which members count depends on the kind.")
          .field("kind", &Content::kind, "what it is")
          .field("text", &Content::text, "of a text, buttons or list; caption of a file")
          .field("header", &Content::header, "of buttons and lists; at most 60 characters")
          .field("footer", &Content::footer, "of buttons and lists; at most 60 characters")
          .field("preview_links", &Content::preview_links, "of a text: show what its link leads to")
          .field("buttons", &Content::buttons, "1-3")
          .field("list_button", &Content::list_button, "what opens the list; 1-20 characters")
          .field("sections", &Content::sections, "of a list; 1-10")
          .field("media", &Content::media, "of an image or document")
          .field("template_message", &Content::template_message, "of a template")
          .build();
  return type;
}

const Type& describe(const FailureKind*) {
  using F = FailureKind;
  static const Immortal<Type> type =
      describe_enum<F>("FailureKind", "Why a message was not taken or not delivered.",
                       {{F::none, "none"},
                        {F::temporary, "temporary"},
                        {F::rate_limited, "rate_limited"},
                        {F::pair_limited, "pair_limited"},
                        {F::window_closed, "window_closed"},
                        {F::sender_paused, "sender_paused"},
                        {F::recipient_waits, "recipient_waits"},
                        {F::recipient_stopped, "recipient_stopped"},
                        {F::recipient_unreachable, "recipient_unreachable"},
                        {F::recipient_skipped, "recipient_skipped"},
                        {F::recipient_changed, "recipient_changed"},
                        {F::request_invalid, "request_invalid"},
                        {F::template_invalid, "template_invalid"},
                        {F::template_paused, "template_paused"},
                        {F::media, "media"},
                        {F::unauthorized, "unauthorized"},
                        {F::configuration, "configuration"},
                        {F::account_blocked, "account_blocked"},
                        {F::expired, "expired"},
                        {F::forbidden, "forbidden"},
                        {F::unknown, "unknown"}});
  return type;
}

const Type& describe(const Failure*) {
  static const Immortal<Type> type =
      Description<Failure>("Failure", "Why a message was not taken or not delivered.")
          .field("kind", &Failure::kind, "what can be done about it")
          .field("code", &Failure::code, "the peer's; 0 without one")
          .field("detail", &Failure::detail, "the peer's words")
          .build();
  return type;
}

const Type& describe(const InboundKind*) {
  using I = InboundKind;
  static const Immortal<Type> type = describe_enum<I>("InboundKind", "What somebody sent.",
                                                      {{I::text, "text"},
                                                       {I::button, "button"},
                                                       {I::list_reply, "list_reply"},
                                                       {I::image, "image"},
                                                       {I::audio, "audio"},
                                                       {I::video, "video"},
                                                       {I::document, "document"},
                                                       {I::sticker, "sticker"},
                                                       {I::location, "location"},
                                                       {I::contacts, "contacts"},
                                                       {I::reaction, "reaction"},
                                                       {I::order, "order"},
                                                       {I::system, "system"},
                                                       {I::edited, "edited"},
                                                       {I::deleted, "deleted"},
                                                       {I::unknown, "unknown"}});
  return type;
}

const Type& describe(const InboundMedia*) {
  static const Immortal<Type> type =
      Description<InboundMedia>("InboundMedia", "A file that somebody sent.")
          .field("id", &InboundMedia::id, "by which it is fetched, for 7 days")
          .field("mime_type", &InboundMedia::mime_type, "e.g. audio/ogg; codecs=opus")
          .field("sha256", &InboundMedia::sha256, "as the peer tells it")
          .field("filename", &InboundMedia::filename, "of a document")
          .field("voice", &InboundMedia::voice, "recorded, not attached")
          .build();
  return type;
}

const Type& describe(const TemplateStatus*) {
  using T = TemplateStatus;
  static const Immortal<Type> type = describe_enum<T>("TemplateStatus", "Whether a template may be sent.",
                                                      {{T::approved, "approved"},
                                                       {T::pending, "pending"},
                                                       {T::rejected, "rejected"},
                                                       {T::paused, "paused"},
                                                       {T::disabled, "disabled"},
                                                       {T::unknown, "unknown"}});
  return type;
}

const Type& describe(const TemplateCategory*) {
  using C = TemplateCategory;
  static const Immortal<Type> type = describe_enum<C>("TemplateCategory", "What a template is for.",
                                                      {{C::marketing, "marketing"},
                                                       {C::utility, "utility"},
                                                       {C::authentication, "authentication"},
                                                       {C::unknown, "unknown"}});
  return type;
}

const Type& describe(const SendOutcome*) {
  using O = SendOutcome;
  static const Immortal<Type> type = describe_enum<O>(
      "SendOutcome", "What a messenger made of a message.",
      {{O::accepted, "accepted"}, {O::refused, "refused"}, {O::retry, "retry"}, {O::in_doubt, "in_doubt"}});
  return type;
}

const Type& describe(const SendResult*) {
  static const Immortal<Type> type =
      Description<SendResult>("SendResult", "What a messenger made of a message.")
          .required("outcome", &SendResult::outcome, "taken, refused for good, not sent yet, or unknown")
          .field("peer_id", &SendResult::peer_id, "accepted: the service's id of the message")
          .field("peer_address", &SendResult::peer_address, "accepted: the recipient as the service calls it")
          .field("failure", &SendResult::failure, "else: why not")
          .field("retry_after", &SendResult::retry_after, "retry: ms; not before")
          .field("counts", &SendResult::counts, "retry: false where nothing was even tried")
          .build();
  return type;
}

const Type& describe(const TemplateState*) {
  static const Immortal<Type> type =
      Description<TemplateState>("TemplateState", "A template as a service tells of it.")
          .required("name", &TemplateState::name, "its name")
          .required("language", &TemplateState::language, "e.g. pt_BR")
          .field("status", &TemplateState::status, "whether it may be sent")
          .field("category", &TemplateState::category, "what it is for")
          .field("body", &TemplateState::body, "with its places")
          .field("reason", &TemplateState::reason, "of a rejection or pause")
          .build();
  return type;
}

const Type& describe(const TemplatesResult*) {
  static const Immortal<Type> type =
      Description<TemplatesResult>("TemplatesResult", "A service's templates, all of them.")
          .field("templates", &TemplatesResult::templates, "all of them")
          .field("failure", &TemplatesResult::failure, "kind none: the list is complete")
          .build();
  return type;
}

const Type& describe(const SendRequest*) {
  static const Immortal<Type> type =
      Description<SendRequest>("SendRequest", "One message on its way to the peer.")
          .field("tenant", &SendRequest::tenant, "whose it is")
          .field("channel_id", &SendRequest::channel_id, "by which number")
          .field("message_id", &SendRequest::message_id, "ours; comes back in its statuses")
          .field("to", &SendRequest::to, "the recipient as the peer calls it")
          .field("to_user_id", &SendRequest::to_user_id, "the recipient is no number")
          .field("content", &SendRequest::content, "what it says")
          .field("answers", &SendRequest::answers, "the peer's id of the message it answers")
          .field("expires_at", &SendRequest::expires_at, "not sent after it")
          .build();
  return type;
}

const Type& describe(const MarkRead*) {
  static const Immortal<Type> type = Description<MarkRead>("MarkRead", "A received message that was read.")
                                         .field("tenant", &MarkRead::tenant, "whose it is")
                                         .field("channel_id", &MarkRead::channel_id, "by which number")
                                         .field("peer_id", &MarkRead::peer_id, "the peer's id of the message")
                                         .field("typing", &MarkRead::typing, "an answer is being written")
                                         .build();
  return type;
}

const Type& describe(const InspectChannel*) {
  static const Immortal<Type> type =
      Description<InspectChannel>("InspectChannel", "Asks the peer about a number.")
          .field("tenant", &InspectChannel::tenant, "whose it is")
          .field("channel_id", &InspectChannel::channel_id, "which number")
          .field("profile", &InspectChannel::profile, "its public profile")
          .build();
  return type;
}

const Type& describe(const ChannelReport*) {
  using R = ChannelReport;
  static const Immortal<Type> type = Description<R>("ChannelReport", "What the peer tells of a number.")
                                         .field("failure", &R::failure, "kind none: it was read")
                                         .field("verified_name", &R::verified_name, "the name people see")
                                         .field("number", &R::number, "as the peer shows it")
                                         .field("quality", &R::quality, "the peer's rating of the number")
                                         .field("about", &R::about, "of the profile")
                                         .field("address", &R::address, "of the profile")
                                         .field("description", &R::description, "of the profile")
                                         .field("email", &R::email, "of the profile")
                                         .field("vertical", &R::vertical, "the line of business")
                                         .field("picture_url", &R::picture_url, "of the profile")
                                         .field("websites", &R::websites, "of the profile")
                                         .build();
  return type;
}

const Type& describe(const ListTemplates*) {
  static const Immortal<Type> type =
      Description<ListTemplates>("ListTemplates", "Asks the peer for its templates.")
          .field("tenant", &ListTemplates::tenant, "whose they are")
          .field("channel_id", &ListTemplates::channel_id, "by which account")
          .build();
  return type;
}

}  // namespace smarthandoff::messenger
