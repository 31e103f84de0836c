// Calls with the real engine, table and adapter against a double of Twilio.
#include <doctest/doctest.h>

#include <mutex>
#include <thread>

#include <smarthandoff/smarthandoff.hpp>
#include <smarthandoff/telephony/twilio_double.hpp>

#include "api/twilio_host.hpp"
#include "engine/engine_stores.hpp"
#include "support/eventually.hpp"

using namespace smarthandoff;
using test_support::eventually;
using twilio_host::kHost;

namespace {

const std::string kAccount = "AC" + std::string(32, 'a');
const std::string kTheirs = "+5518997751234";

calls::Call wait_for(Tenant tenant, const calls::CallId& id, calls::CallStatus wanted) {
  const auto limit = std::chrono::steady_clock::now() + Seconds(20);
  while (true) {
    auto call = tenant.call(calls::get_call, {.call_id = id});
    if (call.status == wanted || std::chrono::steady_clock::now() > limit) return call;
    std::this_thread::sleep_for(Milliseconds(5));
  }
}

// A tenant with an account at a double of Twilio.
struct Cloud {
  static EngineOptions options(twilio_double::TwilioDouble& twilio) {
    twilio.listen();
    EngineOptions options = stores::SqliteMemory().options();
    options.encryption_keys = {{"k1", Secret(std::string(64, '1'))}};
    options.twilio_url = twilio.url();
    return options;
  }

  Cloud() {
    acme.call(calls::create_account, {.name = "prod", .account_sid = kAccount, .token = Secret("12345")});
    calls::ConfigureCalls settings;
    settings.base_url = kHost;
    acme.call(calls::configure, settings);
  }
  ~Cloud() { twilio.stop(); }

  twilio_double::TwilioDouble twilio;
  Engine engine{options(twilio)};
  Tenant acme = engine.tenant("acme");
};

}  // namespace

TEST_CASE("a call is placed over Twilio, tells its tenant how it goes, and is hung up") {
  Cloud cloud;
  auto& [twilio, engine, acme] = cloud;
  twilio.add_number({.number = "+13055550100", .account_sid = {}});
  twilio.add_person({.number = kTheirs, .after = Milliseconds(50)});
  twilio.answer_webhooks(
      [&](const http::Request& request) { return twilio_host::answer(engine.tenant("anybody"), request); });
  twilio.start();
  acme.call(calls::create_number, {.number = "+13055550100"});
  const calls::PlaceCall wish{.to = kTheirs, .purpose = contact::Purpose::requested, .time_named = true};
  const auto placed = acme.call(calls::place, wish);
  REQUIRE(placed.call);
  const auto talking = wait_for(acme, placed.call->id, calls::CallStatus::in_progress);
  CHECK(talking.status == calls::CallStatus::in_progress);
  CHECK(talking.sid.starts_with("CA"));
  acme.call(calls::hang_up, {placed.call->id});
  CHECK(wait_for(acme, placed.call->id, calls::CallStatus::completed).status == calls::CallStatus::completed);
  CHECK(acme.call(calls::list_calls, {}).calls.size() == 1);
  CHECK(engine.tenant("anybody").call(calls::list_calls, {}).calls.empty());
  twilio.stop();
}

TEST_CASE("a call whose order got lost is found at Twilio and never placed twice") {
  Cloud cloud;
  auto& [twilio, engine, acme] = cloud;
  twilio.add_number({.number = "+13055550100", .account_sid = {}});
  twilio.add_person({.number = kTheirs, .after = Seconds(600)});
  twilio.start();
  acme.call(calls::create_number, {.number = "+13055550100"});
  twilio.fail_requests({twilio_double::RequestFailure::hangs_up_done});
  const calls::PlaceCall wish{.to = kTheirs, .purpose = contact::Purpose::requested, .time_named = true};
  const auto placed = acme.call(calls::place, wish);
  REQUIRE(placed.call);
  const auto limit = std::chrono::steady_clock::now() + Seconds(20);
  calls::Call call;
  do {
    std::this_thread::sleep_for(Milliseconds(10));
    call = acme.call(calls::get_call, {.call_id = placed.call->id});
  } while (call.sid.empty() && std::chrono::steady_clock::now() < limit);
  REQUIRE(twilio.calls().size() == 1);
  CHECK(call.sid == twilio.calls()[0].call_sid);
  CHECK(call.stage == calls::CallStage::accepted);
}

// It was forgotten here, while Twilio went on charging for it.
TEST_CASE("a number that is bought and released is given back to Twilio, however often that gets lost") {
  using twilio_double::RequestFailure;
  Cloud cloud;
  auto& [twilio, engine, acme] = cloud;
  const std::string number = "+15125550100";
  twilio.add_available_number(number);
  const auto id = acme.call(calls::buy_number, {.number = number}).id;
  const auto becomes = [&](calls::NumberStatus wanted) {
    return eventually([&] { return acme.call(calls::get_number, {.number_id = id}).status == wanted; });
  };
  REQUIRE(becomes(calls::NumberStatus::owned));
  twilio.fail_requests({RequestFailure::too_many, RequestFailure::hangs_up_done});
  CHECK(acme.call(calls::update_number, {.number_id = id, .release = true}).status ==
        calls::NumberStatus::releasing);
  CHECK(becomes(calls::NumberStatus::released));
  const auto sale = acme.call(calls::search_numbers, {.country = "US", .area_code = "512"});
  REQUIRE(sale.numbers.size() == 1);
  CHECK(sale.numbers[0].number == number);
  CHECK(acme.call(calls::update_number, {.number_id = id, .release = true}).status ==
        calls::NumberStatus::released);
}

// Twilio went on asking the old host, which was gone: callers reached nobody.
TEST_CASE("after base_url has moved, callers of a bought number reach the new host") {
  Cloud cloud;
  auto& [twilio, engine, acme] = cloud;
  const std::string number = "+15125550100", moved = "https://moved.example.com";
  twilio.add_available_number(number);
  twilio.add_person({.number = kTheirs});
  std::mutex mutex;
  std::vector<std::string> asked;
  twilio.answer_webhooks([&](const http::Request& request) {
    const std::lock_guard lock(mutex);
    asked.push_back(request.url);
    return http::Response{.status = 200, .headers = {{"Content-Type", "text/xml"}}, .body = "<Response/>"};
  });
  const auto id = acme.call(calls::buy_number, {.number = number}).id;
  const auto is_told = [&](const std::string& base_url) {
    return eventually([&] {
      const auto bought = acme.call(calls::get_number, {.number_id = id});
      return bought.status == calls::NumberStatus::owned && bought.base_url == base_url;
    });
  };
  REQUIRE(is_told(kHost));
  twilio.fail_requests({twilio_double::RequestFailure::error_before});
  calls::ConfigureCalls settings;
  settings.base_url = moved;
  acme.call(calls::configure, settings);
  REQUIRE(is_told(moved));
  twilio.start();
  twilio.call(kTheirs, number);
  REQUIRE(eventually([&] {
    const std::lock_guard lock(mutex);
    return asked.size() >= 2;
  }));
  twilio.stop();
  CHECK(asked[0] == moved + "/voice");
  CHECK(asked[1] == moved + "/webhooks/call-status");
}

TEST_CASE(
    "a subaccount is suspended at Twilio, and nothing is placed over it until it is switched on again") {
  Cloud cloud;
  auto& [twilio, engine, acme] = cloud;
  const auto ordered = acme.call(calls::open_subaccount, {.name = "sales"});
  const auto becomes = [&](calls::AccountStatus wanted) {
    return eventually(
        [&] { return acme.call(calls::get_account, {.account_id = ordered.id}).status == wanted; });
  };
  REQUIRE(becomes(calls::AccountStatus::active));
  const auto suspend = [&](bool suspended) {
    calls::UpdateAccount request;
    request.account_id = ordered.id;
    request.suspended = suspended;
    return acme.call(calls::update_account, request);
  };
  // Twilio refuses whoever asks for something over a suspended account.
  const auto search = [&] {
    return acme.call(calls::search_numbers, {.account_id = ordered.id, .country = "US"}).failure;
  };
  CHECK(search().empty());
  CHECK(suspend(true).status == calls::AccountStatus::suspending);
  REQUIRE(becomes(calls::AccountStatus::suspended));
  CHECK(search().find("20005") != std::string::npos);
  CHECK(suspend(false).status == calls::AccountStatus::resuming);
  REQUIRE(becomes(calls::AccountStatus::active));
  CHECK(search().empty());
}

TEST_CASE("a subaccount is opened at Twilio, keeps its token encrypted, and a call is placed over it") {
  Cloud cloud;
  auto& [twilio, engine, acme] = cloud;
  twilio.add_person({.number = kTheirs});
  const auto ordered = acme.call(calls::open_subaccount, {.name = "sales"});
  calls::PhoneAccount sub;
  REQUIRE(eventually([&] {
    sub = acme.call(calls::get_account, {.account_id = ordered.id});
    return sub.status == calls::AccountStatus::active;
  }));
  CHECK(sub.key_id == "k1");
  CHECK(sub.has_token);
  twilio.add_number({.number = "+13055550111", .account_sid = sub.account_sid});
  acme.call(calls::create_number, {.number = "+13055550111", .account_id = sub.id});
  const calls::PlaceCall wish{.to = kTheirs, .purpose = contact::Purpose::requested, .time_named = true};
  const auto placed = acme.call(calls::place, wish);
  REQUIRE(placed.call);
  REQUIRE(eventually([&] { return !acme.call(calls::get_call, {.call_id = placed.call->id}).sid.empty(); }));
  REQUIRE(twilio.calls().size() == 1);
  CHECK(twilio.calls()[0].account_sid == sub.account_sid);
}
