#include <doctest/doctest.h>

#include <atomic>
#include <chrono>

#include "support/loopback_http.hpp"
#include "telephony/twilio/rest_errors.hpp"
#include "telephony/twilio/rest_support.hpp"

using namespace twilio_rest;
using loopback::Reply;
using loopback::Request;

namespace {

RestOptions options(const std::string& url) {
  return {.account_sid = sid("AC"),
          .auth_token = Secret("s3cret"),
          .base_url = url,
          .calls_per_second = 1000,
          .first_retry = Milliseconds(1),
          .longest_retry = Milliseconds(2)};
}

Reply error(int status, int code, const std::string& message = "no") {
  return {.status = status,
          .body = "{\"code\":" + std::to_string(code) + ",\"message\":\"" + message +
                  "\",\"more_info\":\"\",\"status\":" + std::to_string(status) + "}"};
}

const CreateCall kCall{.to = "+5518997751234", .from = "+15550001111", .url = "https://host.example/voice"};

std::string word(const std::optional<Error>& failure) {
  return failure ? std::string(to_string(failure->code())) : "ok";
}

// Answers the first requests as told, every later one with an empty object.
struct Script {
  std::vector<Reply> replies;
  std::atomic<std::size_t> next{0};
  loopback::Server server{[this](const Request&) {
    const std::size_t at = next++;
    return at < replies.size() ? replies[at] : Reply{};
  }};
  explicit Script(std::vector<Reply> given) : replies(std::move(given)) {}
};

}  // namespace

TEST_CASE("a call is read with its dates, numbers written as texts, and a price that is not known yet") {
  Script script({{.status = 201, .body = R"({"sid":"CA1","status":"in-progress","to":"+55","from":"+1",
      "date_created":"Fri, 20 Nov 2026 12:00:07 +0000","start_time":null,"duration":"15","queue_time":"120",
      "price":null,"price_unit":"USD","direction":"outbound-api","answered_by":"human"})"}});
  Rest rest(options(script.server.url()));
  const Answer<Call> answer = ask(rest, &Rest::create_call, kCall);
  REQUIRE(!answer.failure);
  CHECK(answer.value.sid == "CA1");
  CHECK(answer.value.status == CallStatus::in_progress);
  CHECK(answer.value.duration_s == 15);
  CHECK(answer.value.queue_ms == 120);
  CHECK(answer.value.price.empty());
  CHECK(!answer.value.started_at);
  CHECK(to_rfc3339(answer.value.created_at.value()) == "2026-11-20T12:00:07.000Z");
}

TEST_CASE("an error code decides what a failure means, whatever the HTTP status") {
  struct Row {
    int status, code;
    const char* expected;
    const char* meaning;
  };
  for (const Row& row : std::initializer_list<Row>{
           {400, 21211, "invalid_argument", "recipient_permanent"},
           {400, 21214, "invalid_argument", "recipient_permanent"},
           {400, 21215, "failed_precondition", "permission_geo"},
           {400, 13227, "failed_precondition", "permission_geo"},
           {400, 21610, "failed_precondition", "recipient_opted_out"},
           {400, 63016, "failed_precondition", "window_closed_needs_template"},
           {401, 20003, "unauthorized", "account_or_config"},
           {403, 20005, "unauthorized", "account_or_config"},
           {400, 21212, "failed_precondition", "account_or_config"},
           {404, 20404, "not_found", "not_found"},
           {400, 20001, "invalid_argument", "content_permanent"},
           {400, 21220, "conflict", "state_conflict"},
           {400, 14107, "failed_precondition", "reply_loop"},
           {400, 30001, "rate_limited", "retry_backoff"},
           {400, 30008, "unavailable", "retry_maybe_later"},
           {400, 99999, "invalid_argument", ""},
           {403, 0, "unauthorized", ""},
           {409, 0, "conflict", ""},
           {302, 0, "corrupt", ""},
       }) {
    CAPTURE(row.code);
    Script script({error(row.status, row.code)});
    Rest rest(options(script.server.url()));
    const Answer<Call> answer = ask(rest, &Rest::create_call, kCall);
    CHECK(word(answer.failure) == row.expected);
    const auto& details = answer.failure->details();
    CHECK((details.contains("class") ? details.at("class") : "") == row.meaning);
    CHECK(script.server.requests().size() == 1);
  }
}

TEST_CASE("numbers in Twilio's own words are masked") {
  Script script({error(400, 21211, "The 'To' number +5518997751234 is not valid, code 21211")});
  Rest rest(options(script.server.url()));
  const std::string text = ask(rest, &Rest::create_call, kCall).failure->what();
  CHECK(text.find("+***********34 is not valid, code 21211") != std::string::npos);
}

TEST_CASE("429 was never processed: it is tried again until it is taken, or the tries are used up") {
  Script taken({error(429, 20429), error(429, 20429), {.status = 201, .body = R"({"sid":"CA7"})"}});
  Rest first(options(taken.server.url()));
  CHECK(ask(first, &Rest::create_call, kCall).value.sid == "CA7");
  CHECK(taken.server.requests().size() == 3);

  Script never(std::vector<Reply>(9, error(429, 20429)));
  Rest second(options(never.server.url()));
  CHECK(word(ask(second, &Rest::create_call, kCall).failure) == "rate_limited");
  CHECK(never.server.requests().size() == 4);
}

TEST_CASE("a create is never repeated on an answer that may hide a call") {
  struct Row {
    const char* name;
    Reply reply;
    const char* expected;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"500", error(500, 20500), "in_doubt"},
           {"503", error(503, 20503), "in_doubt"},
           {"a gateway's page", {.status = 502, .body = "<html>"}, "in_doubt"},
           {"a half answer", {.status = 201, .body = "{\"sid\":\"CA"}, "in_doubt"},
           {"no answer", {.hang_up = true}, "in_doubt"},
       }) {
    CAPTURE(row.name);
    Script script({row.reply});
    Rest rest(options(script.server.url()));
    CHECK(word(ask(rest, &Rest::create_call, kCall).failure) == row.expected);
    CHECK(script.server.requests().size() == 1);
  }
  Rest nobody(options("http://127.0.0.1:" + std::to_string(loopback::closed_port())));
  CHECK(word(ask(nobody, &Rest::create_call, kCall).failure) == "unavailable");  // not a byte left
}

TEST_CASE("a create whose answer comes too late is in doubt, and sent once") {
  std::promise<void> over;
  auto ended = over.get_future().share();
  loopback::Server server([ended](const Request&) {
    ended.wait();
    return Reply{};
  });
  RestOptions given = options(server.url());
  given.timeout = Milliseconds(50);
  Rest rest(given);
  CHECK(word(ask(rest, &Rest::create_call, kCall).failure) == "in_doubt");
  CHECK(server.requests().size() == 1);
  over.set_value();
}

TEST_CASE("reads, deletions and changes to a fixed state are tried again after 5xx and lost answers") {
  const auto tries = [](const auto& run) {
    Script script({{.status = 503, .body = "busy"}, {.hang_up = true}, {.status = 200, .body = "{}"}});
    Rest rest(options(script.server.url()));
    CHECK(word(run(rest)) == "ok");
    return script.server.requests().size();
  };
  CHECK(tries([](Rest& rest) { return ask(rest, &Rest::fetch_call, sid("CA")).failure; }) == 3);
  CHECK(tries([](Rest& rest) { return ask(rest, &Rest::delete_recording, sid("RE")).failure; }) == 3);
  CHECK(tries([](Rest& rest) { return ask(rest, &Rest::hang_up, sid("CA")).failure; }) == 3);
}

TEST_CASE("new TwiML for a call, messages and purchases are not repeated") {
  const auto tried_once = [](const auto& run) {
    Script script({error(500, 20500)});
    Rest rest(options(script.server.url()));
    CHECK(word(run(rest)) == "in_doubt");
    CHECK(script.server.requests().size() == 1);
  };
  tried_once([](Rest& rest) {
    return ask(rest, &Rest::update_call, UpdateCall{.call_sid = sid("CA"), .twiml = "<Response/>"}).failure;
  });
  tried_once([](Rest& rest) {
    return ask(rest, &Rest::create_message, CreateMessage{.to = "+1", .from = "+2", .body = "x"}).failure;
  });
  tried_once([](Rest& rest) { return ask(rest, &Rest::buy_number, BuyNumber{.area_code = "305"}).failure; });
}

TEST_CASE("hanging up a call that has ended, and deleting what is gone, succeeds") {
  Script ended({error(400, 21220)});
  Rest rest(options(ended.server.url()));
  CHECK(word(ask(rest, &Rest::hang_up, sid("CA")).failure) == "ok");
  Script gone({error(404, 20404)});
  Rest other(options(gone.server.url()));
  CHECK(word(ask(other, &Rest::delete_recording, sid("RE")).failure) == "ok");
  Script unknown({error(404, 20404)});
  Rest third(options(unknown.server.url()));
  CHECK(word(ask(third, &Rest::hang_up, sid("CA")).failure) == "not_found");
}

TEST_CASE("lists are followed to their end, or to the limit") {
  const auto page = [](const std::string& sids, const std::string& next) {
    return Reply{.body = "{\"calls\":[" + sids + "],\"next_page_uri\":" + next + "}"};
  };
  const std::string next = "\"/2010-04-01/Accounts/AC/Calls.json?Page=1&PageToken=PA%2B1\"";
  Script script({page(R"({"sid":"CA1"},{"sid":"CA2"})", next), page(R"({"sid":"CA3"})", "null")});
  Rest rest(options(script.server.url()));
  const auto all = ask(rest, &Rest::list_calls, ListCalls{});
  REQUIRE(!all.failure);
  CHECK(all.value.size() == 3);
  CHECK(script.server.requests()[1].path == "/2010-04-01/Accounts/AC/Calls.json?Page=1&PageToken=PA%2B1");

  Script many({page(R"({"sid":"CA1"},{"sid":"CA2"})", next)});
  Rest limited(options(many.server.url()));
  CHECK(ask(limited, &Rest::list_calls, ListCalls{.limit = 1}).value.size() == 1);
  CHECK(many.server.requests().size() == 1);

  Script elsewhere({page(R"({"sid":"CA1"})", "\"http://evil.example/2010-04-01/x\"")});
  Rest careful(options(elsewhere.server.url()));
  CHECK(ask(careful, &Rest::list_calls, ListCalls{}).value.size() == 1);

  Script broken({{.body = "{\"calls\":7}"}});
  Rest reader(options(broken.server.url()));
  CHECK(word(ask(reader, &Rest::list_calls, ListCalls{}).failure) == "corrupt");
}

TEST_CASE("calls wait for their place in the account's rate, and what would wait too long is refused") {
  loopback::Server server([](const Request&) { return Reply{.status = 201, .body = "{}"}; });
  RestOptions given = options(server.url());
  given.calls_per_second = 20;
  given.longest_wait = Milliseconds(140);
  Rest rest(given);
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::future<std::string>> calls;
  for (int i = 0; i < 4; ++i) {
    auto promise = std::make_shared<std::promise<std::string>>();
    calls.push_back(promise->get_future());
    rest.create_call(kCall,
                     [promise](const Answer<Call>& answer) { promise->set_value(word(answer.failure)); });
  }
  CHECK(calls[0].get() == "ok");
  CHECK(calls[1].get() == "ok");
  CHECK(calls[2].get() == "ok");
  CHECK(calls[3].get() == "rate_limited");
  CHECK(std::chrono::steady_clock::now() - begin >= Milliseconds(100));
  CHECK(word(ask(rest, &Rest::fetch_call, sid("CA")).failure) == "ok");  // reads do not count
  CHECK(server.requests().size() == 4);
}

TEST_CASE("a call that is not wanted any more when its turn comes is never placed") {
  loopback::Server server([](const Request&) { return Reply{.status = 201, .body = "{}"}; });
  Rest rest(options(server.url()));
  const auto no = [] { return false; };
  const auto answer = wait_for<Call>([&](On<Call> done) { rest.create_call_if(kCall, no, std::move(done)); });
  CHECK(word(answer.failure) == "failed_precondition");
  CHECK(server.requests().empty());
}

TEST_CASE("an API key signs in for the account, and a subaccount is reached with its parent's credentials") {
  loopback::Server server([](const Request&) { return Reply{.body = R"({"sid":"CA1"})"}; });
  RestOptions given = options(server.url());
  given.key_sid = sid("SK");
  given.key_secret = Secret("k3y");
  Rest rest(given);
  const auto child = rest.subaccount(sid("AC", 'b'));
  CHECK(ask(*child, &Rest::fetch_call, sid("CA")).value.sid == "CA1");
  const Request got = server.requests().at(0);
  CHECK(got.path == "/2010-04-01/Accounts/" + sid("AC", 'b') + "/Calls/" + sid("CA") + ".json");
  CHECK(got.headers.at("authorization") == "Basic U0thYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYTprM3k=");
}

TEST_CASE("connections are kept between requests") {
  loopback::Server server([](const Request&) { return Reply{}; });
  Rest rest(options(server.url()));
  for (int i = 0; i < 5; ++i) ask(rest, &Rest::fetch_call, sid("CA"));
  CHECK(server.connections() == 1);
}

TEST_CASE("the sound of a recording has an address, and a request with credentials for whoever stores it") {
  RestOptions given = options("");
  given.base_url.clear();
  given.edge = "dublin";
  given.region = "ie1";
  const Rest rest(given);
  const std::string address = rest.recording_address(sid("RE"), "mp3");
  CHECK(address == "https://api.dublin.ie1.twilio.com/2010-04-01/Accounts/" + sid("AC") + "/Recordings/" +
                       sid("RE") + ".mp3");
  CHECK(rest.recording_request(sid("RE"), "wav").headers[0].value.starts_with("Basic "));
  CHECK_THROWS_AS(rest.recording_address(sid("RE"), "ogg"), Error);
}
