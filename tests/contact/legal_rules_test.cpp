#include <smarthandoff/contact/legal_rules.hpp>

#include <doctest/doctest.h>

#include <functional>
#include <set>

#include <smarthandoff/base/area_codes.hpp>
#include <smarthandoff/contact/contact_log.hpp>

#include "contact/legal_rule_check.hpp"
#include "contact/legal_rule_look_up.hpp"
#include "contact/vectors.hpp"
#include "support/domain_store.hpp"

using namespace smarthandoff;
using namespace smarthandoff::contact;
using domain_store::error_of;
using domain_store::Store;

namespace {

constexpr const char* kNumber = "+5511987654321";

CallingProfile strict(const std::string& hours, const std::string& from = "2020-01-01") {
  return {.name = "br.strict", .valid_from = from, .source = "our lawyer", .hours = hours};
}

bool open(Store& store, const std::string& at, const std::string& number = kNumber) {
  return store
      .read(contact::check, GateQuestion{.address = number, .profile = "br.strict", .at = parse_rfc3339(at)})
      .allowed;
}

}  // namespace

TEST_CASE("the released rules are well formed, and every one has a source and a day") {
  CHECK_NOTHROW(check_rules(builtin_rules()));
  CHECK(builtin_rules().profiles.size() >= 7);
  std::set<std::string> profiles;
  for (const CallingProfile& each : builtin_rules().profiles) profiles.insert(each.name);
  for (const DefaultProfile& each : builtin_rules().defaults) CHECK(profiles.contains(each.profile));
  for (const ContactCap& cap : builtin_rules().caps)
    for (const std::string& name : cap.profiles) CHECK(profiles.contains(name));
}

TEST_CASE("the zones of area codes are those recorded") {
  const auto recorded = load_file("area_codes.json");
  for (const auto& row : recorded.at("BR")) {
    const auto* code = AreaCodes::builtin().brazil(row.at("ddd").get<std::string>());
    REQUIRE(code);
    CHECK(code->zones == row.at("timezones").get<std::vector<std::string>>());
  }
  for (const auto* state : {"FL", "TX"})
    for (const auto& row : recorded.at(state)) {
      const auto* code = AreaCodes::builtin().north_america(row.at("npa").get<std::string>());
      REQUIRE(code);
      CHECK(code->zones == row.at("timezones").get<std::vector<std::string>>());
    }
}

TEST_CASE("a loaded entry replaces those of its name, for its tenant only") {
  Store store;
  const std::string saturday = "2026-01-17T14:00:00Z";
  CHECK_FALSE(open(store, saturday));
  const LoadedRules loaded =
      store.write(contact::load, LegalRules{.profiles = {strict("mon-sat 09:00-19:00")}});
  CHECK(loaded.profiles == 1);
  CHECK(store.topics() == "gate.rules_loaded ");
  CHECK(open(store, saturday));
  CHECK(open(store, "2026-04-21T14:00:00Z"));  // the new entry names no holidays
  const LegalRules rules = store.read(contact::legal_rules, GetLegalRules{});
  CHECK(rules.profiles.size() == builtin_rules().profiles.size());
  CHECK(rules.caps == builtin_rules().caps);
  store.write(contact::load, LegalRules{.profiles = {strict("mon-fri 10:00-11:00")}});
  CHECK_FALSE(open(store, saturday));
  store.tenant = {"other"};
  CHECK(open(store, "2026-01-16T14:00:00Z"));
  CHECK_FALSE(open(store, "2026-04-21T14:00:00Z"));
}

TEST_CASE("a law that changes is loaded beforehand and counts from its day") {
  Store store;
  store.write(contact::load, LegalRules{.profiles = {strict("mon-fri 09:00-19:00"),
                                                     strict("mon-fri 10:00-12:00", "2026-01-19")}});
  CHECK(open(store, "2026-01-16T18:00:00Z"));
  CHECK_FALSE(open(store, "2026-01-19T18:00:00Z"));
}

TEST_CASE("holidays, caps, defaults and area codes are replaced the same way") {
  Store store;
  const LegalRules rules{.calendars = {{.name = "BR",
                                        .valid_from = "2026-01-01",
                                        .source = "city law",
                                        .days = {{.name = "Aniversário", .month_day = "01-16"}}}},
                         .caps = {{.name = "attempts_per_day",
                                   .valid_from = "2026-01-01",
                                   .source = "client",
                                   .limit = 1,
                                   .days = 1}},
                         .defaults = {{.profile = "br.telemarketing"}},
                         .areas = {{.country_code = "49",
                                    .area_code = "30",
                                    .valid_from = "2026-01-01",
                                    .source = "IANA",
                                    .zones = {"Europe/Berlin"}}}};
  store.write(contact::load, rules);
  CHECK_FALSE(open(store, "2026-01-16T14:00:00Z"));
  CHECK(open(store, "2026-04-21T14:00:00Z"));
  store.write(record_contact, RecordContact{.address = kNumber});
  store.now += std::chrono::hours(1);
  const GateDecision decision = store.read(
      contact::check, GateQuestion{.address = kNumber, .at = parse_rfc3339("2026-01-16T19:00:00Z")});
  REQUIRE(decision.reasons.size() == 2);
  CHECK(decision.reasons[0].name == "holiday");
  CHECK(decision.reasons[1].name == "attempts_per_day");
  CHECK(decision.reasons[1].source == "client");
  const GateDecision berlin = store.read(
      contact::check, GateQuestion{.address = "+4930123456", .at = parse_rfc3339("2026-01-19T19:30:00Z")});
  CHECK(berlin.allowed);  // br.telemarketing: 20:30 in Berlin
}

TEST_CASE("a file with a mistake is refused whole, naming entry and field") {
  struct Row {
    std::string what;
    std::function<void(LegalRules&)> spoil;
    std::string field;
  };
  const CallingProfile good = strict("mon-fri 09:00-19:00");
  const std::vector<Row> rows{
      {"nothing", [](LegalRules& r) { r = {}; }, "profiles"},
      {"no name", [](LegalRules& r) { r.profiles[1].name = ""; }, "profiles[1].name"},
      {"no hours", [](LegalRules& r) { r.profiles[1].hours = ""; }, "profiles[1].hours"},
      {"hours that are none", [](LegalRules& r) { r.profiles[1].hours = "always"; }, "profiles[1].hours"},
      {"no source", [](LegalRules& r) { r.profiles[1].source = ""; }, "profiles[1].source"},
      {"no day", [](LegalRules& r) { r.profiles[1].valid_from = "soon"; }, "profiles[1].valid_from"},
      {"no such date", [](LegalRules& r) { r.calendars[0].days[0].date = "2026-02-30"; },
       "calendars[0].days[0].date"},
      {"two dates", [](LegalRules& r) { r.calendars[0].days[0].date = "2026-02-20"; },
       "calendars[0].days[0].date"},
      {"a cap of nothing", [](LegalRules& r) { r.caps[0].limit = 0; }, "caps[0].limit"},
      {"a cap without a period", [](LegalRules& r) { r.caps[0].days = 0; }, "caps[0].days"},
      {"a default without a profile", [](LegalRules& r) { r.defaults[0].profile = ""; },
       "defaults[0].profile"},
      {"an area without a zone", [](LegalRules& r) { r.areas[0].zones.clear(); }, "areas[0].zones"},
      {"an area on Mars", [](LegalRules& r) { r.areas[0].zones = {"Mars"}; }, "areas[0].zones[0]"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Store store;
    LegalRules rules{.profiles = {good, strict("mon-fri 10:00-19:00", "2027-01-01")},
                     .calendars = {{.name = "BR",
                                    .valid_from = "2026-01-01",
                                    .source = "x",
                                    .days = {{.name = "d", .month_day = "01-16"}}}},
                     .caps = {{.name = "c", .valid_from = "2026-01-01", .source = "x", .days = 1}},
                     .defaults = {{.profile = "br.strict"}},
                     .areas = {{.country_code = "55",
                                .valid_from = "2026-01-01",
                                .source = "x",
                                .zones = {"America/Sao_Paulo"}}}};
    CHECK_NOTHROW(check_rules(rules));
    row.spoil(rules);
    CHECK(error_of([&] { store.write(contact::load, rules); }) == "invalid_argument " + row.field);
    CHECK(store.read(contact::legal_rules, GetLegalRules{}) == builtin_rules());
  }
}

TEST_CASE("what is loaded for a later day leaves the days before as they are") {
  Store store;
  store.write(contact::load, LegalRules{.profiles = {strict("mon-sun 00:00-24:00", "2027-01-01")}});
  CHECK_FALSE(open(store, "2026-01-17T15:00:00Z"));  // a Saturday
  CHECK(open(store, "2027-01-09T15:00:00Z"));
  store.write(
      contact::load,
      LegalRules{
          .caps = {
              {.name = "our_cap", .valid_from = "2999-01-01", .source = "test", .limit = 1, .days = 1}}});
  const auto caps_of = [](const Context& context, const Instant& at) {
    return RuleBook(context).caps_at(at);
  };
  for (const auto& cap : store.read(caps_of, parse_rfc3339("2026-01-17T15:00:00Z")))
    CHECK(cap->name != "our_cap");
}

TEST_CASE("a rule that names what does not exist is refused whole") {
  Store store;
  CallingProfile profile = strict("mon-fri 09:00-10:00");
  profile.holidays = "ACME";
  CHECK(error_of([&] { store.write(contact::load, LegalRules{.profiles = {profile}}); }) ==
        "invalid_argument profiles[0].holidays");
  const DefaultProfile unknown{.country_code = "351", .profile = "pt.strict"};
  CHECK(error_of([&] { store.write(contact::load, LegalRules{.defaults = {unknown}}); }) ==
        "invalid_argument defaults[0].profile");
  const HolidayCalendar calendar{.name = "ACME", .valid_from = "2020-01-01", .source = "test"};
  CHECK_NOTHROW(store.write(contact::load, LegalRules{.profiles = {profile}, .calendars = {calendar}}));
}

TEST_CASE("a landline gets no text message, and Amazonas has its own hours") {
  Store store;
  const auto ask = [&](const char* number) {
    return store.read(contact::check, GateQuestion{.address = number,
                                                   .channel = Channel::sms,
                                                   .profile = "br.collection.am",
                                                   .zones = {"America/Sao_Paulo"},
                                                   .at = parse_rfc3339("2026-01-16T15:00:00Z")});
  };
  CHECK(ask("+551133334444").reasons.at(0).name == "not_textable");
  CHECK(ask("+5511987654321").allowed);
}
