// The same statements on PostgreSQL: every operation of the module once, on a store of its own.
#include <doctest/doctest.h>

#include <smarthandoff/contact/agent.hpp>
#include <smarthandoff/contact/contact_log.hpp>
#include <smarthandoff/contact/legal_rules.hpp>
#include <smarthandoff/contact/person.hpp>
#include <smarthandoff/contact/suppression.hpp>

#include "support/domain_store.hpp"
#include "support/postgresql.hpp"

using namespace smarthandoff;

TEST_SUITE("postgresql") {
  TEST_CASE("agents are stored and found, and keys are unique") {
    const test_postgresql::Database server;
    domain_store::Store store(server.url());
    const auto made = store.write(agents::create, agents::CreateAgent{.user_id = "u",
                                                                      .name = "Jeni",
                                                                      .email = "j@acme.example",
                                                                      .extension = "1004",
                                                                      .department = "Cobrança"});
    CHECK(store.read(agents::get, agents::GetAgent{.agent_id = made.id}) == made);
    CHECK(store.read(agents::of_department, std::string("cobranca")).size() == 1);
    CHECK(store.read(agents::list, agents::ListAgents{.active = true}).agents.size() == 1);
    CHECK(store.write(agents::update, agents::UpdateAgent{.agent_id = made.id, .active = false}).active ==
          false);
    CHECK(domain_store::error_of([&] {
            store.write(agents::create,
                        agents::CreateAgent{.user_id = "v", .name = "Ana", .email = "J@acme.example"});
          }) == "already_exists email");
  }

  TEST_CASE("the gate asks, stores, loads, erases and exports") {
    const test_postgresql::Database server;
    domain_store::Store store(server.url());
    const auto person =
        store.write(contacts::create,
                    contacts::CreateContact{.name = "Ana",
                                            .addresses = {{contact::Channel::voice, "+5511987654321"},
                                                          {contact::Channel::email, "ana@example.com"}}});
    store.write(contacts::update, contacts::UpdateContact{.contact_id = person.id, .name = "Ana Maria"});
    for (const auto outcome : {contact::ContactOutcome::no_answer, contact::ContactOutcome::conversation})
      store.write(
          contact::record_contact,
          contact::RecordContact{.address = "11 98765-4321", .outcome = outcome, .reference = "call-1"});
    CHECK(store
              .read(contact::history,
                    contact::ListContacts{.address = "ana@example.com", .channel = contact::Channel::email})
              .contacts.size() == 1);
    contact::GateQuestion question{.address = "551187654321",
                                   .channel = contact::Channel::whatsapp,
                                   .purpose = contact::Purpose::service,
                                   .reference = "callback-1"};
    CHECK_FALSE(store.write(contact::may_contact, question).allowed);
    CHECK(store
              .read(contact::decisions,
                    contact::ListDecisions{
                        .address = "+5511987654321", .reference = "callback-1", .allowed = false})
              .decisions.size() == 1);
    store.write(contact::load, contact::LegalRules{.profiles = {{.name = "br.strict",
                                                                 .valid_from = "2026-01-01",
                                                                 .source = "test",
                                                                 .hours = "sun 10:00-11:00"}},
                                                   .defaults = {{.profile = "br.strict"}}});
    CHECK(store.read(contact::legal_rules, contact::GetLegalRules{}).defaults.size() == 1);
    const auto decision = store.read(contact::check, contact::GateQuestion{.address = "+5511900000000"});
    CHECK(decision.next_allowed == parse_rfc3339("2026-01-18T13:00:00Z"));

    store.write(suppressions::add_opt_out, suppressions::AddOptOut{.address = "11 98765-4321"});
    store.write(suppressions::add_opt_out,
                suppressions::AddOptOut{.address = "11 98765-4321", .reason = "again"});
    CHECK(store.read(suppressions::list_opt_outs, suppressions::ListOptOuts{}).suppressions.size() == 1);
    CHECK(
        store
            .read(suppressions::check_opt_out,
                  suppressions::CheckOptOut{.address = "ana@example.com", .channel = contact::Channel::email})
            .suppressed);
    CHECK(store.read(contacts::export_, contacts::ExportContact{.contact_id = person.id.value}).rows.size() ==
          4);
    CHECK(store.write(contacts::erase, contacts::EraseContact{.contact_id = person.id.value})
              .rows.at("contact_log") == 1);
    CHECK(store.read(contacts::get, contacts::GetContact{.contact_id = person.id.value}).erased_at ==
          store.now);
    CHECK(store.write(suppressions::remove_opt_out, suppressions::RemoveOptOut{.address = "11 98765-4321"})
              .removed);
  }
}
