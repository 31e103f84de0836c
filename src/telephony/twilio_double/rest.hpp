#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include <smarthandoff/http/client.hpp>

#include "telephony/twilio_double/forms.hpp"
#include "telephony/twilio_double/model.hpp"

// The REST API on the model. A handler is one resource's one verb.
namespace smarthandoff::twilio_double {

using Json = nlohmann::json;

struct Ask {
  std::string path;                // without the version, "Accounts/AC…/Calls/CA….json"
  std::vector<std::string> parts;  // what stands where the route has "*", without ".json"
  Params query, form;
  Account* account = nullptr;  // whose resources they are: the one in the path
};

struct Reply {
  int status = 200;
  std::string body;  // JSON, or a file
  std::string type = "application/json";
};

// How a request ends: with a reply, in the way that was asked for.
struct Answered {
  http::Response response;
  RequestFailure how = RequestFailure::none;
};

// Carries a request out. Nothing leaves it but an Answered.
Answered answer_request(Model& model, const http::Request& request);

// --- For the handlers ---
using Handler = Reply (*)(Model&, Ask&);
struct Route {
  std::string_view method, path;  // "Accounts/*/Calls/*.json"
  Handler handler;
};
std::vector<Route> call_routes();
std::vector<Route> recording_routes();
std::vector<Route> account_routes();
std::vector<Route> number_routes();
std::vector<Route> queue_routes();
std::vector<Route> conference_routes();
std::vector<Route> message_routes();
std::vector<Route> task_routes();

Reply reply(const Json& json, int status = 200);
Reply done();  // 204
[[noreturn]] void refuse(int status, int code, const std::string& message);
[[noreturn]] void not_found(const Ask& ask);

// One page of a list, which `all` has newest first.
Reply page(const Ask& ask, const char* name, const std::vector<Json>& all);

// "2026-11-20", or with a time, in the query as `name`, `name<` and `name>`.
bool is_within(const Ask& ask, const std::string& name, Instant at);
bool is_asked_for(const Ask& ask, const std::string& name, const std::string& value);

Json date(std::optional<Instant> at);
Json text_or_null(const std::string& text);
std::string path_of(const std::string& account, const std::string& rest);  // "/2010-04-01/Accounts/AC…/…"
Hook hook_from(const Params& form, const std::string& name, const std::vector<std::string>& events);

Json to_json(const Model& model, const Recording& recording);
Json to_json(const Call& call);
// The form of a new call, also of a conference's participant.
Call& place_call(Model& model, Ask& ask);
Number& number_of(Model& model, const Ask& ask, const std::string& sid);

}  // namespace smarthandoff::twilio_double
