// Calls whose order's answer got lost, and that nobody wants any more: the real engine in manual time, its
// adapter over HTTP, and a double of Twilio whose time is moved by hand too.
#include <doctest/doctest.h>

#include <memory>

#include <smarthandoff/smarthandoff.hpp>
#include <smarthandoff/telephony/twilio_double.hpp>

#include "api/twilio_host.hpp"
#include "support/eventually.hpp"

using namespace smarthandoff;
using test_support::eventually;
using twilio_double::RequestFailure;
using twilio_host::kHost;

namespace {

const std::string kOurs = "+13055550100", kTheirs = "+5518997751234";

struct Cloud {
  Cloud() {
    acme.call(calls::create_account,
              {.name = "prod", .account_sid = "AC" + std::string(32, 'a'), .token = Secret("12345")});
    calls::ConfigureCalls settings;
    settings.base_url = kHost;
    acme.call(calls::configure, settings);
    acme.call(calls::create_number, {.number = kOurs});
    twilio.add_number({.number = kOurs, .account_sid = {}});
    twilio.add_person({.number = kTheirs, .after = Seconds(20)});
    twilio.answer_webhooks(
        [this](const http::Request& request) { return twilio_host::answer(acme, request); });
  }
  ~Cloud() { twilio.stop(); }

  // A call that Twilio makes, and whose order gets no answer.
  calls::CallId place() {
    twilio.fail_requests({RequestFailure::hangs_up_done});
    const auto placed =
        acme.call(calls::place, {.to = kTheirs, .purpose = contact::Purpose::requested, .time_named = true});
    REQUIRE(placed.call);
    REQUIRE(until([&] { return call(placed.call->id).stage == calls::CallStage::in_doubt; }));
    REQUIRE(twilio.calls().size() == 1);
    return placed.call->id;
  }
  // The engine's time; what it orders goes over real connections.
  template <class Condition>
  bool until(const Condition& condition) {
    return eventually([&] {
      engine.step(clock->now());
      return condition();
    });
  }
  // Time passes here, and whatever is under way then is done.
  void pass(Milliseconds by) {
    clock->advance(by);
    REQUIRE(until([&] { return engine.health().jobs_leased == 0; }));
  }
  // Time passes at Twilio, which may lag behind.
  void ring_on(Milliseconds by) {
    twilio.step(twilio.now() + by);
    engine.step(clock->now());
  }
  calls::Call call(const calls::CallId& id) { return acme.call(calls::get_call, {.call_id = id}); }
  std::string status() { return twilio.calls().at(0).status; }
  bool was(twilio_double::LogKind kind) {
    for (const auto& entry : twilio.log())
      if (entry.kind == kind) return true;
    return false;
  }

  twilio_double::TwilioDouble twilio{{.now = parse_rfc3339("2026-01-16T17:30:00Z")}};
  std::int64_t port = twilio.listen();
  std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>(parse_rfc3339("2026-01-16T17:30:00Z"));
  Engine engine{options()};
  Tenant acme = engine.tenant("acme");

 private:
  EngineOptions options() {
    EngineOptions options;
    options.clock = clock;
    options.manual = true;
    options.encryption_keys = {{"k1", Secret(std::string(64, '1'))}};
    options.twilio_url = twilio.url();
    return options;
  }
};

}  // namespace

TEST_CASE("a call that is called off while its order is in doubt does not ring on") {
  Cloud cloud;
  const auto id = cloud.place();
  CHECK(cloud.acme.call(calls::hang_up, {id}).status == calls::CallStatus::canceled);
  SUBCASE("found among Twilio's calls, it is hung up before it rings") {
    cloud.pass(Seconds(3));
    CHECK(cloud.status() == "canceled");
    cloud.ring_on(std::chrono::minutes(2));
    CHECK_FALSE(cloud.was(twilio_double::LogKind::call_ringing));
  }
  SUBCASE("it tells of itself, and is hung up while it rings") {
    cloud.ring_on(Seconds(1));
    CHECK(cloud.was(twilio_double::LogKind::call_ringing));
    cloud.pass(Seconds(1));
    CHECK(cloud.status() == "canceled");
  }
  SUBCASE("it is answered before the hang-up arrives, and hears nothing but its end") {
    cloud.twilio.stop();  // no order reaches Twilio
    cloud.ring_on(Seconds(30));
    CHECK(cloud.was(twilio_double::LogKind::call_answered));
    CHECK(cloud.status() == "completed");
  }
  CHECK(cloud.twilio.calls().size() == 1);
  CHECK(cloud.call(id).status == calls::CallStatus::canceled);
  CHECK(cloud.call(id).sid == cloud.twilio.calls()[0].call_sid);
}

TEST_CASE("a call that was given up as lost is hung up when it turns up") {
  // It was served as if it were wanted, though the person may have been called again meanwhile.
  Cloud cloud;
  const auto id = cloud.place();
  cloud.twilio.stop();  // it cannot be looked for
  for (int i = 0; i < 15; ++i) cloud.pass(Seconds(65));
  REQUIRE(cloud.call(id).stage == calls::CallStage::ended);
  CHECK(cloud.call(id).cause == "lost");
  SUBCASE("while it rings") {
    cloud.twilio.listen(cloud.port);
    cloud.ring_on(Seconds(1));
    cloud.pass(Seconds(1));
    CHECK(cloud.status() == "canceled");
    CHECK_FALSE(cloud.was(twilio_double::LogKind::call_answered));
  }
  SUBCASE("when it was answered already") {
    cloud.ring_on(Seconds(30));
    CHECK(cloud.was(twilio_double::LogKind::call_answered));
    CHECK(cloud.status() == "completed");
  }
  CHECK(cloud.call(id).status == calls::CallStatus::failed);
  CHECK(cloud.call(id).cause == "lost");
  CHECK(cloud.call(id).sid == cloud.twilio.calls()[0].call_sid);
  CHECK(cloud.acme.call(calls::list_calls, {}).calls.size() == 1);
}
