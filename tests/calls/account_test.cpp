#include <smarthandoff/calls/account.hpp>

#include <doctest/doctest.h>

#include "carrier_world.hpp"

using namespace carrier_world;
using namespace smarthandoff::calls;

namespace {

Error failure(ErrorCode code) {
  return Error(code, "no");
}

std::string stored(World& world) {
  std::string all;
  world.connection().begin();
  world.connection().query("SELECT name || credentials || key_id FROM phone_accounts", {},
                           [&](const storage::Row& row) { all += row.string(0) + "\n"; });
  world.connection().rollback();
  return all;
}

AccountStatus status(World& world, const AccountId& id) {
  return world.read(get_account, GetAccount{id}).status;
}

}  // namespace

TEST_CASE("an account's credentials are stored encrypted and come out for adapters only") {
  World world;
  CHECK(stored(world).find("12345") == std::string::npos);
  CHECK(to_json(world.account).find("12345") == std::string::npos);
  CHECK(world.account.has_token);
  CHECK_FALSE(world.account.has_api_key);
  const auto opened = world.read([](const Context& c, const int&) { return open_account(c, {}); }, 0);
  REQUIRE(opened);
  CHECK(opened->token.reveal() == "12345");
  CHECK(world.read([](const Context& c, const int&) { return tenants_of_account(c, kAccount); }, 0) ==
        std::vector<TenantId>{{"acme"}});
}

TEST_CASE("an account belongs to one tenant, and what cannot be is refused by its field") {
  World world;
  const auto refused = [&](CreateAccount request) {
    if (request.name.empty()) request.name = "x";
    if (request.account_sid.empty()) request.account_sid = "AC" + std::string(32, 'c');
    return error_of([&] { world.write(create_account, request); });
  };
  CHECK(refused({.account_sid = kAccount, .token = Secret("t")}) == "already_exists account_sid");
  CHECK(refused({}) == "invalid_argument token");  // nothing could be ordered over it
  CHECK(refused({.account_sid = "AC1"}) == "invalid_argument account_sid");
  CHECK(refused({.api_key_sid = "SK" + std::string(32, 'd')}) == "invalid_argument api_key_sid");
  CHECK(refused({.token = Secret("a b")}) == "invalid_argument token");
  CHECK(refused({.token = Secret("t"), .calls_per_second = 0}) == "invalid_argument calls_per_second");
  CHECK(refused({.token = Secret("t"), .calls_per_second = 101}) == "invalid_argument calls_per_second");
  CHECK(refused({.token = Secret("t"), .application_sid = "AC" + std::string(32, 'd')}) ==
        "invalid_argument application_sid");
  CHECK(refused({.region = "ie1/.."}) == "invalid_argument region");
  CHECK(error_of([&] {
          world.write(update_account, UpdateAccount{.account_id = world.account.id, .token = Secret("")});
        }) == "invalid_argument token");
  world.tenant = {"other"};
  CHECK(refused({.account_sid = kAccount, .token = Secret("t")}) == "already_exists account_sid");
  CHECK(error_of([&] { world.read(get_account, GetAccount{world.account.id}); }) == "not_found");
}

TEST_CASE("credentials are encrypted anew with the newest key") {
  World world;
  const KeyRing both(
      {{.id = "k1", .key = Secret(std::string(64, '1'))}, {.id = "k2", .key = Secret(std::string(64, '2'))}});
  world.keys = &both;
  CHECK(world.write(rotate_accounts, RotateAccounts{}).rotated == 1);
  const KeyRing newest({{.id = "k2", .key = Secret(std::string(64, '2'))}});
  world.keys = &newest;
  const auto opened = world.read([](const Context& c, const int&) { return open_account(c, {}); }, 0);
  CHECK(opened->token.reveal() == "12345");
  CHECK(world.write(rotate_accounts, RotateAccounts{}).rotated == 0);
  // Another key under the same id would have answered that there is nothing to do.
  const KeyRing wrong({{.id = "k2", .key = Secret(std::string(64, '3'))}});
  world.keys = &wrong;
  CHECK(error_of([&] { world.write(rotate_accounts, RotateAccounts{}); }) == "failed_precondition");
}

TEST_CASE("new credentials end a refusal, and a suspended account is switched on again") {
  World world;
  world.write([](Context& c, const int&) { return refuse_account(c, {}, "20003"), 0; }, 0);
  CHECK(status(world, world.account.id) == AccountStatus::refused);
  world.write(update_account, UpdateAccount{.account_id = world.account.id, .token = Secret("new")});
  CHECK(status(world, world.account.id) == AccountStatus::active);
  world.write(update_account, UpdateAccount{.account_id = world.account.id, .suspended = true});
  CHECK(status(world, world.account.id) == AccountStatus::suspended);
  world.write(update_account, UpdateAccount{.account_id = world.account.id, .suspended = false});
  CHECK(status(world, world.account.id) == AccountStatus::active);
}

TEST_CASE("a subaccount is stored, opened in the background, and its webhooks can be checked") {
  World world;
  const auto made = world.write(open_subaccount, OpenSubaccount{.name = "dev-discador"});
  CHECK(made.status == AccountStatus::ordered);
  CHECK(made.parent_id == world.account.id);
  CHECK(world.orders() == std::vector<std::string>{"open dev-discador"});
  const auto now = world.read(get_account, GetAccount{made.id});
  CHECK(now.status == AccountStatus::active);
  CHECK(now.account_sid == "AC" + std::string(32, 'b'));
  CHECK(now.has_token);
}

TEST_CASE("a subaccount whose order got lost is looked for, and never ordered again by itself") {
  World world;
  const auto made = world.write(open_subaccount, OpenSubaccount{.name = "dev"});
  SUBCASE("and is there") {
    world.carrier.answers = {failure(ErrorCode::in_doubt)};
    CHECK(world.orders() == std::vector<std::string>{"open dev"});
    CHECK(status(world, made.id) == AccountStatus::in_doubt);
    world.carrier.accounts_found = {{.account_sid = "AC" + std::string(32, 'e'), .token = Secret("t")}};
    world.advance(Seconds(3));
    CHECK(world.orders() == std::vector<std::string>{"find account dev"});
    CHECK(status(world, made.id) == AccountStatus::active);
  }
  SUBCASE("and is not, three times") {
    world.carrier.answers = {failure(ErrorCode::in_doubt)};
    world.run();
    for (int i = 0; i < 3; ++i) world.advance(Seconds(61));
    CHECK(world.orders() ==
          std::vector<std::string>{"open dev", "find account dev", "find account dev", "find account dev"});
    CHECK(status(world, made.id) == AccountStatus::failed);
  }
  SUBCASE("after a crash, too") {
    Job job = world.jobs.back();
    world.jobs.clear();
    job.attempt = 1;
    world.run(job);
    CHECK(world.orders().empty());
    CHECK(status(world, made.id) == AccountStatus::in_doubt);
  }
  SUBCASE("a full service is asked later") {
    world.carrier.answers = {failure(ErrorCode::rate_limited)};
    world.run();
    world.advance(Seconds(2));
    CHECK(world.orders() == std::vector<std::string>{"open dev", "open dev"});
    CHECK(status(world, made.id) == AccountStatus::active);
  }
  SUBCASE("a refusal is final") {
    world.carrier.answers = {failure(ErrorCode::failed_precondition)};
    world.run();
    CHECK(status(world, made.id) == AccountStatus::failed);
  }
}

namespace {

// A subaccount that is open.
struct Desk : World {
  Desk() {
    sub = write(open_subaccount, OpenSubaccount{.name = "dev"});
    orders();
    write(configure, ConfigureCalls{.alerts = std::vector{AlertKind::job_dead}});
  }
  PhoneAccount suspend(bool suspended) {
    return write(update_account, UpdateAccount{.account_id = sub.id, .suspended = suspended});
  }
  PhoneAccount get() { return read(get_account, GetAccount{sub.id}); }
  PhoneAccount sub;
};

using Orders = std::vector<std::string>;

}  // namespace

// It was switched off here only: the phone service went on taking its calls.
TEST_CASE("a subaccount is switched off and on at the phone service, over its parent") {
  Desk desk;
  CHECK(desk.suspend(true).status == AccountStatus::suspending);
  CHECK(desk.orders() == Orders{"suspend ACbb"});
  CHECK(desk.carrier.over.account_id == desk.account.id);
  CHECK(desk.get().status == AccountStatus::suspended);
  CHECK(desk.suspend(true).status == AccountStatus::suspended);
  CHECK(desk.orders().empty());
  CHECK(desk.suspend(false).status ==
        AccountStatus::resuming);  // nothing is placed before it is active there
  CHECK(desk.orders() == Orders{"resume ACbb"});
  CHECK(desk.get().status == AccountStatus::active);
  CHECK(desk.suspend(false).status == AccountStatus::active);
  CHECK(desk.orders().empty());
}

TEST_CASE("an account without a parent is switched off here only: it could not be switched on again") {
  Desk desk;
  desk.write(update_account, UpdateAccount{.account_id = desk.account.id, .suspended = true});
  CHECK(status(desk, desk.account.id) == AccountStatus::suspended);
  desk.write(update_account, UpdateAccount{.account_id = desk.account.id, .suspended = false});
  CHECK(status(desk, desk.account.id) == AccountStatus::active);
  CHECK(desk.orders().empty());
}

TEST_CASE("of two words about an account the last one holds") {
  Desk desk;
  desk.suspend(true);
  desk.carrier.on_switch = [&desk](const SwitchOrder&) {
    desk.carrier.on_switch = {};
    desk.suspend(false);
  };
  CHECK(desk.orders() == Orders{"suspend ACbb", "resume ACbb"});
  CHECK(desk.get().status == AccountStatus::active);
}

TEST_CASE("what may pass is tried again, and what cannot be is told and alerted of") {
  Desk desk;
  desk.carrier.answers = {failure(ErrorCode::unavailable)};
  desk.suspend(true);
  desk.run();
  CHECK(desk.get().status == AccountStatus::suspending);
  desk.advance(Seconds(1));
  CHECK(desk.orders() == Orders{"suspend ACbb", "suspend ACbb"});
  CHECK(desk.get().status == AccountStatus::suspended);
  desk.carrier.answers = {failure(ErrorCode::unauthorized)};
  desk.suspend(false);
  desk.run();
  CHECK(desk.get().status == AccountStatus::suspended);
  CHECK(desk.get().failure == "not switched on at the phone service: no");
  CHECK(desk.last("call.alert").find("account.switch dev") != std::string::npos);
  desk.suspend(false);
  CHECK(desk.get().failure.empty());
  desk.run();
  CHECK(desk.get().status == AccountStatus::active);
}

TEST_CASE("an account that is closed at the phone service says so, for good") {
  Desk desk;
  desk.suspend(true);
  desk.run();
  desk.carrier.answers = {Error(ErrorCode::failed_precondition, "closed", {{"reason", "closed"}})};
  desk.suspend(false);
  desk.run();
  CHECK(desk.get().status == AccountStatus::closed);
  for (const bool suspended : {false, true}) {
    try {
      desk.suspend(suspended);
      FAIL("was changed");
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::failed_precondition);
      CHECK(error.details().at("reason") == "closed");
      CHECK(std::string(error.what()).find("final") != std::string::npos);
    }
  }
}

TEST_CASE("only an account that is open can be suspended") {
  World world;
  const auto made = world.write(open_subaccount, OpenSubaccount{.name = "dev"});
  CHECK(error_of([&] {
          world.write(update_account, UpdateAccount{.account_id = made.id, .suspended = true});
        }) == "failed_precondition");
}
