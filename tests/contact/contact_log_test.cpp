#include <smarthandoff/contact/contact_log.hpp>

#include <doctest/doctest.h>

#include <functional>

#include <smarthandoff/contact/person.hpp>

#include "support/domain_store.hpp"

using namespace smarthandoff;
using namespace smarthandoff::contact;
using domain_store::error_of;
using domain_store::Store;

TEST_CASE("a contact is recorded once, with its newest outcome") {
  Store store;
  const ContactRecord placed = store.write(
      record_contact,
      RecordContact{.address = "18 99775-1234", .outcome = ContactOutcome::no_answer, .reference = "call-1"});
  CHECK(placed.address == "+5518997751234");
  CHECK(placed.at == store.now);
  store.now += std::chrono::minutes(2);
  const ContactRecord talked =
      store.write(record_contact, RecordContact{.address = "+5518997751234",
                                                .outcome = ContactOutcome::conversation,
                                                .reference = "call-1",
                                                .consent = true});
  CHECK(talked.id == placed.id);
  CHECK(talked.at == placed.at);
  CHECK(talked.consent_at == placed.at);
  CHECK(store.read(history, ListContacts{.address = "18 99775-1234"}).contacts ==
        std::vector<ContactRecord>{talked});
}

TEST_CASE("the history is the person's, newest first, whatever the address") {
  Store store;
  store.write(contacts::create, contacts::CreateContact{.addresses = {{Channel::voice, "18 99775-1234"},
                                                                      {Channel::email, "ana@example.com"}}});
  store.write(record_contact,
              RecordContact{.address = "18 99775-1234", .at = store.now - std::chrono::hours(2)});
  store.write(record_contact,
              RecordContact{
                  .address = "ana@example.com", .channel = Channel::email, .outcome = ContactOutcome::sent});
  store.write(record_contact,
              RecordContact{.address = "18 99775-1234", .at = store.now - std::chrono::hours(24 * 31)});
  const auto found = store.read(history, ListContacts{.address = "18 99775-1234"}).contacts;
  REQUIRE(found.size() == 2);
  CHECK(found[0].channel == Channel::email);
  CHECK(found[0].contact_id == found[1].contact_id);
  CHECK_FALSE(found[0].contact_id.empty());
  CHECK(store.read(history, ListContacts{.address = "18 99775-1234", .since = Instant()}).contacts.size() ==
        3);
  CHECK(store.read(history, ListContacts{.address = "18 99775-1234", .limit = 1}).contacts.size() == 1);
  store.tenant = {"other"};
  CHECK(store.read(history, ListContacts{.address = "18 99775-1234"}).contacts.empty());
}

TEST_CASE("what cannot have happened is refused with its field") {
  struct Row {
    std::string what;
    std::function<void(RecordContact&)> spoil;
    std::string error;
  };
  const std::vector<Row> rows{
      {"no number", [](RecordContact& r) { r.address = "?"; }, "invalid_argument address"},
      {"tomorrow", [](RecordContact& r) { r.at = parse_rfc3339("2026-01-17T17:30:00Z"); },
       "invalid_argument at"},
      {"a reference with a blank", [](RecordContact& r) { r.reference = "a b"; },
       "invalid_argument reference"},
      {"a debt too long", [](RecordContact& r) { r.debts = {std::string(65, 'a')}; },
       "invalid_argument debts[0]"},
      {"too many debts", [](RecordContact& r) { r.debts.assign(101, "a"); }, "invalid_argument debts"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Store store;
    RecordContact request{.address = "18 99775-1234"};
    row.spoil(request);
    CHECK(error_of([&] { store.write(record_contact, request); }) == row.error);
  }
}
