#include "api/openapi_schema.hpp"

#include <smarthandoff/base/json.hpp>

namespace smarthandoff::openapi {
namespace {

Json simple(const char* type, const char* format = nullptr) {
  Json schema = {{"type", type}};
  if (format != nullptr) schema["format"] = format;
  return schema;
}

Json money() {
  return {{"type", "object"},
          {"properties", {{"amount", {{"type", "string"}}}, {"currency", {{"type", "string"}}}}},
          {"required", {"amount", "currency"}}};
}

Json enumeration(const Type& type) {
  Json names = Json::array();
  for (const Enumerator& one : type.enumerators) names.push_back(one.name);
  return {{"type", "string"}, {"enum", names}};
}

Json nullable(Json schema) {
  if (schema.contains("$ref")) return {{"anyOf", {std::move(schema), {{"type", "null"}}}}};
  if (schema.contains("enum")) schema["enum"].push_back(nullptr);
  schema["type"] = {schema["type"], "null"};
  return schema;
}

// What a request has where a member is left out; null where that is nothing.
Json default_of(const Type& owner, const std::string& name) {
  const auto object = owner.create();
  const Json all = Json::parse(to_json(owner, object.get()));
  return all.value(name, Json());
}

}  // namespace

const Field* find_field(const Type& structure, std::string_view name) {
  for (const Field& field : structure.fields)
    if (field.name == name) return &field;
  return nullptr;
}

const Type& bare(const Type& type) {
  return type.kind == Kind::optional ? bare(*type.element) : type;
}

Json Schemas::of(const Type& type) {
  switch (type.kind) {
    case Kind::boolean:
      return simple("boolean");
    case Kind::integer:
    case Kind::milliseconds:
      return simple("integer", "int64");
    case Kind::number:
      return simple("number");
    case Kind::text:
      if (type.name == "Bytes") return simple("string", "byte");
      return type.name == "Secret" ? simple("string", "password") : simple("string");
    case Kind::instant:
      return simple("string", "date-time");
    case Kind::money:
      return money();
    case Kind::enumeration:
      return enumeration(type);
    case Kind::structure:
      return structure(type);
    case Kind::list:
      return {{"type", "array"}, {"items", of(*type.element)}};
    case Kind::optional:
      return nullable(of(*type.element));
    case Kind::map:
      return {{"type", "object"}, {"additionalProperties", of(*type.element)}};
  }
  return Json::object();
}

Json Schemas::of(const Type& owner, const Field& field) {
  Json schema = of(*field.type);
  if (!field.doc.empty()) schema["description"] = field.doc;
  if (field.required) return schema;
  if (const Json value = default_of(owner, field.name); !value.is_null()) schema["default"] = value;
  return schema;
}

Json Schemas::structure(const Type& type) {
  Json reference = {{"$ref", "#/components/schemas/" + type.name}};
  if (components_.contains(type.name)) return reference;
  components_[type.name] = Json::object();  // ends the recursion of a type that holds itself
  Json schema = {{"type", "object"}, {"description", type.doc}, {"properties", Json::object()}};
  Json required = Json::array();
  for (const Field& field : type.fields) {
    Json member = of(*field.type);
    if (!field.doc.empty()) member["description"] = field.doc;
    schema["properties"][field.name] = std::move(member);
    if (field.required) required.push_back(field.name);
  }
  if (!required.empty()) schema["required"] = std::move(required);
  components_[type.name] = std::move(schema);
  return reference;
}

Json& place_for(Json& object_schema, std::string_view path) {
  Json* at = &object_schema;
  while (true) {
    const auto dot = path.find('.');
    std::string name(path.substr(0, dot));
    const bool list = name.ends_with("[]");
    if (list) name.resize(name.size() - 2);
    Json& member = (*at)["properties"][name];
    at = &member;
    if (list) {
      member["type"] = "array";
      at = &member["items"];
    }
    if (dot == std::string_view::npos) return *at;
    (*at)["type"] = "object";
    path = path.substr(dot + 1);
  }
}

}  // namespace smarthandoff::openapi
