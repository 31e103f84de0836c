#include <smarthandoff/callback/desk.hpp>
#include <smarthandoff/callback/settings.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/engine/engine.hpp>
#include <smarthandoff/handoff/extension.hpp>
#include <smarthandoff/storage/job_stats.hpp>
#include <smarthandoff/storage/tenants.hpp>
#include <smarthandoff/telephony/freeswitch.hpp>
#include <smarthandoff/telephony/simulator.hpp>

#include "support/engine_watch.hpp"

// Callbacks with everything real but the phones: engine, store, jobs, and the simulated PBX, by its own port
// and over TCP with the FreeSWITCH adapter.

using namespace smarthandoff;
using callbacks::CallbackStatus;
using callbacks::DialEnd;
using telephony::simulator::Behaviour;
using telephony::simulator::LogKind;

namespace {

enum class Front { direct, freeswitch };

template <class Condition>
bool within(Seconds limit, const Condition& condition) {
  return test_support::eventually(condition, limit);
}

// The machine's clock, moved to a Friday noon in São Paulo: nobody is called at night.
class Friday final : public Clock {
 public:
  Instant now() const override {
    return parse_rfc3339("2026-01-16T15:00:00Z") + (SystemClock().now() - begun_);
  }

 private:
  const Instant begun_ = SystemClock().now();
};

struct Floor {
  explicit Floor(Front front = Front::direct) {
    pbx.add_standard_phones();
    pbx.add_gateway("trunk-1");
    line("5518997751234", Behaviour::answers);
    pbx.start();
    EngineOptions options;
    options.clock = std::make_shared<Friday>();
    options.telephony = front == Front::direct ? pbx.telephony() : over_tcp();
    engine = std::make_unique<Engine>(options);
    smarthandoff::tenants::UpdateTenant trunk;
    trunk.trunk = Trunk{.gateway = "trunk-1"};
    tenant().call(smarthandoff::tenants::update, trunk);
  }
  ~Floor() {
    engine.reset();
    pbx.stop();
  }

  std::shared_ptr<telephony::Telephony> over_tcp() {
    return telephony::make_freeswitch(
        {.port = pbx.listen(), .password = Secret("ClueCon"), .domain = "pbx.local"});
  }
  void line(const std::string& number, Behaviour behaviour) {
    telephony::simulator::Phone phone;
    phone.extension = "+" + number;
    phone.gateway = "trunk-1";
    phone.behaviour = behaviour;
    phone.after = Milliseconds(100);
    pbx.add_phone(phone);
  }
  Tenant tenant() { return engine->tenant("acme"); }

  callbacks::Callback ask(const std::string& extension, const std::string& number = "+5518997751234") {
    return tenant().call(callbacks::create,
                         {.number = number, .extension = extension, .department = "Financeiro"});
  }
  callbacks::Callback get(const CallbackId& id) { return tenant().call(callbacks::get, {.callback_id = id}); }
  callbacks::Dial dial(const CallbackId& id) {
    const auto all = tenant().call(callbacks::dials, {.callback_id = id}).dials;
    return all.empty() ? callbacks::Dial{} : all.back();
  }
  // The engine's events tell of it.
  template <class Condition>
  bool told(Seconds limit, const Condition& condition) {
    return test_support::EngineWatch(*engine).until(condition, limit);
  }
  bool has_job(const std::string& kind) {
    return std::ranges::count(tenant().call(jobs::stats, {}).kinds, kind, &jobs::JobCount::kind) > 0;
  }
  // The connection is down, or is up again already.
  bool noticed_the_loss() {
    const auto log = pbx.log();
    const auto connections =
        std::ranges::count(log, LogKind::connection, &telephony::simulator::LogEntry::kind);
    return engine->health().telephony.state != telephony::PortState::connected || connections > 2;
  }
  std::int64_t placed(const std::string& party) {
    const auto log = pbx.log();
    return std::ranges::count_if(
        log, [&](const auto& entry) { return entry.kind == LogKind::leg_placed && entry.party == party; });
  }

  SimulatedPbx pbx;
  std::unique_ptr<Engine> engine;
};

}  // namespace

TEST_CASE("a click ends in a talk and a completed callback, by either front and in either order") {
  for (const Front front : {Front::direct, Front::freeswitch}) {
    for (const auto mode : {callbacks::CallMode::agent_first, callbacks::CallMode::customer_first}) {
      CAPTURE(static_cast<int>(front));
      CAPTURE(wire_name(mode));
      Floor floor(front);
      const auto wish = floor.ask("1001");
      const auto outcome = floor.tenant().call(callbacks::initiate, {.callback_id = wish.id, .mode = mode});
      CHECK(outcome.success);
      CHECK(outcome.reason == "");
      CHECK(floor.told(Seconds(10), [&] { return floor.dial(wish.id).answered_at.has_value(); }));
      REQUIRE(within(Seconds(10), [&] {
        const auto log = floor.pbx.log();
        return std::ranges::any_of(log, [](const auto& entry) {
          return entry.kind == LogKind::leg_hears && entry.text.find("talking") != std::string::npos;
        });
      }));
      CHECK(floor.get(wish.id).status == CallbackStatus::in_progress);
      floor.pbx.hang_up_phone("1001");
      CHECK(floor.told(Seconds(10), [&] { return floor.get(wish.id).status == CallbackStatus::completed; }));
      CHECK(wire_name(floor.dial(wish.id).end.value_or(DialEnd::error)) == "answered");
      CHECK(floor.placed("1001") == 1);
      CHECK(floor.placed("+5518997751234") == 1);
    }
  }
}

TEST_CASE("how a customer's line answers decides what follows, by either front") {
  struct Row {
    Behaviour behaviour;
    std::string end;
  };
  for (const Front front : {Front::direct, Front::freeswitch}) {
    Floor floor(front);
    int count = 0;
    for (const Row& row : {Row{Behaviour::busy, "busy"}, Row{Behaviour::declines, "busy"},
                           Row{Behaviour::not_found, "failed"}, Row{Behaviour::unavailable, "no_route"}}) {
      CAPTURE(row.end);
      const std::string number = "551899775000" + std::to_string(++count);
      floor.line(number, row.behaviour);
      const auto wish = floor.ask("1001", "+" + number);
      CHECK(floor.tenant().call(callbacks::initiate, {.callback_id = wish.id}).success);
      CHECK(floor.told(Seconds(10), [&] { return floor.get(wish.id).status == CallbackStatus::scheduled; }));
      CHECK(wire_name(floor.dial(wish.id).end.value_or(DialEnd::error)) == row.end);
      CHECK(floor.get(wish.id).attempts == 1);
      floor.tenant().call(callbacks::cancel, {.callback_id = wish.id, .reason = "next row"});
      CHECK(within(Seconds(10),
                   [&] { return floor.tenant().call(extensions::status, {.extension = "1001"}).available; }));
    }
  }
}

TEST_CASE("an extension that is not free refuses the click") {
  Floor floor;
  const auto wish = floor.ask("1006");
  const auto outcome = floor.tenant().call(callbacks::initiate, {.callback_id = wish.id});
  CHECK_FALSE(outcome.success);
  CHECK(outcome.reason == "Ramal offline: Ramal não registrado");
  CHECK(outcome.retry_after == 30);
  CHECK(floor.get(wish.id).status == CallbackStatus::pending);
}

TEST_CASE("a phone that registers is told of its callbacks in under a second, by either front") {
  for (const Front front : {Front::direct, Front::freeswitch}) {
    CAPTURE(static_cast<int>(front));
    Floor floor(front);
    const auto wish = floor.ask("1006");
    std::atomic<bool> ready{false};
    auto subscription = floor.engine->subscribe(
        {"acme"}, "callback.ready", [&](const Event& event) { ready = event.entity == wish.id.value; });
    CHECK(within(Seconds(10), [&] { return !floor.has_job("callback.look"); }));
    CHECK_FALSE(ready);
    const auto begun = std::chrono::steady_clock::now();
    floor.pbx.set_registered("1006", true);
    CHECK(within(Seconds(5), [&] { return ready.load(); }));
    const auto took = std::chrono::steady_clock::now() - begun;
    MESSAGE("told after ", std::chrono::duration_cast<Milliseconds>(took).count(), " ms");
    CHECK(floor.get(wish.id).status == CallbackStatus::notified);
  }
}

TEST_CASE("two who click at once make one call") {
  Floor floor;
  const auto wish = floor.ask("1003");
  std::vector<std::future<callbacks::InitiateOutcome>> clicks;
  for (int i = 0; i < 8; ++i)
    clicks.push_back(floor.tenant().async(callbacks::initiate, {.callback_id = wish.id}));
  DialId dial;
  for (auto& click : clicks) {
    const auto outcome = click.get();
    CHECK(outcome.success);
    if (dial.empty()) dial = outcome.dial_id;
    CHECK(outcome.dial_id == dial);
  }
  CHECK(floor.placed("1003") == 1);
}

TEST_CASE("a connection that is lost under a dial and comes back never makes a second call") {
  for (const Front front : {Front::direct, Front::freeswitch}) {
    CAPTURE(static_cast<int>(front));
    Floor floor(front);
    callbacks::Configure quick;
    quick.agent_ring_seconds = 5;
    floor.tenant().call(callbacks::configure, quick);
    const auto wish = floor.ask("1003");
    std::thread fault([&] {
      within(Seconds(10), [&] { return floor.placed("1003") == 1; });
      floor.pbx.drop_connections();
      within(Seconds(10), [&] { return floor.noticed_the_loss(); });
      floor.pbx.restore_connections();
    });
    const auto outcome = floor.tenant().call(callbacks::initiate, {.callback_id = wish.id});
    fault.join();
    CHECK(outcome.stage != callbacks::DialStage::ended);
    CHECK(floor.told(Seconds(20), [&] { return floor.get(wish.id).status == CallbackStatus::scheduled; }));
    CHECK(floor.dial(wish.id).end == DialEnd::agent_unanswered);
    CHECK(floor.get(wish.id).attempts == 0);
    CHECK(floor.placed("1003") == 1);
  }
}
