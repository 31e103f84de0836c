#include <doctest/doctest.h>

#include <algorithm>

#include <smarthandoff/contact/contact_log.hpp>
#include <smarthandoff/contact/gate.hpp>
#include <smarthandoff/contact/person.hpp>
#include <smarthandoff/contact/suppression.hpp>

#include "callback/personal_rows.hpp"
#include "storage/event_rows.hpp"
#include "storage/request_rows.hpp"
#include "storage/statements.hpp"
#include "support/callback_world.hpp"
#include "support/domain_store.hpp"

using namespace callback_world;
using callbacks::CallbackStatus;

TEST_CASE("who opts out anywhere is not called back, whatever channel was named") {
  Floor floor;
  const auto wish = floor.ask();
  floor.call(suppressions::add_opt_out, {.address = "18 99775-1234", .channel = contact::Channel::whatsapp});
  const auto gone = floor.get(wish.id);
  CHECK(gone.status == CallbackStatus::canceled);
  CHECK(gone.end_reason == "opted_out");
  floor.now += Seconds(1);
  const auto again = floor.ask();  // the person asked again: this one contact
  CHECK(again.id != wish.id);
  floor.status("1004", ExtensionState::available);
  CHECK(floor.click(again.id)->success);
}

TEST_CASE("a number that must never be called is not") {
  Floor floor;
  floor.call(suppressions::add_opt_out, {.address = "18 99775-1234", .never_call = true});
  floor.now += Seconds(1);
  CHECK(domain_store::error_of([&] { floor.ask(); }) == "invalid_argument number");
  CHECK(floor.pbx.rung.empty());
}

TEST_CASE("what is forbidden between the click and the customer's leg is not dialled") {
  Floor floor;
  const auto wish = floor.ask();
  floor.status("1004", ExtensionState::available);
  floor.click(wish.id);
  floor.write([&](Context& context) {
    // Behind the callback's back, as another process would.
    contact::record_contact(context, {.address = "+5518997751234",
                                      .purpose = contact::Purpose::requested,
                                      .outcome = contact::ContactOutcome::no_answer,
                                      .reference = "another-call"});
  });
  floor.pbx.report(telephony::LegAnswered{{floor.dial_of(wish.id).agent_leg}});
  floor.run();
  CHECK(floor.pbx.rung.size() == 1);
  CHECK(floor.dial_of(wish.id).end == callbacks::DialEnd::error);
  CHECK(floor.dial_of(wish.id).cause == "requested_gap");
  CHECK(floor.get(wish.id).attempts == 0);
}

TEST_CASE("nobody is called at night who named no time") {
  Floor floor;
  const auto wish = floor.ask();
  floor.now = parse_rfc3339("2026-01-17T02:00:00Z");  // 23:00
  floor.status("1004", ExtensionState::available);
  CHECK(floor.click(wish.id)->reason == "Contato não permitido: fora do horário permitido para ligações");
}

TEST_CASE("a call is written into the person's log, once, as the customer's leg ended") {
  Floor floor;
  const auto wish = floor.ask();
  floor.on_ring("1004", {telephony::LegAnswered{}});
  floor.on_ring(kCustomer, {telephony::LegEnded{{}, LegEnd::busy, 486, "USER_BUSY", false}});
  floor.status("1004", ExtensionState::available);
  floor.click(wish.id);
  const auto log = floor.call(contact::history, {.address = "+5518997751234"}).contacts;
  REQUIRE(log.size() == 1);
  CHECK(log[0].outcome == contact::ContactOutcome::busy);
  CHECK(log[0].reference == floor.dial_of(wish.id).id.value);
}

// Two callbacks of one person, to two agents who click at once: the second customer's leg was placed while
// the first one rang, since the call was written down only when it had ended. Found by the simulation.
TEST_CASE("a person who is being called is not called a second time meanwhile") {
  Floor floor;
  const auto first = floor.ask({.number = "18997751234", .extension = "1004"});
  const auto second = floor.ask({.number = "18997751234", .extension = "1005"});
  REQUIRE(first.id != second.id);
  for (const auto& wish : {first, second}) {
    floor.status(wish.extension, ExtensionState::available);
    floor.click(wish.id);
  }
  for (const auto& wish : {first, second})
    floor.pbx.report(telephony::LegAnswered{{floor.dial_of(wish.id).agent_leg}});
  floor.run();
  CHECK(std::ranges::count(floor.pbx.rung, kCustomer, &telephony::RingRequest::number) == 1);
  CHECK(floor.dial_of(second.id).cause == "requested_gap");
  CHECK(floor.get(second.id).attempts == 0);
}

// The agent hung up while the customer's phone rang, which was written down as a call that never left us: the
// customer was rung again at once. Found by the simulation.
TEST_CASE("a customer whose phone rang is not rung again at once because the agent left") {
  Floor floor;
  const auto wish = floor.ask();
  floor.status("1004", ExtensionState::available);
  floor.click(wish.id);
  const auto dial = floor.dial_of(wish.id);
  floor.pbx.report(telephony::LegAnswered{{dial.agent_leg}});
  floor.run();
  floor.pbx.report(telephony::LegEnded{{dial.agent_leg}, LegEnd::completed, 0, "NORMAL_CLEARING", true});
  floor.run();
  REQUIRE(floor.dial_of(wish.id).end == callbacks::DialEnd::failed);
  floor.now += Seconds(60);
  CHECK(floor.click(wish.id)->reason == "Contato não permitido: acabamos de ligar para esta pessoa");
}

TEST_CASE("an erased person's callbacks and tickets tell nothing of them any more") {
  Floor floor;
  const auto wish = floor.ask({.number = "18997751234", .contact_name = "Maria", .extension = "1004"});
  const auto told = floor.call(contacts::export_, {.address = "+5518997751234"});
  REQUIRE(told.rows.contains("callbacks"));
  CHECK(told.rows.at("callbacks").front().find("Maria") != std::string::npos);
  floor.call(contacts::erase, {.address = "+5518997751234"});
  const auto left = floor.get(wish.id);
  CHECK(left.status == CallbackStatus::canceled);
  CHECK_FALSE(left.number);
  CHECK(left.contact_name.empty());
  CHECK(left.reason.empty());
  const auto ticket = floor.call(tickets::get, {.ticket_id = wish.ticket_id});
  CHECK_FALSE(ticket.contact.number);
  CHECK(ticket.reason.empty());
  CHECK(floor.call(contacts::erase, {.address = "+5518997751234"}).rows.size() <= 8);  // harmless
}

// The number and the reason could be read in events for a month, and by repeating a request id for a day.
TEST_CASE("what was told of an erased person is emptied, and nobody else's") {
  Floor floor;
  const auto wish = floor.ask({.number = "18997751234", .extension = "1004", .reason = "divórcio"});
  const auto other = floor.ask({.number = "11987654321", .extension = "1004", .reason = "boleto"});
  floor.free("1004");
  floor.call(callbacks::snooze, {.callback_id = wish.id});
  const auto answer = [](const callbacks::Callback& one) {
    return storage::requests::Answered{.fingerprint = "f", .response = to_json(one)};
  };
  floor.write([&](Context& context) {
    std::int64_t position = 0;
    for (Event& event : floor.events) event.position = ++position;
    storage::events::append(context.transaction(), floor.events);
    storage::requests::save(context.transaction(), context.tenant(), "r1", answer(wish), context.now());
    storage::requests::save(context.transaction(), context.tenant(), "r2", answer(other), context.now());
  });
  const auto rows = floor.call(contacts::erase, {.address = "+5518997751234"}).rows;
  CHECK(rows.at("requests") == 1);
  CHECK(rows.at("events") >= 2);
  floor.write([&](Context& context) {
    const auto& transaction = context.transaction();
    const auto events = storage::events::read(transaction, context.tenant(), 0, 1000);
    for (const Event& event : events) {
      CAPTURE(event.payload);
      CHECK(event.payload.find("divórcio") == std::string::npos);
      CHECK(event.payload.find("99775") == std::string::npos);
      if (event.entity == other.id.value) CHECK(event.payload != storage::events::kErased);
      if (event.entity == wish.id.value && event.topic == "callback.ready")
        CHECK(event.payload == storage::events::kErased);
    }
    CHECK(storage::requests::find(transaction, context.tenant(), "r1", context.now())->response.empty());
    CHECK(storage::requests::find(transaction, context.tenant(), "r2", context.now()) == answer(other));
  });
}

// Each looked at every row of the tenant: with a million callbacks one opt-out stopped all writing for
// seconds, an erasure for a minute, and no export ended in time.
TEST_CASE("a person's callbacks, tickets and events are found by indexes of their own") {
  domain_store::Store store;
  std::string plans;
  auto statements = callbacks::rows::personal_statements();
  statements.push_back(storage::event_statements().back());
  for (const auto sql : statements) {
    const std::string plan = store.plan_of(sql);
    CAPTURE(sql);
    CHECK_FALSE(plan.empty());
    CHECK(plan.find("SCAN") == std::string::npos);
    plans += plan;
  }
  for (const char* index : {"callbacks_closed_number", "callbacks_closed_person", "tickets_number",
                            "tickets_caller", "events_entity"}) {
    CAPTURE(index);
    CHECK(plans.find(index) != std::string::npos);
  }
}

TEST_CASE("a person's closed callbacks are found by their number, their line and their id") {
  Floor floor;
  const auto number = floor.ask({.number = "18997751234", .extension = "1004"});
  const auto line = floor.ask({.number = "18997750001", .caller = "18997751234", .extension = "1005"});
  const auto id = floor.ask({.number = "18997750002", .contact_id = "crm-1", .extension = "1006"});
  const auto other = floor.ask({.number = "18997750003", .extension = "1004"});
  for (const auto& wish : {number, line, id, other})
    floor.call(callbacks::cancel, {.callback_id = wish.id, .reason = "resolvido"});
  const auto erased =
      floor.call(contacts::erase, {.contact_id = "crm-1", .address = "18 99775-1234"}).rows.at("callbacks");
  CHECK(erased >= 3);
  for (const auto& wish : {number, line, id}) CHECK_FALSE(floor.get(wish.id).number);
  CHECK(floor.get(other.id).number);
}
