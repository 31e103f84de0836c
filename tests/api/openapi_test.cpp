#include "api/openapi.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/engine/engine.hpp>

using namespace smarthandoff;
using nlohmann::json;
using openapi::Access;
using openapi::Place;
using openapi::Route;

namespace {

json made(std::vector<Route> routes) {
  return json::parse(openapi::document({.title = "Desk", .version = "1", .routes = std::move(routes)}).json);
}

// The field that the refusal names; "none" without one.
std::string refused(const Route& route) {
  try {
    made({route});
  } catch (const Error& error) {
    return error.details().at("field");
  }
  return "none";
}

const Route kSnooze = {.method = "POST",
                       .path = "/snooze",
                       .operation = "callbacks.snooze",
                       .fields = {{.name = "callbackId", .field = "callback_id"},
                                  {.name = "minutes", .field = "minutes"},
                                  {.name = "note", .doc = "for the log"}},
                       .answer = {{.name = "id", .field = "id"},
                                  {.name = "when", .field = "scheduled_at"},
                                  {.name = "again", .doc = "try again", .type = "boolean"}}};

}  // namespace

TEST_CASE("a route's fields have the operation's types, texts and duties under the route's names") {
  const json document = made({kSnooze});
  CHECK(document["openapi"] == "3.1.0");
  CHECK(document["info"] == json({{"title", "Desk"}, {"version", "1"}}));
  const json line = document["paths"]["/snooze"]["post"];
  CHECK(line["operationId"] == "post_snooze");
  CHECK(line["summary"] == "Puts a callback off.");
  CHECK(line["tags"] == json({"callbacks"}));
  CHECK(line["requestBody"]["required"] == true);
  const json body = line["requestBody"]["content"]["application/json"]["schema"];
  CHECK(body["required"] == json({"callbackId"}));
  CHECK(body["properties"]["callbackId"] == json({{"type", "string"}, {"description", "the callback"}}));
  CHECK(body["properties"]["minutes"]["type"] == json({"integer", "null"}));
  CHECK(body["properties"]["note"] == json({{"type", "string"}, {"description", "for the log"}}));
  const json answer = line["responses"]["200"]["content"]["application/json"]["schema"]["properties"];
  CHECK(answer["when"]["format"] == "date-time");
  CHECK(answer["again"] == json({{"type", "boolean"}, {"description", "try again"}}));
}

TEST_CASE("placeholders, queries and headers are parameters") {
  const json document = made({{.method = "GET",
                               .path = "/status/{extension}",
                               .operation = "extensions.status",
                               .access = Access::service,
                               .fields = {{.name = "extension", .field = "extension", .place = Place::path},
                                          {.name = "domain_uuid", .field = "domain", .place = Place::query},
                                          {.name = "X-Why", .place = Place::header, .required = true}}}});
  const json parameters = document["paths"]["/status/{extension}"]["get"]["parameters"];
  REQUIRE(parameters.size() == 3);
  CHECK(parameters[0]["in"] == "path");
  CHECK(parameters[0]["required"] == true);
  CHECK(parameters[1]["in"] == "query");
  CHECK(parameters[1]["required"] == false);
  CHECK(parameters[1]["schema"]["default"] == "");
  CHECK(parameters[2]["in"] == "header");
  CHECK(parameters[2]["required"] == true);
}

TEST_CASE("members of lists and of structures are reached by their paths") {
  const json document = made({{.method = "GET",
                               .path = "/pending",
                               .operation = "callbacks.pending",
                               .answer = {{.name = "badge", .field = "badge"},
                                          {.name = "rows[].id", .field = "callbacks[].ticket_id"},
                                          {.name = "rows[].urgency", .field = "callbacks[].priority"}}}});
  const json line = document["paths"]["/pending"]["get"];
  const json answer = line["responses"]["200"]["content"]["application/json"]["schema"]["properties"];
  CHECK(answer["rows"]["type"] == "array");
  CHECK(answer["rows"]["items"]["type"] == "object");
  CHECK(answer["rows"]["items"]["properties"]["id"]["type"] == "string");
  CHECK(answer["rows"]["items"]["properties"]["urgency"]["enum"] == json({"normal", "high", "urgent"}));
}

TEST_CASE("a route that renames nothing refers to the operation's own structures, each written once") {
  const json document = made({{.method = "POST", .path = "/tickets", .operation = "tickets.list"},
                              {.method = "POST", .path = "/ticket", .operation = "tickets.get"}});
  CHECK(
      document["paths"]["/tickets"]["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"] ==
      "#/components/schemas/ListTickets");
  const json schemas = document["components"]["schemas"];
  CHECK(schemas["GetTicket"]["required"] == json({"ticket_id"}));
  CHECK(schemas["Ticket"]["properties"]["transcript"]["items"]["$ref"] ==
        "#/components/schemas/TranscriptLine");
  CHECK(schemas["TranscriptLine"]["properties"]["speaker"]["enum"] ==
        json({"customer", "assistant", "agent"}));
}

TEST_CASE("who may ask decides about the token and the refusals") {
  struct Row {
    Access access;
    bool token;
    std::string says;
  };
  for (const Row& row : std::vector<Row>{{Access::open, false, "For anybody."},
                                         {Access::user, true, "Needs a token of the role agent or above."},
                                         {Access::service, true, "Needs a token of the role service."},
                                         {Access::signature, false, "Needs the peer's signature."}}) {
    Route route = kSnooze;
    route.access = row.access;
    const json line = made({route})["paths"]["/snooze"]["post"];
    CHECK(line.contains("security") == row.token);
    CHECK(line["responses"].contains("401") == row.token);
    CHECK(line["responses"].contains("403") == row.token);
    CHECK(line["responses"].contains("default"));
    CHECK(line["description"] == row.says);
  }
}

TEST_CASE("a text, a body as it came, and a route without an operation") {
  const json document = made({{.method = "POST",
                               .path = "/hook",
                               .operation = "messaging.webhook",
                               .access = Access::signature,
                               .fields = {{.name = "body", .field = "body", .place = Place::raw}},
                               .answer = {{.name = ""}}},
                              {.method = "GET",
                               .path = "/health",
                               .summary = "Is it well?",
                               .access = Access::open,
                               .answer = {{.name = "status"}}}});
  const json hook = document["paths"]["/hook"]["post"];
  CHECK(hook["responses"]["200"]["content"].contains("text/plain"));
  CHECK(hook["requestBody"]["content"]["application/json"]["schema"]["type"] == "object");
  const json document_of_types = made({{.method = "POST",
                                        .path = "/voice",
                                        .operation = "voice.incoming",
                                        .access = Access::signature,
                                        .fields = {{.name = "body", .field = "body", .place = Place::raw}},
                                        .answer = {{.name = "", .field = "body"}},
                                        .consumes = "application/x-www-form-urlencoded",
                                        .produces = "application/xml"}});
  const json voice = document_of_types["paths"]["/voice"]["post"];
  CHECK(voice["responses"]["200"]["content"].contains("application/xml"));
  CHECK(voice["requestBody"]["content"].contains("application/x-www-form-urlencoded"));
  const json health = document["paths"]["/health"]["get"];
  CHECK(health["summary"] == "Is it well?");
  CHECK_FALSE(health.contains("requestBody"));
}

TEST_CASE("a route that does not fit is refused by the member that is wrong") {
  const auto with = [](auto change) {
    Route route = kSnooze;
    change(route);
    return refused(route);
  };
  CHECK(with([](Route&) {}) == "none");
  CHECK(with([](Route& r) { r.operation = "callbacks.forget"; }) == "routes[0].operation");
  CHECK(with([](Route& r) { r.method = "LOOK"; }) == "routes[0].method");
  CHECK(with([](Route& r) { r.path = "snooze"; }) == "routes[0].path");
  CHECK(with([](Route& r) { r.path = "/{id}"; }) == "routes[0].path");
  CHECK(with([](Route& r) { r.path = "/{id"; }) == "routes[0].path");
  CHECK(with([](Route& r) { r.fields[0].place = Place::path; }) == "routes[0].fields[0].name");
  CHECK(with([](Route& r) { r.fields[1].field = "hours"; }) == "routes[0].fields[1].field");
  CHECK(with([](Route& r) { r.fields[2].type = "date"; }) == "routes[0].fields[2].type");
  CHECK(with([](Route& r) { r.answer[0].field = "nothing"; }) == "routes[0].answer[0].field");
  CHECK(with([](Route& r) { r.answer[0].field = "id.more"; }) == "routes[0].answer[0].field");
  CHECK(with([](Route& r) { r.answer[0].field = "transcript.text"; }) == "routes[0].answer[0].field");
  for (const char* type : {"xml", "/xml", "application/", "text/xml; charset=utf-8"}) {
    CAPTURE(type);
    CHECK(with([&](Route& r) { r.answer = {{.name = ""}}, r.produces = type; }) == "routes[0].produces");
    CHECK(with([&](Route& r) { r.fields = {{.name = "body", .place = Place::raw}}, r.consumes = type; }) ==
          "routes[0].consumes");
  }
  CHECK_THROWS_WITH_AS(made({kSnooze, kSnooze}), "field \"routes[1]\": is a second POST /snooze", Error);
}

TEST_CASE("every operation of the table can be a route as it is") {
  std::vector<Route> routes;
  for (const Operation& operation : operations())
    routes.push_back({.method = "POST", .path = "/" + operation.name, .operation = operation.name});
  const json document = made(routes);
  CHECK(document["paths"].size() == operations().size());
}

// The object was said to be always there, and was null for every call without a recording.
TEST_CASE(
    "an object that the operation may leave out may be null, as may a route's own member that says so") {
  const json document =
      made({{.method = "GET",
             .path = "/calls",
             .operation = "calls.list",
             .answer = {{.name = "calls[].id", .field = "calls[].id"},
                        {.name = "calls[].audio.sid", .field = "calls[].recording.sid"},
                        {.name = "calls[].audio.seconds", .field = "calls[].recording.seconds"},
                        {.name = "next", .doc = "the next page", .type = "string?"}}}});
  const json answer = document["paths"]["/calls"]["get"]["responses"]["200"]["content"]["application/json"]
                              ["schema"]["properties"];
  CHECK(answer["calls"]["type"] == "array");
  const json call = answer["calls"]["items"];
  CHECK(call["type"] == "object");
  CHECK(call["properties"]["audio"]["type"] == json({"object", "null"}));
  CHECK(call["properties"]["audio"]["properties"].size() == 2);
  CHECK(answer["next"]["type"] == json({"string", "null"}));
}

TEST_CASE("each status of a route has its own members") {
  Route route = kSnooze;
  route.answer.push_back({.name = "id", .doc = "of the callback", .status = 202});
  route.answer.push_back({.name = "reasons[]", .doc = "why not", .status = 409});
  const json responses = made({route})["paths"]["/snooze"]["post"]["responses"];
  const auto members = [&](const char* status) {
    return responses[status]["content"]["application/json"]["schema"]["properties"];
  };
  CHECK(members("200").size() == 3);
  CHECK(members("202") == json({{"id", {{"type", "string"}, {"description", "of the callback"}}}}));
  CHECK(members("409")["reasons"]["items"]["type"] == "string");
  CHECK(responses.contains("default"));
  route.answer.back().status = 99;
  CHECK(refused(route) == "routes[0].answer.status");
}
