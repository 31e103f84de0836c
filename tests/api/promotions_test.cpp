// Promotions that a person stops in WhatsApp, from Meta's webhook and from the answer to a message to what a
// host may send next. The real engine, table and adapter; the day stands still.
#include <doctest/doctest.h>

#include <smarthandoff/smarthandoff.hpp>

#include "base/digest.hpp"
#include "engine/engine_stores.hpp"
#include "support/engine_watch.hpp"
#include "support/graph_double.hpp"
#include "support/scripted_telephony.hpp"

using namespace smarthandoff;
using contact::Purpose;
using graph_double::Graph;
using messages::MessageStatus;

namespace {

const std::string kAna = "+5518997751234";
const std::string kSecret = "0123456789abcdef";

// Two tenants with a number each; both may send the template "oferta".
struct Company {
  explicit Company(EngineOptions options) : engine(with(std::move(options))) {
    add_channel(acme, graph.phone_number_id);
    add_channel(other, "2");
  }
  EngineOptions with(EngineOptions options) const {
    options.clock = clock;
    options.telephony = std::make_shared<scripted::Telephony>();
    options.encryption_keys = {{"k1", Secret(std::string(64, '1'))}};
    return options;
  }
  void add_channel(Tenant& tenant, const std::string& number) const {
    const auto made = tenant.call(channels::create, {.name = "WhatsApp",
                                                     .is_default = true,
                                                     .phone_number_id = number,
                                                     .base_url = graph.url(),
                                                     .access_token = Secret(graph.token),
                                                     .app_secret = Secret(kSecret)});
    tenant.call(templates::set, {.channel_id = made.id,
                                 .name = "oferta",
                                 .language = "pt_BR",
                                 .status = messenger::TemplateStatus::approved});
  }

  void hears(const std::string& field, const std::string& value) {
    const std::string body =
        R"({"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[{"value":)"
        R"({"messaging_product":"whatsapp","metadata":{"display_phone_number":"551130001000",)"
        R"("phone_number_id":")" +
        graph.phone_number_id + R"("},)" + value + R"(},"field":")" + field + R"("}]}]})";
    acme.call(messaging::receive, {{body}, "sha256=" + digest::to_hex(digest::hmac_sha256(kSecret, body))});
  }
  // As tests/data/whatsapp/webhooks.json has it; seconds before now.
  void says(const std::string& word, std::int64_t ago) {
    const auto at = std::chrono::duration_cast<Seconds>(clock->now().time_since_epoch()).count() - ago;
    hears("user_preferences",
          R"("contacts":[{"profile":{"name":"Ana"},"wa_id":"5518997751234","user_id":"BR.1"}],)"
          R"("user_preferences":[{"wa_id":"5518997751234","detail":"User requested to )" +
              word + R"( marketing messages","category":"marketing_messages","value":")" + word +
              R"(","timestamp":)" + std::to_string(at) + "}]");
  }
  contact::SendAnswer send(Purpose purpose) {
    return acme.call(contact::send_message,
                     {.to = kAna,
                      .content = {.kind = messenger::ContentKind::template_,
                                  .template_message = {.name = "oferta", .language = "pt_BR", .body = {"x"}}},
                      .purpose = purpose});
  }
  bool becomes(const MessageId& id, MessageStatus wanted) {
    return watch.until([&] { return acme.call(messages::get, {id}).status == wanted; });
  }
  bool becomes_stopped(bool stopped) {
    return watch.until([&] { return opted_out(acme).marketing_suppressed == stopped; });
  }
  suppressions::OptOutAnswer opted_out(Tenant& tenant) const {
    return tenant.call(suppressions::check_opt_out, {.address = kAna, .channel = contact::Channel::whatsapp});
  }
  std::string reasons(Purpose purpose) {
    std::string all;
    for (const auto& reason : acme.call(contact::check, {.address = kAna, .purpose = purpose}).reasons)
      all += reason.name + " ";
    return all;
  }
  void later() { clock->advance(std::chrono::hours(1)); }

  std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>(parse_rfc3339("2026-01-16T13:30:00Z"));
  Graph graph;
  Engine engine;
  Tenant acme = engine.tenant("acme"), other = engine.tenant("other");
  test_support::EngineWatch watch{engine};
};

// Promotions are refused, everything else goes, and nobody believes that Ana is opted out.
void has_stopped_promotions(Company& company) {
  CHECK_FALSE(company.opted_out(company.acme).suppressed);
  CHECK(company.opted_out(company.acme).marketing_suppressed);
  company.later();
  const auto refused = company.send(Purpose::marketing);
  CHECK_FALSE(refused.message);
  REQUIRE(refused.reasons.size() == 1);
  CHECK(refused.reasons[0].name == "no_marketing");
  CHECK_FALSE(refused.next_allowed);
  CHECK(company.reasons(Purpose::marketing) == "no_marketing ");
  for (const Purpose purpose : {Purpose::requested, Purpose::service, Purpose::collections})
    CHECK(company.reasons(purpose) == "");
  const auto service = company.send(Purpose::service);
  REQUIRE(service.message);
  CHECK(company.becomes(service.message->id, MessageStatus::sent));
  CHECK_FALSE(company.opted_out(company.other).marketing_suppressed);
}

}  // namespace

TEST_CASE_TEMPLATE("who stops promotions in WhatsApp gets none until they take them again", Store,
                   SH_ENGINE_STORES) {
  Store store;
  Company company(store.options());
  const auto wish = company.acme.call(callbacks::create, {.number = kAna,
                                                          .contact_name = "Ana",
                                                          .extension = "1004",
                                                          .reason = "boleto",
                                                          .notify_whatsapp = false});
  company.says("stop", 100);
  REQUIRE(company.becomes_stopped(true));
  has_stopped_promotions(company);
  CHECK(company.acme.call(callbacks::get, {.callback_id = wish.id}).status !=
        callbacks::CallbackStatus::canceled);
  const auto id = company.opted_out(company.acme).marketing_suppression->id;
  company.says("stop", 3700);  // the same again, an hour later
  company.says("resume", 50);
  REQUIRE(company.becomes_stopped(false));
  company.says("stop", 3700);
  company.says("stop", 60);  // late: older than the resume
  company.says("stop", 40);
  REQUIRE(company.becomes_stopped(true));
  CHECK(company.opted_out(company.acme).marketing_suppression->id != id);
  std::string told;  // by number and by user id
  for (const Event& event : company.engine.events({"acme"}, 0, 10'000).events)
    if (event.topic.starts_with("opt_out.")) told += event.topic + " ";
  CHECK(told == "opt_out.added opt_out.added opt_out.removed opt_out.removed opt_out.added opt_out.added ");
}

TEST_CASE_TEMPLATE("a promotion that WhatsApp refuses because they were stopped is the last one", Store,
                   SH_ENGINE_STORES) {
  Store store;
  Company company(store.options());
  company.graph.next(Graph::error(400, 131050, "User has stopped marketing messages"));
  const auto answer = company.send(Purpose::marketing);
  REQUIRE(answer.message);
  REQUIRE(company.becomes(answer.message->id, MessageStatus::failed));
  CHECK(company.acme.call(messages::get, {answer.message->id}).failure.code == 131050);
  REQUIRE(company.becomes_stopped(true));
  has_stopped_promotions(company);
}

TEST_CASE_TEMPLATE("a promotion that fails later because they were stopped is the last one", Store,
                   SH_ENGINE_STORES) {
  Store store;
  Company company(store.options());
  const auto answer = company.send(Purpose::marketing);
  REQUIRE(answer.message);
  REQUIRE(company.becomes(answer.message->id, MessageStatus::sent));
  const std::string wamid = company.acme.call(messages::get, {answer.message->id}).peer_id;
  company.hears("messages",
                R"("statuses":[{"id":")" + wamid +
                    R"(","status":"failed","recipient_id":"5518997751234","errors":[{"code":131050,)"
                    R"("title":"User stopped marketing messages"}]}])");
  REQUIRE(company.becomes_stopped(true));
  has_stopped_promotions(company);
}
