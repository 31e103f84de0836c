#include <smarthandoff/contact/person.hpp>

#include <doctest/doctest.h>

#include <smarthandoff/contact/contact_log.hpp>
#include <smarthandoff/contact/registry.hpp>
#include <smarthandoff/contact/suppression.hpp>

#include "support/domain_store.hpp"

using namespace smarthandoff;
using namespace smarthandoff::contacts;
using domain_store::error_of;
using domain_store::Store;

namespace {

CreateContact ana() {
  return {.name = "Ana",
          .addresses = {{Channel::voice, "18 99775-1234"}, {Channel::email, "ana@example.com"}},
          .zones = {"America/Sao_Paulo"},
          .convenient_hours = "mon-fri 15:00-17:00"};
}

std::size_t stored_with(Store& store, const std::string& needle) {
  std::size_t found = 0;
  for (const auto* table :
       {"contacts", "contact_addresses", "suppressions", "contact_log", "gate_decisions"}) {
    std::vector<std::string> columns;
    store.connection().begin();
    store.connection().query("SELECT name FROM pragma_table_info(?1)", {table},
                             [&](const storage::Row& row) { columns.push_back(row.string(0)); });
    for (const std::string& column : columns)
      store.connection().query(
          "SELECT count(*) FROM " + std::string(table) + " WHERE instr(CAST(" + column + " AS TEXT), ?1) > 0",
          {needle}, [&](const storage::Row& row) { found += static_cast<std::size_t>(row.integer(0)); });
    store.connection().rollback();
  }
  return found;
}

}  // namespace

TEST_CASE("a contact is found by its id and by each address in any spelling") {
  Store store;
  const Contact made = store.write(contacts::create, ana());
  CHECK(made.addresses.size() == 2);
  CHECK(store.read(contacts::get, GetContact{.contact_id = made.id.value}) == made);
  CHECK(store.read(contacts::get, GetContact{.channel = Channel::whatsapp, .address = "551897751234"}) ==
        made);
  CHECK(store.read(contacts::get, GetContact{.channel = Channel::email, .address = "ANA@example.com"}) ==
        made);
  CHECK(error_of([&] { store.read(contacts::get, GetContact{}); }) == "invalid_argument contact_id");
  CHECK(error_of([&] { store.read(contacts::get, GetContact{.address = "18 99775-1235"}); }) == "not_found");
  store.tenant = {"other"};
  CHECK(error_of([&] { store.read(contacts::get, GetContact{.contact_id = made.id.value}); }) == "not_found");
  CHECK(error_of([&] { store.read(contacts::get, GetContact{.address = "18 99775-1234"}); }) == "not_found");
}

TEST_CASE("an address belongs to one contact") {
  Store store;
  const Contact made = store.write(contacts::create, ana());
  CHECK(error_of([&] {
          store.write(contacts::create, CreateContact{.addresses = {{Channel::whatsapp, "551897751234"}}});
        }) == "already_exists addresses");
  const Contact bia = store.write(contacts::create, CreateContact{.name = "Bia"});
  const UpdateContact take{.contact_id = bia.id, .add_addresses = {{Channel::voice, "18 99775-1234"}}};
  CHECK(error_of([&] { store.write(contacts::update, take); }) == "already_exists addresses");
  store.write(contacts::update,
              UpdateContact{.contact_id = made.id, .remove_addresses = {{Channel::voice, "+5518997751234"}}});
  CHECK(store.write(contacts::update, take).addresses.size() == 1);
}

TEST_CASE("only the given members are replaced") {
  Store store;
  const Contact made = store.write(contacts::create, ana());
  store.now += Milliseconds(5);
  const Contact changed =
      store.write(contacts::update, UpdateContact{.contact_id = made.id, .name = "Ana Maria"});
  CHECK(changed.name == "Ana Maria");
  CHECK(changed.addresses == made.addresses);
  CHECK(changed.zones == made.zones);
  CHECK(changed.convenient_hours == made.convenient_hours);
  CHECK(changed.updated_at == store.now);
  CHECK(error_of([&] { store.write(contacts::update, UpdateContact{.contact_id = {"x"}}); }) == "not_found");
}

TEST_CASE("what is out of its limits is refused with its field") {
  Store store;
  const auto refused = [&](const CreateContact& request) {
    return error_of([&] { store.write(contacts::create, request); });
  };
  CHECK(refused({.name = std::string(101, 'a')}) == "invalid_argument name");
  CHECK(refused({.addresses = {{Channel::voice, "hello"}}}) == "invalid_argument address");
  CHECK(refused({.addresses = std::vector<ContactAddress>(51, {Channel::voice, "18 99775-1234"})}) ==
        "invalid_argument addresses");
  CHECK(refused({.zones = {"Mars"}}) == "invalid_argument zones[0]");
  CHECK(refused({.convenient_hours = "always"}) == "invalid_argument convenient_hours");
}

TEST_CASE("an erased person is nowhere to be read, is not contacted again, and references stay") {
  static std::int64_t erased_elsewhere;
  erased_elsewhere = 0;
  contact::register_personal_data({.name = "elsewhere", .erase = [](Context&, const contact::Person& person) {
                                     erased_elsewhere += static_cast<std::int64_t>(person.addresses.size());
                                     return std::int64_t{7};
                                   }});
  Store store;
  const Contact made = store.write(contacts::create, ana());
  const contact::ContactRecord call = store.write(
      contact::record_contact, contact::RecordContact{.address = "18 99775-1234", .reference = "call-1"});
  store.write(contact::may_contact,
              contact::GateQuestion{.address = "+5518997751234", .document = "529.982.247-25"});
  store.write(suppressions::add_wrong_person,
              suppressions::AddWrongPerson{
                  .address = "ana@example.com", .channel = Channel::email, .reason = "mora com a Ana"});
  for (const auto* needle : {"99775", "ana@example", "Ana"}) CHECK(stored_with(store, needle) > 0);

  const ErasedContact erased = store.write(contacts::erase, EraseContact{.contact_id = made.id.value});
  CHECK(erased.rows == std::map<std::string, std::int64_t>{
                           {"contacts", 1}, {"contact_log", 1}, {"gate_decisions", 1}, {"elsewhere", 7}});
  CHECK(erased_elsewhere > 0);
  for (const auto* needle : {"99775", "97751234", "ana@example", "Ana", "982.247-25"}) {
    CAPTURE(needle);
    CHECK(stored_with(store, needle) == 0);
  }
  CHECK(stored_with(store, call.id.value) == 1);
  CHECK(stored_with(store, "call-1") == 1);
  CHECK(store.read(contacts::get, GetContact{.contact_id = made.id.value}).erased_at == store.now);
  CHECK(error_of([&] {
          store.write(contacts::update, UpdateContact{.contact_id = made.id, .name = "Ana"});
        }) == "not_found");

  CHECK_FALSE(store
                  .read(contact::check, contact::GateQuestion{.address = "551897751234",
                                                              .channel = Channel::whatsapp,
                                                              .purpose = contact::Purpose::service})
                  .allowed);
  const auto kept = store.read(suppressions::list_opt_outs, suppressions::ListOptOuts{}).suppressions;
  REQUIRE(kept.size() == 2);
  CHECK(kept[0].reason == "erased");
  CHECK(store.write(contacts::erase, EraseContact{.contact_id = made.id.value}).rows ==
        std::map<std::string, std::int64_t>{{"elsewhere", 7}});
  contact::register_personal_data({.name = "elsewhere"});
}

TEST_CASE("a person without a contact is erased by address") {
  Store store;
  store.write(contact::record_contact, contact::RecordContact{.address = "18 99775-1234"});
  CHECK(store.write(contacts::erase, EraseContact{.channel = Channel::whatsapp, .address = "551897751234"})
            .rows == std::map<std::string, std::int64_t>{{"contact_log", 1}});
  CHECK(stored_with(store, "99775") == 0);
  CHECK(store.read(suppressions::check_opt_out, suppressions::CheckOptOut{.address = "18 99775-1234"})
            .suppressed);
  CHECK(error_of([&] { store.write(contacts::erase, EraseContact{}); }) == "invalid_argument contact_id");
}

TEST_CASE("an export has everything stored about a person, and nothing of others") {
  contact::register_personal_data(
      {.name = "elsewhere", .export_ = [](const Context&, const contact::Person&) {
         return std::vector<std::string>{"{\"a\":1}"};
       }});
  Store store;
  const Contact made = store.write(contacts::create, ana());
  store.write(contact::record_contact, contact::RecordContact{.address = "18 99775-1234"});
  store.write(contact::record_contact, contact::RecordContact{.address = "18 99775-9999"});
  store.write(contact::may_contact, contact::GateQuestion{.address = "+5518997751234"});
  store.write(suppressions::add_opt_out,
              suppressions::AddOptOut{.address = "ana@example.com", .channel = Channel::email});
  const auto rows = store.read(contacts::export_, ExportContact{.contact_id = made.id.value}).rows;
  CHECK(rows.size() == 5);
  for (const auto* kind : {"contacts", "contact_log", "gate_decisions", "suppressions", "elsewhere"}) {
    CAPTURE(kind);
    REQUIRE(rows.contains(kind));
    CHECK(rows.at(kind).size() == 1);
  }
  CHECK(rows.at("contacts")[0].find("Ana") != std::string::npos);
  contact::register_personal_data({.name = "elsewhere"});
}
