#include "calls/number_point.hpp"

#include <doctest/doctest.h>

#include <smarthandoff/calls/number_order.hpp>

#include "carrier_world.hpp"

using namespace carrier_world;
using namespace smarthandoff::calls;

namespace {

using Orders = std::vector<std::string>;

const std::string kNew = "https://new.example.com", kNewer = "https://newer.example.com";

Error failure(ErrorCode code) {
  return Error(code, "the service said no");
}

std::string told(const std::string& base_url, const std::string& peer_id = "PN1") {
  return "point " + peer_id + " to " + base_url + "/voice " + base_url + "/webhooks/call-status";
}

// A bought number beside one that the tenant had.
struct Desk : World {
  Desk() {
    bought = write(buy_number, BuyNumber{.number = "+15125550100"});
    orders();
  }
  void move(const std::string& base_url) { write(configure, ConfigureCalls{.base_url = base_url}); }
  OwnNumber push(const NumberId& id) {
    return write(update_number, UpdateNumber{.number_id = id, .push_url = true});
  }
  OwnNumber get() { return read(get_number, GetNumber{.number_id = bought.id}); }
  OwnNumber bought;
};

}  // namespace

// Its calls went on coming in at the old address, and reached nobody.
TEST_CASE("the phone service is told of another base_url, once, for the numbers that we have told it of") {
  Desk desk;
  CHECK(desk.get().base_url == kHost);
  CHECK(desk.read(get_number, GetNumber{.number_id = desk.number.id}).base_url.empty());
  desk.move(kNew);
  CHECK(desk.orders() == Orders{told(kNew)});
  CHECK(desk.get().base_url == kNew);
  CHECK(desk.count("number.updated") == 2);  // bought, told
  desk.move(kNew);
  desk.write(configure, ConfigureCalls{.daily_cap = 7});
  desk.advance(std::chrono::hours(1));
  CHECK(desk.orders().empty());
  desk.move("");  // there is nothing to tell
  CHECK(desk.orders().empty());
  CHECK(desk.get().base_url == kNew);
}

TEST_CASE("a number that is being bought while base_url changes is told when it is there") {
  Desk desk;
  const auto second = desk.write(buy_number, BuyNumber{.number = "+15125550101"});
  desk.move(kNew);
  desk.run();
  desk.advance(Seconds(1));  // one after the other
  CHECK(desk.orders() == Orders{"buy +15125550101", told(kNew), told(kNew)});
  CHECK(desk.read(get_number, GetNumber{.number_id = second.id}).base_url == kNew);
}

TEST_CASE("of several changes the last one holds, whatever became of the others") {
  Desk desk;
  const auto changed_meanwhile = [&](const std::string& base_url) {
    desk.move(kNew);
    desk.carrier.on_point = [&desk, base_url](const PointOrder&) {
      desk.carrier.on_point = {};
      desk.move(base_url);
    };
  };
  SUBCASE("to a third") {
    changed_meanwhile(kNewer);
    CHECK(desk.orders() == Orders{told(kNew), told(kNewer)});
    CHECK(desk.get().base_url == kNewer);
  }
  SUBCASE("back") {
    changed_meanwhile(kHost);
    CHECK(desk.orders() == Orders{told(kNew), told(kHost)});
    CHECK(desk.get().base_url == kHost);
  }
  SUBCASE("back, and the answer got lost") {
    changed_meanwhile(kHost);
    desk.carrier.answers = {failure(ErrorCode::in_doubt)};
    CHECK(desk.orders() == Orders{told(kNew), told(kHost)});
    CHECK(desk.get().base_url == kHost);
  }
}

TEST_CASE("what may pass is told again, later and later; then people are alerted, and can have it told") {
  Desk desk;
  desk.write(configure, ConfigureCalls{.alerts = std::vector{AlertKind::job_dead}});
  desk.carrier.answers = {failure(ErrorCode::rate_limited), failure(ErrorCode::timeout)};
  desk.move(kNew);
  CHECK(desk.orders() == Orders{told(kNew)});
  desk.advance(Seconds(1));
  CHECK(desk.orders() == Orders{told(kNew)});
  CHECK(desk.get().base_url == kHost);
  desk.carrier.answers = {failure(ErrorCode::not_found)};
  desk.advance(Seconds(2));
  CHECK(desk.orders() == Orders{told(kNew)});
  CHECK(desk.get().status == NumberStatus::owned);
  CHECK(desk.get().base_url == kHost);
  CHECK(desk.get().failure == "the phone service does not know base_url: the service said no");
  CHECK(desk.last("call.alert").find("number.point +15125550100") != std::string::npos);
  desk.advance(std::chrono::hours(24));
  CHECK(desk.orders().empty());
  SUBCASE("by hand") {
    desk.push(desk.bought.id);
  }
  SUBCASE("by the settings, as a host that opens gives them") {
    desk.move(kNew);
  }
  CHECK(desk.orders() == Orders{told(kNew)});
  CHECK(desk.get().base_url == kNew);
  CHECK(desk.get().failure.empty());
}

TEST_CASE("a number that the tenant had is told of by hand, and kept in step from then on") {
  Desk desk;
  desk.carrier.number_found = CarrierNumber{.peer_id = "PN9", .number = "+13055550100", .label = ""};
  desk.push(desk.number.id);
  CHECK(desk.orders() == Orders{"find number +13055550100", told(kHost, "PN9")});
  desk.move(kNew);
  desk.run();
  desk.advance(Seconds(1));  // one after the other
  const Orders moved = desk.orders();
  CHECK(std::ranges::count(moved, told(kNew, "PN9")) == 1);
  CHECK(std::ranges::count(moved, told(kNew)) == 1);
}

TEST_CASE("many numbers are told one after the other") {
  Desk desk;
  for (int i = 0; i < 120; ++i)
    desk.write(buy_number, BuyNumber{.number = "+1512555" + std::to_string(1000 + i)});
  desk.orders();
  desk.move(kNew);
  CHECK(desk.orders().size() == 1);
  desk.advance(Seconds(1));
  CHECK(desk.orders().size() == 5);
  for (int i = 0; i < 30; ++i) desk.advance(Seconds(1));
  CHECK(desk.orders().size() == 115);
  const auto numbers = desk.read(list_numbers, ListNumbers{.limit = 1000}).numbers;
  CHECK(std::ranges::count(numbers, kNew, &OwnNumber::base_url) == 121);
}

TEST_CASE("what is told while a number is given back changes nothing of it") {
  Desk desk;
  desk.move(kNew);
  desk.carrier.on_point = [&desk](const PointOrder&) {
    desk.write(update_number, UpdateNumber{.number_id = desk.bought.id, .release = true});
  };
  desk.carrier.answers = {failure(ErrorCode::not_found)};
  CHECK(desk.orders() == Orders{told(kNew), "release PN1"});
  CHECK(desk.get().status == NumberStatus::released);
  CHECK(desk.get().failure.empty());
}

TEST_CASE("nobody is told of a number that is not ours, nowhere, or given back") {
  Desk desk;
  const auto refused = [&](const UpdateNumber& request) {
    return error_of([&] { desk.write(update_number, request); });
  };
  CHECK(refused({.number_id = desk.bought.id, .push_url = true, .release = true}) ==
        "invalid_argument push_url");
  desk.move("");
  CHECK(refused({.number_id = desk.bought.id, .push_url = true}) == "failed_precondition");
  desk.move(kNew);
  desk.write(update_number, UpdateNumber{.number_id = desk.bought.id, .release = true});
  CHECK(refused({.number_id = desk.bought.id, .push_url = true}) == "failed_precondition");
  desk.tenant = {"other"};  // without an account
  const auto other = desk.write(create_number, CreateNumber{.number = "+15125550109"});
  desk.move(kNew);
  CHECK(refused({.number_id = other.id, .push_url = true}) == "failed_precondition");
}
