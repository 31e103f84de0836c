// Slack's incoming webhook: what is posted fits its contract, and each answer has its meaning.
#include "messenger/slack/slack.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <future>
#include <nlohmann/json.hpp>
#include <regex>

#include <smarthandoff/base/describe_types.hpp>

#include "support/loopback_http.hpp"

using namespace smarthandoff;
using namespace smarthandoff::messenger;
using Json = nlohmann::json;

namespace {

const std::string kPath = "/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX";
const std::string kUrl = "https://hooks.slack.com" + kPath;

// Slack's contract as it is checked here: the path's parts, and each member's type and length.
struct Contract {
  Contract() {
    std::ifstream file(std::string(SMARTHANDOFF_TEST_DATA) + "/slack/incoming_webhook.strict.json");
    const Json all = Json::parse(file);
    const Json& post = all["paths"]["/services/{T}/{B}/{X}"]["post"];
    for (const Json& part : post["parameters"]) parts.push_back(part["schema"]["pattern"]);
    body = post["requestBody"]["content"]["application/json"]["schema"];
  }

  std::string complaint(const std::string& path, const std::string& text) const {
    std::string pattern = "^/services";
    for (const std::string& part : parts) pattern += "/" + part.substr(1, part.size() - 2);
    if (!std::regex_match(path, std::regex(pattern + "$"))) return "path";
    const Json given = Json::parse(text);
    if (!given.contains("text")) return "anyOf";
    for (const auto& [name, value] : given.items()) {
      if (!body["properties"].contains(name)) return "additional " + name;
      const Json& member = body["properties"][name];
      if (member["type"] == "string" && !value.is_string()) return name + " is no text";
      if (member["type"] == "boolean" && !value.is_boolean()) return name + " is no boolean";
      if (!value.is_string()) continue;
      if (value.get<std::string>().size() < member.value("minLength", 0U)) return name + " is too short";
      if (value.get<std::string>().size() > member.value("maxLength", 40'000U)) return name + " is too long";
    }
    return "";
  }

  std::vector<std::string> parts;
  Json body;
};

http::Outcome answer(std::int64_t status, const std::string& body, std::vector<http::Header> headers = {}) {
  return {.response = http::Response{.status = status, .headers = std::move(headers), .body = body},
          .failure = {}};
}

std::string meaning(const http::Outcome& outcome) {
  static const char* const names[] = {"accepted", "refused", "retry", "in_doubt"};
  const SendResult result = slack::result_of(outcome);
  std::string text = names[static_cast<int>(result.outcome)];
  text += " " + wire_name(result.failure.kind);
  if (result.retry_after) text += " after " + std::to_string(result.retry_after->count() / 1000) + " s";
  return text;
}

}  // namespace

TEST_CASE("what is posted fits Slack's contract, and names nobody that the text did not mean to") {
  const Contract contract;
  const struct {
    std::string given, shown;
  } rows[] = {
      {"Acme: chamada perdida de 18 3333-4444.", "Acme: chamada perdida de 18 3333-4444."},
      {"<!channel> Tom & Jerry <https://evil.example|bank>",
       "&lt;!channel&gt; Tom &amp; Jerry &lt;https://evil.example|bank&gt;"},
      {"&amp;", "&amp;amp;"},
      {"two\nlines \"quoted\"", "two\nlines \"quoted\""},
      {"broken \xff byte", "broken \xef\xbf\xbd byte"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.given);
    const http::Request request = slack::request(Secret(kUrl), row.given);
    CHECK(request.method == "POST");
    CHECK(request.url == kUrl);
    CHECK(contract.complaint(kPath, request.body) == "");
    CHECK(Json::parse(request.body)["text"] == row.shown);
  }
  const http::Request longest = slack::request(Secret(kUrl), std::string(100'000, '<'));
  CHECK(contract.complaint(kPath, longest.body) == "");
}

TEST_CASE("each answer of Slack has its meaning") {
  const struct {
    http::Outcome outcome;
    std::string meaning;
  } rows[] = {
      {answer(200, "ok"), "accepted none"},
      {answer(200, "ok\n"), "accepted none"},
      {answer(200, "<html>log in</html>"), "refused configuration"},
      {answer(302, "", {{"Location", "https://elsewhere.example/"}}), "refused configuration"},
      {answer(400, "invalid_payload"), "refused request_invalid"},
      {answer(400, "no_text"), "refused request_invalid"},
      {answer(403, "invalid_token"), "refused configuration"},
      {answer(403, "action_prohibited"), "refused configuration"},
      {answer(404, "no_service"), "refused configuration"},
      {answer(404, "channel_not_found"), "refused configuration"},
      {answer(410, "channel_is_archived"), "refused configuration"},
      {answer(413, ""), "refused request_invalid"},
      {answer(429, "rate_limited", {{"Retry-After", "30"}}), "retry rate_limited after 30 s"},
      {answer(429, "", {{"retry-after", "999999"}}), "retry rate_limited after 86400 s"},
      {answer(429, "", {{"Retry-After", "soon"}}), "retry rate_limited"},
      {answer(500, "rollup_error"), "in_doubt temporary"},
      {answer(503, "", {{"Retry-After", "5"}}), "in_doubt temporary after 5 s"},
      {{.response = {}, .failure = Error(ErrorCode::unavailable, "no way"), .maybe_sent = false},
       "retry temporary"},
      {{.response = {}, .failure = Error(ErrorCode::timeout, "too late"), .maybe_sent = true},
       "in_doubt temporary"},
      {{.response = {}, .failure = Error(ErrorCode::invalid_argument, kUrl), .maybe_sent = false},
       "refused configuration"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.meaning);
    CHECK(meaning(row.outcome) == row.meaning);
    CHECK(slack::result_of(row.outcome).failure.detail.find("services") == std::string::npos);
  }
  CHECK(slack::result_of(answer(404, "no_service")).failure.detail == "HTTP 404: no_service");
  CHECK(slack::result_of(answer(404, kUrl + " is gone")).failure.detail == "HTTP 404");
}

TEST_CASE("a redirect of Slack's is not followed") {
  loopback::Server elsewhere([](const loopback::Request&) { return loopback::Reply{.body = "ok"}; });
  loopback::Server slack([&](const loopback::Request&) {
    return loopback::Reply{.status = 307, .body = "", .headers = {{"Location", elsewhere.url() + kPath}}};
  });
  http::Client client;
  std::promise<SendResult> promise;
  client.send(slack::request(Secret(slack.url() + kPath), "a"),
              [&](const http::Outcome& outcome) { promise.set_value(slack::result_of(outcome)); });
  CHECK(promise.get_future().get().outcome == SendOutcome::refused);
  CHECK(slack.requests().size() == 1);
  CHECK(elsewhere.requests().empty());
}
