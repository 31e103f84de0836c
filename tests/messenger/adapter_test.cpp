#include <doctest/doctest.h>

#include <future>

#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/http/client.hpp>
#include <smarthandoff/messenger/whatsapp.hpp>

#include "messenger/contents.hpp"
#include "support/graph_double.hpp"

using namespace smarthandoff;
using namespace smarthandoff::messenger;
using graph_double::Graph;

namespace {

WhatsAppOptions options(const Graph& graph) {
  return {.access_token = Secret(graph.token),
          .phone_number_id = graph.phone_number_id,
          .waba_id = graph.waba_id,
          .base_url = graph.url()};
}

std::future<SendResult> begin(Messenger& messenger, const Content& content, const std::string& id = "m1") {
  auto promise = std::make_shared<std::promise<SendResult>>();
  auto future = promise->get_future();
  messenger.send({.message_id = {id}, .to = "5518997751234", .content = content},
                 [promise](SendResult result) { promise->set_value(std::move(result)); });
  return future;
}

std::string sent(Messenger& messenger, const Content& content = contents::text()) {
  static const char* const names[] = {"accepted", "refused", "retry", "in_doubt"};
  const SendResult result = begin(messenger, content).get();
  return std::string(names[static_cast<int>(result.outcome)]) + " " + wire_name(result.failure.kind);
}

std::string field_of(WhatsAppOptions given) {
  try {
    make_whatsapp(std::move(given));
  } catch (const Error& error) {
    return error.details().at("field");
  }
  return "none";
}

}  // namespace

TEST_CASE("every content arrives at the peer with our id, over one connection") {
  Graph graph;
  const auto whatsapp = make_whatsapp(options(graph));
  for (const auto& [what, content] : contents::all()) {
    CAPTURE(what);
    const SendResult result = begin(*whatsapp, content, "id-" + what).get();
    CHECK(result.outcome == SendOutcome::accepted);
    CHECK(result.peer_id.starts_with("wamid.OUT"));
    CHECK(result.peer_address == "5518997751234");
    CHECK(graph.taken().back()["biz_opaque_callback_data"] == "id-" + what);
  }
  std::promise<Failure> read;
  whatsapp->mark_read({.peer_id = "wamid.IN1", .typing = true}, [&](Failure f) { read.set_value(f); });
  CHECK(read.get_future().get() == Failure{});
  CHECK(graph.taken().back()["typing_indicator"]["type"] == "text");
  CHECK(graph.complaints().empty());
  CHECK(graph.server().connections() == 1);
}

TEST_CASE("a message whose answer is lost is in doubt and sent once") {
  Graph graph;
  const auto whatsapp = make_whatsapp(options(graph));
  CHECK(sent(*whatsapp) == "accepted none");
  graph.next({.hang_up = true});
  CHECK(sent(*whatsapp) == "in_doubt temporary");
  CHECK(graph.taken().size() == 2);
  graph.next({.status = 504, .body = "<html>"});
  CHECK(sent(*whatsapp) == "in_doubt temporary");
}

TEST_CASE("a refusal says what can be done") {
  Graph graph;
  const auto whatsapp = make_whatsapp(options(graph));
  graph.next(Graph::error(400, 131047, "More than 24 hours"));
  CHECK(sent(*whatsapp) == "refused window_closed");
  graph.next(Graph::error(429, 131056, "pair"));
  CHECK(sent(*whatsapp) == "retry pair_limited");
  WhatsAppOptions wrong = options(graph);
  wrong.access_token = Secret("old");
  const auto other = make_whatsapp(wrong);
  CHECK(sent(*other) == "retry unauthorized");
}

TEST_CASE("a peer that is not there is tried again later") {
  WhatsAppOptions given{.access_token = Secret("t"), .phone_number_id = "1"};
  given.base_url = "http://127.0.0.1:" + std::to_string(loopback::closed_port());
  const auto whatsapp = make_whatsapp(given);
  CHECK(sent(*whatsapp) == "retry temporary");
}

TEST_CASE("faster than the number's rate is held, and longer than a moment answered `retry`") {
  Graph graph;
  WhatsAppOptions given = options(graph);
  given.rate_per_second = 100;
  given.max_wait = Milliseconds(50);
  const auto whatsapp = make_whatsapp(given);
  std::vector<std::future<SendResult>> results;
  for (int i = 0; i < 40; ++i) results.push_back(begin(*whatsapp, contents::text()));
  std::size_t accepted = 0, held = 0;
  for (auto& future : results) {
    const SendResult result = future.get();
    if (result.outcome == SendOutcome::accepted) ++accepted;
    if (result.outcome != SendOutcome::retry) continue;
    ++held;
    CHECK_FALSE(result.counts);
    CHECK(result.retry_after == Milliseconds(50));
  }
  CHECK(accepted + held == 40);
  CHECK(accepted >= 13);
  CHECK(held > 0);
  CHECK(graph.taken().size() == accepted);
}

TEST_CASE("templates are read to the last page, by cursor and not by the address given") {
  Graph graph;
  using Json = graph_double::Json;
  graph.template_pages = {
      Json::parse(R"([{"name":"callback_retorno_ligacao","language":"pt_BR","status":"APPROVED",
        "category":"UTILITY","components":[{"type":"BODY","text":"Olá! Aqui é da {{1}}."}]}])"),
      Json::parse(R"([{"name":"aviso","language":"en_US","status":"REJECTED","category":"MARKETING",
        "rejected_reason":"INVALID_FORMAT"},{"status":"APPROVED"},7])")};
  const auto whatsapp = make_whatsapp(options(graph));
  std::promise<TemplatesResult> promise;
  whatsapp->list_templates({}, [&](TemplatesResult result) { promise.set_value(std::move(result)); });
  const TemplatesResult result = promise.get_future().get();
  CHECK(result.failure == Failure{});
  REQUIRE(result.templates.size() == 2);
  CHECK(result.templates[0] == TemplateState{.name = "callback_retorno_ligacao",
                                             .language = "pt_BR",
                                             .status = TemplateStatus::approved,
                                             .category = TemplateCategory::utility,
                                             .body = "Olá! Aqui é da {{1}}.",
                                             .reason = ""});
  CHECK(result.templates[1].status == TemplateStatus::rejected);
  CHECK(result.templates[1].reason == "INVALID_FORMAT");

  graph.next(Graph::error(400, 80007, "slow down"));
  std::promise<TemplatesResult> failed;
  whatsapp->list_templates({}, [&](TemplatesResult r) { failed.set_value(std::move(r)); });
  CHECK(failed.get_future().get().failure.kind == FailureKind::rate_limited);
}

TEST_CASE("several numbers share one client and keep their own rate and token") {
  Graph first, second;
  second.token = "other";
  second.phone_number_id = "42";
  const auto client = std::make_shared<http::Client>();
  const auto one = make_whatsapp(options(first), client);
  const auto two = make_whatsapp(options(second), client);
  CHECK(sent(*one) == "accepted none");
  CHECK(sent(*two) == "accepted none");
  one->stop();
  CHECK(sent(*two) == "accepted none");
  client->stop();
  CHECK(sent(*two) == "retry temporary");
}

TEST_CASE("options that could send the token elsewhere are refused by name") {
  const Graph graph;
  CHECK(field_of(options(graph)) == "none");
  const auto with = [&](auto&& change) {
    WhatsAppOptions given = options(graph);
    change(given);
    return field_of(given);
  };
  CHECK(with([](WhatsAppOptions& o) { o.access_token = Secret(); }) == "access_token");
  CHECK(with([](WhatsAppOptions& o) { o.access_token = Secret("a\r\nX: b"); }) == "access_token");
  CHECK(with([](WhatsAppOptions& o) { o.phone_number_id = ""; }) == "phone_number_id");
  CHECK(with([](WhatsAppOptions& o) { o.phone_number_id = "1/../2"; }) == "phone_number_id");
  CHECK(with([](WhatsAppOptions& o) { o.waba_id = "x"; }) == "waba_id");
  CHECK(with([](WhatsAppOptions& o) { o.api_version = "v1/x"; }) == "api_version");
  CHECK(with([](WhatsAppOptions& o) { o.base_url = "http://graph.facebook.com"; }) == "base_url");
  CHECK(with([](WhatsAppOptions& o) { o.base_url = "http://127.0.0.1.evil.example"; }) == "base_url");
  CHECK(with([](WhatsAppOptions& o) { o.base_url = "https://user@host"; }) == "base_url");
  CHECK(with([](WhatsAppOptions& o) { o.base_url = "https://host/"; }) == "base_url");
  CHECK(with([](WhatsAppOptions& o) { o.rate_per_second = 0; }) == "rate_per_second");
}
