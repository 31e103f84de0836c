#include <smarthandoff/handoff/metrics.hpp>

#include <doctest/doctest.h>

#include <smarthandoff/callback/callback.hpp>

#include "handoff/metrics_rows.hpp"
#include "support/domain_store.hpp"
#include "support/handoff_world.hpp"

using namespace handoff_world;
using telephony::LegAnswered;
using telephony::LegEnd;
using telephony::LegEnded;

TEST_CASE("transfers are counted with their goals, by destination and period") {
  Office office;
  office.on_ring({LegEnded{{}, LegEnd::busy, 486, "USER_BUSY", false}});
  office.transfer();
  office.advance(Seconds(10));
  const Instant before = office.now;
  office.on_ring({LegAnswered{}});
  office.transfer();
  office.advance(Seconds(1));
  const auto all = office.call(handoff::metrics, {});
  CHECK(all.calls == 1);
  CHECK(all.transfers == 2);
  CHECK(all.answered == 1);
  CHECK(all.answered_percent.value == 50);
  CHECK_FALSE(all.answered_percent.met);
  CHECK(all.hold_seconds.value.has_value());
  CHECK(all.hold_seconds.met);
  CHECK(all.fallback_percent.value == 0);
  CHECK(office.call(handoff::metrics, {.destination_id = {"other"}}).transfers == 0);
  CHECK(office.call(handoff::metrics, {.since = before}).transfers == 0);  // the call began earlier
  CHECK_THROWS_AS(office.call(handoff::metrics, {.since = office.now, .until = before}), Error);
}

TEST_CASE("transfers are counted by extension and department, also of whom a hunt came to") {
  Office office;
  const auto ana =
      office.call(destinations::create, {.name = "Ana", .number = "1005", .department = "Suporte"});
  // A queue is nobody's extension, whatever its number.
  office.call(destinations::create,
              {.name = "Fila", .type = destinations::DestinationType::queue, .number = "1005"});
  office.call(destinations::update,
              {.destination_id = office.destination.id,
               .department = "Financeiro",
               .hunt = {{{.result = telephony::TransferResult::busy, .destination_id = ana.id}}}});
  office.on_ring({LegEnded{{}, LegEnd::busy, 486, "USER_BUSY", false}});
  office.pbx.phones["1005"].leg = {LegAnswered{}};
  office.transfer();
  office.advance(Seconds(10));
  const auto of = [&](const std::string& extension, const std::string& department = "") {
    return office.call(handoff::metrics, {.extension = extension, .department = department});
  };
  const auto jeni = of(office.destination.number);
  CHECK(jeni.calls == 1);
  CHECK(jeni.transfers == 1);
  CHECK(jeni.answered == 0);
  const auto hunted = of("1005");
  CHECK(hunted.calls == 1);
  CHECK(hunted.transfers == 1);
  CHECK(hunted.answered == 1);
  CHECK(of("1005", "suporte").calls == 1);
  CHECK(of("1005", " Suporte ").calls == 1);
  CHECK(of("1005", "financeiro").calls == 0);
  CHECK(of("1999").calls == 0);
  CHECK(of("1999").transfers == 0);
  CHECK_THROWS_WITH_AS(of("Ana"), doctest::Contains("extension"), Error);
}

TEST_CASE("a caller who is put through does not need the callback any more") {
  Office office;
  const auto wish = office.call(callbacks::create, {.number = "+5518997751234",
                                                    .caller = "+5518997751234",
                                                    .destination_id = office.destination.id,
                                                    .extension = "1004"});
  const auto other = office.call(
      callbacks::create, {.number = "+5518997751234", .caller = "+5518997751234", .extension = "1009"});
  office.on_ring({LegAnswered{}});
  office.transfer();
  office.run();
  CHECK(office.call(callbacks::get, {.callback_id = wish.id}).end_reason == "served");
  CHECK(office.call(callbacks::get, {.callback_id = other.id}).status == callbacks::CallbackStatus::pending);
}

TEST_CASE("counting transfers walks the period, not the table") {
  domain_store::Store store;
  for (const auto sql : handoff::rows::metrics_statements()) {
    CAPTURE(sql);
    const std::string plan = store.plan_of(sql);
    CHECK(plan.find("SCAN handoff") == std::string::npos);
  }
}
