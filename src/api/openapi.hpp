#pragma once

#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/describe_types.hpp>

// The OpenAPI 3.1 document of a host's own HTTP routes, made from the table: operation `openapi.document`.
// The host says how its routes spell what operations take and answer; types, defaults, enumerators and texts
// come from the operations' descriptions. Pure: serve the text as /openapi.json.
namespace smarthandoff::openapi {

// Where a field of a request travels.
enum class Place {
  path,
  query,
  header,
  body,  // a member of the JSON object
  raw,   // the whole body as it came
};

// Who may ask.
enum class Access {
  open,       // anybody
  user,       // a token of a user whose role the operation allows
  service,    // a token of the host itself
  signature,  // the peer, by its signature
};

// One field of a route's request. `field` is the operation's; empty: the route's own, told by `type`, `doc`
// and `required`.
struct RouteField {
  std::string name;   // as HTTP has it
  std::string field;  // of the operation's request, e.g. "callback_id"
  Place place = Place::body;
  std::string doc;               // none: the operation's
  std::string type;              // string, integer, number, boolean; empty: the operation's, else string
  std::optional<bool> required;  // none: the operation's, else not; of a path always
};

// One member of a route's answer: paths with `.` for members and `[]` for elements, e.g.
// "callbacks[].ticketId" for "callbacks[].ticket_id"; each status has its members. An empty name: the answer
// is this text.
struct RouteAnswer {
  std::string name;
  std::string field;  // of the operation's response; empty: the route's own
  std::string doc;
  std::string type;  // of the route's own; "string?" may be null
  std::int64_t status = 200;
};

// A route of the host. Without fields the request is the operation's as it is, in the body; without an answer
// the response is the operation's as it is. Without an operation everything is the route's own.
struct Route {
  std::string method;     // GET, POST, PUT, PATCH, DELETE
  std::string path;       // e.g. "/extension/status/{extension}"
  std::string operation;  // of the table, e.g. "callbacks.snooze"
  std::string summary;    // empty: the operation's line of documentation
  Access access = Access::user;
  std::vector<RouteField> fields;
  std::vector<RouteAnswer> answer;
  std::string consumes;  // media type of a raw body; empty: application/json
  std::string produces;  // media type of a text; empty: text/plain
};

struct MakeDocument {
  std::string title;
  std::string version;
  std::vector<Route> routes;
  std::string server;  // base URL of the API; empty: where the document came from
};
struct Document {
  std::string json;
};

// Throws invalid_argument naming the route and its member, e.g. `routes[2].operation`: an unknown operation,
// field, method, type or media type, a path that does not begin with "/", a placeholder without its field or
// the other way round, a method and path given twice.
Document document(const MakeDocument& request);

const Type& describe(const Place*);
const Type& describe(const Access*);
const Type& describe(const RouteField*);
const Type& describe(const RouteAnswer*);
const Type& describe(const Route*);
const Type& describe(const MakeDocument*);
const Type& describe(const Document*);

}  // namespace smarthandoff::openapi
