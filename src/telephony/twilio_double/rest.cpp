#include "telephony/twilio_double/rest.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/immortal.hpp>

#include "telephony/twilio/url.hpp"

namespace smarthandoff::twilio_double {
namespace {

constexpr std::string_view kVersion = "/2010-04-01/";
constexpr std::size_t kMaxForm = 1U << 20U;

std::string decode_base64(std::string_view text) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0, count = 0;
  for (const char c : text) {
    const std::size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) break;
    bits = (bits << 6U) | static_cast<unsigned>(value);
    count += 6;
    if (count >= 8) out += static_cast<char>((bits >> (count -= 8)) & 0xffU);
  }
  return out;
}

std::string header_of(const http::Request& request, std::string_view name) {
  return http::Response{.status = 0, .headers = request.headers, .body = {}}.header(name);
}

// The parent's credentials open its subaccounts too.
void authenticate(Model& model, const http::Request& request, Account*& owner, const std::string& in_path) {
  const std::string header = header_of(request, "authorization");
  const std::string pair = header.starts_with("Basic ") ? decode_base64(header.substr(6)) : "";
  const std::size_t colon = std::min(pair.find(':'), pair.size());
  const Account* who = model.account(pair.substr(0, colon));
  if (who == nullptr || colon == pair.size() || pair.substr(colon + 1) != who->token)
    refuse(401, 20003, "Authenticate");
  owner = in_path.empty() ? model.account(who->sid) : model.account(in_path);
  if (owner == nullptr || (owner->sid != who->sid && owner->owner != who->sid))
    refuse(404, 20404, "The requested resource /2010-04-01/Accounts/" + in_path + ".json was not found");
  if (who->status != "active") refuse(403, 20005, "Account not active");
}

// Whether a path is of that route; what stands at its stars goes to `parts`.
bool is_route(std::string_view pattern, std::string_view path, std::vector<std::string>& parts) {
  parts.clear();
  while (true) {
    const std::size_t mine = std::min(pattern.find('/'), pattern.size());
    const std::size_t its = std::min(path.find('/'), path.size());
    const std::string_view wanted = pattern.substr(0, mine), part = path.substr(0, its);
    if (wanted == "*") {
      parts.emplace_back(part);
    } else if (wanted.starts_with("*.")) {
      const std::string_view suffix = wanted.substr(1);
      if (!part.ends_with(suffix) || part.size() == suffix.size()) return false;
      parts.emplace_back(part.substr(0, part.size() - suffix.size()));
    } else if (wanted != part) {
      return false;
    }
    if (mine == pattern.size() || its == path.size()) return mine == pattern.size() && its == path.size();
    pattern.remove_prefix(mine + 1);
    path.remove_prefix(its + 1);
  }
}

const std::vector<Route>& routes() {
  static const Immortal<std::vector<Route>> all = [] {
    std::vector<Route> list;
    for (const auto& some : {call_routes(), recording_routes(), account_routes(), number_routes(),
                             queue_routes(), conference_routes(), message_routes(), task_routes()})
      list.insert(list.end(), some.begin(), some.end());
    return list;
  }();
  return all;
}

Reply carry_out(Model& model, const http::Request& request) {
  const twilio::UrlParts url = twilio::split_url(request.url);
  const std::string_view rest = url.scheme.empty() ? std::string_view(request.url) : url.rest;
  const std::size_t question = std::min(rest.find('?'), rest.size());
  std::string_view path = rest.substr(0, question);
  path.remove_prefix(std::min(path.starts_with(kVersion) ? kVersion.size() : 1, path.size()));
  Ask ask{.path = std::string(path),
          .parts = {},
          .query = question < rest.size() ? decode_form(rest.substr(question + 1)) : Params{},
          .form = {}};
  const bool is_download = path.find("/Recordings/") != std::string_view::npos && !path.ends_with(".json");
  bool is_known = false;
  for (const Route& route : routes()) {
    if (!is_route(route.path, path, ask.parts)) continue;
    is_known = true;
    if (route.method != request.method) continue;
    const bool has_account = path.starts_with("Accounts/") && path != "Accounts.json";
    if (is_download && header_of(request, "authorization").empty())
      ask.account = model.account(ask.parts.front());  // files need no password unless the account says so
    else
      authenticate(model, request, ask.account, has_account ? ask.parts.front() : "");
    if (ask.account == nullptr) not_found(ask);
    if (request.method == "POST") {
      const std::string type = header_of(request, "content-type");
      if (!request.body.empty() && !type.starts_with("application/x-www-form-urlencoded"))
        refuse(415, 20001, "Unsupported content type " + type);
      if (request.body.size() > kMaxForm) refuse(413, 20001, "Request too large");
      ask.form = decode_form(request.body);
      check_form(path, ask.form);
    }
    return route.handler(model, ask);
  }
  if (is_known) refuse(405, 20004, "Method not allowed");
  not_found(ask);
}

Reply refused(const Refused& why) {
  return reply({{"code", why.code},
                {"message", why.message},
                {"more_info", "https://www.twilio.com/docs/errors/" + std::to_string(why.code)},
                {"status", why.status}},
               why.status);
}

// What goes wrong is decided for what changes something: a POST or DELETE.
RequestFailure failure_of(Model& model, const http::Request& request) {
  if (request.method == "GET") return RequestFailure::none;
  if (!model.request_failures.empty()) {
    const RequestFailure next = model.request_failures.front();
    model.request_failures.pop_front();
    return next;
  }
  if (model.faults.requests <= 0) return RequestFailure::none;
  const bool fails = model.sids.chance() < model.faults.requests;
  const auto kind = static_cast<int>(model.sids.below(8));
  return fails ? static_cast<RequestFailure>(1 + kind) : RequestFailure::none;
}

bool is_carried_out(RequestFailure how) {
  return how == RequestFailure::none || how == RequestFailure::error_done ||
         how == RequestFailure::silence_done || how == RequestFailure::half_answer ||
         how == RequestFailure::hangs_up_done;
}

std::string name_of(RequestFailure how) {
  for (const Enumerator& one : describe(static_cast<const RequestFailure*>(nullptr)).enumerators)
    if (one.value == static_cast<std::int64_t>(how)) return one.name;
  return "?";
}

}  // namespace

Answered answer_request(Model& model, const http::Request& request) {
  const RequestFailure how = failure_of(model, request);
  Reply made;
  if (is_carried_out(how)) {
    try {
      made = carry_out(model, request);
    } catch (const Refused& why) {
      made = refused(why);
    } catch (const Error& wrong) {
      made = refused({400, 20001, wrong.what()});
    }
  }
  if (how == RequestFailure::too_many) made = refused({429, 20429, "Too Many Requests"});
  if (how == RequestFailure::error_before || how == RequestFailure::error_done)
    made = refused({500, 20500, "Internal Server Error"});
  const std::string outcome = how == RequestFailure::none ? "" : " (" + name_of(how) + ")";
  model.note_other(LogKind::request, {}, {},
                   request.method + " " + request.url + " -> " + std::to_string(made.status) + outcome);
  return {.response = {.status = made.status,
                       .headers = {{"Content-Type", made.type}},
                       .body = std::move(made.body)},
          .how = how};
}

Reply reply(const Json& json, int status) {
  return {.status = status,
          .body = json.dump(-1, ' ', false, Json::error_handler_t::replace),
          .type = "application/json"};
}

Reply done() {
  return {.status = 204, .body = {}, .type = "application/json"};
}

void refuse(int status, int code, const std::string& message) {
  throw Refused{status, code, message};
}

void not_found(const Ask& ask) {
  refuse(404, 20404, "The requested resource /2010-04-01/" + ask.path + " was not found");
}

Reply page(const Ask& ask, const char* name, const std::vector<Json>& all) {
  const auto size = static_cast<std::size_t>(
      std::clamp<std::int64_t>(to_number(value_of(ask.query, "PageSize"), 50), 1, 1000));
  const auto number = static_cast<std::size_t>(
      std::clamp<std::int64_t>(to_number(value_of(ask.query, "Page"), 0), 0, 1'000'000));
  const auto uri = [&](std::size_t which) {
    Params query{{"Page", std::to_string(which)}, {"PageSize", std::to_string(size)}};
    for (const auto& [key, value] : ask.query)
      if (key != "Page" && key != "PageSize" && key != "PageToken") query.emplace_back(key, value);
    return (ask.path.starts_with("v1/") ? "/" : std::string(kVersion)) + ask.path + "?" + encode_form(query);
  };
  const std::size_t from = std::min(number * size, all.size()), to = std::min(from + size, all.size());
  Json list = Json::array();
  for (std::size_t i = from; i < to; ++i) list.push_back(all[i]);
  Json next = nullptr, previous = nullptr;
  if (to < all.size()) next = uri(number + 1);
  if (number > 0) previous = uri(number - 1);
  if (ask.path.starts_with("v1/"))
    return reply({{name, list},
                  {"meta",
                   {{"page", number},
                    {"page_size", size},
                    {"first_page_url", uri(0)},
                    {"url", uri(number)},
                    {"next_page_url", next},
                    {"previous_page_url", previous},
                    {"key", name}}}});
  return reply({{name, list},
                {"page", number},
                {"page_size", size},
                {"start", from},
                {"end", to == 0 ? 0 : to - 1},
                {"uri", uri(number)},
                {"first_page_uri", uri(0)},
                {"next_page_uri", next},
                {"previous_page_uri", previous}});
}

bool is_asked_for(const Ask& ask, const std::string& name, const std::string& value) {
  const std::string wanted = value_of(ask.query, name);
  return wanted.empty() || wanted == value;
}

// Only as much is compared as was given: a day is a whole day.
bool is_within(const Ask& ask, const std::string& name, Instant at) {
  const std::string text = iso8601(at);
  const auto wanted = [&](const char* sign) {
    std::string value = value_of(ask.query, name + sign);
    if (const std::size_t dot = value.find('.'); dot != std::string::npos) value = value.substr(0, dot) + "Z";
    return value;
  };
  const std::string is = wanted(""), before = wanted("<"), after = wanted(">");
  const auto day = [](const std::string& value) { return value.substr(0, 10); };
  if (!is.empty() && day(is) != day(text)) return false;
  if (!before.empty() && text.substr(0, before.size()) > before) return false;
  return after.empty() || text.substr(0, after.size()) >= after;
}

Json date(std::optional<Instant> at) {
  return at ? Json(rfc2822(*at)) : Json(nullptr);
}

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

std::string path_of(const std::string& account, const std::string& rest) {
  return std::string(kVersion) + "Accounts/" + account + "/" + rest;
}

Hook hook_from(const Params& form, const std::string& name, const std::vector<std::string>& events) {
  Hook hook{value_of(form, name), value_of(form, name + "Method", "POST"), values_of(form, name + "Event")};
  if (hook.events.empty()) hook.events = events;
  return hook;
}

}  // namespace smarthandoff::twilio_double
