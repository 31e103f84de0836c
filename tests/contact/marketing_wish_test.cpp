// Who wants no promotions: what the gate says to every purpose, what hosts read, and the words that people
// leave at the messaging service, late, twice and in any order.
#include "contact/marketing_wish.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

#include <smarthandoff/contact/gate.hpp>
#include <smarthandoff/contact/messaging.hpp>
#include <smarthandoff/contact/person.hpp>
#include <smarthandoff/contact/registry.hpp>

#include "contact/refusal.hpp"
#include "support/domain_store.hpp"
#include "support/postgresql.hpp"

using namespace smarthandoff;
using namespace smarthandoff::suppressions;
using contact::GateQuestion;
using contact::Purpose;
using domain_store::error_of;
using domain_store::Store;

namespace {

constexpr const char* kAna = "+5518997751234";
constexpr const char* kMail = "ana@example.com";
const AddOptOut kNoPromotions{.address = kAna, .reason = "only offers", .purpose = OptOutPurpose::marketing};

std::string names(const std::vector<contact::GateReason>& reasons) {
  std::string all;
  for (const auto& reason : reasons) all += (all.empty() ? "" : " ") + reason.name;
  return all;
}

contact::GateDecision asked(Store& store, const std::string& address, Channel channel, Purpose purpose) {
  return store.read(contact::check, GateQuestion{.address = address, .channel = channel, .purpose = purpose});
}

OptOutAnswer opted_out(Store& store, const std::string& address = kAna, Channel channel = Channel::voice) {
  return store.read(check_opt_out, CheckOptOut{.address = address, .channel = channel});
}

// A word of Ana's at the messaging service, so many seconds after the first.
void tell(Store& store, bool stopped, Seconds after, const std::string& address = kAna) {
  store.write(
      [](Context& context, const messages::MarketingPreference& told) {
        contact::take_preference(context, told);
        return 0;
      },
      messages::MarketingPreference{
          .addresses = {address}, .stopped = stopped, .at = parse_rfc3339("2026-01-16T12:00:00Z") + after});
}

bool lift(Store& store) {
  return store.write(remove_opt_out, RemoveOptOut{.address = kAna, .purpose = OptOutPurpose::marketing})
      .removed;
}

void binds_marketing_alone(Store& store) {
  store.write(contacts::create,
              contacts::CreateContact{.addresses = {{Channel::voice, kAna}, {Channel::email, kMail}}});
  store.write(add_opt_out, kNoPromotions);
  struct Row {
    Purpose purpose;
    std::string forbids, waived;
  };
  for (const Row& row : std::vector<Row>{{Purpose::requested, "", "no_marketing"},
                                         {Purpose::service, "", "no_marketing"},
                                         {Purpose::collections, "", "no_marketing"},
                                         {Purpose::marketing, "no_marketing", ""}}) {
    CAPTURE(wire_name(row.purpose));
    for (const auto& [address, channel] :
         {std::pair{kAna, Channel::voice}, {kAna, Channel::sms}, {kMail, Channel::email}}) {
      CAPTURE(address);
      const auto decision = asked(store, address, channel, row.purpose);
      CHECK(names(decision.reasons) == row.forbids);
      CHECK(names(decision.waived) == row.waived);
      CHECK(decision.next_allowed.has_value() == row.forbids.empty());
    }
  }
  const auto refused = asked(store, kAna, Channel::voice, Purpose::marketing);
  CHECK(refused.reasons.at(0).detail == "only offers");
  CHECK_FALSE(refused.reasons.at(0).source.empty());
  store.tenant = {"other"};
  CHECK(asked(store, kAna, Channel::voice, Purpose::marketing).allowed);
  CHECK_FALSE(opted_out(store).marketing_suppressed);
}

// What was told, in the order in which it came, and whether promotions are stopped then.
void newest_word_counts(Store& store) {
  struct Word {
    bool stopped;
    int after;
  };
  struct Row {
    std::string what;
    std::vector<Word> words;
    bool suppressed;
  };
  const std::vector<Row> rows{
      {"a stop", {{true, 10}}, true},
      {"a stop, delivered again", {{true, 10}, {true, 10}}, true},
      {"resumed", {{true, 10}, {false, 20}}, false},
      {"a resume that overtook its stop", {{false, 20}, {true, 10}}, false},
      {"resumed, and the old stop again", {{true, 10}, {false, 20}, {true, 10}}, false},
      {"stopped again, and the old resume again", {{true, 10}, {false, 20}, {true, 30}, {false, 20}}, true},
      {"the newer stop overtook", {{true, 30}, {false, 20}, {true, 10}}, true},
      {"a resume alone", {{false, 10}}, false},
      {"both at once", {{true, 10}, {false, 10}}, true},
      {"both at once, the other way round", {{false, 10}, {true, 10}}, true},
  };
  int number = 0;
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const std::string person = "+55189977510" + std::to_string(10 + number++);
    for (const Word& word : row.words) tell(store, word.stopped, Seconds(word.after), person);
    CHECK(opted_out(store, person).marketing_suppressed == row.suppressed);
    CHECK_FALSE(opted_out(store, person).suppressed);
    CHECK(asked(store, person, Channel::voice, Purpose::marketing).allowed != row.suppressed);
    CHECK(asked(store, person, Channel::voice, Purpose::service).allowed);
  }
}

}  // namespace

TEST_CASE("who stopped promotions gets none by any channel, and everything else as before") {
  Store store;
  binds_marketing_alone(store);
}

TEST_CASE("of what a person tells about promotions the newest counts, in whatever order it comes") {
  Store store;
  newest_word_counts(store);
}

TEST_SUITE("postgresql") {
  TEST_CASE("no_marketing and the words about promotions are the same") {
    const test_postgresql::Database server;
    Store store(server.url());
    binds_marketing_alone(store);
    store.tenant = {"third"};
    newest_word_counts(store);
    store.write(add_opt_out, kNoPromotions);
    store.write(add_wrong_person, AddWrongPerson{.address = kAna});
    const auto all = store.read(list_opt_outs, ListOptOuts{.limit = 1000}).suppressions;
    CHECK(std::ranges::count(all, SuppressionKind::no_marketing, &Suppression::kind) ==
          static_cast<std::ptrdiff_t>(all.size()));
    CHECK(std::ranges::count(all, kAna, &Suppression::address) == 1);
    CHECK(store.read(list_wrong_persons, ListWrongPersons{}).suppressions.size() == 1);
    CHECK(lift(store));
    CHECK_FALSE(opted_out(store).marketing_suppressed);
  }
}

TEST_CASE("a host tells who stopped promotions from who is opted out of everything") {
  Store store;
  CHECK(opted_out(store) == OptOutAnswer{});
  const Suppression promotions = store.write(add_opt_out, kNoPromotions);
  CHECK(promotions.kind == SuppressionKind::no_marketing);
  CHECK(opted_out(store) == OptOutAnswer{.marketing_suppressed = true, .marketing_suppression = promotions});
  store.now += Milliseconds(1);
  const Suppression everything = store.write(add_opt_out, AddOptOut{.address = kAna});
  CHECK(opted_out(store) == OptOutAnswer{.suppressed = true,
                                         .suppression = everything,
                                         .marketing_suppressed = true,
                                         .marketing_suppression = promotions});
  CHECK(store.read(list_opt_outs, ListOptOuts{}).suppressions ==
        std::vector<Suppression>{promotions, everything});
  CHECK(store.read(list_wrong_persons, ListWrongPersons{}).suppressions.empty());
  CHECK_FALSE(store.read(check_wrong_person, CheckWrongPerson{.address = kAna}).suppressed);
  CHECK(error_of([&] {
          store.write(add_opt_out,
                      AddOptOut{.address = kAna, .never_call = true, .purpose = OptOutPurpose::marketing});
        }) == "invalid_argument never_call");
}

TEST_CASE("an opt-out of everything keeps promotions away, too, by every address of the person") {
  Store store;
  store.write(contacts::create,
              contacts::CreateContact{.addresses = {{Channel::voice, kAna}, {Channel::email, kMail}}});
  store.write(add_opt_out, AddOptOut{.address = kAna});
  CHECK(opted_out(store).marketing_suppressed);
  CHECK(opted_out(store, kMail, Channel::email).marketing_suppressed);
  store.write(remove_opt_out, RemoveOptOut{.address = kAna});
  store.write(add_opt_out, kNoPromotions);
  CHECK_FALSE(opted_out(store, kMail, Channel::email).suppressed);
  CHECK(opted_out(store, kMail, Channel::email).marketing_suppressed);
}

TEST_CASE("what was added is lifted by its own purpose, and told with its kind") {
  Store store;
  store.write(add_opt_out, AddOptOut{.address = kAna});
  store.write(add_opt_out, kNoPromotions);
  CHECK(store.write(remove_opt_out, RemoveOptOut{.address = kAna}).removed);
  CHECK_FALSE(store.write(remove_opt_out, RemoveOptOut{.address = kAna}).removed);
  CHECK(opted_out(store).marketing_suppressed);  // who may be called again asked for no promotions
  CHECK(lift(store));
  CHECK_FALSE(lift(store));
  CHECK(opted_out(store) == OptOutAnswer{});
  CHECK(store.topics() == "opt_out.added opt_out.added opt_out.removed opt_out.removed ");
  const std::vector<std::string> kinds{"\"opt_out\"", "\"no_marketing\"", "\"opt_out\"", "\"no_marketing\""};
  REQUIRE(store.events.size() == kinds.size());
  for (std::size_t i = 0; i < kinds.size(); ++i)
    CHECK(store.events[i].payload.find(kinds[i]) != std::string::npos);
}

TEST_CASE("modules that wait for the person are not told that promotions stopped") {
  static int told;
  told = 0;
  contact::register_personal_data(
      {.name = "test", .opted_out = [](Context&, const contact::Person&, SuppressionKind) { ++told; }});
  Store store;
  store.write(add_opt_out, kNoPromotions);
  tell(store, true, Seconds(1), "+5518997751235");
  CHECK(told == 0);
  store.write(add_opt_out, AddOptOut{.address = kAna});
  CHECK(told == 1);
  contact::register_personal_data({.name = "test"});
}

TEST_CASE("a stop told twice is one event and keeps its reason and time") {
  Store store;
  tell(store, true, Seconds(1));
  const auto made = opted_out(store).marketing_suppression;
  REQUIRE(made);
  CHECK(made->reason == "promotions stopped in WhatsApp");
  CHECK(made->channel == Channel::whatsapp);
  store.now += Seconds(5);
  tell(store, true, Seconds(1));
  tell(store, true, Seconds(2));
  CHECK(opted_out(store).marketing_suppression == made);
  CHECK(store.topics() == "opt_out.added ");
  tell(store, false, Seconds(3));
  tell(store, false, Seconds(3));
  CHECK(store.topics() == "opt_out.added opt_out.removed ");
}

TEST_CASE("taking promotions again lifts only what was stopped there") {
  struct Row {
    std::string what;
    std::function<void(Store&)> arrange;
    bool suppressed, marketing_suppressed;
  };
  const std::vector<Row> rows{
      {"stopped there", [](Store& s) { tell(s, true, Seconds(1)); }, false, false},
      {"stored by the host", [](Store& s) { s.write(add_opt_out, kNoPromotions); }, false, true},
      {"stored by the host, then stopped there",
       [](Store& s) {
         s.write(add_opt_out, kNoPromotions);
         tell(s, true, Seconds(1));
       },
       false, true},
      {"stopped there, then stored by the host",
       [](Store& s) {
         tell(s, true, Seconds(1));
         s.write(add_opt_out, kNoPromotions);
       },
       false, true},
      {"stopped there, and opted out of everything",
       [](Store& s) {
         tell(s, true, Seconds(1));
         s.write(add_opt_out, AddOptOut{.address = kAna});
       },
       true, true},
      {"stopped there, again after the host had lifted its own",
       [](Store& s) {
         s.write(add_opt_out, kNoPromotions);
         s.now -= std::chrono::hours(6);
         lift(s);
         s.now += std::chrono::hours(6);
         tell(s, true, Seconds(1));
       },
       false, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Store store;
    row.arrange(store);
    tell(store, false, Seconds(2));
    CHECK(opted_out(store).suppressed == row.suppressed);
    CHECK(opted_out(store).marketing_suppressed == row.marketing_suppressed);
  }
}

TEST_CASE("a stop from before a host lifted it does not come back, a newer one does") {
  Store store;
  tell(store, true, Seconds(1));
  CHECK(lift(store));
  tell(store, true, Seconds(1));
  tell(store, true, Seconds(2));
  CHECK_FALSE(opted_out(store).marketing_suppressed);
  store.now += std::chrono::hours(1);
  tell(store, true, std::chrono::duration_cast<Seconds>(store.now - parse_rfc3339("2026-01-16T12:00:00Z")));
  CHECK(opted_out(store).marketing_suppressed);
}

// A clock that is far ahead would have kept every later word out.
TEST_CASE("a word from the future is one of now") {
  Store store;
  tell(store, true, std::chrono::hours(24 * 365));
  store.now += Seconds(1);
  tell(store, false, std::chrono::duration_cast<Seconds>(store.now - parse_rfc3339("2026-01-16T12:00:00Z")));
  CHECK_FALSE(opted_out(store).marketing_suppressed);
}

TEST_CASE("a person who shows no number stops promotions by their own id") {
  Store store;
  tell(store, true, Seconds(1), "user:US.13491208655302741918");
  CHECK(opted_out(store, "user:US.13491208655302741918", Channel::whatsapp).marketing_suppressed);
  CHECK_FALSE(opted_out(store, "user:US.13491208655302741919", Channel::whatsapp).marketing_suppressed);
}

TEST_CASE("who stopped promotions and then writes SAIR is opted out, and told so") {
  Store store;
  tell(store, true, Seconds(1));
  const auto refuse = [](Context& context, int) {
    return contact::refuse(context, kAna, SuppressionKind::opt_out, "message m1");
  };
  CHECK_FALSE(store.write(refuse, 0).empty());
  CHECK(opted_out(store).suppressed);
  CHECK(store.write(refuse, 0).empty());
}

TEST_CASE("a message that failed because promotions were stopped stops the next ones") {
  Store store;
  const auto fail = [&](messenger::FailureKind kind, messages::MessageStatus status) {
    store.write(
        [](Context& context, const messages::Message& message) {
          contact::take_stop(context, message);
          return 0;
        },
        messages::Message{.id = {"m1"},
                          .status = status,
                          .address = kAna,
                          .failure = {.kind = kind},
                          .failed_at = store.now - Seconds(1)});
  };
  fail(messenger::FailureKind::recipient_unreachable, messages::MessageStatus::failed);
  fail(messenger::FailureKind::none, messages::MessageStatus::delivered);
  CHECK(opted_out(store) == OptOutAnswer{});
  fail(messenger::FailureKind::recipient_stopped, messages::MessageStatus::failed);
  CHECK_FALSE(opted_out(store).suppressed);
  REQUIRE(opted_out(store).marketing_suppressed);
  CHECK(opted_out(store).marketing_suppression->reason == "promotions stopped, message m1");
  lift(store);
  fail(messenger::FailureKind::recipient_stopped, messages::MessageStatus::failed);  // the same, told again
  CHECK_FALSE(opted_out(store).marketing_suppressed);
}

TEST_CASE("erasing keeps that promotions are stopped, under a masked address; an export has both") {
  Store store;
  tell(store, true, Seconds(1));
  const auto rows =
      store.read(contacts::export_, contacts::ExportContact{.channel = Channel::voice, .address = kAna}).rows;
  CHECK(rows.at("suppressions").size() == 1);
  REQUIRE(rows.at("marketing_wishes").size() == 1);
  CHECK(rows.at("marketing_wishes")[0].find("2026-01-16T12:00:01") != std::string::npos);
  store.write(contacts::erase, contacts::EraseContact{.channel = Channel::voice, .address = kAna});
  const auto kept = opted_out(store).marketing_suppression;
  REQUIRE(kept);
  CHECK(kept->kind == SuppressionKind::no_marketing);
  CHECK(kept->reason == "erased");
  CHECK(kept->address.find("99775") == std::string::npos);
}
