#include "messenger/whatsapp/requests.hpp"

#include <smarthandoff/base/describe_types.hpp>

#include <nlohmann/json.hpp>

#include "http/address.hpp"

namespace smarthandoff::messenger::whatsapp {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json media_of(const Media& media) {
  Json json;
  if (!media.id.empty())
    json["id"] = media.id;
  else
    json["link"] = media.link;
  if (media.kind == MediaKind::document && !media.filename.empty()) json["filename"] = media.filename;
  return json;
}

Json captioned(const Content& content, MediaKind kind) {
  Media media = content.media;
  media.kind = kind;
  Json json = media_of(media);
  if (!content.text.empty()) json["caption"] = content.text;
  return json;
}

Json interactive(const Content& content, const char* type, Json action) {
  Json json{{"type", type}};
  if (!content.header.empty()) json["header"] = {{"type", "text"}, {"text", content.header}};
  json["body"] = {{"text", content.text}};
  if (!content.footer.empty()) json["footer"] = {{"text", content.footer}};
  json["action"] = std::move(action);
  return json;
}

Json buttons(const Content& content) {
  Json list = Json::array();
  for (const ReplyButton& button : content.buttons)
    list.push_back({{"type", "reply"}, {"reply", {{"id", button.id}, {"title", button.title}}}});
  return interactive(content, "button", {{"buttons", std::move(list)}});
}

Json sections(const Content& content) {
  Json list = Json::array();
  for (const ListSection& section : content.sections) {
    Json rows = Json::array();
    for (const ListRow& row : section.rows) {
      Json one{{"id", row.id}, {"title", row.title}};
      if (!row.description.empty()) one["description"] = row.description;
      rows.push_back(std::move(one));
    }
    Json one;
    if (!section.title.empty()) one["title"] = section.title;
    one["rows"] = std::move(rows);
    list.push_back(std::move(one));
  }
  return interactive(content, "list", {{"button", content.list_button}, {"sections", std::move(list)}});
}

Json texts(const std::vector<std::string>& values) {
  Json list = Json::array();
  for (const std::string& value : values) list.push_back({{"type", "text"}, {"text", value}});
  return list;
}

Json template_button(const TemplateButton& button) {
  Json parameter = button.url ? Json{{"type", "text"}, {"text", button.value}}
                              : Json{{"type", "payload"}, {"payload", button.value}};
  return {{"type", "button"},
          {"sub_type", button.url ? "url" : "quick_reply"},
          {"index", std::to_string(button.index)},
          {"parameters", Json::array({std::move(parameter)})}};
}

Json template_of(const TemplateMessage& message) {
  Json components = Json::array();
  if (message.header_media) {
    const std::string& kind = wire_name(message.header_media->kind);
    Json parameter{{"type", kind}};
    parameter[kind] = media_of(*message.header_media);
    components.push_back({{"type", "header"}, {"parameters", Json::array({std::move(parameter)})}});
  } else if (!message.header.empty()) {
    components.push_back({{"type", "header"}, {"parameters", texts(message.header)}});
  }
  if (!message.body.empty()) components.push_back({{"type", "body"}, {"parameters", texts(message.body)}});
  for (const TemplateButton& button : message.buttons) components.push_back(template_button(button));
  Json json{{"name", message.name}, {"language", {{"code", message.language}}}};
  if (!components.empty()) json["components"] = std::move(components);
  return json;
}

void add_content(Json& json, const Content& content) {
  switch (content.kind) {
    case ContentKind::text:
      json["type"] = "text";
      json["text"] = {{"preview_url", content.preview_links}, {"body", content.text}};
      return;
    case ContentKind::template_:
      json["type"] = "template";
      json["template"] = template_of(content.template_message);
      return;
    case ContentKind::buttons:
    case ContentKind::list:
      json["type"] = "interactive";
      json["interactive"] = content.kind == ContentKind::buttons ? buttons(content) : sections(content);
      return;
    case ContentKind::image:
      json["type"] = "image";
      json["image"] = captioned(content, MediaKind::image);
      return;
    case ContentKind::document:
      json["type"] = "document";
      json["document"] = captioned(content, MediaKind::document);
      return;
  }
}

}  // namespace

std::string send_body(const SendRequest& request) {
  Json json{{"messaging_product", "whatsapp"}, {"recipient_type", "individual"}};
  json[request.to_user_id ? "recipient" : "to"] = request.to;
  if (!request.answers.empty()) json["context"] = {{"message_id", request.answers}};
  json["biz_opaque_callback_data"] = request.message_id.value;
  add_content(json, request.content);
  return text_of(json);
}

std::string mark_read_body(const MarkRead& request) {
  Json json{{"messaging_product", "whatsapp"}, {"status", "read"}, {"message_id", request.peer_id}};
  if (request.typing) json["typing_indicator"] = {{"type", "text"}};
  return text_of(json);
}

std::string templates_query(const std::string& after) {
  std::string query = "fields=name,language,status,category,components,rejected_reason&limit=100";
  if (after.empty()) return query;
  return query + "&after=" + http::percent_encoded(after);
}

std::string number_path(const std::string& phone_number_id) {
  return phone_number_id + "?fields=verified_name,display_phone_number,quality_rating";
}

std::string profile_path(const std::string& phone_number_id) {
  return phone_number_id +
         "/whatsapp_business_profile?fields=about,address,description,email,profile_picture_url,websites,"
         "vertical";
}

}  // namespace smarthandoff::messenger::whatsapp
