#include "api/openapi.hpp"

namespace smarthandoff::openapi {

const Type& describe(const Place*) {
  static const Immortal<Type> type = describe_enum<Place>("HttpPlace", "Where a field of a request travels.",
                                                          {{Place::path, "path"},
                                                           {Place::query, "query"},
                                                           {Place::header, "header"},
                                                           {Place::body, "body"},
                                                           {Place::raw, "raw"}});
  return type;
}

const Type& describe(const Access*) {
  static const Immortal<Type> type = describe_enum<Access>("HttpAccess", "Who may ask.",
                                                           {{Access::open, "open"},
                                                            {Access::user, "user"},
                                                            {Access::service, "service"},
                                                            {Access::signature, "signature"}});
  return type;
}

const Type& describe(const RouteField*) {
  using F = RouteField;
  static const Immortal<Type> type =
      Description<F>("HttpField", "One field of a route's request.")
          .required("name", &F::name, "as HTTP has it")
          .field("field", &F::field, "of the operation's request; empty: the route's own")
          .field("place", &F::place, "where it travels")
          .field("doc", &F::doc, "empty: the operation's")
          .field("type", &F::type, "string, integer, number, boolean; empty: the operation's, else string")
          .field("required", &F::required, "none: the operation's, else not")
          .build();
  return type;
}

const Type& describe(const RouteAnswer*) {
  using A = RouteAnswer;
  static const Immortal<Type> type =
      Description<A>("HttpAnswer", "One member of a route's answer.")
          .required("name", &A::name, "path, e.g. callbacks[].ticketId; empty: the answer is this text")
          .field("field", &A::field, "path in the operation's response; empty: the route's own")
          .field("doc", &A::doc, "empty: the operation's")
          .field("type", &A::type,
                 "string, integer, number, boolean, with a ? if it may be null; empty: the operation's, else "
                 "string")
          .field("status", &A::status, "of the answer that has it; the operation's members are of 200")
          .build();
  return type;
}

const Type& describe(const Route*) {
  static const Immortal<Type> type =
      Description<Route>("HttpRoute", "A route of the host.")
          .required("method", &Route::method, "GET, POST, PUT, PATCH, DELETE")
          .required("path", &Route::path, "e.g. /extension/status/{extension}")
          .field("operation", &Route::operation, "of the table; empty: all is the route's own")
          .field("summary", &Route::summary, "empty: the operation's")
          .field("access", &Route::access, "who may ask")
          .field("fields", &Route::fields, "none: the operation's request as the body")
          .field("answer", &Route::answer, "none: the operation's response as it is")
          .field("consumes", &Route::consumes, "media type of a raw body; empty: application/json")
          .field("produces", &Route::produces, "media type of a text; empty: text/plain")
          .build();
  return type;
}

const Type& describe(const MakeDocument*) {
  using M = MakeDocument;
  static const Immortal<Type> type =
      Description<M>("MakeOpenapi", "A host's HTTP routes and what they stand for.")
          .required("title", &M::title, "of the API")
          .required("version", &M::version, "of the API")
          .required("routes", &M::routes, "in the order of the document")
          .field("server", &M::server, "base URL; empty: where the document came from")
          .build();
  return type;
}

const Type& describe(const Document*) {
  static const Immortal<Type> type = Description<Document>("OpenapiDocument", "An OpenAPI 3.1 document.")
                                         .field("json", &Document::json, "the text to serve as /openapi.json")
                                         .build();
  return type;
}

}  // namespace smarthandoff::openapi
