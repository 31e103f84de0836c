#include <smarthandoff/http/client.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <future>

#include "support/loopback_http.hpp"

using namespace smarthandoff;
using namespace smarthandoff::http;

namespace {

Outcome send(Client& client, Request request) {
  auto promise = std::make_shared<std::promise<Outcome>>();
  auto future = promise->get_future();
  client.send(std::move(request), [promise](Outcome outcome) { promise->set_value(std::move(outcome)); });
  return future.get();
}

std::string failure_of(const Outcome& outcome) {
  if (!outcome.failure) return "none";
  return std::string(to_string(outcome.failure->code())) + (outcome.maybe_sent ? " maybe sent" : " not sent");
}

}  // namespace

TEST_CASE("a request arrives as it was given, and its answer comes back as a value") {
  loopback::Server server([](const loopback::Request&) {
    return loopback::Reply{.status = 418, .body = "teapot", .headers = {{"X-Kind", "earl grey"}}};
  });
  Client client;
  const Outcome outcome = send(client, {.method = "POST",
                                        .url = server.url() + "/v23.0/1/messages?x=1",
                                        .headers = {{"Authorization", "Bearer t"}, {"Content-Type", "a/b"}},
                                        .body = std::string("{\"a\":\"\0é\"}", 11)});
  REQUIRE(outcome.response);
  CHECK(outcome.response->status == 418);
  CHECK(outcome.response->body == "teapot");
  CHECK(outcome.response->header("x-kind") == "earl grey");
  CHECK(outcome.response->header("x-none").empty());
  REQUIRE(server.requests().size() == 1);
  const loopback::Request got = server.requests()[0];
  CHECK(got.method == "POST");
  CHECK(got.path == "/v23.0/1/messages?x=1");
  CHECK(got.headers.at("authorization") == "Bearer t");
  CHECK(got.headers.at("content-type") == "a/b");
  CHECK(got.headers.count("expect") == 0);
  CHECK(got.body == std::string("{\"a\":\"\0é\"}", 11));
}

TEST_CASE("connections are kept and used again") {
  loopback::Server server([](const loopback::Request&) { return loopback::Reply{}; });
  Client client;
  for (int i = 0; i < 5; ++i)
    CHECK(send(client, {.method = "POST", .url = server.url(), .body = "x"}).response->status == 200);
  CHECK(send(client, {.url = server.url()}).response->status == 200);
  CHECK(server.connections() == 1);
}

TEST_CASE("a peer that dies on a kept connection is never sent the body twice") {
  // curl repeats such requests by itself; a message would have gone out twice.
  int count = 0;
  loopback::Server server([&](const loopback::Request&) { return loopback::Reply{.hang_up = ++count == 2}; });
  Client client;
  CHECK(send(client, {.method = "POST", .url = server.url(), .body = "first"}).response);
  CHECK(failure_of(send(client, {.method = "POST", .url = server.url(), .body = "second"})) ==
        "unavailable maybe sent");
  CHECK(server.requests().size() == 2);
}

TEST_CASE("what was not sent is told from what may have been") {
  std::promise<void> release;
  const auto released = release.get_future().share();
  loopback::Server server([released](const loopback::Request&) {
    released.wait();
    return loopback::Reply{};
  });
  Client client;
  const std::string nobody = "http://127.0.0.1:" + std::to_string(loopback::closed_port());
  CHECK(failure_of(send(client, {.method = "POST", .url = nobody, .body = "x"})) == "unavailable not sent");
  CHECK(failure_of(send(client, {.url = "http://no-such-host.invalid/"})) == "unavailable not sent");
  CHECK(failure_of(send(client,
                        {.method = "POST", .url = server.url(), .body = "x", .timeout = Milliseconds(50)})) ==
        "timeout maybe sent");
  release.set_value();
}

TEST_CASE("an answer that is too long is a failure, not memory") {
  loopback::Server server(
      [](const loopback::Request&) { return loopback::Reply{.body = std::string(100'000, 'x')}; });
  Client client;
  CHECK(failure_of(send(client, {.url = server.url(), .max_response_bytes = 1000})) == "corrupt maybe sent");
  CHECK(send(client, {.url = server.url(), .max_response_bytes = 100'000}).response->body.size() == 100'000);
}

TEST_CASE("a request that could become another one is refused") {
  Client client;
  const std::vector<Request> rows = {
      {.url = "ftp://127.0.0.1/"},
      {.url = "file:///etc/passwd"},
      {.url = "http://127.0.0.1/\r\nX: y"},
      {.method = "GET /x", .url = "http://127.0.0.1/"},
      {.url = "http://127.0.0.1/", .headers = {{"A", "b\r\nC: d"}}},
      {.url = "http://127.0.0.1/", .headers = {{"A: b\r\nC", "d"}}},
      {.url = "http://127.0.0.1/", .timeout = Milliseconds(0)},
  };
  for (const Request& row : rows) {
    CAPTURE(row.url);
    CHECK(failure_of(send(client, row)) == "invalid_argument not sent");
  }
}

TEST_CASE("redirects are not followed and proxies of the environment not used") {
  loopback::Server server([](const loopback::Request&) {
    return loopback::Reply{.status = 302, .headers = {{"Location", "http://127.0.0.1:1/"}}};
  });
  setenv("http_proxy", "http://127.0.0.1:1", 1);
  setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
  Client client;
  const Outcome outcome = send(client, {.url = server.url()});
  unsetenv("http_proxy");
  unsetenv("ALL_PROXY");
  REQUIRE(outcome.response);
  CHECK(outcome.response->status == 302);
  CHECK(outcome.response->header("location") == "http://127.0.0.1:1/");
}

TEST_CASE("stopping waits for what is under way, then ends the rest as in doubt") {
  std::promise<void> arrived, release;
  const auto released = release.get_future().share();
  loopback::Server server([&, released](const loopback::Request& request) {
    if (request.path == "/slow") {
      arrived.set_value();
      released.wait();
    }
    return loopback::Reply{};
  });
  Client client;
  std::promise<Outcome> slow, fast;
  client.send({.method = "POST", .url = server.url() + "/slow", .body = "x"},
              [&](Outcome outcome) { slow.set_value(std::move(outcome)); });
  arrived.get_future().wait();
  client.send({.method = "POST", .url = server.url() + "/fast", .body = "x"},
              [&](Outcome outcome) { fast.set_value(std::move(outcome)); });
  client.stop(Milliseconds(200));
  CHECK(fast.get_future().get().response);
  CHECK(failure_of(slow.get_future().get()) == "unavailable maybe sent");
  CHECK(failure_of(send(client, {.url = server.url()})) == "unavailable not sent");
  client.stop();
  release.set_value();
}

TEST_CASE("a request that is to wait begins later, and others pass it") {
  loopback::Server server([](const loopback::Request&) { return loopback::Reply{}; });
  Client client;
  std::promise<Outcome> later;
  const auto begun = std::chrono::steady_clock::now();
  client.send({.url = server.url() + "/later", .delay = Milliseconds(60)},
              [&](Outcome outcome) { later.set_value(std::move(outcome)); });
  CHECK(send(client, {.url = server.url() + "/now"}).response);
  CHECK(later.get_future().get().response);
  CHECK(std::chrono::steady_clock::now() - begun >= Milliseconds(60));
  CHECK(server.requests()[0].path == "/now");
}

TEST_CASE("more than so many requests under way are refused at once") {
  std::promise<void> release;
  const auto released = release.get_future().share();
  loopback::Server server([released](const loopback::Request&) {
    released.wait();
    return loopback::Reply{};
  });
  Client client({.max_connections_per_host = 1, .max_queued = 3});
  std::vector<std::future<Outcome>> answers;
  for (int i = 0; i < 4; ++i) {
    auto promise = std::make_shared<std::promise<Outcome>>();
    answers.push_back(promise->get_future());
    client.send({.url = server.url()},
                [promise](Outcome outcome) { promise->set_value(std::move(outcome)); });
  }
  CHECK(failure_of(answers[3].get()) == "rate_limited not sent");
  release.set_value();
  for (int i = 0; i < 3; ++i) CHECK(answers[static_cast<std::size_t>(i)].get().response);
  CHECK(server.connections() == 1);
}

TEST_CASE("a request that is not wanted any more when its delay is over is not sent") {
  loopback::Server server([](const loopback::Request&) { return loopback::Reply{}; });
  Client client;
  const auto no = [] { return false; };
  CHECK(failure_of(send(client, {.url = server.url(), .delay = Milliseconds(1), .wanted = no})) ==
        "failed_precondition not sent");
  const auto yes = [] { return true; };
  CHECK(failure_of(send(client, {.url = server.url(), .wanted = yes})) == "none");
  CHECK(server.requests().size() == 1);
}
