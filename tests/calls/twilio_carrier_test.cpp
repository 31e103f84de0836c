#include <smarthandoff/calls/twilio_carrier.hpp>

#include <doctest/doctest.h>

#include <future>

#include <smarthandoff/telephony/twilio_double.hpp>

#include "base/digest.hpp"
#include "calls/turns.hpp"

using namespace smarthandoff;
using namespace smarthandoff::calls;

namespace {

const std::string kAccount = "AC" + std::string(32, 'a');
const std::string kOurs = "+13055550100", kTheirs = "+14155551234";

// The port over a double's REST API, each order waited for.
struct Desk {
  Desk() {
    twilio.add_number({.number = kOurs, .account_sid = {}});
    twilio.add_available_number("+15125550100");
    twilio.add_person({.number = kTheirs});
    twilio.listen();
  }
  ~Desk() {
    carrier.reset();
    twilio.stop();
  }
  TwilioCarrier& port() {
    if (!carrier) {
      carrier = std::make_unique<TwilioCarrier>(
          [this](const Over&, const std::function<void(Failure, OpenedAccount)>& done) {
            done({}, {.account = {.id = {"a"},
                                  .account_sid = kAccount,
                                  .edge = edge,
                                  .calls_per_second = calls_per_second,
                                  .updated_at = changed},
                      .token = token,
                      .api_key_sid = {},
                      .api_key_secret = {}});
          },
          TwilioCarrierOptions{.base_url = twilio.url()});
    }
    return *carrier;
  }
  // What an order answers: its failure, and a value.
  template <class Value, class Order>
  std::pair<Failure, Value> wait(const Order& order) {
    std::promise<std::pair<Failure, Value>> promise;
    auto future = promise.get_future();
    order([&](const Failure& failure, const Value& value) { promise.set_value({failure, value}); });
    REQUIRE(future.wait_for(std::chrono::seconds(20)) == std::future_status::ready);
    return future.get();
  }
  template <class Order>
  Failure wait(const Order& order) {
    std::promise<Failure> promise;
    auto future = promise.get_future();
    order([&](const Failure& failure) { promise.set_value(failure); });
    REQUIRE(future.wait_for(std::chrono::seconds(20)) == std::future_status::ready);
    return future.get();
  }
  // A request to the double itself; `.json`: of the account.
  http::Response ask(const std::string& method, const std::string& path, const std::string& form = {},
                     const std::string& account = kAccount) {
    const std::string url = "/2010-04-01/Accounts/" + account + (path == ".json" ? "" : "/") + path;
    http::Request request{.method = method, .url = twilio.url() + url, .body = form};
    request.headers = {{"Authorization", "Basic " + digest::to_base64(kAccount + ":12345")},
                       {"Content-Type", "application/x-www-form-urlencoded"}};
    return *twilio.handle(request).response;
  }
  std::pair<Failure, std::string> place(const std::string& to, const std::string& call = "c") {
    const PlaceOrder order{.over = over,
                           .call_id = {call},
                           .from_number = kOurs,
                           .to_number = to,
                           .url = "https://host.example/voice/twiml?call=c",
                           .status_url = "https://host.example/webhooks/call-status?call=c",
                           .recording_url = "https://host.example/webhooks/recording?call=c",
                           .detection_url = "https://host.example/webhooks/amd-result?call=c",
                           .recorded = Recorded::dual,
                           .detection = Detection::async};
    return wait<std::string>([&](auto done) { port().place(order, done); });
  }

  twilio_double::TwilioDouble twilio;
  std::unique_ptr<TwilioCarrier> carrier;
  Over over{.tenant = {"acme"}, .account_id = {"a"}};
  Secret token{"12345"};
  std::string edge;
  std::int64_t calls_per_second = 100;
  Instant changed;
};

}  // namespace

TEST_CASE("a call is placed, found again, read and hung up at Twilio") {
  Desk desk;
  const auto [failure, sid] = desk.place(kTheirs);
  CHECK_FALSE(failure);
  CHECK(sid.starts_with("CA"));
  const auto [unread, call] =
      desk.wait<CarrierCall>([&](auto done) { desk.port().fetch(desk.over, sid, done); });
  CHECK_FALSE(unread);
  CHECK(call.sid == sid);
  CHECK(call.outbound);
  CHECK(call.to_number == kTheirs);
  const FindCalls question{.over = desk.over,
                           .from_number = kOurs,
                           .to_number = kTheirs,
                           .since = desk.twilio.now() - Seconds(60)};
  const auto [unfound, found] =
      desk.wait<std::vector<CarrierCall>>([&](auto done) { desk.port().find(question, done); });
  CHECK_FALSE(unfound);
  REQUIRE(found.size() == 1);
  CHECK(found[0].sid == sid);
  const auto found_since = [&](Instant since) {
    FindCalls other = question;
    other.since = since;
    return desk.wait<std::vector<CarrierCall>>([&](auto done) { desk.port().find(other, done); })
        .second.size();
  };
  CHECK(found_since(desk.twilio.now() + Seconds(4)) == 1);  // our clock is ahead of Twilio's
  CHECK(found_since(desk.twilio.now() + Seconds(60)) == 0);
  CHECK_FALSE(desk.wait([&](auto done) { desk.port().hang_up(desk.over, sid, done); }));
  CHECK_FALSE(desk.wait([&](auto done) { desk.port().hang_up(desk.over, sid, done); }));
}

TEST_CASE("numbers are looked for, bought, found again and given back at Twilio") {
  Desk desk;
  const SearchOrder search{.over = desk.over, .country = "US", .area_code = "512"};
  const auto [unasked, offered] =
      desk.wait<std::vector<AvailableNumber>>([&](auto done) { desk.port().search_numbers(search, done); });
  CHECK_FALSE(unasked);
  REQUIRE(offered.size() == 1);
  CHECK(offered[0].number == "+15125550100");
  const NumberOrder order{.over = desk.over, .number_id = {"n"}, .number = "+15125550100", .label = "Austin"};
  const auto [unbought, bought] =
      desk.wait<CarrierNumber>([&](auto done) { desk.port().buy_number(order, done); });
  CHECK_FALSE(unbought);
  CHECK(bought.peer_id.starts_with("PN"));
  const auto [unfound, found] = desk.wait<std::optional<CarrierNumber>>(
      [&](auto done) { desk.port().find_number(desk.over, "+15125550100", done); });
  CHECK_FALSE(unfound);
  REQUIRE(found);
  CHECK(found->peer_id == bought.peer_id);
  const PointOrder point{.over = desk.over,
                         .peer_id = bought.peer_id,
                         .voice_url = "https://new.example/voice",
                         .status_url = "https://new.example/webhooks/call-status"};
  CHECK_FALSE(desk.wait([&](auto done) { desk.port().point_number(point, done); }));
  const std::string stored = desk.ask("GET", "IncomingPhoneNumbers/" + bought.peer_id + ".json").body;
  CHECK(stored.find("\"voice_url\":\"https://new.example/voice\"") != std::string::npos);
  CHECK(stored.find("\"status_callback\":\"https://new.example/webhooks/call-status\"") != std::string::npos);
  const std::string application = "VoiceApplicationSid=AP" + std::string(32, 'a');
  desk.ask("POST", "IncomingPhoneNumbers/" + bought.peer_id + ".json", application);
  const auto elsewhere = desk.wait([&](auto done) { desk.port().point_number(point, done); });
  REQUIRE(elsewhere);  // taken, but the application answers its calls
  CHECK(elsewhere->code() == ErrorCode::failed_precondition);
  const auto release = [&](auto done) { desk.port().release_number(desk.over, bought.peer_id, done); };
  CHECK_FALSE(desk.wait(release));
  CHECK(desk.wait<std::vector<AvailableNumber>>([&](auto done) { desk.port().search_numbers(search, done); })
            .second.size() == 1);
  CHECK_FALSE(desk.wait(release));  // gone is given back
}

TEST_CASE("a subaccount is opened and found again by its name") {
  Desk desk;
  const auto [failure, made] =
      desk.wait<CarrierAccount>([&](auto done) { desk.port().open_account(desk.over, "dev #1", done); });
  CHECK_FALSE(failure);
  CHECK(made.account_sid.starts_with("AC"));
  CHECK_FALSE(made.token.empty());
  const auto [unfound, found] = desk.wait<std::vector<CarrierAccount>>(
      [&](auto done) { desk.port().find_accounts(desk.over, "dev #1", done); });
  CHECK_FALSE(unfound);
  REQUIRE(found.size() == 1);
  CHECK(found[0].account_sid == made.account_sid);
}

TEST_CASE(
    "a subaccount is switched off and on at Twilio, and one that is closed is told from any other refusal") {
  Desk desk;
  const auto made =
      desk.wait<CarrierAccount>([&](auto done) { desk.port().open_account(desk.over, "dev", done); }).second;
  const auto change = [&](bool suspended) {
    const SwitchOrder order{.parent = desk.over, .account_sid = made.account_sid, .suspended = suspended};
    return desk.wait([&](auto done) { desk.port().switch_account(order, done); });
  };
  const auto is = [&](const std::string& status) {
    return desk.ask("GET", ".json", {}, made.account_sid).body.find("\"status\":\"" + status) !=
           std::string::npos;
  };
  CHECK_FALSE(change(true));
  CHECK(is("suspended"));
  CHECK_FALSE(change(false));
  CHECK(is("active"));
  desk.twilio.fail_requests({twilio_double::RequestFailure::error_before});
  CHECK(change(true)->code() == ErrorCode::unavailable);
  CHECK(is("active"));
  const SwitchOrder main{.parent = desk.over, .account_sid = kAccount, .suspended = true};
  const auto refused = desk.wait([&](auto done) { desk.port().switch_account(main, done); });
  REQUIRE(refused);
  CHECK(refused->details().find("reason") == refused->details().end());
  desk.ask("POST", ".json", "Status=closed", made.account_sid);
  const auto closed = change(false);
  REQUIRE(closed);
  CHECK(closed->code() == ErrorCode::failed_precondition);
  CHECK(closed->details().at("reason") == "closed");
}

TEST_CASE("failures come as what can be done about them, and changed credentials are used at once") {
  Desk desk;
  const auto [wrong, none] = desk.place("+1");
  REQUIRE(wrong);
  CHECK(wrong->code() == ErrorCode::invalid_argument);
  desk.twilio.fail_requests({twilio_double::RequestFailure::hangs_up_done});
  const auto [lost, unknown] = desk.place(kTheirs);
  REQUIRE(lost);
  CHECK(lost->code() == ErrorCode::in_doubt);
  desk.token = Secret("wrong");
  desk.changed += Seconds(1);
  const auto [refused, nothing] = desk.place(kTheirs);
  REQUIRE(refused);
  CHECK(refused->code() == ErrorCode::unauthorized);
}

// Closing the engine called through the client that had never been made.
TEST_CASE("an account without credentials is refused with the reason, and the port still closes") {
  Desk desk;
  desk.token = Secret();
  const auto [failure, sid] = desk.place(kTheirs);
  REQUIRE(failure);
  CHECK(failure->code() == ErrorCode::failed_precondition);
  CHECK(std::string(failure->what()) == "the account has neither a token nor an API key");
  desk.edge = "not a host";
  desk.token = Secret("12345");
  CHECK(desk.place(kTheirs).first->code() == ErrorCode::invalid_argument);
  desk.port().stop();
}

// It waited in the client for up to 30 s, and its job gave up after 20: the call was in doubt.
TEST_CASE("a call whose turn comes later is given back with the wait, and keeps its turn") {
  Desk desk;
  desk.calls_per_second = 1;
  CHECK_FALSE(desk.place(kTheirs, "first").first);
  const auto waits = [&](const std::string& call) {
    const auto failure = desk.place(kTheirs, call).first;
    REQUIRE(failure);
    CHECK(failure->code() == ErrorCode::rate_limited);
    return std::stoll(failure->details().at("turn_ms"));
  };
  CHECK(waits("second") <= 1000);
  const auto third = waits("third");
  CHECK(third > 1000);
  CHECK(waits("third") <= third);
  CHECK(desk.twilio.calls().size() == 1);
  desk.twilio.fail_requests({twilio_double::RequestFailure::too_many});
  desk.changed += Seconds(1);
  desk.calls_per_second = 100;
  // The job repeats it, for the gate must be asked again.
  CHECK(desk.place(kTheirs, "second").first->code() == ErrorCode::rate_limited);
  CHECK(desk.twilio.calls().size() == 1);
  CHECK_FALSE(desk.place(kTheirs, "second").first);
}

TEST_CASE("turns are in the order of asking, are used once, and are forgotten by who does not come") {
  Turns turns(1);
  std::int64_t now = 10'000'000;
  CHECK(turns.wait_of("a", now) == Milliseconds(0));
  CHECK(turns.wait_of("b", now) == Milliseconds(1000));
  CHECK(turns.wait_of("c", now) == Milliseconds(2000));
  now += 1'000'000;
  CHECK(turns.wait_of("d", now) == Milliseconds(2000));  // who comes later does not go before
  CHECK(turns.wait_of("b", now) == Milliseconds(0));
  CHECK(turns.wait_of("b", now) == Milliseconds(3000));
  now += 3'000'000;
  CHECK(turns.wait_of("c", now) == Milliseconds(0));  // late is not lost
  now += 100'000'000;
  CHECK(turns.wait_of("e", now) == Milliseconds(0));
  CHECK(turns.wait_of("d", now) == Milliseconds(1000));  // its own was long ago
}
