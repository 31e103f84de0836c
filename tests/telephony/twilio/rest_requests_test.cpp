#include <doctest/doctest.h>

#include <cstdlib>
#include <set>

#include <smarthandoff/telephony/twilio/form.hpp>

#include "support/loopback_http.hpp"
#include "telephony/twilio/data.hpp"
#include "telephony/twilio/rest_request.hpp"
#include "telephony/twilio/rest_support.hpp"

using namespace twilio_rest;
using twilio_data::Json;

namespace {

RestOptions options(const std::string& url) {
  return {.account_sid = sid("AC"), .auth_token = Secret("token"), .base_url = url, .calls_per_second = 1000};
}

// "/2010-04-01/Accounts/AC…/Calls/CA….json" as a row of form_params.json has it.
bool fits(const std::string& path, const std::string& pattern) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < pattern.size();) {
    if (pattern[i] != '{') {
      if (at >= path.size() || path[at++] != pattern[i++]) return false;
      continue;
    }
    i = pattern.find('}', i) + 1;
    const std::size_t end = path.find_first_of("/.", at);
    // "Twilio.CURRENT" has a dot of its own.
    at = path.compare(at, 14, "Twilio.CURRENT") == 0 ? at + 14 : end;
    if (at == std::string::npos) return false;
  }
  return at == path.size();
}

const Json* operation_of(const Json& table, const std::string& path) {
  for (const auto& [name, row] : table.at("operations").items()) {
    if (fits(path, name.substr(5)) && name.find("/Local.json") == std::string::npos) return &row;
  }
  return nullptr;
}

void check_form(const std::string& body, const Json& row) {
  const Form form(body);
  std::set<std::string> names;
  for (const FormField& field : form.fields()) {
    const std::string name(field.name);
    CAPTURE(name);
    REQUIRE(row["params"].contains(name));
    const Json& rule = row["params"][name];
    CHECK((names.insert(name).second || rule["type"] == "array"));
    if (rule.contains("enum")) {
      const bool allowed =
          std::find(rule["enum"].begin(), rule["enum"].end(), field.value) != rule["enum"].end();
      CHECK(allowed);
    }
    if (rule["type"] == "boolean") CHECK((field.value == "true" || field.value == "false"));
  }
  for (const auto& needed : row["required"]) CHECK(names.contains(needed.get<std::string>()));
  for (const auto& group : row["one_of_each_group"]) {
    int found = 0;
    for (const auto& name : group) found += names.contains(name.get<std::string>()) ? 1 : 0;
    CHECK(found >= 1);
  }
}

}  // namespace

TEST_CASE("hosts are built from edge and region as Twilio's own package builds them") {
  for (const auto& row : twilio_data::read(twilio_data::folder() / "hosts.json")["hosts"]) {
    const auto text = [&](const char* name) {
      return row[name].is_null() ? std::string() : row[name].get<std::string>();
    };
    CHECK(host_of("api", text("edge"), text("region")) == text("host"));
  }
}

TEST_CASE("every form has only names and values that Twilio's specification knows, and those it needs") {
  loopback::Server server([](const loopback::Request&) { return loopback::Reply{}; });
  Rest rest(options(server.url()));
  const Json table = twilio_data::read(twilio_data::folder() / "form_params.json");
  for (const Sample& sample : samples()) {
    CAPTURE(sample.name);
    const std::size_t before = server.requests().size();
    sample.run(rest);
    REQUIRE(server.requests().size() == before + 1);
    const loopback::Request got = server.requests().back();
    CHECK(got.headers.at("authorization") ==
          "Basic QUNhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYTp0b2tlbg==");
    if (got.method != "POST") {
      CHECK(got.body.empty());
      continue;
    }
    CHECK(got.headers.at("content-type") == "application/x-www-form-urlencoded");
    if (got.path.starts_with("/v1/")) continue;  // TaskRouter is in no table; Prism judges it
    const Json* row = operation_of(table, got.path);
    REQUIRE_MESSAGE(row != nullptr, got.path);
    check_form(got.body, *row);
  }
}

TEST_CASE("what Twilio would refuse is refused before it is sent, by the name of the field") {
  Rest rest(options("http://127.0.0.1:1"));
  const auto refused = [](const auto& answer) {
    REQUIRE(answer.failure);
    CHECK(answer.failure->code() == ErrorCode::invalid_argument);
    return answer.failure->details().at("field");
  };
  const CreateCall good{.to = "client:ana", .from = "+15550001111", .url = "https://host.example"};
  const auto with = [&](auto change) {
    CreateCall call = good;
    change(call);
    return refused(ask(rest, &Rest::create_call, call));
  };
  CHECK(with([](CreateCall& c) { c.to = ""; }) == "to");
  CHECK(with([](CreateCall& c) { c.from = "+1\n2"; }) == "from");
  CHECK(with([](CreateCall& c) { c.url = ""; }) == "url");
  CHECK(with([](CreateCall& c) { c.twiml = std::string(4001, 'x'); }) == "twiml");
  CHECK(with([](CreateCall& c) { c.timeout_s = 601; }) == "timeout_s");
  CHECK(with([](CreateCall& c) { c.send_digits = "12;3"; }) == "send_digits");
  CHECK(with([](CreateCall& c) { c.call_reason = std::string(51, 'x'); }) == "call_reason");
  CHECK(with([](CreateCall& c) { c.detection.mode = "Guess"; }) == "detection.mode");
  CHECK(with([](CreateCall& c) { c.detection.silence_ms = 1999; }) == "detection.silence_ms");
  CHECK(refused(ask(rest, &Rest::fetch_call, std::string("CA1/../Accounts"))) == "call_sid");
  CHECK(refused(ask(rest, &Rest::fetch_call, sid("RE"))) == "call_sid");
  CHECK(refused(ask(rest, &Rest::update_call, UpdateCall{.call_sid = sid("CA")})) == "status");
  CHECK(refused(ask(rest, &Rest::list_calls, ListCalls{.limit = 10'001})) == "limit");
  CHECK(refused(ask(rest, &Rest::buy_number, BuyNumber{})) == "number");
  CHECK(refused(ask(rest, &Rest::list_available, ListAvailable{.country = "US/x"})) == "country");
  CHECK(refused(ask(rest, &Rest::create_message, CreateMessage{.to = "+1", .from = "+2"})) == "body");
  CHECK(refused(ask(rest, &Rest::create_queue, CreateQueue{.name = "a", .max_size = 5001})) == "max_size");
}

TEST_CASE("options out of range are refused by their names, and no message holds a secret") {
  const auto refused = [](auto change) {
    RestOptions given = options("https://host.example");
    change(given);
    try {
      Rest rest(given);
    } catch (const Error& error) {
      CHECK(std::string(error.what()).find("token") == std::string::npos);
      return error.details().at("field");
    }
    return std::string("accepted");
  };
  CHECK(refused([](RestOptions&) {}) == "accepted");
  CHECK(refused([](RestOptions& o) { o.account_sid = "AC1"; }) == "account_sid");
  CHECK(refused([](RestOptions& o) { o.edge = "a/b"; }) == "edge");
  CHECK(refused([](RestOptions& o) { o.base_url = "http://host.example"; }) == "base_url");
  CHECK(refused([](RestOptions& o) { o.calls_per_second = 0; }) == "calls_per_second");
  CHECK(refused([](RestOptions& o) { o.key_sid = sid("SK"); }) == "key_secret");
  CHECK(refused([](RestOptions& o) { o.retries = 11; }) == "retries");
}

TEST_CASE("a judge that records requests and validates them takes every request that we make") {
  const char* url = std::getenv("SMARTHANDOFF_TWILIO_JUDGE_URL");
  if (url == nullptr) {
    MESSAGE("skipped: npm twilio and @stoplight/prism-cli (tests/judges/twilio/run.sh starts them)");
    return;
  }
  Rest rest(options(url));
  for (const Sample& sample : samples()) {
    const auto failure = sample.run(rest);
    CHECK_MESSAGE(!failure, (sample.name + ": " + (failure ? failure->what() : "")));
  }
}
