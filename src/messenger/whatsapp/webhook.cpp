// What Meta's webhooks say, read without any state.
#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <smarthandoff/messenger/whatsapp.hpp>

#include "base/digest.hpp"
#include "base/field_check.hpp"
#include "base/peer_json.hpp"
#include "messenger/whatsapp/responses.hpp"

namespace smarthandoff::messenger {
namespace {

using namespace whatsapp;

constexpr std::size_t kMaxBody = 4U << 20U;
constexpr std::size_t kMaxText = 4096;
constexpr std::size_t kMaxRawMessage = 64U << 10U;
constexpr std::size_t kMaxRawNotice = 16U << 10U;

struct Person {
  std::string name, user_id;
};
using People = std::map<std::string, Person>;  // by wa_id

Instant instant(const Json& json, const char* name) {
  // Seconds; what no calendar has counts as absent.
  const std::int64_t seconds = integer(json, name);
  return seconds > 0 && seconds < 100'000'000'000 ? Instant(Seconds(seconds)) : Instant{};
}

People people_of(const Json& value) {
  People people;
  const Json& contacts = member(value, "contacts");
  if (!contacts.is_array()) return people;
  for (const Json& contact : contacts)
    people[text(contact, "wa_id", 128)] = {text(member(contact, "profile"), "name", 200),
                                           text(contact, "user_id", 128)};
  return people;
}

struct KindOfType {
  std::string_view type;
  InboundKind kind;
};
constexpr std::array kKinds = {
    KindOfType{"text", InboundKind::text},         KindOfType{"image", InboundKind::image},
    KindOfType{"audio", InboundKind::audio},       KindOfType{"video", InboundKind::video},
    KindOfType{"document", InboundKind::document}, KindOfType{"sticker", InboundKind::sticker},
    KindOfType{"location", InboundKind::location}, KindOfType{"contacts", InboundKind::contacts},
    KindOfType{"reaction", InboundKind::reaction}, KindOfType{"order", InboundKind::order},
    KindOfType{"system", InboundKind::system},     KindOfType{"button", InboundKind::button},
    KindOfType{"edit", InboundKind::edited},       KindOfType{"revoke", InboundKind::deleted},
};

void read_media(Inbound& inbound, const Json& media) {
  inbound.media = {.id = text(media, "id"),
                   .mime_type = text(media, "mime_type", 200),
                   .sha256 = text(media, "sha256", 128),
                   .filename = text(media, "filename", 255),
                   .voice = boolean(media, "voice")};
  inbound.text = text(media, "caption", kMaxText, true);
}

// A reply button, a list's row, or something newer, which stays unknown.
void read_interactive(Inbound& inbound, const Json& interactive) {
  const std::string type = text(interactive, "type");
  const bool list = type == "list_reply";
  if (!list && type != "button_reply") return;
  const Json& reply = member(interactive, type.c_str());
  inbound.kind = list ? InboundKind::list_reply : InboundKind::button;
  inbound.choice_id = text(reply, "id");
  inbound.text = text(reply, "title", kMaxText);
}

void read_edit(Inbound& inbound, const Json& edit) {
  inbound.answers = text(edit, "original_message_id");
  const Json& message = member(edit, "message");
  const std::string type = text(message, "type");
  if (type == "text")
    inbound.text = text(member(message, "text"), "body", kMaxText, true);
  else
    read_media(inbound, member(message, type.c_str()));
}

void read_content(Inbound& inbound, const Json& message) {
  const Json& part = member(message, inbound.type.c_str());
  switch (inbound.kind) {
    case InboundKind::text:
      inbound.text = text(part, "body", kMaxText, true);
      return;
    case InboundKind::button:
      inbound.text = text(part, "text", kMaxText);
      inbound.choice_id = text(part, "payload");
      return;
    case InboundKind::image:
    case InboundKind::audio:
    case InboundKind::video:
    case InboundKind::document:
    case InboundKind::sticker:
      return read_media(inbound, part);
    case InboundKind::reaction:
      inbound.text = text(part, "emoji", 64);
      inbound.answers = text(part, "message_id");
      return;
    case InboundKind::order:
      inbound.text = text(part, "text", kMaxText, true);
      return;
    case InboundKind::system:
      inbound.text = text(part, "body", kMaxText, true);
      return;
    case InboundKind::edited:
      return read_edit(inbound, part);
    case InboundKind::deleted:
      inbound.answers = text(part, "original_message_id");
      return;
    case InboundKind::list_reply:
    case InboundKind::location:
    case InboundKind::contacts:
    case InboundKind::unknown:
      return;
  }
}

Inbound inbound_of(const Json& message, const People& people) {
  Inbound inbound{.peer_id = text(message, "id"),
                  .from = text(message, "from", 128),
                  .from_user_id = text(message, "from_user_id", 128),
                  .at = instant(message, "timestamp"),
                  .type = text(message, "type", 64),
                  .answers = text(member(message, "context"), "id"),
                  .raw = raw(message, kMaxRawMessage)};
  if (inbound.peer_id.empty()) inbound.peer_id = "sha256:" + digest::to_hex(digest::sha256(message.dump()));
  const auto person = people.find(inbound.from);
  if (person != people.end()) {
    inbound.profile_name = person->second.name;
    if (inbound.from_user_id.empty()) inbound.from_user_id = person->second.user_id;
  }
  const auto kind = std::find_if(kKinds.begin(), kKinds.end(),
                                 [&](const KindOfType& known) { return known.type == inbound.type; });
  if (kind != kKinds.end()) inbound.kind = kind->kind;
  if (inbound.type == "interactive")
    read_interactive(inbound, member(message, "interactive"));
  else
    read_content(inbound, message);
  return inbound;
}

WebhookItem status_of(const Json& json) {
  const std::string word = text(json, "status", 64);
  StatusChange change{.peer_id = text(json, "id"),
                      .message_id = {text(json, "biz_opaque_callback_data", 64)},
                      .at = instant(json, "timestamp"),
                      .peer_address = text(json, "recipient_id", 128)};
  if (word == "sent")
    change.status = PeerStatus::sent;
  else if (word == "delivered")
    change.status = PeerStatus::delivered;
  else if (word == "read" || word == "played")
    change.status = PeerStatus::read;
  else if (word == "failed")
    change.status = PeerStatus::failed;
  else
    return Notice{.field = "status:" + word, .raw = {}};
  const Json& errors = member(json, "errors");
  if (change.status == PeerStatus::failed) {
    change.failure = {.kind = FailureKind::unknown};
    if (errors.is_array() && !errors.empty()) change.failure = failure_of_error(errors[0]);
  }
  return change;
}

// Of the account, its numbers or templates: without a person in it, so that it is kept as it came.
bool is_impersonal(std::string_view field) {
  constexpr std::array<std::string_view, 6> kPrefixes = {"account_",          "phone_number_", "business_",
                                                         "message_template_", "template_",     "errors"};
  return std::any_of(kPrefixes.begin(), kPrefixes.end(),
                     [&](std::string_view prefix) { return field.starts_with(prefix); });
}

Notice notice(const std::string& field, const Json& value) {
  return {.field = field, .raw = is_impersonal(field) ? raw(value, kMaxRawNotice) : std::string()};
}

TemplateState template_update(const Json& value) {
  TemplateState state{.name = text(value, "message_template_name"),
                      .language = text(value, "message_template_language", 20),
                      .status = template_status(text(value, "event")),
                      .category = template_category(text(value, "message_template_category")),
                      .body = {},
                      .reason = text(value, "reason")};
  if (state.reason == "NONE") state.reason.clear();
  return state;
}

void add_messages(WebhookChange& change, const Json& value) {
  const People people = people_of(value);
  for (const char* name : {"messages", "statuses"}) {
    const Json& list = member(value, name);
    if (!list.is_array()) continue;
    const bool messages = std::string_view(name) == "messages";
    for (const Json& one : list) {
      if (!one.is_object()) continue;
      change.items.push_back(messages ? WebhookItem(inbound_of(one, people)) : status_of(one));
    }
  }
  const Json& errors = member(value, "errors");
  if (errors.is_array() && !errors.empty()) change.items.emplace_back(notice("errors", errors));
}

// The id that stands with another one in the webhook's `contacts`.
void complete(Preference& preference, const People& people) {
  if (preference.from_user_id.empty()) {
    const auto person = people.find(preference.from);
    if (person != people.end()) preference.from_user_id = person->second.user_id;
  } else if (preference.from.empty()) {
    const auto person = std::ranges::find_if(
        people, [&](const auto& each) { return each.second.user_id == preference.from_user_id; });
    if (person != people.end()) preference.from = person->first;
  }
}

// Nothing for a wish that we do not know.
std::optional<Preference> preference_of(const Json& json, const People& people) {
  const std::string value = text(json, "value", 64);
  if (text(json, "category", 64) != "marketing_messages" || (value != "stop" && value != "resume"))
    return std::nullopt;
  Preference preference{.from = text(json, "wa_id", 128),
                        .from_user_id = text(json, "user_id", 128),
                        .stopped = value == "stop",
                        .at = instant(json, "timestamp")};
  if (preference.from.empty() && preference.from_user_id.empty()) return std::nullopt;
  complete(preference, people);
  return preference;
}

void add_preferences(WebhookChange& change, const std::string& field, const Json& value) {
  const People people = people_of(value);
  const Json& list = member(value, "user_preferences");
  bool all_known = list.is_array();
  for (const Json& one : all_known ? list : Json::array()) {
    const auto known = preference_of(one, people);
    if (known) change.items.emplace_back(*known);
    all_known = all_known && known;
  }
  if (!all_known || change.items.empty()) change.items.emplace_back(notice(field, value));
}

WebhookChange change_of(const std::string& waba_id, const Json& json) {
  const Json& value = member(json, "value");
  const std::string field = text(json, "field", 100);
  WebhookChange change{.waba_id = waba_id,
                       .phone_number_id = text(member(value, "metadata"), "phone_number_id", 64),
                       .items = {}};
  if (field == "messages")
    add_messages(change, value);
  else if (field == "message_template_status_update")
    change.items.emplace_back(template_update(value));
  else if (field == "user_preferences")
    add_preferences(change, field, value);
  else
    change.items.emplace_back(notice(field, value));
  return change;
}

}  // namespace

std::vector<WebhookChange> parse_whatsapp_webhook(std::string_view body) {
  std::optional<Json> json;
  if (body.size() <= kMaxBody) json = parse_json(body);
  if (!json || !json->is_object())
    throw invalid_field("body", "must be a JSON object of at most 4 MB, as it was received");
  std::vector<WebhookChange> all;
  if (text(*json, "object") != "whatsapp_business_account") return all;
  const Json& entries = member(*json, "entry");
  if (!entries.is_array()) return all;
  for (const Json& entry : entries) {
    const Json& changes = member(entry, "changes");
    if (!changes.is_array()) continue;
    for (const Json& change : changes) all.push_back(change_of(text(entry, "id", 64), change));
  }
  return all;
}

bool whatsapp_signature_fits(std::string_view body, std::string_view header, const Secret& app_secret) {
  constexpr std::string_view kPrefix = "sha256=";
  if (app_secret.empty() || !header.starts_with(kPrefix)) return false;
  const auto given = digest::from_hex(header.substr(kPrefix.size()));
  return given && digest::equal_in_constant_time(*given, digest::hmac_sha256(app_secret.reveal(), body));
}

}  // namespace smarthandoff::messenger
