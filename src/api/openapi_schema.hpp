#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include <smarthandoff/base/describe.hpp>

// JSON Schema (the dialect of OpenAPI 3.1) of described types.
namespace smarthandoff::openapi {

using Json = nlohmann::ordered_json;

// Collects the schemas of the structures that are referred to, each once, by name.
class Schemas {
 public:
  // A type as it appears in JSON (base/json.hpp); structures as references.
  Json of(const Type& type);

  // A structure's member with its text, and the default of one that may be left out.
  Json of(const Type& owner, const Field& field);

  // The structures so far.
  const Json& components() const { return components_; }

 private:
  Json structure(const Type& type);

  Json components_ = Json::object();
};

// The member of a structure, or null.
const Field* find_field(const Type& structure, std::string_view name);

// The type without the optional around it.
const Type& bare(const Type& type);

// Makes room for a value at a path like "callbacks[].ticketId" inside an object's schema; the place is null.
Json& place_for(Json& object_schema, std::string_view path);

}  // namespace smarthandoff::openapi
