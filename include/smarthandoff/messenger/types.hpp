#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/time.hpp>
#include <smarthandoff/messenger/ids.hpp>

// What is said on a messaging channel, in words of the domain: what we send, and what a peer tells.
namespace smarthandoff {
struct Type;
}
namespace smarthandoff::messenger {

// --- What we send ---

enum class ContentKind { text, template_, buttons, list, image, document };
enum class MediaKind { image, video, document };

// A button under a message; the id comes back when it is pressed.
struct ReplyButton {
  std::string id;     // 1-256 bytes, unique in the message
  std::string title;  // 1-20 characters, unique in the message
  bool operator==(const ReplyButton&) const = default;
};
struct ListRow {
  std::string id;           // 1-200 bytes, unique in the message
  std::string title;        // 1-24 characters
  std::string description;  // at most 72 characters; may be empty
  bool operator==(const ListRow&) const = default;
};
struct ListSection {
  std::string title;  // at most 24 characters; needed where there are several
  std::vector<ListRow> rows;
  bool operator==(const ListSection&) const = default;
};

// A file, by the peer's id of it or by an https address that the peer fetches: exactly one of the two.
struct Media {
  MediaKind kind = MediaKind::image;
  std::string id, link;
  std::string filename;  // of a document, as it is shown
  bool operator==(const Media&) const = default;
};

// A button of a template whose address or answer is filled in.
struct TemplateButton {
  std::int64_t index = 0;  // 0-9, as in the template
  bool url = false;        // `value` is the end of its address, else what a quick reply brings back
  std::string value;
  bool operator==(const TemplateButton&) const = default;
};
// A message approved beforehand, with what fills its places {{1}}, {{2}} …
struct TemplateMessage {
  std::string name;                 // lower case letters, digits and '_'
  std::string language;             // e.g. "pt_BR"
  std::vector<std::string> body;    // texts, in order; none may be empty
  std::vector<std::string> header;  // texts
  std::optional<Media> header_media;
  std::vector<TemplateButton> buttons;
  bool operator==(const TemplateMessage&) const = default;
};

// One message's content. Which members count depends on the kind.
struct Content {
  ContentKind kind = ContentKind::text;
  std::string text;    // of a text (1-4096 characters), buttons or list (1-1024), caption of media (<= 1024)
  std::string header;  // of buttons and lists, at most 60 characters
  std::string footer;  // of buttons and lists, at most 60 characters
  bool preview_links = false;         // of a text
  std::vector<ReplyButton> buttons;   // 1-3
  std::string list_button;            // what opens the list, 1-20 characters
  std::vector<ListSection> sections;  // 1-10, with 1-10 rows in all
  Media media;                        // of an image or document
  TemplateMessage template_message;   // of a template
  bool operator==(const Content&) const = default;
};

// Throws invalid_argument naming the field of content that no channel would take.
void check(const Content& content);

// --- What becomes of it ---

enum class SendOutcome {
  accepted,  // the peer took it and gave it an id
  refused,   // it will never be taken as it is
  retry,     // it was certainly not sent, and may be later
  in_doubt,  // it may have been sent: never repeated; a later status tells
};

// Why a message was not taken or not delivered, and what can be done about it.
enum class FailureKind {
  none,
  temporary,              // the peer or the way to it: later
  rate_limited,           // too fast for the number: later
  pair_limited,           // too fast for this recipient: only this one waits
  window_closed,          // a template is needed: no free text now
  sender_paused,          // the peer doubts the number's quality: a person must look
  recipient_waits,        // no marketing to this person for 24 hours
  recipient_stopped,      // the person stopped marketing
  recipient_unreachable,  // not on this channel
  recipient_skipped,      // the peer delivers nothing to this person now
  recipient_changed,      // the person's device or number changed: confirm who it is
  request_invalid,        // our mistake in the message
  template_invalid,       // the template or its parameters
  template_paused,        // the template, until it is active again
  media,                  // the file: address, type or size
  unauthorized,           // the token: a person must renew it
  configuration,          // the channel or the account: a person must act
  account_blocked,        // the peer stopped the account
  expired,                // it was not sent while it was still worth sending
  forbidden,              // ours: by the time it was to go, a rule of contact forbade it; `detail` names it
  unknown,                // none of these
};

// True where the same message may be taken later without anybody doing anything.
bool is_passing(FailureKind kind);

struct Failure {
  FailureKind kind = FailureKind::none;
  std::int64_t code = 0;  // the peer's
  std::string detail;     // the peer's words; no personal data of ours

  bool operator==(const Failure&) const = default;
};

struct SendResult {
  SendOutcome outcome = SendOutcome::refused;
  std::string peer_id;                      // accepted: the peer's id of the message
  std::string peer_address;                 // accepted: the recipient as the peer calls it; may be empty
  Failure failure;                          // else
  std::optional<Milliseconds> retry_after;  // retry: not before; a wait that the adapter itself asks for
  bool counts = true;                       // retry: false where nothing was even tried (our own rate limit)
};

// --- What a peer tells ---

enum class InboundKind {
  text,
  button,      // of our buttons or of a template: `choice_id`
  list_reply,  // of our list: `choice_id`
  image,
  audio,
  video,
  document,
  sticker,
  location,
  contacts,
  reaction,
  order,
  system,   // e.g. the person changed number
  edited,   // an earlier message has another text now
  deleted,  // an earlier message was taken back
  unknown,  // kept as it came
};

// A file that somebody sent: fetched with the channel's token.
struct InboundMedia {
  std::string id, mime_type, sha256, filename;
  bool voice = false;  // recorded, not attached
  bool operator==(const InboundMedia&) const = default;
};

struct Inbound {
  std::string peer_id;       // the peer's id of the message
  std::string from;          // the sender as the peer calls it, e.g. digits; may be empty
  std::string from_user_id;  // the sender's id that is no number; may be empty
  std::string profile_name;
  Instant at;
  InboundKind kind = InboundKind::unknown;
  std::string type;       // the peer's own word for the kind
  std::string text;       // body, caption, title of what was chosen, or emoji
  std::string choice_id;  // id or payload of what was chosen
  std::string answers;    // the peer's id of the message it answers, edits, deletes or reacts to
  InboundMedia media;
  std::string raw;  // the message as JSON, as it came (at most 64 kB, else empty)
  bool operator==(const Inbound&) const = default;
};

enum class PeerStatus { sent, delivered, read, failed };

struct StatusChange {
  std::string peer_id;
  MessageId message_id;  // ours, as given when it was sent; may be empty
  PeerStatus status = PeerStatus::sent;
  Instant at;
  std::string peer_address;
  Failure failure;  // when failed
  bool operator==(const StatusChange&) const = default;
};

enum class TemplateStatus { approved, pending, rejected, paused, disabled, unknown };
enum class TemplateCategory { marketing, utility, authentication, unknown };

struct TemplateState {
  std::string name, language;
  TemplateStatus status = TemplateStatus::unknown;
  TemplateCategory category = TemplateCategory::unknown;
  std::string body;    // with its places; may be empty
  std::string reason;  // of a rejection or pause; may be empty
  bool operator==(const TemplateState&) const = default;
};

// A person stopped promotions at the messaging service, or takes them again.
struct Preference {
  std::string from;          // as the peer calls them, e.g. digits; may be empty
  std::string from_user_id;  // their id that is no number; may be empty
  bool stopped = true;
  Instant at;
  bool operator==(const Preference&) const = default;
};

// Something a peer told that is none of the above: of the account, the number, groups.
struct Notice {
  std::string field;  // the peer's name of it
  std::string raw;    // JSON as it came; empty where it holds personal data or more than 16 kB
  bool operator==(const Notice&) const = default;
};

const Type& describe(const ContentKind*);
const Type& describe(const MediaKind*);
const Type& describe(const ReplyButton*);
const Type& describe(const ListRow*);
const Type& describe(const ListSection*);
const Type& describe(const Media*);
const Type& describe(const TemplateButton*);
const Type& describe(const TemplateMessage*);
const Type& describe(const Content*);
const Type& describe(const FailureKind*);
const Type& describe(const Failure*);
const Type& describe(const SendOutcome*);
const Type& describe(const SendResult*);
const Type& describe(const TemplateState*);
const Type& describe(const InboundKind*);
const Type& describe(const InboundMedia*);
const Type& describe(const TemplateStatus*);
const Type& describe(const TemplateCategory*);

}  // namespace smarthandoff::messenger
