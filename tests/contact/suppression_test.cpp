#include <smarthandoff/contact/suppression.hpp>

#include <doctest/doctest.h>

#include <smarthandoff/contact/gate.hpp>
#include <smarthandoff/contact/person.hpp>
#include <smarthandoff/contact/registry.hpp>

#include "support/domain_store.hpp"

using namespace smarthandoff;
using namespace smarthandoff::suppressions;
using domain_store::error_of;
using domain_store::Store;

TEST_CASE(
    "two WhatsApp ids that differ by the Brazilian ninth digit are one person, as is the number in any "
    "spelling") {
  const std::vector<std::pair<Channel, std::string>> spellings{
      {Channel::whatsapp, "5518997751234"},     {Channel::whatsapp, "551897751234"},
      {Channel::whatsapp, "+55 18 99775-1234"}, {Channel::voice, "+5518997751234"},
      {Channel::voice, "(18) 99775-1234"},      {Channel::sms, "18 99775 1234"},
      {Channel::voice, "+55 18 9775-1234"},     {Channel::whatsapp, "18997751234"},
  };
  for (const auto& [channel, given] : spellings) {
    for (const auto& [other_channel, asked] : spellings) {
      CAPTURE(given);
      CAPTURE(asked);
      Store store;
      store.write(add_opt_out, AddOptOut{.address = given, .channel = channel});
      CHECK(store.read(check_opt_out, CheckOptOut{.address = asked, .channel = other_channel}).suppressed);
    }
  }
}

TEST_CASE("what only looks alike is somebody else") {
  struct Row {
    Channel channel;
    std::string given;
    Channel other_channel;
    std::string asked;
  };
  const std::vector<Row> rows{
      {Channel::voice, "+5518997751234", Channel::voice, "+5518997751235"},
      {Channel::voice, "+5518997751234", Channel::voice, "+5519997751234"},
      {Channel::voice, "+551133334444", Channel::voice, "+5511933334444"},  // landline and mobile
      {Channel::voice, "+13053711234", Channel::whatsapp, "133053711234"},
      {Channel::instagram, "5518997751234", Channel::voice, "+5518997751234"},
      {Channel::email, "ana@example.com", Channel::email, "ana@example.org"},
      {Channel::whatsapp, "BR.1A2B3C", Channel::whatsapp, "BR.1a2b3c"},  // user ids are what they are
  };
  for (const Row& row : rows) {
    CAPTURE(row.given);
    Store store;
    store.write(add_opt_out, AddOptOut{.address = row.given, .channel = row.channel});
    CHECK_FALSE(store.read(check_opt_out, CheckOptOut{.address = row.asked, .channel = row.other_channel})
                    .suppressed);
    CHECK(store.read(check_opt_out, CheckOptOut{.address = row.given, .channel = row.channel}).suppressed);
  }
}

TEST_CASE("an opt-out is told with its reason and can be lifted") {
  Store store;
  const Suppression made =
      store.write(add_opt_out, AddOptOut{.address = "18 99775-1234", .reason = " não quer "});
  CHECK(made.kind == SuppressionKind::opt_out);
  CHECK(made.address == "+5518997751234");
  CHECK(made.reason == "não quer");
  CHECK(made.created_at == store.now);
  CHECK(store.read(check_opt_out, CheckOptOut{.address = "18 99775-1234"}).suppression == made);
  CHECK(store.read(list_opt_outs, ListOptOuts{}).suppressions == std::vector<Suppression>{made});
  CHECK(store.read(list_wrong_persons, ListWrongPersons{}).suppressions.empty());
  CHECK_FALSE(store.read(check_wrong_person, CheckWrongPerson{.address = "18 99775-1234"}).suppressed);
  CHECK(store.write(remove_opt_out, RemoveOptOut{.address = "551897751234", .channel = Channel::whatsapp})
            .removed);
  CHECK_FALSE(store.write(remove_opt_out, RemoveOptOut{.address = "18 99775-1234"}).removed);
  CHECK_FALSE(store.read(check_opt_out, CheckOptOut{.address = "18 99775-1234"}).suppressed);
  CHECK(store.topics() == "opt_out.added opt_out.removed ");
}

TEST_CASE("adding again keeps the id and takes the newer time and reason") {
  Store store;
  const Suppression first = store.write(add_opt_out, AddOptOut{.address = "18 99775-1234"});
  CHECK(first.reason == "opt-out");
  store.now += std::chrono::hours(1);
  const Suppression again =
      store.write(add_opt_out, AddOptOut{.address = "+5518997751234", .reason = "SAIR"});
  CHECK(again.id == first.id);
  CHECK(again.created_at == store.now);
  CHECK(store.read(list_opt_outs, ListOptOuts{}).suppressions == std::vector<Suppression>{again});
}

TEST_CASE("never-call is listed with the opt-outs and lifted with them; wrong persons are apart") {
  Store store;
  store.write(add_opt_out, AddOptOut{.address = "18 99775-1234"});
  store.now += Milliseconds(1);
  store.write(add_opt_out, AddOptOut{.address = "18 99775-1234", .never_call = true});
  store.now += Milliseconds(1);
  store.write(add_wrong_person, AddWrongPerson{.address = "18 99775-1234"});
  CHECK(store.read(list_opt_outs, ListOptOuts{}).suppressions.size() == 2);
  CHECK(store.read(list_wrong_persons, ListWrongPersons{}).suppressions.size() == 1);
  CHECK(store.write(remove_opt_out, RemoveOptOut{.address = "18 99775-1234"}).removed);
  CHECK(store.read(list_opt_outs, ListOptOuts{}).suppressions.empty());
  CHECK(store.read(check_wrong_person, CheckWrongPerson{.address = "18 99775-1234"}).suppressed);
  CHECK(store.write(remove_wrong_person, RemoveWrongPerson{.address = "18 99775-1234"}).removed);
}

TEST_CASE("lists come in pages, and another tenant's are not in them") {
  Store store;
  for (int i = 0; i < 5; ++i) {
    store.now += Milliseconds(1);
    store.write(add_opt_out, AddOptOut{.address = "+551899775123" + std::to_string(i)});
  }
  const auto page = store.read(list_opt_outs, ListOptOuts{.limit = 3}).suppressions;
  REQUIRE(page.size() == 3);
  CHECK(store.read(list_opt_outs, ListOptOuts{.limit = 3, .after = page.back().id}).suppressions.size() == 2);
  CHECK(error_of([&] { store.read(list_opt_outs, ListOptOuts{.limit = 1001}); }) == "invalid_argument limit");
  store.tenant = {"other"};
  CHECK(store.read(list_opt_outs, ListOptOuts{}).suppressions.empty());
  CHECK_FALSE(store.read(check_opt_out, CheckOptOut{.address = "+5518997751230"}).suppressed);
  CHECK_FALSE(store.write(remove_opt_out, RemoveOptOut{.address = "+5518997751230"}).removed);
}

TEST_CASE("what is no address or no reason is refused") {
  Store store;
  CHECK(error_of([&] { store.write(add_opt_out, AddOptOut{.address = "18"}); }) ==
        "invalid_argument address");
  CHECK(error_of([&] { store.write(add_opt_out, AddOptOut{.address = ""}); }) == "invalid_argument address");
  CHECK(error_of([&] { store.write(add_opt_out, AddOptOut{.address = "18 99775-1234", .reason = " "}); }) ==
        "invalid_argument reason");
  CHECK(error_of([&] {
          store.write(add_wrong_person,
                      AddWrongPerson{.address = "18 99775-1234", .reason = std::string(101, 'a')});
        }) == "invalid_argument reason");
}

// "Never" by e-mail left the telephone free, where a plain opt-out would have closed it.
TEST_CASE("never by one address is an opt-out for the person's other ones") {
  Store store;
  store.write(contacts::create, contacts::CreateContact{.addresses = {{Channel::voice, "+5518997751234"},
                                                                      {Channel::email, "ana@example.com"}}});
  store.write(add_opt_out,
              AddOptOut{.address = "ana@example.com", .channel = Channel::email, .never_call = true});
  CHECK(store.read(check_opt_out, CheckOptOut{.address = "+5518997751234"}).suppressed);
  const auto names_of = [&](const contact::GateQuestion& question) {
    std::string all;
    for (const auto& reason : store.read(contact::check, question).reasons) all += reason.name + " ";
    return all;
  };
  using contact::Purpose;
  CHECK(names_of({.address = "+5518997751234", .purpose = Purpose::service}) == "opt_out ");
  CHECK(names_of({.address = "+5518997751234",
                  .purpose = Purpose::requested,
                  .requested_at = store.now - Seconds(1)}) == "opt_out ");
  CHECK(names_of({.address = "+5518997751234", .purpose = Purpose::requested}) == "");
  CHECK(names_of({.address = "ana@example.com", .channel = Channel::email, .purpose = Purpose::requested}) ==
        "never_call ");
}

TEST_CASE("other modules hear of an opt-out in its transaction, with every address of the person") {
  static std::vector<std::string> told;
  told.clear();
  contact::register_personal_data(
      {.name = "test", .opted_out = [](Context&, const contact::Person& person, SuppressionKind) {
         told = person.addresses;
       }});
  Store store;
  store.write(contacts::create, contacts::CreateContact{.addresses = {{Channel::voice, "+5518997751234"},
                                                                      {Channel::email, "ana@example.com"}}});
  store.write(add_opt_out, AddOptOut{.address = "ana@example.com", .channel = Channel::email});
  CHECK(std::find(told.begin(), told.end(), "+5518997751234") != told.end());
  CHECK(std::find(told.begin(), told.end(), "551897751234") != told.end());
  CHECK(std::find(told.begin(), told.end(), "ana@example.com") != told.end());
  contact::register_personal_data({.name = "test"});
}
