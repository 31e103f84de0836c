// Messaging with the real engine, table and adapter against a double of Meta's service.
#include <doctest/doctest.h>

#include <filesystem>
#include <future>
#include <thread>

#include <smarthandoff/smarthandoff.hpp>

#include "base/digest.hpp"
#include "engine/engine_stores.hpp"
#include "messenger/contents.hpp"
#include "support/engine_watch.hpp"
#include "support/error_code.hpp"
#include "support/eventually.hpp"
#include "support/graph_double.hpp"
#include "support/temporary_store.hpp"

using namespace smarthandoff;
using graph_double::Graph;
using messages::Message;
using messages::MessageStatus;
using messaging::ReceiveWebhook;
using test_support::code_of;
using test_support::TemporaryStore;

namespace {

const std::string kSecret = "0123456789abcdef";

EncryptionKey key(const std::string& id, char digit) {
  return {id, Secret(std::string(64, digit))};
}

template <class Store>
EngineOptions with_key(const Store& store) {
  EngineOptions options = store.options();
  options.encryption_keys = {key("k1", '1')};
  return options;
}

channels::CreateChannel channel(const Graph& graph) {
  return {.name = "WhatsApp",
          .phone_number_id = graph.phone_number_id,
          .waba_id = graph.waba_id,
          .base_url = graph.url(),
          .access_token = Secret(graph.token),
          .app_secret = Secret(kSecret),
          .verify_token = Secret("meatyhamhock")};
}

ReceiveWebhook signed_by(const std::string& body, const std::string& secret = kSecret) {
  return {{body}, "sha256=" + digest::to_hex(digest::hmac_sha256(secret, body))};
}

std::string webhook(const std::string& number, const std::string& inside) {
  return R"({"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":)"
         R"({"metadata":{"phone_number_id":")" +
         number + R"("},)" + inside + "}}]}]}";
}

std::string status(const std::string& wamid, const std::string& word, const std::string& ours = "") {
  return R"("statuses":[{"id":")" + wamid + R"(","status":")" + word + R"(","biz_opaque_callback_data":")" +
         ours + R"("}])";
}

// The message once it stands so, or as it stands when nobody waits any more.
Message wait_for(Engine& engine, Tenant tenant, const MessageId& id, MessageStatus wanted) {
  test_support::EngineWatch watch(engine);
  watch.until([&] { return tenant.call(messages::get, {id}).status == wanted; }, Seconds(10));
  return tenant.call(messages::get, {id});
}

}  // namespace

namespace {

void goes_out_and_ends(const EngineOptions& options) {
  Graph graph;
  Engine engine(options);
  auto acme = engine.tenant("acme");
  const auto made = acme.call(channels::create, channel(graph));
  const Message message =
      acme.call(messages::test_channel, {.channel_id = made.id, .to = "18 99775-1234", .text = "Olá 👍"});
  const Message sent = wait_for(engine, acme, message.id, MessageStatus::sent);
  CHECK(sent.status == MessageStatus::sent);
  CHECK(sent.peer_id == "wamid.OUT1");
  REQUIRE(graph.taken().size() == 1);
  CHECK(graph.taken()[0]["text"]["body"] == "Olá 👍");
  CHECK(graph.taken()[0]["to"] == "5518997751234");
  CHECK(graph.complaints().empty());

  // Called in any tenant: it finds its own.
  auto host = engine.tenant("host");
  CHECK(host.call(messaging::receive, signed_by(webhook(graph.phone_number_id, status("wamid.OUT1", "read"))))
            .statuses == 1);
  CHECK(host.call(messaging::receive,
                  signed_by(webhook(graph.phone_number_id, status("wamid.OUT1", "delivered"))))
            .duplicates == 1);
  CHECK(acme.call(messages::get, {message.id}).status == MessageStatus::read);
  CHECK(host.call(messaging::challenge, {"subscribe", Secret("meatyhamhock"), "42"}).challenge == "42");
  CHECK(code_of([&] {
          host.call(messaging::challenge, {"subscribe", Secret("wrong"), "42"});
        }) == ErrorCode::unauthorized);
}

}  // namespace

TEST_CASE_TEMPLATE("a message goes out by its channel's own number and comes to its end by webhooks", Store,
                   SH_ENGINE_STORES) {
  Store store;
  goes_out_and_ends(with_key(store));
}

namespace {

void is_in_doubt_once(const EngineOptions& options) {
  Graph graph;
  Engine engine(options);
  auto acme = engine.tenant("acme");
  const auto made = acme.call(channels::create, channel(graph));
  graph.next({.hang_up = true});
  const Message message =
      acme.call(messages::test_channel, {.channel_id = made.id, .to = "18 99775-1234", .text = "Olá"});
  CHECK(wait_for(engine, acme, message.id, MessageStatus::in_doubt).status == MessageStatus::in_doubt);
  acme.call(messaging::receive,
            signed_by(webhook(graph.phone_number_id, status("wamid.OUT1", "delivered", message.id.value))));
  const Message settled = acme.call(messages::get, {message.id});
  CHECK(settled.status == MessageStatus::delivered);
  CHECK(settled.peer_id == "wamid.OUT1");
  CHECK(graph.taken().size() == 1);
}

}  // namespace

TEST_CASE_TEMPLATE("an answer that got lost is in doubt, never repeated, and settled by our id", Store,
                   SH_ENGINE_STORES) {
  Store store;
  is_in_doubt_once(with_key(store));
}

namespace {

void reaches_every_tenant(const EngineOptions& options) {
  Graph graph, other;
  other.phone_number_id = "42";
  Engine engine(options);
  engine.tenant("acme").call(channels::create, channel(graph));
  auto theirs = channel(other);
  engine.tenant("beta").call(channels::create, theirs);
  const auto text = [](const std::string& id) {
    return R"("messages":[{"id":")" + id + R"(","from":"5518997751234","type":"text","text":{"body":"oi"}}])";
  };
  const std::string body = R"({"object":"whatsapp_business_account","entry":[{"id":"1","changes":[)"
                           R"({"field":"messages","value":{"metadata":{"phone_number_id":")" +
                           graph.phone_number_id + R"("},)" + text("wamid.A") +
                           R"(}},{"field":"messages","value":{"metadata":{"phone_number_id":"42"},)" +
                           text("wamid.B") + "}}]}]}";
  const auto receipt = engine.tenant("host").call(messaging::receive, signed_by(body));
  CHECK(receipt.received == 2);
  CHECK(engine.tenant("acme").call(messages::list, {}).messages.size() == 1);
  CHECK(engine.tenant("beta").call(messages::list, {}).messages.size() == 1);
  CHECK(engine.tenant("host").call(messaging::receive, signed_by(body)).duplicates == 2);
  CHECK(code_of([&] { engine.tenant("host").call(messaging::receive, signed_by(body, "wrong")); }) ==
        ErrorCode::unauthorized);

  CHECK(engine.health().unknown_webhooks == 0);
  const auto nobodys = signed_by(webhook("404", text("wamid.C")));
  CHECK(engine.tenant("host").call(messaging::receive, nobodys).unknown == 1);
  CHECK(engine.health().unknown_webhooks == 1);
}

}  // namespace

TEST_CASE_TEMPLATE("one POST may be about several tenants, and each must be signed for", Store,
                   SH_ENGINE_STORES) {
  Store store;
  reaches_every_tenant(with_key(store));
}

TEST_CASE("a renewed token ends a channel's error, and what waited goes out") {
  Graph graph;
  Engine engine({.encryption_keys = {key("k1", '1')}});
  auto acme = engine.tenant("acme");
  auto request = channel(graph);
  request.access_token = Secret("expired");
  const auto made = acme.call(channels::create, request);
  std::promise<void> refused;
  const auto listening =
      engine.subscribe({"acme"}, "channel.error", [&](const Event&) { refused.set_value(); });
  const Message message =
      acme.call(messages::test_channel, {.channel_id = made.id, .to = "18 99775-1234", .text = "Olá"});
  refused.get_future().wait();
  CHECK(acme.call(channels::get, {made.id}).status == channels::ChannelStatus::error);
  CHECK(acme.call(messages::get, {message.id}).status == MessageStatus::queued);
  acme.call(channels::update, {.channel_id = made.id, .access_token = Secret(graph.token)});
  const Message second =
      acme.call(messages::test_channel, {.channel_id = made.id, .to = "18 99775-1234", .text = "Olá"});
  CHECK(wait_for(engine, acme, second.id, MessageStatus::sent).status == MessageStatus::sent);
}

TEST_CASE("with the wrong key a message waits, and goes out once the right one is there") {
  Graph graph;
  const TemporaryStore folder;
  MessageId id;
  const Instant start = SystemClock().now();
  {
    Engine engine({.store = folder.url(), .encryption_keys = {key("k1", '1')}});
    engine.tenant("acme").call(channels::create, channel(graph));
  }
  {
    Engine engine({.store = folder.url(), .encryption_keys = {key("k1", '2')}});
    auto acme = engine.tenant("acme");
    const auto channels = acme.call(channels::list, {}).channels;
    REQUIRE(channels.size() == 1);
    id = acme.call(messages::test_channel, {.channel_id = channels[0].id, .to = "18997751234", .text = "Olá"})
             .id;
    CHECK(test_support::eventually(
        [&] { return acme.call(messages::get, {id}).failure.kind != messenger::FailureKind::none; }));
    const Message waiting = acme.call(messages::get, {id});
    CHECK(waiting.status == MessageStatus::queued);
    CHECK(waiting.failure.detail.find("\"k1\"") != std::string::npos);
    CHECK(code_of([&] {
            acme.call(messaging::receive, signed_by(webhook(graph.phone_number_id, status("w", "read"))));
          }) == ErrorCode::failed_precondition);
  }
  CHECK(graph.taken().empty());
  const auto later = std::make_shared<ManualClock>(start + std::chrono::minutes(2));
  Engine engine({.store = folder.url(), .encryption_keys = {key("k1", '1'), key("k2", '2')}, .clock = later});
  auto acme = engine.tenant("acme");
  CHECK(wait_for(engine, acme, id, MessageStatus::sent).status == MessageStatus::sent);
  const auto rotated = acme.call(channels::rotate, {});
  CHECK(rotated.rotated == 1);
  CHECK(rotated.key_id == "k2");
}

namespace {

void reads_templates(const EngineOptions& options) {
  Graph graph;
  graph.template_pages = {graph_double::Json::parse(
      R"([{"name":"callback_retorno_ligacao","language":"pt_BR","status":"APPROVED","category":"UTILITY"}])")};
  Engine engine(options);
  auto acme = engine.tenant("acme");
  acme.call(channels::create, channel(graph));
  std::promise<void> synced;
  const auto listening =
      engine.subscribe({"acme"}, "templates.synced", [&](const Event&) { synced.set_value(); });
  acme.call(templates::sync, {});
  synced.get_future().wait();
  const auto known = acme.call(templates::list, {}).templates;
  REQUIRE(known.size() == 1);
  CHECK(known[0].status == messenger::TemplateStatus::approved);
}

}  // namespace

TEST_CASE_TEMPLATE("templates are read from the peer by a channel's own account", Store, SH_ENGINE_STORES) {
  Store store;
  reads_templates(with_key(store));
}

namespace {

// A host's messenger for channels without credentials of their own.
class Recording final : public messenger::Messenger {
 public:
  void send(const messenger::SendRequest& request, std::function<void(messenger::SendResult)> done) override {
    sent.push_back(request);
    done({.outcome = messenger::SendOutcome::accepted, .peer_id = "host-1"});
  }
  void mark_read(const messenger::MarkRead&, std::function<void(messenger::Failure)> done) override {
    done({});
  }
  void list_templates(const messenger::ListTemplates&,
                      std::function<void(messenger::TemplatesResult)> done) override {
    done({});
  }
  void stop() noexcept override { stopped = true; }

  std::vector<messenger::SendRequest> sent;
  bool stopped = false;
};

}  // namespace

TEST_CASE("a channel without a token sends by the host's messenger, also in a manual engine") {
  const auto recording = std::make_shared<Recording>();
  {
    Engine engine({.messenger = recording, .manual = true});
    auto acme = engine.tenant("acme");
    const auto made = acme.call(channels::create, {.name = "simulated"});
    const Message message =
        acme.call(messages::test_channel, {.channel_id = made.id, .to = "18997751234", .text = "Olá"});
    engine.step(SystemClock().now() + Seconds(1));
    REQUIRE(recording->sent.size() == 1);
    CHECK(acme.call(messages::get, {message.id}).status == MessageStatus::sent);
  }
  CHECK(recording->stopped);
  Engine engine({.manual = true});
  auto acme = engine.tenant("acme");
  const auto made = acme.call(channels::create, {.name = "nobody"});
  const Message message =
      acme.call(messages::test_channel, {.channel_id = made.id, .to = "18997751234", .text = "Olá"});
  engine.step(SystemClock().now() + Seconds(1));
  const Message failed = acme.call(messages::get, {message.id});
  CHECK(failed.status == MessageStatus::failed);
  CHECK(failed.failure.kind == messenger::FailureKind::configuration);
}

TEST_CASE("a channel is validated with the service, and its profile is read") {
  Graph graph;
  Engine engine({.encryption_keys = {key("k1", '1')}});
  auto acme = engine.tenant("acme");
  const auto made = acme.call(channels::create, channel(graph));
  const auto good = acme.call(channels::validate, {made.id});
  CHECK(good.valid);
  CHECK(good.status == channels::ChannelStatus::active);
  CHECK(good.verified_name == "Acme");
  CHECK(good.quality == "GREEN");
  const auto profile = acme.call(channels::profile, {made.id});
  CHECK(profile.available);
  CHECK(profile.about == "Oi");
  CHECK(profile.websites == std::vector<std::string>{"https://acme.example"});

  acme.call(channels::update, {.channel_id = made.id, .access_token = Secret("stolen")});
  const auto bad = acme.call(channels::validate, {made.id});
  CHECK_FALSE(bad.valid);
  CHECK(bad.reason == "unauthorized");
  CHECK(bad.status == channels::ChannelStatus::error);
  CHECK(engine.health().channels_error == 1);
  graph.token = "stolen";  // somebody put it right at the service
  CHECK(acme.call(channels::validate, {made.id}).status == channels::ChannelStatus::active);
  CHECK(engine.health().channels_active == 1);
  CHECK(code_of([&] { engine.tenant("other").call(channels::validate, {made.id}); }) == ErrorCode::not_found);

  const auto own = acme.call(channels::create, {.name = "without a token"});
  const auto untold = acme.call(channels::validate, {own.id});
  CHECK_FALSE(untold.valid);
  CHECK(untold.reason == "configuration");
}

TEST_CASE("an account that the token may not read makes a channel invalid") {
  Graph graph;
  Engine engine({.encryption_keys = {key("k1", '1')}});
  auto acme = engine.tenant("acme");
  auto request = channel(graph);
  request.waba_id = "999";
  const auto made = acme.call(channels::create, request);
  CHECK_FALSE(acme.call(channels::validate, {made.id}).valid);
}

namespace {

std::string inbound(const std::string& id, const std::string& text) {
  const auto now = SystemClock().now().time_since_epoch().count() / 1000;
  return R"("messages":[{"from":"5518997751234","id":")" + id + R"(","timestamp":")" + std::to_string(now) +
         R"(","type":"text","text":{"body":")" + text + R"("}}])";
}

}  // namespace

TEST_CASE("a host sends every kind of content, and the gate keeps what must not go out") {
  Graph graph;
  Engine engine({.encryption_keys = {key("k1", '1')}});
  auto acme = engine.tenant("acme");
  acme.call(channels::create, channel(graph));
  acme.call(
      contact::load,
      {.profiles = {{.name = "br.service",
                     .valid_from = "2020-01-01",
                     .source = "tests at any hour",
                     .hours = "mon-sun 00:00-24:00"}},
       .caps = {
           {.name = "minimum_gap", .valid_from = "2020-01-01", .source = "none", .limit = 1000, .minutes = 1},
           {.name = "attempts_per_day",
            .valid_from = "2020-01-01",
            .source = "none",
            .limit = 1000,
            .days = 1}}});
  const auto refused = acme.call(contact::send_message, {.to = "18 99775-1234", .content = {.text = "Olá"}});
  CHECK_FALSE(refused.message);
  CHECK(refused.reasons.at(0).name == "whatsapp_window");
  acme.call(messaging::receive, signed_by(webhook(graph.phone_number_id, inbound("wamid.IN1", "oi"))));
  acme.call(templates::set,
            {.name = "aviso", .language = "pt_BR", .status = messenger::TemplateStatus::approved});
  int count = 0;
  for (const auto& [what, content] : contents::all()) {
    CAPTURE(what);
    auto one = content;
    if (!one.template_message.name.empty()) {
      one.template_message.name = "aviso";
      one.template_message.language = "pt_BR";  // that it is approved in
    }
    const auto answer = acme.call(contact::send_message, {.to = "+5518997751234", .content = one});
    CHECK(answer.reasons.empty());
    if (!answer.message) continue;
    CHECK(wait_for(engine, acme, answer.message->id, MessageStatus::sent).status == MessageStatus::sent);
    ++count;
  }
  CHECK(graph.taken().size() == static_cast<std::size_t>(count));
  CHECK(graph.complaints().empty());
}
