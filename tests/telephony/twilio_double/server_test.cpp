#include <doctest/doctest.h>

#include <asio.hpp>
#include <future>
#include <thread>

#include <smarthandoff/http/client.hpp>

#include "support/loopback_http.hpp"
#include "telephony/twilio_double/world.hpp"
#include "telephony/twilio_double/xml_read.hpp"

using namespace world;
using namespace std::chrono_literals;

namespace {

http::Outcome ask(http::Client& client, http::Request request) {
  std::promise<http::Outcome> promise;
  client.send(std::move(request), [&](http::Outcome outcome) { promise.set_value(std::move(outcome)); });
  return promise.get_future().get();
}

http::Request create(const TwilioDouble& twilio, const std::string& host) {
  return {.method = "POST",
          .url = twilio.url() + "/2010-04-01/Accounts/" + kAccount + "/Calls.json",
          .headers = {{"Authorization", "Basic " + base64(kAccount + ":12345")},
                      {"Content-Type", "application/x-www-form-urlencoded"}},
          .body = "From=%2B15550001111&To=%2B5518997751234&Url=" + host + "/voice&StatusCallback=" + host +
                  "/status&StatusCallbackEvent=initiated&StatusCallbackEvent=completed",
          .timeout = Milliseconds(2000)};
}

}  // namespace

TEST_CASE("in real time and over the network, a call runs from its create to its last callback") {
  std::promise<void> over;
  loopback::Server host([&](const loopback::Request& request) -> loopback::Reply {
    if (request.path == "/voice")
      return {.body = "<Response><Say>Oi</Say></Response>", .headers = {{"Content-Type", "text/xml"}}};
    if (request.body.find("CallStatus=completed") != std::string::npos) over.set_value();
    return {.status = 204, .body = ""};
  });
  TwilioDouble twilio({.numbers = {kOurs}, .calls_per_second = 1000, .speech_per_character = 1ms});
  twilio.add_person({.number = "*", .after = 10ms});
  twilio.start();
  twilio.listen();
  http::Client client;
  const http::Outcome made = ask(client, create(twilio, host.url()));
  REQUIRE(made.response);
  CHECK(made.response->status == 201);
  REQUIRE(over.get_future().wait_for(20s) == std::future_status::ready);
  const auto requests = host.requests();
  REQUIRE(requests.size() == 3);
  for (const loopback::Request& request : requests) {
    CHECK(smarthandoff::twilio::validate({.token = Secret("12345"),
                                          .signature = request.headers.at("x-twilio-signature"),
                                          .url = host.url() + request.path,
                                          .body = {.bytes = request.body},
                                          .content_type = request.headers.at("content-type")}));
    CHECK(request.headers.contains("i-twilio-idempotency-token"));
  }
  twilio.stop();
}

TEST_CASE("in manual time a step waits for the host's answers") {
  loopback::Server host([](const loopback::Request&) -> loopback::Reply {
    return {.body = "<Response><Pause length=\"1\"/></Response>", .headers = {{"Content-Type", "text/xml"}}};
  });
  TwilioDouble twilio({.numbers = {kOurs}, .now = kStart, .calls_per_second = 1000});
  twilio.add_person({.number = "*"});
  twilio.listen();
  http::Client client;
  ask(client, create(twilio, host.url()));
  twilio.step(kStart + 60s);
  CHECK(twilio.calls().front().status == "completed");
  CHECK(host.requests().size() == 3);
}

TEST_CASE("on the network a create that goes wrong ends as it would at Twilio") {
  TwilioDouble twilio({.numbers = {kOurs}, .now = kStart});
  twilio.add_person({.number = "*"});
  twilio.listen();
  http::Client client;
  using F = RequestFailure;
  twilio.fail_requests({F::error_done, F::half_answer, F::hangs_up_done, F::silence_done, F::too_many});
  const auto next = [&](Milliseconds timeout) {
    http::Request request = create(twilio, kBase);
    request.timeout = timeout;
    return ask(client, std::move(request));
  };
  CHECK(next(2s).response->status == 500);
  CHECK(next(2s).maybe_sent);
  CHECK(next(2s).maybe_sent);
  const http::Outcome silent = next(200ms);
  REQUIRE(silent.failure);
  CHECK(silent.failure->code() == ErrorCode::timeout);
  CHECK(next(2s).response->status == 429);
  CHECK(twilio.calls().size() == 4);
}

TEST_CASE("what is no request is refused, and the connection ends") {
  TwilioDouble twilio;
  const auto port = static_cast<std::uint16_t>(twilio.listen());
  for (const std::string text :
       {"hello\r\n\r\n", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", "GET / HTTP/1.1\r\n:x\r\n\r\n"}) {
    asio::io_context io;
    asio::ip::tcp::socket socket(io);
    socket.connect({asio::ip::address_v4::loopback(), port});
    asio::write(socket, asio::buffer(text));
    std::string answer;
    asio::error_code error;
    asio::read(socket, asio::dynamic_buffer(answer), error);
    CHECK(answer.starts_with("HTTP/1.1 400 "));
  }
  CHECK_THROWS_AS(twilio.listen(), Error);
  twilio.stop();
  CHECK(twilio.port() == 0);
  CHECK(twilio.listen() > 0);
}

TEST_CASE("a host function may use the double while it answers, and only one runs it") {
  TwilioDouble twilio({.numbers = {kOurs}, .now = kStart, .calls_per_second = 1000});
  twilio.add_person({.number = "*"});
  twilio.add_number({.number = kOurs, .voice_url = kBase + "/in"});
  int answered = 0;
  twilio.answer_webhooks([&](const http::Request&) {
    ++answered;
    CHECK(twilio.calls().size() == 1);
    CHECK_THROWS_AS(twilio.step(kStart + 90s), Error);
    CHECK_THROWS_AS(twilio.start(), Error);
    return xml("<Hangup/>");
  });
  twilio.call("+5518997750001", kOurs);
  CHECK(twilio.next_due() == kStart);
  twilio.step(kStart + 1s);
  CHECK(answered == 1);
  CHECK(twilio.calls().front().status == "completed");
}

TEST_CASE("XML of documents is read whole, and what is none is refused where it stops") {
  const Element root = read_xml(
      "\xef\xbb\xbf<?xml version=\"1.0\"?>\n<!-- a --><R a='1 &amp; 2' b=\"&#233;&#x1F44D;\">x<![CDATA[<y>]]>"
      "<!-- c --><S/>&lt;z&gt;</R>\n");
  CHECK(root.attribute("a") == "1 & 2");
  CHECK(root.attribute("b") == "é👍");
  CHECK(root.text == "x<y><z>");
  CHECK(root.children.size() == 1);
  for (const char* bad :
       {"", "<R>", "<R></S>", "<R a=1/>", "<R a='1' a='2'/>", "<R>&nbsp;</R>", "<R>&#0;</R>", "<R/><R/>",
        "<R/>x", "<!DOCTYPE r><R/>", "<R a='<'/>", "<R>& x</R>"}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(read_xml(bad), Error);
  }
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<a>";
  CHECK_THROWS_AS(read_xml(deep), Error);
}
