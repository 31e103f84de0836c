#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <future>

#include <nlohmann/json.hpp>

#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/http/client.hpp>
#include <smarthandoff/messenger/whatsapp.hpp>

#include "http/rate_limit.hpp"
#include "messenger/contents.hpp"
#include "messenger/whatsapp/error_codes.hpp"
#include "messenger/whatsapp/requests.hpp"
#include "messenger/whatsapp/responses.hpp"

using namespace smarthandoff;
using namespace smarthandoff::messenger;
using namespace smarthandoff::messenger::whatsapp;

namespace {

SendRequest request(const Content& content) {
  return {.tenant = {"acme"},
          .channel_id = {"c1"},
          .message_id = {"0199d1f3"},
          .to = "5518997751234",
          .content = content};
}

http::Outcome answered(std::int64_t status, const std::string& body) {
  return {.response = http::Response{.status = status, .headers = {}, .body = body}, .maybe_sent = true};
}

std::string field_of(const Content& content) {
  try {
    messenger::check(content);
  } catch (const Error& error) {
    return error.details().at("field");
  }
  return "none";
}

const char* name(SendOutcome outcome) {
  static const char* const names[] = {"accepted", "refused", "retry", "in_doubt"};
  return names[static_cast<int>(outcome)];
}

}  // namespace

TEST_CASE("each content becomes the body that the Cloud API documents") {
  const std::string head =
      R"({"messaging_product":"whatsapp","recipient_type":"individual","to":"5518997751234",)"
      R"("biz_opaque_callback_data":"0199d1f3","type":)";
  const std::vector<std::pair<Content, std::string>> rows = {
      {contents::text(),
       R"("text","text":{"preview_url":true,"body":"Olá! 😀\n\"aspas\" \\ e https://x.y"}})"},
      {contents::buttons(),
       R"("interactive","interactive":{"type":"button","header":{"type":"text","text":"Acme"},)"
       R"("body":{"text":"Podemos ligar agora?"},"footer":{"text":"Responda quando puder"},"action":{"buttons":[)"
       R"({"type":"reply","reply":{"id":"callback_yes","title":"✅ Sim"}},)"
       R"({"type":"reply","reply":{"id":"callback_later","title":"⏰ Depois"}}]}}})"},
      {contents::list(),
       R"("interactive","interactive":{"type":"list","body":{"text":"Escolha"},"action":{"button":"Ver opções",)"
       R"("sections":[{"title":"À vista","rows":[{"id":"p1","title":"1x R$ 179,80","description":"hoje"}]},)"
       R"({"title":"Parcelado","rows":[{"id":"p2","title":"2x R$ 89,90"}]}]}}})"},
      {contents::image(), R"("image","image":{"link":"https://x.y/a.jpg","caption":"a foto"}})"},
      {contents::document(), R"("document","document":{"id":"12345","filename":"boleto.pdf"}})"},
      {contents::template_(),
       R"("template","template":{"name":"callback_retorno_ligacao","language":{"code":"pt_BR"},"components":[)"
       R"({"type":"header","parameters":[{"type":"text","text":"Retorno"}]},)"
       R"({"type":"body","parameters":[{"type":"text","text":"Acme"},{"type":"text","text":"Jeni"},)"
       R"({"type":"text","text":"boleto vencido"}]},)"
       R"({"type":"button","sub_type":"quick_reply","index":"0","parameters":[{"type":"payload","payload":"callback_yes"}]},)"
       R"({"type":"button","sub_type":"url","index":"1","parameters":[{"type":"text","text":"abc"}]}]}})"},
      {contents::plain_template(), R"("template","template":{"name":"aviso","language":{"code":"en"}}})"},
  };
  for (const auto& [content, body] : rows) {
    CHECK(field_of(content) == "none");
    CHECK(send_body(request(content)) == head + body);
  }
  SendRequest other = request(contents::plain_template());
  other.to = "BR.13491208655302741918";
  other.to_user_id = true;
  other.answers = "wamid.IN1";
  CHECK(
      send_body(other) ==
      R"({"messaging_product":"whatsapp","recipient_type":"individual","recipient":"BR.13491208655302741918",)"
      R"("context":{"message_id":"wamid.IN1"},"biz_opaque_callback_data":"0199d1f3","type":"template",)"
      R"("template":{"name":"aviso","language":{"code":"en"}}})");
  CHECK(
      mark_read_body({.peer_id = "wamid.IN1", .typing = true}) ==
      R"({"messaging_product":"whatsapp","status":"read","message_id":"wamid.IN1","typing_indicator":{"type":"text"}})");
  CHECK(templates_query("a/b=") ==
        "fields=name,language,status,category,components,rejected_reason&limit=100&after=a%2Fb%3D");
}

TEST_CASE("content that no channel takes is refused by name before it is stored") {
  struct Row {
    Content content;
    std::function<void(Content&)> spoil;
    std::string field;
  };
  const std::vector<Row> rows = {
      {contents::text(), [](Content& c) { c.text = " \n"; }, "content.text"},
      {contents::text(), [](Content& c) { c.text = std::string(4097, 'x'); }, "content.text"},
      {contents::text(), [](Content& c) { c.text = "a\x01"; }, "content.text"},
      {contents::buttons(), [](Content& c) { c.text = std::string(1025, 'x'); }, "content.text"},
      {contents::buttons(), [](Content& c) { c.buttons.clear(); }, "content.buttons"},
      {contents::buttons(),
       [](Content& c) {
         c.buttons.resize(4, {"x", "y"});
       },
       "content.buttons"},
      {contents::buttons(), [](Content& c) { c.buttons[1].id = c.buttons[0].id; }, "content.buttons[1].id"},
      {contents::buttons(), [](Content& c) { c.buttons[1].title = c.buttons[0].title; },
       "content.buttons[1].title"},
      {contents::buttons(), [](Content& c) { c.buttons[0].title = std::string(21, 'x'); },
       "content.buttons[0].title"},
      {contents::buttons(), [](Content& c) { c.header = "two\nlines"; }, "content.header"},
      {contents::buttons(), [](Content& c) { c.footer = std::string(61, 'x'); }, "content.footer"},
      {contents::list(), [](Content& c) { c.sections.clear(); }, "content.sections"},
      {contents::list(), [](Content& c) { c.sections[0].title = ""; }, "content.sections[0].title"},
      {contents::list(), [](Content& c) { c.sections[0].rows.clear(); }, "content.sections[0].rows"},
      {contents::list(),
       [](Content& c) {
         for (int i = 0; i < 10; ++i) c.sections[0].rows.push_back({"r" + std::to_string(i), "t", ""});
       },
       "content.sections"},
      {contents::list(), [](Content& c) { c.sections[1].rows[0].id = "p1"; },
       "content.sections[1].rows[0].id"},
      {contents::list(), [](Content& c) { c.list_button = ""; }, "content.list_button"},
      {contents::image(), [](Content& c) { c.media.id = "1"; }, "content.media"},
      {contents::image(), [](Content& c) { c.media.link = ""; }, "content.media"},
      {contents::image(), [](Content& c) { c.media.link = "http://x.y"; }, "content.media.link"},
      {contents::image(), [](Content& c) { c.text = std::string(1025, 'x'); }, "content.text"},
      {contents::template_(), [](Content& c) { c.template_message.name = "Não"; },
       "content.template_message.name"},
      {contents::template_(), [](Content& c) { c.template_message.language = ""; },
       "content.template_message.language"},
      {contents::template_(), [](Content& c) { c.template_message.body[1] = ""; },
       "content.template_message.body[1]"},
      {contents::template_(), [](Content& c) { c.template_message.body[1] = "a\nb"; },
       "content.template_message.body[1]"},
      {contents::template_(), [](Content& c) { c.template_message.buttons[0].index = 10; },
       "content.template_message.buttons[0].index"},
  };
  for (const Row& row : rows) {
    Content content = row.content;
    row.spoil(content);
    CHECK(field_of(content) == row.field);
  }
}

TEST_CASE("the error codes have the kinds of Meta's page") {
  std::ifstream file(std::string(SMARTHANDOFF_TEST_DATA) + "/whatsapp/error_codes.json");
  const auto page = nlohmann::json::parse(file);
  const std::map<std::string, FailureKind> kinds = {
      {"retry_pair", FailureKind::pair_limited},
      {"window_closed_needs_template", FailureKind::window_closed},
      {"pause_sender", FailureKind::sender_paused},
      {"recipient_wait_24h", FailureKind::recipient_waits},
      {"recipient_opted_out_marketing", FailureKind::recipient_stopped},
      {"recipient_permanent", FailureKind::recipient_unreachable},
      {"recipient_skip", FailureKind::recipient_skipped},
      {"recipient_identity", FailureKind::recipient_changed},
      {"request_permanent", FailureKind::request_invalid},
      {"template_permanent", FailureKind::template_invalid},
      {"template_paused", FailureKind::template_paused},
      {"auth", FailureKind::unauthorized},
      {"config", FailureKind::configuration},
      {"account_blocked", FailureKind::account_blocked},
      {"media", FailureKind::media}};
  REQUIRE(page["codes"].size() > 50);
  for (const auto& line : page["codes"]) {
    const auto code = line["code"].get<std::int64_t>();
    const auto what = line["class"].get<std::string>();
    CAPTURE(code);
    CHECK(is_passing(kind_of(code)) == line["retry"].get<bool>());
    if (what == "retry_backoff")
      CHECK((kind_of(code) == FailureKind::temporary || kind_of(code) == FailureKind::rate_limited));
    else
      CHECK(kind_of(code) == kinds.at(what));
  }
  CHECK(kind_of(299) == FailureKind::configuration);
  CHECK(kind_of(999'999) == FailureKind::unknown);
}

TEST_CASE("an answer tells whether a message was taken, may be repeated, or is in doubt") {
  const auto error = [](int code, const std::string& more = "") {
    return R"({"error":{"message":"m","code":)" + std::to_string(code) + more + "}}";
  };
  const auto failed = [](ErrorCode code, bool maybe_sent) {
    return http::Outcome{.response = {}, .failure = Error(code, "x"), .maybe_sent = maybe_sent};
  };
  struct Row {
    std::string what;
    http::Outcome outcome;
    std::string expected;
  };
  const std::vector<Row> rows = {
      {"taken", answered(200, R"({"messages":[{"id":"wamid.1"}],"contacts":[{"wa_id":"55"}]})"),
       "accepted none"},
      {"taken, held",
       answered(200, R"({"messages":[{"id":"w","message_status":"held_for_quality_assessment"}]})"),
       "accepted none"},
      {"no id", answered(200, R"({"messages":[]})"), "in_doubt temporary"},
      {"no JSON", answered(200, "<html>"), "in_doubt temporary"},
      {"empty", answered(200, ""), "in_doubt temporary"},
      {"too fast", answered(400, error(130429)), "retry rate_limited"},
      {"too fast for one", answered(429, error(131056)), "retry pair_limited"},
      {"the peer's hiccup", answered(500, error(131000)), "retry temporary"},
      {"window closed", answered(400, error(131047)), "refused window_closed"},
      {"paused template", answered(400, error(132015)), "refused template_paused"},
      {"expired token", answered(401, error(190)), "retry unauthorized"},
      {"account locked", answered(403, error(131031)), "refused account_blocked"},
      {"a new code, refused", answered(400, error(987654)), "refused unknown"},
      {"a new code, 429", answered(429, error(987654)), "retry rate_limited"},
      {"a new code, 500", answered(500, error(987654)), "in_doubt temporary"},
      {"a gateway", answered(502, "<html>bad gateway</html>"), "in_doubt temporary"},
      {"a gateway's time-out", answered(504, ""), "in_doubt temporary"},
      {"not there", answered(404, ""), "refused configuration"},
      {"a redirect", answered(302, ""), "refused configuration"},
      {"no connection", failed(ErrorCode::unavailable, false), "retry temporary"},
      {"no connection in time", failed(ErrorCode::timeout, false), "retry temporary"},
      {"full queue", failed(ErrorCode::rate_limited, false), "retry temporary"},
      {"no answer in time", failed(ErrorCode::timeout, true), "in_doubt temporary"},
      {"cut off", failed(ErrorCode::unavailable, true), "in_doubt temporary"},
      {"an endless answer", failed(ErrorCode::corrupt, true), "in_doubt temporary"},
      {"cannot be sent", failed(ErrorCode::invalid_argument, false), "refused configuration"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const SendResult result = send_result(row.outcome);
    CHECK(name(result.outcome) + (" " + wire_name(result.failure.kind)) == row.expected);
  }
  CHECK(send_result(answered(400, error(131047, R"(,"error_data":{"details":"why"})"))).failure.detail ==
        "why");
  http::Outcome slow = answered(429, "");
  slow.response->headers = {{"Retry-After", "7"}};
  CHECK(send_result(slow).retry_after == Seconds(7));
}

TEST_CASE("a number never sends more than its rate, and holds back what would wait too long") {
  http::RateLimit limit(10);
  std::int64_t now = 1'000'000'000;
  std::vector<std::int64_t> times;
  while (times.size() < 30) {
    const std::int64_t wait = limit.reserve_us(now, 10'000'000);
    times.push_back(now + wait);
  }
  CHECK(times[8] == now);  // saved up while it was idle
  CHECK(times[9] == now + 100'000);
  CHECK(times[29] == now + 2'100'000);
  CHECK(limit.reserve_us(now, 1'000'000) > 1'000'000);
  CHECK(limit.reserve_us(now, 1'000'000) == limit.reserve_us(now, 1'000'000));  // no place was taken
  CHECK(limit.reserve_us(now + 2'200'000, 0) == 0);
}

TEST_CASE("a judge that validates against the strict contract takes every body") {
  const char* url = std::getenv("SMARTHANDOFF_PRISM_URL");
  if (url == nullptr) {
    MESSAGE("skipped: @stoplight/prism-cli with cloud_v23.strict.json (tests/judges/run.sh starts it)");
    return;
  }
  const auto whatsapp = make_whatsapp({.access_token = Secret("EAAtoken"),
                                       .phone_number_id = "109876543210987",
                                       .waba_id = "223344556677889",
                                       .base_url = url});
  for (const auto& [what, content] : contents::all()) {
    CAPTURE(what);
    std::promise<SendResult> promise;
    whatsapp->send(request(content), [&](SendResult result) { promise.set_value(std::move(result)); });
    const SendResult result = promise.get_future().get();
    CAPTURE(result.failure.detail);
    CHECK(result.outcome == SendOutcome::accepted);
  }
  for (const bool typing : {false, true}) {
    std::promise<Failure> read;
    whatsapp->mark_read({.peer_id = "wamid.IN1", .typing = typing}, [&](Failure f) { read.set_value(f); });
    CHECK(read.get_future().get() == Failure{});
  }
  std::promise<TemplatesResult> listed;
  whatsapp->list_templates({}, [&](TemplatesResult result) { listed.set_value(std::move(result)); });
  CHECK(listed.get_future().get().failure == Failure{});
  // The judge does judge: a body that it should refuse is refused.
  std::promise<SendResult> refused;
  Content wrong = contents::buttons();
  wrong.buttons.clear();
  whatsapp->send(request(wrong), [&](SendResult result) { refused.set_value(std::move(result)); });
  CHECK(refused.get_future().get().outcome != SendOutcome::accepted);
}
