#include <doctest/doctest.h>

#include <map>

#include <set>

#include <smarthandoff/contact/agent.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "calls/caller_id_decide.hpp"
#include "carrier_world.hpp"
#include "support/domain_store.hpp"

using namespace smarthandoff;
using namespace smarthandoff::calls;
using domain_store::error_of;
using domain_store::Store;

namespace {

Instant at(int second) {
  return Instant(Seconds(second));
}

// Florida, Texas, toll-free, and one that is spent.
std::vector<Candidate> pool() {
  return {{.id = {"fl-1"}, .state = "FL", .call_count = 5, .last_used_at = at(50)},
          {.id = {"fl-2"}, .state = "FL", .call_count = 9, .last_used_at = at(40)},
          {.id = {"tx"}, .state = "TX", .call_count = 2, .last_used_at = at(60)},
          {.id = {"free"}, .toll_free = true, .call_count = 7, .last_used_at = at(30)},
          {.id = {"spent"}, .state = "FL", .cap = 3, .used_today = 3}};
}

std::string chosen(const CallerIdQuestion& question, const std::vector<Candidate>& candidates = pool()) {
  const auto choice = decide(candidates, question);
  if (!choice) return "none";
  return candidates[choice->index].id.value + " " + wire_name(choice->reason);
}

struct Pool : Store {
  Pool() {
    smarthandoff::tenants::UpdateTenant home;
    home.default_region = "US";
    home.zone = "America/New_York";
    write(smarthandoff::tenants::update, home);
  }
  OwnNumber add(const std::string& number, CreateNumber more = {}) {
    more.number = number;
    now += Milliseconds(1);
    return write(create_number, more);
  }
  std::string call(const std::string& to, std::optional<Rotation> rotation = {}) {
    now += Seconds(1);
    return write(choose_caller_id, ChooseCallerId{.to = to, .rotation = rotation}).number;
  }
  void configure(const ConfigureCalls& request) { write(calls::configure, request); }
};

}  // namespace

TEST_CASE("the number is chosen by the rotation, among those under their cap") {
  struct Row {
    std::string what;
    CallerIdQuestion question;
    std::string chosen;
  };
  const std::vector<std::string> local{"FL", "TX"};
  const std::vector<Row> rows{
      {"who rested longest", {.rotation = Rotation::round_robin}, "free rotation"},
      {"the fewest calls", {.rotation = Rotation::least_used}, "tx rotation"},
      {"drawn: the first", {.rotation = Rotation::random, .draw = 8}, "fl-1 rotation"},
      {"drawn: the third", {.rotation = Rotation::random, .draw = 6}, "tx rotation"},
      {"of the same state, rested longest",
       {.rotation = Rotation::local_presence, .state = "FL", .local_states = local},
       "fl-2 local"},
      {"Texas", {.rotation = Rotation::local_presence, .state = "TX", .local_states = local}, "tx local"},
      {"another state",
       {.rotation = Rotation::local_presence, .state = "CA", .local_states = local},
       "free toll_free"},
      {"no state", {.rotation = Rotation::local_presence, .local_states = local}, "free toll_free"},
      {"the person's own number", {.rotation = Rotation::least_used, .sticky = {"fl-2"}}, "fl-2 sticky"},
      {"whose number is spent", {.rotation = Rotation::least_used, .sticky = {"spent"}}, "tx rotation"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(chosen(row.question) == row.chosen);
  }
  CHECK(chosen({}, {}) == "none");
  CHECK(chosen({}, {pool()[4]}) == "none");
  CHECK(chosen({.rotation = Rotation::local_presence, .state = "TX", .local_states = local}, {pool()[0]}) ==
        "none");
}

TEST_CASE("calls to Florida and Texas go out by a number of that state, all others by a toll-free one") {
  Pool pool;
  const auto miami = pool.add("+13055550100"), austin = pool.add("+15125550100"),
             free = pool.add("+18335550100");
  CHECK(miami.state == "FL");
  CHECK(austin.state == "TX");
  CHECK(free.toll_free);
  pool.configure({.rotation = Rotation::local_presence, .sticky_days = 0});
  CHECK(pool.call("+17865551234") == "+13055550100");
  CHECK(pool.call("+17135551234") == "+15125550100");
  CHECK(pool.call("+14155551234") == "+18335550100");
  CHECK(pool.call("+551133334444") == "+18335550100");
  pool.write(update_number, UpdateNumber{.number_id = miami.id, .active = false});
  CHECK(pool.call("+17865551234") == "+18335550100");
}

TEST_CASE("a person keeps their number for the sticky days") {
  Pool pool;
  pool.add("+13055550100");
  pool.add("+15125550100");
  pool.configure({.sticky_days = 2});
  const std::string first = pool.call("+14155551234");
  CHECK(pool.call("(415) 555-1234") == first);
  CHECK(pool.call("+14155559999") != first);
  CHECK(pool.call("+14155551234") == first);
  pool.now += std::chrono::hours(49);
  CHECK(pool.call("+14155551234") == "+15125550100");  // whose turn it is
}

TEST_CASE("a number makes no more calls on a local day than its cap") {
  Pool pool;
  pool.now = parse_rfc3339("2026-01-17T04:50:00Z");  // 23:50 in New York
  pool.add("+13055550100", {.daily_cap = 2});
  pool.configure({.daily_cap = 1, .sticky_days = 0});
  pool.call("+14155551234");
  pool.call("+14155551234");
  CHECK(error_of([&] { pool.call("+14155551234"); }) == "failed_precondition");
  pool.add("+15125550100");
  CHECK(pool.call("+14155551234") == "+15125550100");
  CHECK(error_of([&] { pool.call("+14155551234"); }) == "failed_precondition");
  pool.now += std::chrono::minutes(10);
  CHECK(pool.call("+14155551234") == "+13055550100");
}

TEST_CASE("only owned and active numbers for calls are called by") {
  struct Row {
    std::string what;
    std::function<void(Pool&, const OwnNumber&)> change;
  };
  const std::vector<Row> rows{
      {"inactive",
       [](Pool& p, const OwnNumber& n) {
         p.write(update_number, UpdateNumber{.number_id = n.id, .active = false});
       }},
      {"for what comes in",
       [](Pool& p, const OwnNumber& n) {
         p.write(update_number, UpdateNumber{.number_id = n.id, .purpose = NumberPurpose::inbound});
       }},
      {"given back",
       [](Pool& p, const OwnNumber& n) {
         p.write(update_number, UpdateNumber{.number_id = n.id, .release = true});
       }},
      {"another tenant's", [](Pool& p, const OwnNumber&) { p.tenant = {"other"}; }},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Pool pool;
    const auto number = pool.add("+13055550100");
    row.change(pool, number);
    CHECK(error_of([&] { pool.call("+14155551234"); }) == "failed_precondition");
  }
}

TEST_CASE("uses are counted, and what failed is not") {
  Pool pool;
  const auto number = pool.add("+13055550100");
  pool.call("+14155551234");
  const auto answer = pool.write(choose_caller_id, ChooseCallerId{.to = "+14155551234"});
  CHECK(answer.used_today == 2);
  CHECK(answer.reason == CallerIdReason::sticky);
  CHECK(error_of([&] { pool.call("12"); }) == "invalid_argument to");
  const auto now = pool.read(get_number, GetNumber{.number_id = number.id});
  CHECK(now.call_count == 2);
  // A second before the refused one; later than the use before it, in the same millisecond.
  CHECK(now.last_used_at == pool.now - Seconds(1) + Milliseconds(1));
}

TEST_CASE("calls that are placed in the same millisecond go out by each number as often") {
  // Who was used at the same instant had rested as long, and the first of them was taken every time.
  Pool pool;
  for (int i = 0; i < 3; ++i) pool.add("+1305555010" + std::to_string(i));
  std::map<std::string, int> uses;
  for (int i = 0; i < 12; ++i)
    ++uses[pool.write(choose_caller_id, ChooseCallerId{.to = "+141555512" + std::to_string(10 + i)}).number];
  REQUIRE(uses.size() == 3);
  for (const auto& [number, times] : uses) CHECK(times == 4);
}

TEST_CASE("a number belongs to one tenant, until it is given back") {
  Pool pool;
  const auto number = pool.add("+13055550100", {.label = " Miami "});
  CHECK(number.label == "Miami");
  CHECK(pool.read(get_number, GetNumber{.number = "305 555 0100"}) == number);
  CHECK(error_of([&] { pool.add("(305) 555-0100"); }) == "already_exists number");
  pool.tenant = {"other"};
  CHECK(error_of([&] { pool.add("+13055550100"); }) == "already_exists number");
  CHECK(error_of([&] { pool.read(get_number, GetNumber{.number_id = number.id}); }) == "not_found");
  pool.tenant = {"acme"};
  pool.write(update_number, UpdateNumber{.number_id = number.id, .release = true});
  CHECK(pool.write(update_number, UpdateNumber{.number_id = number.id, .release = true}).status ==
        NumberStatus::released);
  pool.tenant = {"other"};
  pool.add("+13055550100");
  CHECK(pool.read(list_numbers, ListNumbers{}).numbers.size() == 1);
}

TEST_CASE("what cannot be is refused by its field") {
  Pool pool;
  const auto number = pool.add("+13055550100");
  const auto refused = [&](const CreateNumber& request) {
    return error_of([&] { pool.write(create_number, request); });
  };
  CHECK(refused({.number = "305"}) == "invalid_argument number");
  CHECK(refused({.number = "+15125550100", .label = std::string(101, 'x')}) == "invalid_argument label");
  CHECK(refused({.number = "+15125550100", .agent_id = {"nobody"}}) == "not_found");
  CHECK(refused({.number = "+15125550100", .daily_cap = -1}) == "invalid_argument daily_cap");
  CHECK(error_of([&] { pool.read(get_number, GetNumber{}); }) == "invalid_argument number_id");
  CHECK(error_of([&] { pool.write(update_number, UpdateNumber{.number_id = {"x"}}); }) == "not_found");
  CHECK(error_of([&] { pool.read(list_numbers, ListNumbers{.limit = 0}); }) == "invalid_argument limit");
}

TEST_CASE("a number is of an account that there is") {
  // It was stored, and each call by it failed as one without an account.
  carrier_world::World world;
  const std::string refused = "not_found account_id";
  CHECK(error_of([&] {
          world.write(create_number, CreateNumber{.number = "+13055550101", .account_id = {"nobody"}});
        }) == refused);
  CHECK(error_of([&] {
          world.write(update_number,
                      UpdateNumber{.number_id = world.number.id, .account_id = AccountId{"nobody"}});
        }) == refused);
  const auto of = [&](const AccountId& id) {
    return world.write(update_number, UpdateNumber{.number_id = world.number.id, .account_id = id})
        .account_id;
  };
  CHECK(of(world.account.id) == world.account.id);
  CHECK(of({}).empty());
}

TEST_CASE("numbers are listed by status, agent and in pages") {
  Pool pool;
  const auto jeni =
      pool.write(agents::create, agents::CreateAgent{.user_id = "u-1", .name = "Jeni", .extension = "1004"});
  const auto hers = pool.add("+13055550100", {.agent_id = jeni.id}), other = pool.add("+15125550100");
  const auto listed = [&](const ListNumbers& filter) { return pool.read(list_numbers, filter).numbers; };
  CHECK(listed({.agent_id = jeni.id}) == std::vector{hers});
  CHECK(listed({.limit = 1, .after = hers.id}) == std::vector{other});
  CHECK(listed({.status = NumberStatus::released}).empty());
  CHECK(listed({.active = false}).empty());
}
