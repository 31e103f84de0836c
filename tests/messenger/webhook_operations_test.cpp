#include <doctest/doctest.h>

#include <algorithm>

#include <smarthandoff/base/json.hpp>
#include <smarthandoff/base/key_ring.hpp>
#include <smarthandoff/messenger/channel.hpp>
#include <smarthandoff/messenger/message.hpp>
#include <smarthandoff/messenger/preference.hpp>
#include <smarthandoff/messenger/templates.hpp>
#include <smarthandoff/messenger/whatsapp_webhook.hpp>

#include "base/digest.hpp"
#include "support/domain_store.hpp"

using namespace smarthandoff;
using namespace smarthandoff::messaging;
using domain_store::error_of;
using domain_store::Store;

namespace {

struct World {
  World() { store.keys = &keys; }

  channels::Channel channel(const std::string& number, const std::string& secret = "secret",
                            const std::string& verify = "verify") {
    return store.write(channels::create, channels::CreateChannel{.name = "WhatsApp " + number,
                                                                 .phone_number_id = number,
                                                                 .waba_id = "9" + number,
                                                                 .access_token = Secret("t"),
                                                                 .app_secret = Secret(secret),
                                                                 .verify_token = Secret(verify)});
  }
  WebhookReceipt receive(const std::string& body, const std::string& secret = "secret") {
    const std::string signature = "sha256=" + digest::to_hex(digest::hmac_sha256(secret, body));
    return store.write(messaging::receive, ReceiveWebhook{{body}, signature});
  }
  std::vector<TenantId> tenants_of(const std::string& body) {
    return store.read([](const Context& c, const ReceiveWebhook& r) { return messaging::tenants_of(c, r); },
                      ReceiveWebhook{{body}, ""});
  }

  KeyRing keys{{{"k1", Secret(std::string(64, '1'))}}};
  Store store;
};

std::string change(const std::string& number, const std::string& inside) {
  return R"({"field":"messages","value":{"metadata":{"phone_number_id":")" + number + R"("},)" + inside +
         "}}";
}
std::string webhook(const std::string& changes, const std::string& waba = "9") {
  return R"({"object":"whatsapp_business_account","entry":[{"id":")" + waba + R"(","changes":[)" + changes +
         "]}]}";
}
std::string text(const std::string& id, const std::string& body = "oi") {
  return R"("messages":[{"id":")" + id +
         R"(","from":"5518997751234","timestamp":"1768584600","type":"text",)" + R"("text":{"body":")" +
         body + R"("}}])";
}

}  // namespace

// Refused, it came again for days, with everything else that was in the same POST.
TEST_CASE("a webhook that is rightly signed is stored whatever bytes are in it") {
  World world;
  world.channel("1");
  CHECK(world.receive(webhook(change("1", text("wamid.1", "ol\xff \xc3\xa1 \xed\xa0\xbd")))).received == 1);
  const auto stored = world.store.read(messages::list, messages::ListMessages{}).messages;
  REQUIRE(stored.size() == 1);
  CHECK(stored[0].text.starts_with("ol\xef\xbf\xbd \xc3\xa1 \xef\xbf\xbd"));
}

TEST_CASE("a webhook's messages are stored once, however often it comes") {
  World world;
  world.channel("1");
  const std::string body =
      webhook(change("1", text("wamid.1", "ol\\u00e1 \\ud83d\\udc4d")) + "," + change("1", text("wamid.2")));
  const WebhookReceipt first = world.receive(body);
  CHECK(first.received == 2);
  CHECK(first.duplicates == 0);
  const WebhookReceipt again = world.receive(body);
  CHECK(again.received == 0);
  CHECK(again.duplicates == 2);
  const auto messages = world.store.read(messages::list, messages::ListMessages{}).messages;
  REQUIRE(messages.size() == 2);
  CHECK(messages[1].text == "olá 👍");
}

TEST_CASE("a webhook that is not signed by the channel's app is refused whole") {
  World world;
  world.channel("1");
  const std::string body = webhook(change("1", text("wamid.1")));
  CHECK(error_of([&] { world.receive(body, "another"); }) == "unauthorized");
  CHECK(error_of([&] {
          world.store.write(messaging::receive, ReceiveWebhook{{body}, ""});
        }) == "unauthorized");
  world.channel("2", "other-secret");
  CHECK(error_of([&] {
          world.receive(webhook(change("1", text("wamid.1")) + "," + change("2", text("wamid.2"))));
        }) == "unauthorized");
  world.channel("3", "");
  CHECK(error_of([&] { world.receive(webhook(change("3", text("wamid.3"))), ""); }) == "unauthorized");
  CHECK(world.store.read(messages::list, messages::ListMessages{}).messages.empty());
  CHECK(error_of([&] { world.receive("not JSON"); }) == "invalid_argument body");
}

TEST_CASE("what is nobody's is counted and nothing else") {
  World world;
  world.channel("1");
  CHECK(world.receive(webhook(change("404", text("wamid.1")))).unknown == 1);
  CHECK(world.receive(webhook(change("1", R"("statuses":[{"id":"wamid.X","status":"read"}])"))).unknown == 1);
  CHECK(world.store.read(messages::list, messages::ListMessages{}).messages.empty());
  CHECK(world.receive(R"({"object":"page","entry":[]})").unknown == 0);
}

TEST_CASE("the tenants of a webhook are those of its numbers and accounts") {
  World world;
  world.channel("1");
  world.store.tenant = {"beta"};
  world.channel("2");
  world.store.tenant = {"host"};
  CHECK(world.tenants_of(webhook(change("1", text("a")) + "," + change("2", text("b")) + "," +
                                 change("1", text("c")) + "," + change("404", text("d")))) ==
        std::vector<TenantId>{{"acme"}, {"beta"}});
  CHECK(world.tenants_of(webhook(R"({"field":"account_update","value":{"event":"X"}})", "92")) ==
        std::vector<TenantId>{{"beta"}});
  CHECK(world.tenants_of(webhook(change("404", text("d")))).empty());
}

TEST_CASE("another tenant cannot sign for a number that is not its own") {
  World world;
  world.channel("1", "acme-secret");
  world.store.tenant = {"beta"};
  world.channel("2", "beta-secret");
  const std::string body = webhook(change("2", text("wamid.2")) + "," + change("1", text("wamid.1")));
  CHECK(world.receive(body, "beta-secret").received == 1);  // in beta: its own part
  world.store.tenant = {"acme"};
  CHECK(error_of([&] { world.receive(body, "beta-secret"); }) == "unauthorized");
  CHECK(world.store.read(messages::list, messages::ListMessages{}).messages.empty());
}

TEST_CASE("templates and news of the account reach every channel of it") {
  World world;
  const auto channel = world.channel("1");
  const WebhookReceipt receipt =
      world.receive(webhook(R"({"field":"message_template_status_update","value":{"event":"PAUSED",)"
                            R"("message_template_name":"aviso","message_template_language":"pt_BR"}},)"
                            R"({"field":"account_update","value":{"event":"ACCOUNT_RESTRICTION"}})",
                            "91"));
  CHECK(receipt.notices == 2);
  const auto known = world.store.read(templates::list, templates::ListStoredTemplates{channel.id}).templates;
  REQUIRE(known.size() == 1);
  CHECK(known[0].status == messenger::TemplateStatus::paused);
  CHECK(world.store.events.back().topic == "channel.notice");
  CHECK(world.store.events.back().payload.find("ACCOUNT_RESTRICTION") != std::string::npos);
}

namespace {

// A person's word about promotions, with what names the person.
std::string preference(const std::string& who, const std::string& value, const std::string& when) {
  return webhook(R"({"field":"user_preferences","value":{"metadata":{"phone_number_id":"1"},)"
                 R"("user_preferences":[{)" +
                 who + R"(,"category":"marketing_messages","value":")" + value + R"(","timestamp":)" + when +
                 "}]}}");
}

}  // namespace

TEST_CASE("a word about promotions is told by every id under which messages know the person") {
  World world;
  const auto channel = world.channel("1");
  const std::string both = R"("wa_id":"551897751234","user_id":"BR.1")";
  const std::string number = "+5518997751234", user = "user:BR.1";
  using Addresses = std::vector<std::string>;
  const auto told = [&](const std::string& who, const std::string& value = "stop",
                        const std::string& when = "1768584000") {
    world.store.jobs.clear();
    CHECK(world.receive(preference(who, value, when)).notices == 1);
    REQUIRE(world.store.jobs.size() == 1);
    CHECK(world.store.jobs[0].kind == messages::kPreferenceJob);
    return from_json<messages::MarketingPreference>(world.store.jobs[0].payload);
  };
  CHECK(told(R"("user_id":"BR.1")").addresses == Addresses{user});
  CHECK(told(R"("wa_id":"551897751234")").addresses == Addresses{number});
  CHECK(told(both).addresses == Addresses{number, user});
  CHECK(told(R"("user_id":"BR.1")").addresses == Addresses{user});  // nobody wrote: nothing is kept
  world.store.write(
      messenger::enqueue_message,
      messenger::OutgoingMessage{.channel_id = channel.id, .to = number, .content = {.text = "x"}});
  told(both);
  CHECK(told(R"("user_id":"BR.1")").addresses == Addresses{number, user});
  CHECK(told(R"("wa_id":"551897751234")").addresses == Addresses{number, user});
  CHECK(told(both).stopped);
  CHECK_FALSE(told(both, "resume").stopped);
  CHECK(told(both).at == parse_rfc3339("2026-01-16T17:20:00Z"));
  CHECK(told(both, "stop", "99999999999").at == world.store.now);
  CHECK(told(both, "stop", "0").at == world.store.now);
  CHECK(std::ranges::none_of(world.store.events,
                             [](const Event& event) { return event.topic == "channel.notice"; }));
}

TEST_CASE("two words of one webhook about promotions keep apart, and one that comes again does not") {
  World world;
  world.channel("1");
  for (const char* value : {"stop", "resume", "stop"})
    world.receive(preference(R"("wa_id":"5518997751234")", value, "1768584000"));
  REQUIRE(world.store.jobs.size() == 3);
  CHECK(world.store.jobs[0].key != world.store.jobs[1].key);
  CHECK(world.store.jobs[0].key == world.store.jobs[2].key);
}

// Meta moved a template to "marketing", and prices and rules went on as for "utility".
TEST_CASE("a template that Meta puts into another category is stored there, and its status stays") {
  World world;
  const auto channel = world.channel("1");
  world.store.write(templates::set, templates::SetTemplate{.channel_id = channel.id,
                                                           .name = "aviso",
                                                           .language = "pt_BR",
                                                           .status = messenger::TemplateStatus::approved,
                                                           .category = messenger::TemplateCategory::utility});
  const auto moved = [&](const std::string& name, const std::string& words) {
    world.receive(webhook(R"({"field":"template_category_update","value":{"message_template_name":")" + name +
                              R"(","message_template_language":"pt_BR",)" + words + "}}",
                          "91"));
    const auto known =
        world.store.read(templates::list, templates::ListStoredTemplates{channel.id}).templates;
    REQUIRE(known.size() == 1);
    CHECK(known[0].status == messenger::TemplateStatus::approved);
    return known[0].category;
  };
  CHECK(moved("aviso", R"("correct_category":"MARKETING")") == messenger::TemplateCategory::utility);
  CHECK(moved("outro", R"("new_category":"MARKETING")") == messenger::TemplateCategory::utility);
  CHECK(moved("aviso", R"("new_category":"MARKETING")") == messenger::TemplateCategory::marketing);
}

TEST_CASE("Meta's challenge is answered for the token of a channel, whoever's it is") {
  World world;
  world.channel("1");
  world.channel("2", "secret", "meatyhamhock");
  const auto ask = [&](const std::string& mode, const std::string& token, const std::string& challenge) {
    const AnswerChallenge request{mode, Secret(token), challenge};
    std::string answered;
    const std::string error =
        error_of([&] { answered = world.store.read(messaging::challenge, request).challenge; });
    CHECK(answered == (error == "none" ? challenge : ""));
    return error;
  };
  CHECK(ask("subscribe", "meatyhamhock", "1158201444") == "none");
  CHECK(ask("subscribe", "wrong", "1158201444") == "unauthorized");
  CHECK(ask("subscribe", "", "1158201444") == "unauthorized");
  CHECK(ask("unsubscribe", "meatyhamhock", "1158201444") == "unauthorized");
  CHECK(ask("subscribe", "meatyhamhock", "") == "invalid_argument challenge");
  CHECK(ask("", "meatyhamhock", "1") == "invalid_argument mode");
  world.store.tenant = {"host"};
  const auto tenants = [&](const std::string& token) {
    return world.store.read(
        [](const Context& c, const AnswerChallenge& r) { return messaging::tenants_of(c, r); },
        AnswerChallenge{"subscribe", Secret(token), "1"});
  };
  CHECK(tenants("meatyhamhock") == std::vector<TenantId>{{"acme"}});
  CHECK(tenants("wrong").empty());
}

// A retired channel, whose key is gone, kept a new one from being set up, and told strangers the key's id.
TEST_CASE("a channel whose credentials cannot be read keeps no other from being verified") {
  World world;
  world.channel("1", "secret", "old-token");
  const KeyRing current({{"k2", Secret(std::string(64, '2'))}}), none;
  world.store.keys = &current;
  world.channel("2", "secret", "new-token");
  const auto ask = [&](const std::string& token) {
    const AnswerChallenge request{"subscribe", Secret(token), "5"};
    return error_of([&] { world.store.read(messaging::challenge, request); });
  };
  CHECK(ask("new-token") == "none");
  CHECK(ask("guess") == "unauthorized");
  CHECK(ask("old-token") == "unauthorized");
  world.store.keys = &none;
  CHECK(ask("new-token") == "unauthorized");
}
