#include "support/graph_double.hpp"

#include <set>

namespace graph_double {
namespace {

using Names = std::set<std::string>;

// A member that is missing, one too many, or of the wrong kind.
std::string check_members(const Json& json, const Names& required, const Names& optional = {}) {
  if (!json.is_object()) return "not an object";
  for (const auto& name : required)
    if (!json.contains(name)) return "missing " + name;
  for (const auto& [name, value] : json.items())
    if (required.count(name) + optional.count(name) == 0) return "unknown " + name;
  return "";
}

std::string check_media(const Json& media) {
  std::string wrong = check_members(media, {}, {"id", "link", "caption", "filename"});
  if (wrong.empty() && media.contains("id") == media.contains("link")) wrong = "either id or link";
  return wrong;
}

std::string check_interactive(const Json& json) {
  std::string wrong = check_members(json, {"type", "body", "action"}, {"header", "footer"});
  if (!wrong.empty()) return wrong;
  const Json& action = json["action"];
  if (json["type"] == "button") {
    wrong = check_members(action, {"buttons"});
    if (wrong.empty() && (action["buttons"].empty() || action["buttons"].size() > 3))
      wrong = "1 to 3 buttons";
  } else if (json["type"] == "list") {
    wrong = check_members(action, {"button", "sections"});
  } else {
    wrong = "unknown interactive";
  }
  return wrong;
}

std::string check_template(const Json& json) {
  std::string wrong = check_members(json, {"name", "language"}, {"components"});
  if (wrong.empty()) wrong = check_members(json["language"], {"code"});
  if (!wrong.empty() || !json.contains("components")) return wrong;
  for (const Json& component : json["components"]) {
    wrong = check_members(component, {"type", "parameters"}, {"sub_type", "index"});
    if (!wrong.empty()) return wrong;
  }
  return "";
}

}  // namespace

std::string Graph::problem(const Json& body) {
  if (!body.is_object() || body.value("messaging_product", "") != "whatsapp") return "messaging_product";
  if (body.contains("status"))
    return check_members(body, {"messaging_product", "status", "message_id"}, {"typing_indicator"});
  const std::string type = body.value("type", "");
  const bool user = body.contains("recipient");
  const std::string wrong =
      check_members(body, {"messaging_product", "recipient_type", "type", type, user ? "recipient" : "to"},
                    {"context", "biz_opaque_callback_data"});
  if (!wrong.empty()) return wrong;
  if (!user && body["to"].get<std::string>().find_first_not_of("+0123456789") != std::string::npos)
    return "to";
  const Json& part = body[type];
  if (type == "text") return check_members(part, {"body"}, {"preview_url"});
  if (type == "image" || type == "document") return check_media(part);
  if (type == "interactive") return check_interactive(part);
  if (type == "template") return check_template(part);
  return "unknown type " + type;
}

loopback::Reply Graph::refuse(int status, int code, const std::string& details) {
  complaints_.push_back(details);
  return error(status, code, details);
}

loopback::Reply Graph::take_message(const Json& body) {
  taken_.push_back(body);
  if (body.contains("status")) return {.body = R"({"success":true})"};
  const std::string to = body.contains("to") ? body["to"] : body["recipient"];
  const Json answer = {{"messaging_product", "whatsapp"},
                       {"contacts", {{{"input", to}, {"wa_id", to}}}},
                       {"messages", {{{"id", "wamid.OUT" + std::to_string(++wamid_)}}}}};
  return {.body = answer.dump()};
}

loopback::Reply Graph::list_templates(const std::string& query) {
  std::size_t page = 0;
  const auto after = query.find("&after=");
  if (after != std::string::npos) page = std::stoul(query.substr(after + 7));
  Json answer = {{"data", template_pages.at(page)},
                 {"paging", {{"cursors", {{"after", std::to_string(page + 1)}}}}}};
  if (page + 1 < template_pages.size())
    answer["paging"]["next"] = "https://elsewhere.example/?access_token=x";
  return {.body = answer.dump()};
}

loopback::Reply Graph::answer(const loopback::Request& request) {
  const std::lock_guard lock(mutex_);
  const auto authorization = request.headers.find("authorization");
  if (authorization == request.headers.end() || authorization->second != "Bearer " + token)
    return refuse(401, 190, "Invalid OAuth access token");
  const auto question = request.path.find('?');
  const std::string path = request.path.substr(0, question);
  const bool messages = path == "/v23.0/" + phone_number_id + "/messages" && request.method == "POST";
  if (request.method == "GET" && path == "/v23.0/" + phone_number_id)
    return {
        .body =
            R"({"id":")" + phone_number_id +
            R"(","verified_name":"Acme","display_phone_number":"+55 11 3000-1000","quality_rating":"GREEN"})"};
  if (request.method == "GET" && path == "/v23.0/" + phone_number_id + "/whatsapp_business_profile")
    return {.body = R"({"data":[{"about":"Oi","email":"a@acme.example","websites":["https://acme.example"],)"
                    R"("vertical":"PROF_SERVICES","messaging_product":"whatsapp"}]})"};
  const bool templates = path == "/v23.0/" + waba_id + "/message_templates" && request.method == "GET";
  if (!messages && !templates) return refuse(400, 100, "Unsupported request " + request.method + " " + path);
  if (messages) {
    const auto type = request.headers.find("content-type");
    if (type == request.headers.end() || type->second != "application/json")
      return refuse(400, 100, "no JSON");
    const Json body = Json::parse(request.body, nullptr, false);
    const std::string wrong = problem(body);
    if (!wrong.empty()) return refuse(400, 100, wrong);
    if (!replies_.empty()) {
      loopback::Reply reply = std::move(replies_.front());
      replies_.erase(replies_.begin());
      // A lost answer: the message went out all the same.
      if (reply.hang_up) take_message(body);
      return reply;
    }
    return take_message(body);
  }
  if (!replies_.empty()) {
    loopback::Reply reply = std::move(replies_.front());
    replies_.erase(replies_.begin());
    return reply;
  }
  return list_templates(request.path.substr(question + 1));
}

}  // namespace graph_double
