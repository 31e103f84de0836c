#include <smarthandoff/callback/ticket.hpp>

#include <doctest/doctest.h>

#include <smarthandoff/storage/tenants.hpp>

#include "support/domain_store.hpp"

using namespace smarthandoff;
using namespace smarthandoff::tickets;
using domain_store::error_of;
using domain_store::Store;

namespace {

Ticket change_ticket(Context& context, const std::pair<TicketId, TicketChange>& request) {
  return tickets::change(context, request.first, request.second);
}

// The conversation of the seed's example.
NewTicket boleto(Instant at) {
  return {.contact = {.name = "Maria",
                      .number = PhoneNumber::from_e164("+5518997751234"),
                      .caller = "18997751234"},
          .handoff_id = {"h1"},
          .call_id = "c0ffee",
          .destination_id = {"d1"},
          .intended_for = "Jeni",
          .department = "Financeiro",
          .transcript = {{Speaker::customer, "Bom dia, preciso falar sobre um boleto", at},
                         {Speaker::assistant, "Bom dia! Posso ajudar com o boleto?", at}},
          .summary = "Cliente ligou sobre boleto vencido.",
          .reason = "boleto vencido",
          .recording = Recording{.started_at = at, .duration_seconds = 155}};
}

}  // namespace

TEST_CASE("a ticket is read back as it was made, and tells of itself without personal data") {
  Store store;
  const Ticket made = store.write(tickets::create, boleto(store.now));
  CHECK(made.type == TicketType::voice);
  CHECK(made.status == TicketStatus::open);
  CHECK(made.created_at == store.now);
  CHECK(store.read(tickets::get, GetTicket{made.id}) == made);
  REQUIRE(store.events.size() == 1);
  CHECK(store.events[0].topic == "ticket.created");
  CHECK(store.events[0].entity == made.id.value);
  CHECK(store.events[0].payload.find("Maria") == std::string::npos);
  CHECK(store.events[0].payload.find("99775") == std::string::npos);
}

TEST_CASE("another tenant's ticket does not exist") {
  Store store;
  const Ticket made = store.write(tickets::create, boleto(store.now));
  store.tenant = {"other"};
  CHECK(error_of([&] { store.read(tickets::get, GetTicket{made.id}); }) == "not_found");
  CHECK(error_of([&] { store.read(tickets::text, GetTicket{made.id}); }) == "not_found");
  CHECK(store.read(tickets::list, ListTickets{}).tickets.empty());
  CHECK(error_of([&] { store.write(change_ticket, std::pair{made.id, TicketChange{}}); }) == "not_found");
}

TEST_CASE("a ticket is listed newest first, filtered and in pages") {
  Store store;
  std::vector<Ticket> made;
  for (int i = 0; i < 5; ++i) {
    NewTicket ticket = boleto(store.now);
    ticket.type = i % 2 == 0 ? TicketType::voice : TicketType::chat;
    ticket.status = i < 2 ? TicketStatus::closed : TicketStatus::open;
    ticket.handoff_id = {"h" + std::to_string(i)};
    made.push_back(store.write(tickets::create, ticket));
    store.now += Milliseconds(1);
  }
  const auto listed = [&](const ListTickets& request) {
    std::string found;
    for (const Ticket& ticket : store.read(tickets::list, request).tickets)
      found += ticket.handoff_id.value + " ";
    return found;
  };
  CHECK(listed({}) == "h4 h3 h2 h1 h0 ");
  CHECK(listed({.type = TicketType::chat}) == "h3 h1 ");
  CHECK(listed({.status = TicketStatus::closed}) == "h1 h0 ");
  CHECK(listed({.handoff_id = {"h2"}}) == "h2 ");
  CHECK(listed({.destination_id = {"d2"}}) == "");
  CHECK(listed({.call_id = "c0ffee", .limit = 2}) == "h4 h3 ");
  CHECK(listed({.limit = 2, .after = made[3].id}) == "h2 h1 ");
  for (const std::int64_t limit : {0, -1, 1001})
    CHECK(error_of([&] { listed({.limit = limit}); }) == "invalid_argument limit");
}

TEST_CASE("what is added later is kept, and an empty change tells nobody") {
  Store store;
  const Ticket made = store.write(tickets::create, boleto(store.now));
  store.now += Milliseconds(1000);
  const Ticket changed =
      store.write(change_ticket,
                  std::pair{made.id, TicketChange{.status = TicketStatus::closed,
                                                  .summary = "Resolvido.",
                                                  .lines = {{Speaker::agent, "Pode deixar.", store.now}}}});
  CHECK(changed.status == TicketStatus::closed);
  CHECK(changed.summary == "Resolvido.");
  CHECK(changed.reason == "boleto vencido");
  CHECK(changed.transcript.size() == 3);
  CHECK(changed.updated_at == store.now);
  CHECK(store.read(tickets::get, GetTicket{made.id}) == changed);
  store.write(change_ticket, std::pair{made.id, TicketChange{}});
  CHECK(store.topics() == "ticket.created ticket.updated ");
}

TEST_CASE("a message is never lost for being long or broken") {
  Store store;
  NewTicket ticket = boleto(store.now);
  ticket.reason = std::string(10'000, 'x');
  ticket.summary = "a\x01\xFF" + std::string(10'000, ' ') + "z";
  ticket.contact.name = "Maria\nExit";
  ticket.transcript.clear();
  for (int i = 0; i < 1500; ++i)
    ticket.transcript.push_back({Speaker::customer, std::to_string(i), store.now});
  ticket.transcript.push_back({Speaker::customer, std::string(1 << 20, 'y'), store.now});
  const Ticket made = store.write(tickets::create, ticket);
  CHECK(made.reason.size() == 500);
  CHECK(made.contact.name == "Maria Exit");
  CHECK(made.transcript.size() == 1000);
  CHECK(made.transcript.back().text.size() == 1000);
  CHECK_FALSE(made.transcript_complete);
  CHECK(store.read(tickets::get, GetTicket{made.id}) == made);
}

TEST_CASE("people read a ticket in their language and time") {
  Store store;
  Ticket made = store.write(tickets::create, boleto(store.now));
  CHECK(store.read(tickets::text, GetTicket{made.id}).text ==
        "📞 Chamada de Voz\n\n"
        "📝 Resumo: Cliente ligou sobre boleto vencido.\n\n"
        "💬 Transcrição:\n"
        "👤 Cliente: \"Bom dia, preciso falar sobre um boleto\"\n"
        "🤖 IA: \"Bom dia! Posso ajudar com o boleto?\"\n\n"
        "📁 Gravação disponível em: FusionPBX → Recordings → c0ffee.wav\n"
        "Data: 16/01/2026 14:30\n"
        "Duração: 2min 35s\n");
  store.write(tenants::update, tenants::UpdateTenant{.language = "en-US", .zone = "America/New_York"});
  NewTicket bare{.type = TicketType::callback, .recording = Recording{.path = "/rec/1.wav"}};
  made = store.write(tickets::create, bare);
  CHECK(store.read(tickets::text, GetTicket{made.id}).text ==
        "📞 Callback\n\n📁 Recording available at: /rec/1.wav\nDate: 01/16/2026 12:30 PM\n");
}

TEST_CASE("a ticket's text has a limit and says where it begins") {
  Store store;
  NewTicket ticket = boleto(store.now);
  for (int i = 0; i < 900; ++i)
    ticket.transcript.push_back({Speaker::customer, std::string(900, 'y'), store.now});
  const Ticket made = store.write(tickets::create, ticket);
  const std::string text = store.read(tickets::text, GetTicket{made.id}).text;
  CHECK(text.size() <= 64U * 1024);
  CHECK(text.find("Transcrição:\n…\n") != std::string::npos);
}
