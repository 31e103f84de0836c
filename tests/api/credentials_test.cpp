// What health tells of credentials that the engine's keys do not read.
#include <doctest/doctest.h>

#include <smarthandoff/smarthandoff.hpp>

#include "engine/engine_stores.hpp"
#include "support/temporary_store.hpp"

using namespace smarthandoff;

namespace {

const Instant kStart = parse_rfc3339("2026-01-16T13:07:00Z");

EncryptionKey key(const std::string& id, char digit) {
  return {id, Secret(std::string(64, digit))};
}

EngineOptions with_keys(const std::string& url, std::vector<EncryptionKey> keys,
                        std::shared_ptr<Clock> clock = std::make_shared<ManualClock>(kStart)) {
  EngineOptions options{.store = url};
  options.encryption_keys = std::move(keys);
  options.clock = std::move(clock);
  return options;
}

ChannelId add_channel(Engine& engine, const std::string& tenant, const std::string& number) {
  channels::CreateChannel request{.name = "WhatsApp", .phone_number_id = number};
  request.access_token = Secret("aSecretToken");
  return engine.tenant(tenant).call(channels::create, request).id;
}

// One of each kind, and two channels of two tenants.
void fill(Engine& engine) {
  add_channel(engine, "acme", "100000000000001");
  add_channel(engine, "other", "100000000000002");
  auto acme = engine.tenant("acme");
  calls::CreateAccount account{.name = "Twilio", .account_sid = "AC" + std::string(32, 'a')};
  account.token = Secret("aSecretToken");
  acme.call(calls::create_account, account);
  calls::CreateAlertTarget target{.name = "Slack"};
  target.url = Secret("https://hooks.slack.com/services/T0/B0/aSecretToken");
  acme.call(calls::create_alert_target, target);
  calls::ConfigureRecordings bucket;
  bucket.store = true;
  bucket.endpoint = "http://127.0.0.1:9000";
  bucket.region = "us-east-1";
  bucket.bucket = "recordings";
  bucket.access_key_id = "key";
  bucket.secret_access_key = Secret("aSecretToken");
  acme.call(calls::configure_recordings, bucket);
}

// "alert_targets k1 wrong 1, channels k1 wrong 2, …".
std::string told(Engine& engine) {
  const EngineHealth health = engine.health();
  CHECK(health.store == "ok");
  CHECK(to_json(health).find("aSecretToken") == std::string::npos);
  std::string all;
  for (const auto& one : health.unreadable_credentials)
    all += (all.empty() ? "" : ", ") + one.kind + " " + one.key_id + " " + wire_name(one.problem) + " " +
           std::to_string(one.count);
  return all;
}

std::string of_all(const std::string& problem) {
  return "alert_targets " + problem + " 1, channels " + problem + " 2, phone_accounts " + problem +
         " 1, recordings " + problem + " 1";
}

void tells_of_unreadable_credentials(const std::string& url) {
  {
    Engine engine(with_keys(url, {key("k1", '1')}));
    CHECK(told(engine).empty());
    fill(engine);
  }
  struct Row {
    std::string what;
    std::vector<EncryptionKey> keys;
    std::string told;
  };
  for (const Row& row : {Row{"the right key", {key("k1", '1')}, ""},
                         Row{"the right one among others", {key("k1", '1'), key("k2", '2')}, ""},
                         Row{"another key under its id", {key("k1", '2')}, of_all("k1 wrong")},
                         Row{"a key of another id", {key("k2", '1')}, of_all("k1 missing")},
                         Row{"no key", {}, of_all("k1 missing")}}) {
    CAPTURE(row.what);
    Engine engine(with_keys(url, row.keys));
    CHECK(told(engine) == row.told);
  }
}

}  // namespace

TEST_CASE("health names the key that stored credentials need, and how many") {
  // An engine with a wrong key ring looked well until somebody wanted to send.
  const test_support::TemporaryStore folder;
  tells_of_unreadable_credentials(folder.url());
}

TEST_SUITE("postgresql") {
  TEST_CASE("on PostgreSQL, too, health names the key that stored credentials need") {
    const stores::Postgresql store;
    tells_of_unreadable_credentials(store.options().store);
  }
}

TEST_CASE("credentials stored under the wrong key of the same id are seen beside the right ones") {
  const test_support::TemporaryStore folder;
  {
    Engine engine(with_keys(folder.url(), {key("k1", '1')}));
    add_channel(engine, "acme", "100000000000001");
  }
  {
    Engine engine(
        with_keys(folder.url(), {key("k1", '2')}, std::make_shared<ManualClock>(kStart + Seconds(1))));
    add_channel(engine, "acme", "100000000000002");
    CHECK(told(engine) == "channels k1 wrong 2");
  }
  Engine engine(with_keys(folder.url(), {key("k1", '1')}));
  CHECK(told(engine) == "channels k1 wrong 2");
}

TEST_CASE("a load balancer that asks every second has the credentials looked through every half minute") {
  const test_support::TemporaryStore folder;
  ChannelId first;
  {
    Engine engine(with_keys(folder.url(), {key("k1", '1')}));
    first = add_channel(engine, "acme", "100000000000001");
    add_channel(engine, "acme", "100000000000002");
  }
  const auto clock = std::make_shared<ManualClock>(kStart);
  Engine engine(with_keys(folder.url(), {}, clock));
  CHECK(told(engine) == "channels k1 missing 2");
  engine.tenant("acme").call(channels::delete_, {.channel_id = first});
  clock->set(kStart + Milliseconds(29'999));
  CHECK(told(engine) == "channels k1 missing 2");
  clock->set(kStart + Milliseconds(30'000));
  CHECK(told(engine) == "channels k1 missing 1");
}
