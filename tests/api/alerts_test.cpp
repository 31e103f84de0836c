// Alerts with the real engine: from trouble to the chat room, over HTTP.
#include <doctest/doctest.h>

#include <atomic>
#include <mutex>

#include <smarthandoff/smarthandoff.hpp>

#include "engine/engine_stores.hpp"
#include "support/engine_watch.hpp"
#include "support/loopback_http.hpp"
#include "support/scripted_telephony.hpp"

using namespace smarthandoff;

namespace {

const std::string kPath = "/services/T0AB/B0CD/aSecretToken";

// A phone system whose connection breaks when the test says so.
struct Wire : scripted::Telephony {
  void start(Listener listener, Milliseconds) override { tell = std::move(listener); }
  Listener tell;
};

// An engine with one tenant that is alerted in a room, which answers as the test says.
template <class Store>
struct Shift {
  Shift() {
    EngineOptions options = store.options();
    options.telephony = wire;
    options.encryption_keys = {{"k1", Secret(std::string(64, '1'))}};
    options.log = [this](const LogEntry& line) {
      const std::lock_guard lock(mutex);
      log += line.what + " " + line.id + " " + line.detail + "\n";
    };
    engine = std::make_unique<Engine>(options);
    watch = std::make_unique<test_support::EngineWatch>(*engine);
    smarthandoff::tenants::UpdateTenant company;
    company.company_name = "Tom & <Jerry>";
    acme().call(smarthandoff::tenants::update, company);
    target = acme().call(calls::create_alert_target, {.kind = calls::AlertTargetKind::slack,
                                                      .name = "ops",
                                                      .url = Secret(slack.url() + kPath),
                                                      .channel_id = {}});
  }
  Tenant acme() { return engine->tenant("acme"); }
  std::int64_t count(const std::string& topic) {
    std::int64_t found = 0;
    for (const Event& event : engine->events({"acme"}, 0, 10'000).events)
      found += event.topic == topic ? 1 : 0;
    return found;
  }
  std::string everything_told() {
    std::string all = to_json(acme().call(calls::list_alert_targets, {}));
    for (const Event& event : engine->events({}, 0, 10'000).events) all += event.payload;
    const std::lock_guard lock(mutex);
    return all + log;
  }

  Store store;
  std::atomic<int> status{200};
  loopback::Server slack{[this](const loopback::Request&) {
    return loopback::Reply{.status = status, .body = status == 200 ? "ok" : "no_service", .headers = {}};
  }};
  std::shared_ptr<Wire> wire = std::make_shared<Wire>();
  std::mutex mutex;  // guards log
  std::string log;
  std::unique_ptr<Engine> engine;
  std::unique_ptr<test_support::EngineWatch> watch;
  calls::AlertTarget target;
};

}  // namespace

TEST_CASE_TEMPLATE("a lost connection to the phone system is told in the room", Store, SH_ENGINE_STORES) {
  Shift<Store> shift;
  calls::ConfigureCalls settings;
  settings.alerts = {calls::AlertKind::phone_system_lost};
  shift.acme().call(calls::configure, settings);
  shift.wire->tell(telephony::ConnectionLost{});
  REQUIRE(shift.watch->until([&] { return shift.count("alert.delivered") == 1; }));
  const auto posts = shift.slack.requests();
  REQUIRE(posts.size() == 1);
  CHECK(posts[0].path == kPath);
  CHECK(posts[0].headers.at("content-type") == "application/json");
  CHECK(posts[0].body.find(R"("text":"Tom &amp; &lt;Jerry&gt;: a conexão com a central telefônica caiu.")") !=
        std::string::npos);
  CHECK(shift.everything_told().find("aSecretToken") == std::string::npos);
}

TEST_CASE("a room that is gone is switched off, and its address is in no log, event or answer") {
  Shift<stores::SqliteMemory> shift;
  shift.status = 404;
  shift.acme().call(calls::test_alert_target, {shift.target.id});
  REQUIRE(shift.watch->until([&] { return shift.count("alert_target.refused") == 1; }));
  const auto target = shift.acme().call(calls::get_alert_target, {shift.target.id});
  CHECK(target.status == calls::AlertTargetStatus::refused);
  CHECK(target.failure == "HTTP 404: no_service");
  CHECK(shift.count("alert.failed") == 1);
  CHECK(shift.slack.requests().size() == 1);
  CHECK(shift.everything_told().find("aSecretToken") == std::string::npos);
}

TEST_CASE("a channel whose token is refused is told in the room") {
  Shift<stores::SqliteMemory> shift;
  loopback::Server graph([](const loopback::Request&) {
    return loopback::Reply{.status = 401,
                           .body = R"({"error":{"message":"expired","type":"OAuthException","code":190}})"};
  });
  calls::ConfigureCalls settings;
  settings.alerts = {calls::AlertKind::channel_refused};
  shift.acme().call(calls::configure, settings);
  const auto channel = shift.acme().call(
      channels::create,
      {.name = "main", .phone_number_id = "1", .base_url = graph.url(), .access_token = Secret("EAAB")});
  shift.acme().call(messages::test_channel,
                    {.channel_id = channel.id, .to = "+5518997751234", .text = "does it work?"});
  REQUIRE(shift.watch->until([&] { return shift.count("alert.delivered") == 1; }));
  CHECK(shift.slack.requests().at(0).body.find("as credenciais do canal main foram recusadas") !=
        std::string::npos);
}
