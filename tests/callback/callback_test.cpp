#include <smarthandoff/callback/callback.hpp>

#include <doctest/doctest.h>

#include <functional>

#include <smarthandoff/storage/tenants.hpp>

#include "support/domain_store.hpp"

using namespace smarthandoff;
using namespace smarthandoff::callbacks;
using domain_store::error_of;
using domain_store::Store;

namespace {

CreateCallback wish(const std::string& number = "18 99775-1234") {
  return {.number = number,
          .caller = "+5518997751234",
          .contact_name = "Maria",
          .destination_id = {"d1"},
          .intended_for = "Jeni",
          .extension = "1004",
          .department = "Financeiro",
          .reason = "boleto vencido"};
}

}  // namespace

TEST_CASE("a callback is kept with its ticket in the same commit") {
  Store store;
  CreateCallback request = wish();
  request.transcript = {{tickets::Speaker::customer, "Pode me ligar?", store.now}};
  request.summary = "Quer retorno.";
  const Callback made = store.write(callbacks::create, request);
  CHECK(made.status == CallbackStatus::pending);
  CHECK(made.priority == CallbackPriority::high);
  REQUIRE(made.number);
  CHECK(made.number->e164() == "+5518997751234");
  CHECK(made.attempts == 0);
  CHECK(made.max_attempts == 3);
  CHECK_FALSE(made.notify_whatsapp);
  CHECK(made.requested_at == store.now);
  CHECK(store.read(callbacks::get, GetCallback{made.id}) == made);

  const auto ticket = store.read(tickets::get, tickets::GetTicket{made.ticket_id});
  CHECK(ticket.type == tickets::TicketType::callback);
  CHECK(ticket.status == tickets::TicketStatus::pending);
  CHECK(ticket.callback_id == made.id);
  CHECK(ticket.reason == "boleto vencido");
  CHECK(ticket.transcript == made.transcript);
  CHECK(store.topics() == "ticket.created callback.created ");
  for (const Event& event : store.events) CHECK(event.payload.find("99775") == std::string::npos);
}

TEST_CASE("a callback with a time waits for it") {
  Store store;
  CreateCallback request = wish();
  request.scheduled_at = store.now + std::chrono::hours(72);
  const Callback made = store.write(callbacks::create, request);
  CHECK(made.status == CallbackStatus::scheduled);
  CHECK(made.scheduled_at == request.scheduled_at);
}

TEST_CASE("a person who asks again for the same destination gets the same callback") {
  Store store;
  const Instant first_time = store.now;
  const Callback first = store.write(callbacks::create, wish());
  store.now += Milliseconds(60'000);
  CreateCallback again = wish("11 98765-4321");
  again.reason = "segunda via";
  again.scheduled_at = store.now + std::chrono::hours(2);
  again.priority = CallbackPriority::urgent;
  again.transcript = {{tickets::Speaker::customer, "Mudei de número.", store.now}};
  const Callback joined = store.write(callbacks::create, again);
  CHECK(joined.id == first.id);
  CHECK(joined.ticket_id == first.ticket_id);
  CHECK(joined.number->e164() == "+5511987654321");
  CHECK(joined.reason == "segunda via");
  CHECK(joined.status == CallbackStatus::scheduled);
  CHECK(joined.priority == CallbackPriority::urgent);
  CHECK(joined.requested_at == first_time);  // it keeps its place
  CHECK(joined.transcript.size() == 1);
  CHECK(store.read(callbacks::get, GetCallback{first.id}) == joined);
  CHECK(store.read(tickets::get, tickets::GetTicket{first.ticket_id}).reason == "segunda via");
  CHECK(store.read(callbacks::list, ListCallbacks{}).callbacks.size() == 1);
  CHECK(store.topics() == "ticket.created callback.created ticket.updated callback.joined ");

  CreateCallback third = wish("11 98765-4321");  // as soon as free after all, with nothing to say
  third.reason = "";
  const Callback back = store.write(callbacks::create, third);
  CHECK(back.status == CallbackStatus::pending);
  CHECK_FALSE(back.scheduled_at);
  CHECK(back.reason == "segunda via");
}

TEST_CASE("who is the same person, and what the same destination") {
  struct Row {
    std::string what;
    std::function<void(CreateCallback&)> other;
    bool joins;
  };
  const std::vector<Row> rows = {
      {"the same again", [](CreateCallback&) {}, true},
      {"another number from the same line", [](CreateCallback& r) { r.number = "11987654321"; }, true},
      {"the same number from another line", [](CreateCallback& r) { r.caller = "+5511987654321"; }, true},
      {"another line and another number",
       [](CreateCallback& r) {
         r.caller = "+5511987654321";
         r.number = "11987654321";
       },
       false},
      {"the same number, withheld line", [](CreateCallback& r) { r.caller = "anonymous"; }, true},
      {"another destination", [](CreateCallback& r) { r.destination_id = {"d2"}; }, false},
      {"no destination but the extension", [](CreateCallback& r) { r.destination_id = {}; }, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Store store;
    const Callback first = store.write(callbacks::create, wish());
    CreateCallback request = wish();
    row.other(request);
    CHECK((store.write(callbacks::create, request).id == first.id) == row.joins);
  }
  Store store;
  CreateCallback known = wish();
  known.contact_id = "contact-7";
  const Callback first = store.write(callbacks::create, known);
  known.caller = "+5511987654321";
  known.number = "11987654321";
  CHECK(store.write(callbacks::create, known).id == first.id);  // the same person on another phone
}

TEST_CASE("a closed callback is not joined") {
  Store store;
  const Callback first = store.write(callbacks::create, wish());
  store.connection().begin();
  store.connection().execute(
      "UPDATE callbacks SET status = 'completed', open = FALSE, place = 4 WHERE id = ?1", {first.id});
  store.connection().commit();
  CHECK(store.write(callbacks::create, wish()).id != first.id);
}

TEST_CASE("a wish that cannot be kept is refused, and leaves nothing") {
  struct Row {
    std::string what;
    std::function<void(CreateCallback&)> spoil;
    std::string error;
  };
  const std::vector<Row> rows = {
      {"no number", [](CreateCallback& r) { r.number = ""; }, "invalid_argument number"},
      {"no number at all", [](CreateCallback& r) { r.number = "abacaxi"; }, "invalid_argument number"},
      {"without area code", [](CreateCallback& r) { r.number = "99775-1234"; }, "invalid_argument number"},
      {"toll-free", [](CreateCallback& r) { r.number = "0800 729 0001"; }, "invalid_argument number"},
      {"national rate", [](CreateCallback& r) { r.number = "4004-1234"; }, "invalid_argument number"},
      {"premium", [](CreateCallback& r) { r.number = "0900 123456"; }, "invalid_argument number"},
      {"the own extension", [](CreateCallback& r) { r.number = "1004"; }, "invalid_argument number"},
      {"an extension in words", [](CreateCallback& r) { r.number = "ramal 1004"; },
       "invalid_argument number"},
      {"emergency", [](CreateCallback& r) { r.number = "190"; }, "invalid_argument number"},
      {"a megabyte", [](CreateCallback& r) { r.number = std::string(1 << 20, '1'); },
       "invalid_argument number"},
      {"a second command", [](CreateCallback& r) { r.number = "18997751234\napi"; },
       "invalid_argument number"},
      {"nobody to call back",
       [](CreateCallback& r) {
         r.destination_id = {};
         r.extension = "";
         r.department = " ";
       },
       "invalid_argument destination_id"},
      {"an extension with a comma", [](CreateCallback& r) { r.extension = "1004,1005"; },
       "invalid_argument extension"},
      {"a name of two lines", [](CreateCallback& r) { r.contact_name = "Maria\nX"; },
       "invalid_argument contact_name"},
      {"a long department", [](CreateCallback& r) { r.department = std::string(101, 'x'); },
       "invalid_argument department"},
      {"no attempt", [](CreateCallback& r) { r.max_attempts = 0; }, "invalid_argument max_attempts"},
      {"yesterday", [](CreateCallback& r) { r.scheduled_at = parse_rfc3339("2026-01-15T12:00:00Z"); },
       "invalid_argument scheduled_at"},
      {"in two years", [](CreateCallback& r) { r.scheduled_at = parse_rfc3339("2028-01-15T12:00:00Z"); },
       "invalid_argument scheduled_at"},
  };
  Store store;
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CreateCallback request = wish();
    row.spoil(request);
    CHECK(error_of([&] { store.write(callbacks::create, request); }) == row.error);
  }
  CHECK(store.read(callbacks::list, ListCallbacks{}).callbacks.empty());
  CHECK(store.read(tickets::list, tickets::ListTickets{}).tickets.empty());
}

TEST_CASE("a number is read as the tenant's people type it") {
  Store store;
  store.write(tenants::update, tenants::UpdateTenant{.default_area_code = "18"});
  CHECK(store.write(callbacks::create, wish("99775-1234")).number->e164() == "+5518997751234");
}

TEST_CASE("another tenant's callback does not exist") {
  Store store;
  const Callback made = store.write(callbacks::create, wish());
  store.tenant = {"other"};
  CHECK(error_of([&] { store.read(callbacks::get, GetCallback{made.id}); }) == "not_found");
  CHECK(error_of([&] { store.read(callbacks::list, ListCallbacks{.after = made.id}); }) == "not_found");
  CHECK(store.read(callbacks::list, ListCallbacks{}).callbacks.empty());
  CHECK(store.write(callbacks::create, wish()).id != made.id);
}

TEST_CASE("callbacks are listed in the order of their turn, filtered and in pages") {
  Store store;
  struct Row {
    const char* name;
    CallbackPriority priority;
    const char* status;
  };
  const std::vector<Row> rows = {
      {"a", CallbackPriority::normal, "pending"},       {"b", CallbackPriority::high, "pending"},
      {"c", CallbackPriority::urgent, "pending"},       {"d", CallbackPriority::high, "pending"},
      {"e", CallbackPriority::normal, "ready_to_call"}, {"f", CallbackPriority::urgent, "canceled"}};
  std::map<std::string, CallbackId> ids;
  for (const Row& row : rows) {
    CreateCallback request = wish();
    request.destination_id = {row.name};
    request.intended_for = row.name;
    request.department = row.name == std::string("d") ? "Jurídico" : "Financeiro";
    request.priority = row.priority;
    ids[row.name] = store.write(callbacks::create, request).id;
    store.now += Milliseconds(1);
  }
  store.connection().begin();
  store.connection().execute("UPDATE callbacks SET status = 'ready_to_call', place = 0 WHERE id = ?1",
                             {ids["e"]});
  store.connection().execute(
      "UPDATE callbacks SET status = 'canceled', open = FALSE, place = 4 WHERE id = ?1", {ids["f"]});
  store.connection().commit();

  const auto listed = [&](const ListCallbacks& request) {
    std::string found;
    for (const Callback& each : store.read(callbacks::list, request).callbacks) found += each.intended_for;
    return found;
  };
  CHECK(listed({}) == "ecbdaf");
  CHECK(listed({.open_only = true}) == "ecbda");
  CHECK(listed({.status = CallbackStatus::canceled}) == "f");
  CHECK(listed({.department = "JURIDICO"}) == "d");
  CHECK(listed({.destination_id = {"b"}}) == "b");
  CHECK(listed({.extension = "1005"}) == "");
  CHECK(listed({.limit = 2}) == "ec");
  CHECK(listed({.limit = 2, .after = ids["c"]}) == "bd");
  CHECK(listed({.limit = 2, .after = ids["d"]}) == "af");
  CHECK(error_of([&] { listed({.limit = 0}); }) == "invalid_argument limit");
  CHECK(error_of([&] { listed({.after = {"nonsense"}}); }) == "not_found");
}

TEST_CASE("a callback travels as JSON and comes back the same") {
  Store store;
  CreateCallback request = wish();
  request.transcript = {{tickets::Speaker::customer, "Pode me ligar?", store.now}};
  request.recording =
      tickets::Recording{.path = "/rec/1.wav", .started_at = store.now, .duration_seconds = 9};
  const Callback made = store.write(callbacks::create, request);
  CHECK(to_json(made).find("\"number\":\"+5518997751234\"") != std::string::npos);
  CHECK(from_json<Callback>(to_json(made)) == made);
  const auto ticket = store.read(tickets::get, tickets::GetTicket{made.ticket_id});
  CHECK(from_json<tickets::Ticket>(to_json(ticket)) == ticket);
  CHECK(error_of([] { from_json<CreateCallback>(R"({"extension": "1004"})"); }) == "invalid_argument number");
  CHECK(error_of([] { from_json<Callback>(R"({"number": "18 99775"})"); }) == "invalid_argument number");
}
