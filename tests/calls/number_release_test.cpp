#include "calls/number_release.hpp"

#include <doctest/doctest.h>

#include <set>

#include <smarthandoff/calls/number_order.hpp>

#include "carrier_world.hpp"

using namespace carrier_world;
using namespace smarthandoff::calls;

namespace {

using Orders = std::vector<std::string>;

const std::string kTo = "+5518997751234";
constexpr auto kMoreThanHalfADay = std::chrono::hours(18);

Error failure(ErrorCode code) {
  return Error(code, "the service said no");
}

// A bought number that is to be given back.
struct Desk : World {
  Desk() {
    bought = write(buy_number, BuyNumber{.number = "+15125550100"});
    orders();
    write(configure, ConfigureCalls{.alerts = std::vector{AlertKind::job_dead}});
    events.clear();
  }
  OwnNumber release() { return write(update_number, UpdateNumber{.number_id = bought.id, .release = true}); }
  OwnNumber get() { return read(get_number, GetNumber{.number_id = bought.id}); }
  std::set<std::string> called_by() {
    std::set<std::string> numbers;
    for (int i = 0; i < 4; ++i) {
      now += Seconds(1);
      numbers.insert(write(choose_caller_id, ChooseCallerId{.to = kTo}).number);
    }
    return numbers;
  }
  OwnNumber bought;
};

}  // namespace

// It was only forgotten here: the phone service went on charging for it.
TEST_CASE("a released number is not called by at once, and given back in the background") {
  Desk desk;
  CHECK(desk.called_by().size() == 2);
  CHECK(desk.release().status == NumberStatus::releasing);
  CHECK(desk.called_by() == std::set<std::string>{"+13055550100"});
  CHECK(desk.read(list_numbers, ListNumbers{.status = NumberStatus::releasing}).numbers.size() == 1);
  CHECK(desk.read(get_number, GetNumber{.number = "+15125550100"}).id == desk.bought.id);  // calls come still
  CHECK(desk.orders() == Orders{"release PN1"});
  CHECK(desk.get().status == NumberStatus::released);
  CHECK(desk.count("number.updated") == 2);
}

TEST_CASE("releasing again is harmless, before and after") {
  Desk desk;
  desk.release();
  CHECK(desk.release().status == NumberStatus::releasing);
  CHECK(desk.orders() == Orders{"release PN1"});
  CHECK(desk.release().status == NumberStatus::released);
  CHECK(desk.orders().empty());
}

TEST_CASE("nobody gets the number while it is given back, and anybody when it is") {
  Desk desk;
  desk.release();
  const auto add = [&] { return desk.write(create_number, CreateNumber{.number = "+15125550100"}); };
  CHECK(error_of(add) == "already_exists number");
  CHECK(error_of([&] { desk.write(buy_number, BuyNumber{.number = "+15125550100"}); }) ==
        "already_exists number");
  desk.run();
  CHECK(add().status == NumberStatus::owned);
}

TEST_CASE("what may pass is tried again, what is done already does no harm") {
  for (const ErrorCode code : {ErrorCode::rate_limited, ErrorCode::unavailable, ErrorCode::timeout,
                               ErrorCode::conflict, ErrorCode::in_doubt}) {
    CAPTURE(to_string(code));
    Desk desk;
    desk.carrier.answers = {failure(code), failure(code)};
    desk.release();
    CHECK(desk.orders().size() == 1);
    CHECK(desk.get().status == NumberStatus::releasing);
    desk.advance(Seconds(1));
    desk.advance(Seconds(2));
    CHECK(desk.orders() == Orders{"release PN1", "release PN1"});
    CHECK(desk.get().status == NumberStatus::released);
    CHECK(desk.get().failure.empty());
  }
}

TEST_CASE("a number that is not given back is kept, says why, and is called by no more; people are alerted") {
  Desk desk;
  SUBCASE("refused") {
    desk.carrier.answers = {failure(ErrorCode::unauthorized)};
    desk.release();
    CHECK(desk.orders() == Orders{"release PN1"});
  }
  SUBCASE("unreachable for half a day") {
    desk.carrier.answers.assign(100, failure(ErrorCode::unavailable));
    desk.release();
    for (const Instant end = desk.now + kMoreThanHalfADay; desk.now < end;) desk.advance(Seconds(600));
    const std::size_t tries = desk.orders().size();
    CHECK(tries == 25);
    desk.carrier.answers.clear();
  }
  desk.run();
  const OwnNumber kept = desk.get();
  CHECK(kept.status == NumberStatus::owned);
  CHECK_FALSE(kept.active);
  CHECK(kept.failure == "could not be given back: the service said no");
  CHECK(desk.called_by() == std::set<std::string>{"+13055550100"});
  CHECK(desk.last("call.alert").find("number.release +15125550100") != std::string::npos);
  CHECK(from_json<NumberEvent>(desk.last("number.updated")).status == NumberStatus::owned);
  CHECK(desk.release().failure.empty());  // once more, by hand
  CHECK(desk.orders() == Orders{"release PN1"});
  CHECK(desk.get().status == NumberStatus::released);
}

TEST_CASE("a number whose id nobody told us is looked for; what the account has not is given back") {
  Desk desk;
  const auto release = [&] {
    desk.write(update_number, UpdateNumber{.number_id = desk.number.id, .release = true});
    const auto orders = desk.orders();
    CHECK(desk.read(get_number, GetNumber{.number_id = desk.number.id}).status == NumberStatus::released);
    return orders;
  };
  SUBCASE("there") {
    desk.carrier.number_found = CarrierNumber{.peer_id = "PN9", .number = "+13055550100", .label = ""};
    CHECK(release() == Orders{"find number +13055550100", "release PN9"});
  }
  SUBCASE("not there") {
    CHECK(release() == Orders{"find number +13055550100"});
  }
}

// Another default account has no such number: it would have passed for given back.
TEST_CASE("a bought number is given back over the account that bought it") {
  Desk desk;
  CHECK(desk.bought.account_id == desk.account.id);
  desk.write(create_account, CreateAccount{.name = "new",
                                           .account_sid = "AC" + std::string(32, 'd'),
                                           .token = Secret("t"),
                                           .is_default = true});
  desk.release();
  desk.run();
  CHECK(desk.carrier.over.account_id == desk.account.id);
}

TEST_CASE("only what is owned can be released") {
  Desk desk;
  const auto ordered = desk.write(buy_number, BuyNumber{.number = "+15125550101"});
  CHECK(error_of([&] {
          desk.write(update_number, UpdateNumber{.number_id = ordered.id, .release = true});
        }) == "failed_precondition");
}
