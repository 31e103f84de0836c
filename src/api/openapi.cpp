#include "api/openapi.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include <smarthandoff/engine/engine.hpp>

#include "api/openapi_schema.hpp"

namespace smarthandoff::openapi {
namespace {

constexpr std::array kMethods = {"GET", "POST", "PUT", "PATCH", "DELETE"};
constexpr std::array kTypes = {"string", "integer", "number", "boolean"};

// Writes one route; `where` names it in errors.
class RouteWriter {
 public:
  RouteWriter(const Route& route, std::string where, Schemas& schemas)
      : route_(route), where_(std::move(where)), schemas_(schemas) {
    if (!route_.operation.empty()) operation_ = &find();
  }

  Json write() {
    check_line();
    Json line = {{"operationId", id()}, {"summary", summary()}, {"tags", {tag()}}};
    line["description"] = access();
    write_request(line);
    line["responses"] = responses();
    if (needs_token()) line["security"] = {{{"bearer", Json::array()}}};
    return line;
  }

 private:
  [[noreturn]] void refuse(const std::string& member, const std::string& reason) const {
    throw invalid_field(where_ + "." + member, reason);
  }

  const Operation& find() const {
    for (const Operation& operation : operations())
      if (operation.name == route_.operation) return operation;
    refuse("operation", "\"" + route_.operation + "\" is no operation of the table");
  }

  void check_line() const {
    if (std::ranges::find(kMethods, route_.method) == kMethods.end())
      refuse("method", "must be GET, POST, PUT, PATCH or DELETE");
    if (!route_.path.starts_with('/')) refuse("path", "must begin with \"/\"");
    std::set<std::string> open = placeholders();
    for (std::size_t i = 0; i < route_.fields.size(); ++i)
      if (route_.fields[i].place == Place::path && open.erase(route_.fields[i].name) == 0)
        refuse("fields[" + std::to_string(i) + "].name", "is no placeholder of the path");
    if (!open.empty()) refuse("path", "has no field for {" + *open.begin() + "}");
  }

  std::set<std::string> placeholders() const {
    std::set<std::string> names;
    for (auto begin = route_.path.find('{'); begin != std::string::npos;
         begin = route_.path.find('{', begin + 1)) {
      const auto end = route_.path.find('}', begin);
      if (end == std::string::npos) refuse("path", "has a \"{\" without its \"}\"");
      names.insert(route_.path.substr(begin + 1, end - begin - 1));
    }
    return names;
  }

  // "post_api_voice_callback_snooze": one per method and path.
  std::string id() const {
    std::string id = route_.method + route_.path;
    for (char& c : id) {
      c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
    }
    return id;
  }

  std::string tag() const {
    return operation_ ? operation_->name.substr(0, operation_->name.find('.')) : "host";
  }
  std::string summary() const {
    return route_.summary.empty() && operation_ ? operation_->doc : route_.summary;
  }
  bool needs_token() const { return route_.access == Access::user || route_.access == Access::service; }

  std::string access() const {
    switch (route_.access) {
      case Access::open:
        return "For anybody.";
      case Access::user:
        return "Needs a token of the role " + (operation_ ? wire_name(operation_->least_role) : "agent") +
               " or above.";
      case Access::service:
        return "Needs a token of the role service.";
      case Access::signature:
        return "Needs the peer's signature.";
    }
    return {};
  }

  void write_request(Json& line) {
    if (route_.fields.empty()) {
      if (operation_ && !operation_->request->fields.empty())
        line["requestBody"] = body_of(schemas_.of(*operation_->request), true);
      return;
    }
    Json parameters = Json::array();
    Json body = {{"type", "object"}};
    Json required = Json::array();
    for (std::size_t i = 0; i < route_.fields.size(); ++i) {
      const RouteField& field = route_.fields[i];
      const Known known = look_up(field, "fields[" + std::to_string(i) + "]");
      if (field.place == Place::raw) {
        line["requestBody"] = body_of({{"type", "object"}, {"description", known.doc}}, true,
                                      media(route_.consumes, "application/json", "consumes"));
      } else if (field.place == Place::body) {
        body["properties"][field.name] = with_doc(known);
        if (known.required) required.push_back(field.name);
      } else {
        parameters.push_back(parameter(field, known));
      }
    }
    if (!parameters.empty()) line["parameters"] = std::move(parameters);
    const bool needs_body = !required.empty();
    if (needs_body) body["required"] = std::move(required);
    if (body.contains("properties")) line["requestBody"] = body_of(std::move(body), needs_body);
  }

  struct Known {
    Json schema;
    std::string doc;
    bool required = false;
  };

  // What is known of a field of the request: from the operation, else from the route.
  Known look_up(const RouteField& field, const std::string& member) {
    Known known{.schema = own_type(field.type, member), .doc = field.doc};
    if (!field.field.empty()) {
      const Field* of_operation = operation_ ? find_field(*operation_->request, field.field) : nullptr;
      if (of_operation == nullptr)
        refuse(member + ".field", "\"" + field.field + "\" is no field of " + route_.operation);
      if (field.type.empty()) known.schema = schemas_.of(*operation_->request, *of_operation);
      known.schema.erase("description");
      if (known.doc.empty()) known.doc = of_operation->doc;
      known.required = of_operation->required;
    }
    known.required = field.place == Place::path || field.required.value_or(known.required);
    if (known.required) known.schema.erase("default");
    return known;
  }

  Json own_type(const std::string& type, const std::string& member) const {
    if (type.empty()) return {{"type", "string"}};
    const bool nullable = type.ends_with('?');
    const std::string word = type.substr(0, type.size() - (nullable ? 1 : 0));
    if (std::ranges::find(kTypes, word) == kTypes.end())
      refuse(member + ".type", "must be string, integer, number or boolean, with a ? if it may be null");
    if (nullable) return {{"type", {word, "null"}}};
    return {{"type", word}};
  }

  static Json with_doc(const Known& known) {
    Json schema = known.schema;
    if (!known.doc.empty()) schema["description"] = known.doc;
    return schema;
  }

  static Json parameter(const RouteField& field, const Known& known) {
    Json parameter = {{"name", field.name}, {"in", wire_name(field.place)}, {"required", known.required}};
    if (!known.doc.empty()) parameter["description"] = known.doc;
    parameter["schema"] = known.schema;
    return parameter;
  }

  static Json body_of(Json schema, bool required, const std::string& type = "application/json") {
    return {{"required", required}, {"content", {{type, {{"schema", std::move(schema)}}}}}};
  }

  std::string media(const std::string& given, const char* otherwise, const char* member) const {
    if (given.empty()) return otherwise;
    const auto slash = given.find('/');
    if (slash == 0 || slash == std::string::npos || slash + 1 == given.size() ||
        given.find_first_of(" ;,\"") != std::string::npos)
      refuse(member, "must be a media type, e.g. application/xml");
    return given;
  }

  Json responses() {
    Json all = {{"200", {{"description", operation_ ? operation_->response->doc : summary()}}}};
    if (all["200"]["description"] == "") all["200"]["description"] = "Done.";
    all["200"]["content"] = content(200);
    for (const RouteAnswer& member : route_.answer) {
      const std::string status = std::to_string(member.status);
      if (all.contains(status)) continue;
      if (member.status < 200 || member.status > 599) refuse("answer.status", "must be 200 to 599");
      all[status] = {{"description", member.status < 300 ? "Done so far." : "It was refused or failed."},
                     {"content", content(member.status)}};
    }
    const Json error = {{"application/json", {{"schema", {{"$ref", "#/components/schemas/Error"}}}}}};
    if (needs_token()) {
      all["401"] = {{"description", "The token is missing or not valid."}, {"content", error}};
      all["403"] = {{"description", "The role or the user may not do this."}, {"content", error}};
    }
    all["default"] = {{"description", "It was refused or failed."}, {"content", error}};
    return all;
  }

  Json content(std::int64_t status) {
    if (route_.answer.empty() && !operation_)
      return {{"application/json", {{"schema", {{"type", "object"}}}}}};
    if (route_.answer.empty())
      return {{"application/json", {{"schema", schemas_.of(*operation_->response)}}}};
    if (route_.answer.front().name.empty())
      return {{media(route_.produces, "text/plain", "produces"), {{"schema", {{"type", "string"}}}}}};
    Json schema = {{"type", "object"}};
    for (std::size_t i = 0; i < route_.answer.size(); ++i) {
      const RouteAnswer& member = route_.answer[i];
      if (member.status != status) continue;
      place_for(schema, member.name) = answered(member, "answer[" + std::to_string(i) + "]");
      let_be_null(schema, member);
    }
    return {{"application/json", {{"schema", std::move(schema)}}}};
  }

  // The objects that a member stands in, where the operation may answer none: "recording" of "recording.sid".
  void let_be_null(Json& schema, const RouteAnswer& member) const {
    std::string_view name = member.name, field = member.field;
    for (auto end = field.find('.'); end != std::string_view::npos; end = field.find('.', end + 1)) {
      const auto more = std::ranges::count(field.substr(end), '.');  // what the path has after this object
      std::size_t cut = name.size();
      for (std::ptrdiff_t i = 0; i < more && cut != std::string_view::npos; ++i)
        cut = name.rfind('.', cut - 1);
      if (cut == std::string_view::npos || field[end - 1] == ']') continue;
      if (walk(field.substr(0, end), "answer").type->kind == Kind::optional)
        place_for(schema, name.substr(0, cut))["type"] = {"object", "null"};
    }
  }

  Json answered(const RouteAnswer& member, const std::string& where) {
    Json schema = own_type(member.type, where);
    std::string doc = member.doc;
    if (!member.field.empty()) {
      const Field& found = walk(member.field, where);
      if (member.type.empty()) schema = schemas_.of(*found.type);
      if (doc.empty()) doc = found.doc;
    }
    if (!doc.empty()) schema["description"] = doc;
    return schema;
  }

  // The member of the response at a path like "callbacks[].ticket_id".
  const Field& walk(std::string_view path, const std::string& where) const {
    const Type* at = operation_ ? operation_->response : nullptr;
    while (at != nullptr) {
      const auto dot = path.find('.');
      std::string_view name = path.substr(0, dot);
      const bool list = name.ends_with("[]");
      if (list) name.remove_suffix(2);
      const Field* field = at->kind == Kind::structure ? find_field(*at, name) : nullptr;
      if (field == nullptr) break;
      if (dot == std::string_view::npos && !list) return *field;
      at = &bare(*field->type);
      if (list != (at->kind == Kind::list)) break;
      if (list) at = &bare(*at->element);
      if (dot == std::string_view::npos) break;
      path = path.substr(dot + 1);
    }
    refuse(where + ".field", "is no member of what " + route_.operation + " answers");
  }

  const Route& route_;
  std::string where_;
  Schemas& schemas_;
  const Operation* operation_ = nullptr;
};

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

Json error_schema() {
  const Json text = {{"type", "string"}};
  Json schema = {{"type", "object"}, {"description", "Why it was refused or failed."}};
  schema["properties"] = {{"error", text}, {"code", text}, {"field", text}};
  schema["required"] = {"error"};
  return schema;
}

}  // namespace

Document document(const MakeDocument& request) {
  if (request.title.empty()) throw invalid_field("title", "must not be empty");
  if (request.version.empty()) throw invalid_field("version", "must not be empty");
  Json made = {{"openapi", "3.1.0"}, {"info", {{"title", request.title}, {"version", request.version}}}};
  if (!request.server.empty()) made["servers"] = {{{"url", request.server}}};
  made["paths"] = Json::object();
  Schemas schemas;
  for (std::size_t i = 0; i < request.routes.size(); ++i) {
    const Route& route = request.routes[i];
    const std::string where = "routes[" + std::to_string(i) + "]";
    Json line = RouteWriter(route, where, schemas).write();
    Json& place = made["paths"][route.path][lower(route.method)];
    if (!place.is_null()) throw invalid_field(where, "is a second " + route.method + " " + route.path);
    place = std::move(line);
  }
  made["components"] = {
      {"schemas", schemas.components()},
      {"securitySchemes", {{"bearer", {{"type", "http"}, {"scheme", "bearer"}, {"bearerFormat", "JWT"}}}}}};
  made["components"]["schemas"]["Error"] = error_schema();
  return {.json = made.dump()};
}

}  // namespace smarthandoff::openapi
