#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include <smarthandoff/telephony/twilio/form.hpp>
#include <smarthandoff/telephony/twilio/signature.hpp>
#include <smarthandoff/telephony/twilio_double.hpp>

// A Twilio double in manual time with a host that answers from a table, and what a test asks of both.
namespace world {

using namespace smarthandoff;
using namespace smarthandoff::twilio_double;
using Json = nlohmann::json;
using Fields = std::map<std::string, std::string>;

inline const std::string kAccount = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
inline const std::string kBase = "https://host.example";
inline const std::string kOurs = "+15550001111";
inline const Instant kStart = parse_rfc3339("2026-11-20T12:00:00Z");

// A request that the host received.
struct Asked {
  std::string path;  // with its query
  Fields fields;
  std::string token;
  Instant at;
};

inline std::string base64(const std::string& text) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    unsigned bits = 0;
    for (std::size_t k = 0; k < 3; ++k)
      bits = (bits << 8U) | (i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      out += i + k <= text.size() ? kAlphabet[(bits >> (18U - 6U * k)) & 63U] : '=';
  }
  return out;
}

inline http::Response xml(const std::string& verbs) {
  return {.status = 200,
          .headers = {{"Content-Type", "text/xml"}},
          .body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>" + verbs + "</Response>"};
}

class World {
 public:
  explicit World(DoubleOptions options = {}) : twilio(prepared(std::move(options))), now(kStart) {
    twilio.answer_webhooks([this](const http::Request& request) { return answer(request); });
  }

  // What the host answers: verbs by the path without its query; anything else is answered by nothing.
  std::map<std::string, std::string> documents;
  // The same by a function.
  std::map<std::string, std::function<http::Response(const Fields&)>> handlers;
  std::vector<Asked> asked;
  bool all_signed = true;

  void pass(Milliseconds time) { twilio.step(now += time); }

  // One request to the REST API; `path` behind the account's.
  Json request(const std::string& method, const std::string& path, const std::string& form = "",
               const std::string& token = "12345") {
    http::Request request{.method = method,
                          .url = "https://api.twilio.com/2010-04-01/Accounts/" + kAccount + path,
                          .headers = {{"Authorization", "Basic " + base64(kAccount + ":" + token)},
                                      {"Content-Type", "application/x-www-form-urlencoded"}},
                          .body = form};
    last = twilio.handle(request);
    status = last.response ? last.response->status : 0;
    if (!last.response || last.response->body.empty()) return nullptr;
    return Json::parse(last.response->body, nullptr, false);
  }

  // Places a call and answers its sid.
  std::string place(const std::string& to, const std::string& more = "&Url=https://host.example/voice") {
    std::string form = "From=%2B15550001111&To=" + (to[0] == '+' ? "%2B" + to.substr(1) : to) + more;
    const Json made = request("POST", "/Calls.json", form);
    return made.is_object() ? made.value("sid", "") : "";
  }

  CallState state(const std::string& sid) const {
    for (const CallState& one : twilio.calls())
      if (one.call_sid == sid) return one;
    return {};
  }

  // The newest leg to that number.
  CallState leg(const std::string& to) const {
    CallState found;
    for (const CallState& one : twilio.calls())
      if (one.to_number == to) found = one;
    return found;
  }

  std::vector<Asked> asked_at(const std::string& path) const {
    std::vector<Asked> found;
    for (const Asked& one : asked)
      if (one.path.substr(0, one.path.find('?')) == path) found.push_back(one);
    return found;
  }

  // The values of one field of all requests to a path.
  std::vector<std::string> told(const std::string& path, const std::string& field) const {
    std::vector<std::string> values;
    for (const Asked& one : asked_at(path))
      values.push_back(one.fields.contains(field) ? one.fields.at(field) : "-");
    return values;
  }

  // What somebody heard, in order.
  std::vector<std::string> heard(const std::string& party) const {
    std::vector<std::string> texts;
    for (const LogEntry& entry : twilio.log())
      if (entry.kind == LogKind::hears && entry.party == party) texts.push_back(entry.text);
    return texts;
  }

  bool logged(LogKind kind, const std::string& text) const {
    const auto log = twilio.log();
    return std::any_of(log.begin(), log.end(), [&](const LogEntry& entry) {
      return entry.kind == kind && entry.text.find(text) != std::string::npos;
    });
  }

  TwilioDouble twilio;
  Instant now;
  http::Outcome last;
  std::int64_t status = 0;

 private:
  static DoubleOptions prepared(DoubleOptions options) {
    if (options.numbers.empty()) options.numbers = {kOurs};
    if (!options.now) options.now = kStart;
    options.calls_per_second = 1000;
    return options;
  }

  http::Response answer(const http::Request& request) {
    const http::Response headers{.status = 0, .headers = request.headers, .body = {}};
    const std::string type = headers.header("content-type");
    const bool fits = smarthandoff::twilio::validate(
        {.token = Secret("12345"),
         .signature = headers.header("x-twilio-signature"),
         .url = request.url,
         .body = {.bytes = request.body},
         .content_type = type.empty() ? "application/x-www-form-urlencoded" : type});
    all_signed = all_signed && fits;
    const std::string path = request.url.substr(kBase.size());
    const std::size_t question = path.find('?');
    const std::string query = question == std::string::npos ? "" : path.substr(question + 1);
    Fields fields;
    const smarthandoff::twilio::Form form(request.method == "GET" ? query : request.body);
    for (const auto& field : form.fields()) fields.emplace(field.name, field.value);
    asked.push_back({path, fields, headers.header("i-twilio-idempotency-token"), twilio.now()});
    const std::string bare = path.substr(0, question);
    if (const auto found = handlers.find(bare); found != handlers.end()) return found->second(fields);
    if (const auto found = documents.find(bare); found != documents.end()) return xml(found->second);
    return {.status = 204, .headers = {}, .body = {}};
  }
};

using Texts = std::vector<std::string>;

}  // namespace world
