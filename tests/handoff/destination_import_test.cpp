#include "handoff/destination_import.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

#include <smarthandoff/base/json.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "support/directory_rows.hpp"
#include "support/domain_store.hpp"
#include "support/postgresql.hpp"

using namespace smarthandoff;
using namespace smarthandoff::destinations;
using domain_store::error_of;
using domain_store::Store;
using telephony::DirectoryDestination;
using Rows = std::vector<DirectoryDestination>;

namespace {

const DirectoryDestination kJeni = test_directory::jeni("uuid-1");
const DirectoryDestination kGroup = test_directory::support_group("uuid-2");

ImportedRows take(Store& store, const Rows& rows) {
  return store.write(
      [](Context& context, const Rows& given) {
        return take_over(context, DestinationSource::fusionpbx, given);
      },
      rows);
}

std::vector<Destination> all(Store& store) {
  return store.read(destinations::list, ListDestinations{}).destinations;
}

DirectoryDestination changed(DirectoryDestination row,
                             const std::function<void(DirectoryDestination&)>& how) {
  how(row);
  return row;
}

}  // namespace

TEST_CASE("every row is a destination once, with the same id for good") {
  Store store;
  CHECK(take(store, {kJeni, kGroup}) == ImportedRows{.added = 2});
  const auto first = all(store);
  REQUIRE(first.size() == 2);
  CHECK(first[0].name == "Jeni");
  CHECK(first[0].aliases == std::vector<std::string>{"jeni", "financeiro"});
  CHECK(first[0].number == "1004");
  CHECK(first[0].ring_timeout_seconds == 25);
  CHECK(first[0].fallback_action == FallbackAction::voicemail);
  CHECK(first[0].source == DestinationSource::fusionpbx);
  CHECK(first[0].source_id == "uuid-1");
  CHECK(first[1].type == DestinationType::ring_group);
  CHECK(first[1].context == "default");
  CHECK(first[1].ring_timeout_seconds == 30);
  CHECK(first[1].fallback_action == FallbackAction::ticket);
  CHECK(store.topics() == "destinations.imported ");

  store.now += Seconds(60);
  CHECK(take(store, {kGroup, kJeni, kJeni}) == ImportedRows{});  // in any order, doubled or not
  CHECK(all(store) == first);
  CHECK(store.topics() == "destinations.imported ");

  const auto moved = changed(kJeni, [](auto& row) { row.number = "1010"; });
  CHECK(take(store, {moved, kGroup}) == ImportedRows{.changed = 1});
  CHECK(all(store)[0].id == first[0].id);
  CHECK(all(store)[0].number == "1010");
  CHECK(all(store)[0].updated_at == store.now);
  CHECK(all(store)[0].created_at == first[0].created_at);
}

TEST_CASE("a row that is gone or switched off is disabled here, and comes back under its id") {
  Store store;
  take(store, {kJeni, kGroup});
  const auto id = all(store)[0].id;
  CHECK(take(store, {kGroup}) == ImportedRows{.disabled = 1});
  CHECK_FALSE(all(store)[0].enabled);
  CHECK(take(store, {kGroup}) == ImportedRows{});
  CHECK(take(store, {kJeni, kGroup}) == ImportedRows{.changed = 1});
  CHECK(all(store)[0].enabled);
  CHECK(all(store)[0].id == id);
  CHECK(take(store, {changed(kJeni, [](auto& row) { row.enabled = false; }), kGroup}).changed == 1);
  CHECK_FALSE(all(store)[0].enabled);
  CHECK(take(store, {}) == ImportedRows{.disabled = 1});
  CHECK(all(store).size() == 2);
}

TEST_CASE("our own destinations are not touched, whatever they are called") {
  Store store;
  const auto own = store.write(destinations::create, CreateDestination{.name = "Jeni", .number = "1004"});
  CHECK(own.source == DestinationSource::own);
  take(store, {kJeni});
  take(store, {});
  CHECK(store.read(destinations::get, GetDestination{own.id}) == own);
  CHECK(all(store).size() == 2);
}

TEST_CASE("a row that cannot be dialled is skipped with its reason, and disabled if it was there") {
  struct Row {
    const char* what;
    std::function<void(DirectoryDestination&)> how;
    const char* reason;
  };
  const Row rows[] = {
      {"no number", [](auto& row) { row.number = ""; }, "number"},
      {"a second command", [](auto& row) { row.number = "1004\napi hupall"; }, "number"},
      {"a dial string", [](auto& row) { row.number = "user/1004"; }, "number"},
      {"no name", [](auto& row) { row.name = " "; }, "name"},
      {"an unknown type", [](auto& row) { row.type = "conference"; }, "type"},
      {"an unknown fallback", [](auto& row) { row.fallback_action = "explode"; }, "fallback_action"},
      {"a context with a blank", [](auto& row) { row.context = "a b"; }, "context"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Store store;
    const auto bad = changed(kJeni, row.how);
    const auto fresh = take(store, {bad, kGroup});
    CHECK(fresh.added == 1);
    REQUIRE(fresh.skipped.size() == 1);
    CHECK(fresh.skipped[0].source_id == "uuid-1");
    CHECK(fresh.skipped[0].reason.find(row.reason) != std::string::npos);
    take(store, {kJeni, kGroup});
    const auto later = take(store, {bad, kGroup});
    CHECK(later.disabled == 1);
    const auto found = all(store);
    CHECK(std::ranges::count(found, true, &Destination::enabled) == 1);
  }
}

TEST_CASE("what is too long is cut, and what is out of its limits brought into them") {
  Store store;
  const auto row = changed(kJeni, [](auto& one) {
    one.name = std::string(300, 'a');
    one.aliases.assign(200, "x");
    for (std::size_t i = 0; i < one.aliases.size(); ++i) one.aliases[i] += std::to_string(i % 90);
    one.description = std::string(5000, 'd');
    one.ring_timeout_seconds = 3;
  });
  CHECK(take(store, {row}).added == 1);
  const Destination made = all(store).front();
  CHECK(made.name.size() == 100);
  CHECK(made.aliases.size() == 50);
  CHECK(made.description.size() == 1000);
  CHECK(made.ring_timeout_seconds == 5);
  CHECK(take(store, {row}) == ImportedRows{});
}

TEST_CASE("what FusionPBX decides is changed there, the rest here, and stays") {
  Store store;
  take(store, {kJeni, kGroup});
  const Destination made = all(store)[0];
  CHECK(error_of([&] {
          store.write(destinations::update, UpdateDestination{.destination_id = made.id, .number = "1010"});
        }) == "failed_precondition");
  CHECK(error_of([&] {
          store.write(destinations::update, UpdateDestination{.destination_id = made.id, .enabled = false});
        }) == "failed_precondition");
  CHECK(error_of([&] { store.write(destinations::delete_, DeleteDestination{made.id}); }) ==
        "failed_precondition");
  UpdateDestination change{.destination_id = made.id};
  change.name = "Jeni";  // as it is
  change.whisper = "Cliente na linha";
  change.accept_gate = AcceptGate::key;
  change.hunt = std::vector<NextDestination>{{telephony::TransferResult::busy, all(store)[1].id}};
  CHECK(store.write(destinations::update, change).whisper == "Cliente na linha");
  CHECK(take(store, {changed(kJeni, [](auto& row) { row.number = "1011"; }), kGroup}).changed == 1);
  const Destination now = all(store)[0];
  CHECK(now.number == "1011");
  CHECK(now.whisper == "Cliente na linha");
  CHECK(now.hunt.size() == 1);
  take(store, {kGroup});
  store.write(destinations::delete_, DeleteDestination{made.id});
  CHECK(all(store).size() == 1);
}

TEST_CASE("rows of one tenant are another's destinations as well, each its own") {
  Store store;
  take(store, {kJeni});
  store.tenant = {"other"};
  CHECK(take(store, {kJeni}).added == 1);
  CHECK(all(store).size() == 1);
  CHECK(take(store, {}).disabled == 1);
  store.tenant = {"acme"};
  CHECK(all(store)[0].enabled);
}

TEST_CASE("on PostgreSQL, too, a row is one destination" * doctest::test_suite("postgresql")) {
  const test_postgresql::UsedDatabase server;
  Store store(server->url());
  CHECK(take(store, {kJeni, kGroup}).added == 2);
  CHECK(take(store, {kJeni, kGroup}) == ImportedRows{});
  CHECK(take(store, {kGroup}).disabled == 1);
  CHECK(take(store, {kJeni, kGroup}).changed == 1);
}
