#include <smarthandoff/contact/retention.hpp>

#include <doctest/doctest.h>

#include <smarthandoff/base/json.hpp>
#include <smarthandoff/callback/metrics.hpp>
#include <smarthandoff/contact/person.hpp>
#include <smarthandoff/contact/registry.hpp>

#include "support/callback_world.hpp"
#include "support/postgresql.hpp"

using namespace callback_world;
using callbacks::CallbackStatus;

namespace {

const contact::PersonalData& data_of(std::string_view name) {
  static std::vector<contact::PersonalData> all;
  all = contact::registered_personal_data();
  return *std::ranges::find(all, name, &contact::PersonalData::name);
}

std::int64_t expire(Floor& floor, std::string_view name, Instant before, std::int64_t limit = 500) {
  std::int64_t count = 0;
  std::string after;
  do {
    const auto done = floor.write([&](Context& context) {
      return data_of(name).expire(context, {.before = before, .after = after, .limit = limit});
    });
    count += done.anonymised + done.removed;
    after = done.last;
  } while (!after.empty());
  return count;
}

void keeps_figures(Floor& floor) {
  const auto canceled = floor.ask({.number = "18997750001", .contact_name = "Bia", .extension = "1004"});
  floor.call(callbacks::cancel,
             {.callback_id = canceled.id, .reason = "ligou para o chefe", .by_customer = true});
  const auto open = floor.ask({.number = "18997750002", .extension = "1004"});
  floor.now += std::chrono::hours(24 * 40);
  const auto young = floor.ask({.number = "18997750003", .extension = "1004"});
  floor.call(callbacks::cancel, {.callback_id = young.id, .reason = "engano"});
  const auto period = callbacks::GetMetrics{.since = Instant(), .until = floor.now + Seconds(1)};
  const std::string before = to_json(floor.call(callbacks::metrics, period));
  const Instant limit = floor.now - std::chrono::hours(24 * 30);

  CHECK(expire(floor, "callbacks", limit, 1) == 1);  // in pages of one
  CHECK(expire(floor, "callbacks", limit) == 0);
  const auto gone = floor.get(canceled.id);
  CHECK_FALSE(gone.number);
  CHECK(gone.contact_name.empty());
  CHECK(gone.reason.empty());
  CHECK(gone.status == CallbackStatus::canceled);
  CHECK(gone.requested_at == canceled.requested_at);
  CHECK(floor.get(open.id).number);
  CHECK(floor.get(young.id).number);
  CHECK(to_json(floor.call(callbacks::metrics, period)) == before);

  CHECK(expire(floor, "tickets", limit) == 1);
  CHECK(expire(floor, "tickets", limit) == 0);
  CHECK_FALSE(floor.call(tickets::get, {.ticket_id = canceled.ticket_id}).contact.number);
  CHECK(floor.call(tickets::get, {.ticket_id = open.ticket_id}).contact.number);
}

}  // namespace

TEST_CASE("old callbacks and tickets tell of nobody any more, and the figures stay") {
  Floor floor;
  keeps_figures(floor);
}

TEST_CASE("on PostgreSQL, too, old callbacks are made anonymous and the figures stay" *
          doctest::test_suite("postgresql")) {
  const test_postgresql::UsedDatabase server;
  Floor floor(server->url());
  keeps_figures(floor);
}

TEST_CASE("erasing a person does not change the share of those who gave up") {
  Floor floor;
  const auto one = floor.ask({.number = "18997750001", .extension = "1004"});
  floor.call(callbacks::cancel, {.callback_id = one.id, .reason = "customer"});
  const auto before = floor.call(callbacks::metrics, {}).abandoned;
  floor.call(contacts::erase, {.address = "18997750001"});
  CHECK(floor.call(callbacks::metrics, {}).abandoned == before);
}
