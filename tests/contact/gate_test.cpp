#include <smarthandoff/contact/gate.hpp>

#include <doctest/doctest.h>

#include <functional>
#include <random>

#include <smarthandoff/contact/contact_log.hpp>
#include <smarthandoff/contact/legal_rules.hpp>
#include <smarthandoff/contact/person.hpp>
#include <smarthandoff/contact/registry.hpp>
#include <smarthandoff/contact/suppression.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "contact/vectors.hpp"
#include "support/domain_store.hpp"

using namespace smarthandoff;
using namespace smarthandoff::contact;
using domain_store::error_of;
using domain_store::Store;

namespace {

constexpr const char* kNumber = "+5511987654321";

GateQuestion question(Purpose purpose = Purpose::service) {
  return {.address = kNumber, .purpose = purpose};
}

std::string names(const std::vector<GateReason>& reasons) {
  std::string all;
  for (const GateReason& reason : reasons) all += (all.empty() ? "" : " ") + reason.name;
  return all;
}

std::string reasons(Store& store, const GateQuestion& asked) {
  const GateDecision decision = store.read(contact::check, asked);
  CHECK(decision.allowed == decision.reasons.empty());
  for (const GateReason& reason : decision.reasons) CHECK_FALSE(reason.source.empty());
  return names(decision.reasons);
}

void call(Store& store, const std::string& at, ContactOutcome outcome = ContactOutcome::no_answer) {
  store.write(record_contact, RecordContact{.address = kNumber, .outcome = outcome, .at = parse_rfc3339(at)});
}

}  // namespace

TEST_CASE("what nothing forbids is allowed now") {
  Store store;
  for (const Purpose purpose :
       {Purpose::requested, Purpose::service, Purpose::collections, Purpose::marketing}) {
    const GateDecision decision = store.read(contact::check, question(purpose));
    CHECK(decision.allowed);
    CHECK(decision.reasons.empty());
    CHECK(decision.next_allowed == store.now);
  }
}

TEST_CASE("the table of purposes, row by row") {
  struct Row {
    std::string rule;
    std::function<void(Store&, GateQuestion&)> arrange;
    std::string requested, service, collections, marketing;
  };
  const auto sunday = [](Store&, GateQuestion& q) { q.at = parse_rfc3339("2026-01-18T05:00:00Z"); };
  const auto now = parse_rfc3339("2026-01-16T17:30:00Z");
  const std::vector<Row> rows{
      {"wrong person",
       [](Store& s, GateQuestion&) {
         s.write(suppressions::add_wrong_person, suppressions::AddWrongPerson{.address = kNumber});
       },
       "wrong_person", "wrong_person", "wrong_person", "wrong_person"},
      {"never call",
       [](Store& s, GateQuestion&) {
         s.write(suppressions::add_opt_out, suppressions::AddOptOut{.address = kNumber, .never_call = true});
       },
       "never_call", "never_call", "never_call", "never_call"},
      {"opt-out, asked again",
       [](Store& s, GateQuestion&) {
         s.write(suppressions::add_opt_out, suppressions::AddOptOut{.address = kNumber});
       },
       "", "opt_out", "opt_out", "opt_out"},
      {"opt-out after the request",
       [now](Store& s, GateQuestion& q) {
         q.requested_at = now - Milliseconds(1);
         s.write(suppressions::add_opt_out, suppressions::AddOptOut{.address = kNumber});
       },
       "opt_out", "opt_out", "opt_out", "opt_out"},
      {"promotions stopped",
       [](Store& s, GateQuestion&) {
         s.write(
             suppressions::add_opt_out,
             suppressions::AddOptOut{.address = kNumber, .purpose = suppressions::OptOutPurpose::marketing});
       },
       "", "", "", "no_marketing"},
      {"night", sunday, "calling_window", "calling_window", "calling_window", "calling_window"},
      {"night, the person named the time",
       [&](Store& s, GateQuestion& q) {
         sunday(s, q);
         q.time_named = true;
       },
       "", "calling_window", "calling_window", "calling_window"},
      {"holiday", [](Store&, GateQuestion& q) { q.at = parse_rfc3339("2026-04-21T15:00:00Z"); }, "holiday",
       "holiday", "holiday", "holiday"},
      {"three attempts today",
       [](Store& s, GateQuestion&) {
         for (const auto* at : {"2026-01-16T13:00:00Z", "2026-01-16T14:00:00Z", "2026-01-16T15:00:00Z"})
           call(s, at);
       },
       "", "attempts_per_day", "attempts_per_day", "attempts_per_day"},
      {"a conversation today",
       [](Store& s, GateQuestion&) { call(s, "2026-01-16T13:00:00Z", ContactOutcome::conversation); }, "", "",
       "conversations_per_day", "conversations_per_day"},
      {"called four minutes ago", [](Store& s, GateQuestion&) { call(s, "2026-01-16T17:26:00Z"); },
       "requested_gap", "minimum_gap", "minimum_gap", "minimum_gap"},
      {"called six minutes ago", [](Store& s, GateQuestion&) { call(s, "2026-01-16T17:24:00Z"); }, "",
       "minimum_gap", "minimum_gap", "minimum_gap"},
      {"WhatsApp, never wrote", [](Store&, GateQuestion& q) { q.channel = Channel::whatsapp; },
       "whatsapp_window", "whatsapp_window", "whatsapp_window", "whatsapp_window"},
      {"toll-free",
       [](Store&, GateQuestion& q) { q.address = "0800 123 4567", q.zones = {"America/Sao_Paulo"}; },
       "not_callable", "not_callable", "not_callable", "not_callable"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    const std::vector<std::pair<Purpose, std::string>> columns{{Purpose::requested, row.requested},
                                                               {Purpose::service, row.service},
                                                               {Purpose::collections, row.collections},
                                                               {Purpose::marketing, row.marketing}};
    for (const auto& [purpose, expected] : columns) {
      CAPTURE(wire_name(purpose));
      Store store;
      GateQuestion asked = question(purpose);
      row.arrange(store, asked);
      CHECK(reasons(store, asked) == expected);
    }
  }
}

TEST_CASE("a waived rule is told, so that the decision explains itself") {
  Store store;
  store.write(suppressions::add_opt_out, suppressions::AddOptOut{.address = kNumber});
  GateQuestion asked = question(Purpose::requested);
  asked.at = parse_rfc3339("2026-01-18T05:00:00Z");
  asked.time_named = true;
  const GateDecision decision = store.read(contact::check, asked);
  CHECK(decision.allowed);
  CHECK(names(decision.waived) == "opt_out calling_window");
}

TEST_CASE("the recorded calling windows come out of the whole gate too") {
  Store store;
  const auto all = load_file("calling_windows.json").at("vectors");
  for (const auto& vector : all) {
    CAPTURE(vector.at("id").get<std::string>());
    // An address without a place of its own: the zones are those given.
    GateQuestion asked{.address = "someone@example.com",
                       .channel = Channel::email,
                       .purpose = Purpose::collections,
                       .profile = vector.at("profile").get<std::string>(),
                       .zones = vector.at("timezones").get<std::vector<std::string>>(),
                       .at = parse_rfc3339(vector.at("at").get<std::string>())};
    const GateDecision decision = store.read(contact::check, asked);
    CHECK(decision.allowed == vector.at("allowed").get<bool>());
    REQUIRE(decision.next_allowed);
    CHECK((*decision.next_allowed == *asked.at) == decision.allowed);
    if (vector.contains("nextAllowed"))
      CHECK(*decision.next_allowed == parse_rfc3339(vector.at("nextAllowed").get<std::string>()));
  }
}

TEST_CASE("given zones only add to those of the number") {
  Store store;
  const auto at = [](const std::string& number, std::vector<std::string> zones, const std::string& instant) {
    return GateQuestion{
        .address = number, .profile = "us.regf", .zones = std::move(zones), .at = parse_rfc3339(instant)};
  };
  // 08:30 in Miami.
  CHECK(reasons(store, at("+13053711234", {}, "2026-01-16T13:30:00Z")) == "");
  CHECK(reasons(store, at("+13053711234", {"America/Los_Angeles"}, "2026-01-16T13:30:00Z")) ==
        "calling_window");
  CHECK(reasons(store, at("+13053711234", {"America/New_York"}, "2026-01-16T13:30:00Z")) == "");
  // Pensacola: Eastern or Central; El Paso: Mountain.
  CHECK(reasons(store, at("+18504321234", {"America/New_York"}, "2026-01-16T13:30:00Z")) == "calling_window");
  CHECK(reasons(store, at("+19155321234", {}, "2026-01-16T14:30:00Z")) == "calling_window");
  CHECK(reasons(store, at("+19155321234", {"America/New_York"}, "2026-01-16T15:00:00Z")) == "");
  // DDD 81 may be Noronha, DDD 97 may be the west of Amazonas.
  GateQuestion recife{
      .address = "+5581987654321", .profile = "br.strict", .at = parse_rfc3339("2026-01-16T21:30:00Z")};
  CHECK(reasons(store, recife) == "calling_window");
  CHECK(store.read(contact::check, recife).next_allowed == parse_rfc3339("2026-01-19T12:00:00Z"));
}

TEST_CASE(
    "an area code that no table has counts as anywhere in the country, unless the host knows the place") {
  Store store;
  GateQuestion asked{
      .address = "+12125551234", .profile = "us.regf", .at = parse_rfc3339("2026-01-16T15:00:00Z")};
  CHECK(reasons(store, asked) == "calling_window");  // 05:00 in Honolulu
  asked.zones = {"America/New_York"};
  CHECK(reasons(store, asked) == "");
  asked.address = "+4930123456";
  CHECK(reasons(store, asked) == "");
  asked.zones.clear();
  CHECK(reasons(store, asked) == "unknown_zone");
  CHECK_FALSE(store.read(contact::check, asked).next_allowed);
}

TEST_CASE("without a profile the address and purpose choose one, and none is closed") {
  Store store;
  const auto closed_at = [&](const std::string& number, Purpose purpose, const std::string& at) {
    return reasons(store, {.address = number, .purpose = purpose, .at = parse_rfc3339(at)});
  };
  const std::string saturday = "2026-01-17T14:00:00Z";  // 11:00 in São Paulo
  CHECK(closed_at(kNumber, Purpose::collections, saturday) == "calling_window");
  CHECK(closed_at(kNumber, Purpose::marketing, saturday) == "");
  CHECK(closed_at("+5521987654321", Purpose::marketing, saturday) == "calling_window");  // RJ
  CHECK(closed_at(kNumber, Purpose::service, saturday) == "");
  CHECK(closed_at("+13053711234", Purpose::marketing, "2026-01-17T01:30:00Z") == "calling_window");  // 20:30
  CHECK(closed_at("+13053711234", Purpose::collections, "2026-01-17T01:30:00Z") == "");
  GateQuestion german{.address = "+4930123456", .zones = {"Europe/Berlin"}};
  CHECK(reasons(store, german) == "unknown_profile");
}

TEST_CASE("an opt-out holds for every channel and spelling, and for the person's other addresses") {
  Store store;
  store.write(contacts::create, contacts::CreateContact{.name = "Ana",
                                                        .addresses = {{Channel::voice, kNumber},
                                                                      {Channel::email, "ana@example.com"},
                                                                      {Channel::instagram, "17841400000"}}});
  store.write(suppressions::add_opt_out,
              suppressions::AddOptOut{.address = "551187654321", .channel = Channel::whatsapp});
  const std::vector<std::pair<Channel, std::string>> same{{Channel::voice, "(11) 98765-4321"},
                                                          {Channel::sms, kNumber},
                                                          {Channel::whatsapp, "5511987654321"},
                                                          {Channel::email, "Ana@Example.com"},
                                                          {Channel::instagram, "17841400000"}};
  for (const auto& [channel, address] : same) {
    CAPTURE(address);
    const auto found =
        reasons(store, {.address = address, .channel = channel, .purpose = Purpose::marketing});
    CHECK(found.starts_with("opt_out"));
  }
  CHECK(reasons(store, {.address = "+5511987654322"}) == "");
  store.tenant = {"other"};
  CHECK(reasons(store, question()) == "");
}

TEST_CASE("a landline is not the mobile that differs by a nine") {
  Store store;
  store.write(suppressions::add_opt_out, suppressions::AddOptOut{.address = "+551133334444"});
  CHECK(reasons(store, {.address = "+551133334444"}) == "opt_out");
  CHECK(reasons(store, {.address = "+5511933334444"}) == "");
}

TEST_CASE("a wrong person is wrong at that address only, and what was tried there was not with the person") {
  Store store;
  const contacts::Contact ana = store.write(
      contacts::create,
      contacts::CreateContact{.addresses = {{Channel::voice, kNumber}, {Channel::voice, "+5511912345678"}}});
  for (const auto* at : {"2026-01-16T13:00:00Z", "2026-01-16T14:00:00Z", "2026-01-16T15:00:00Z"})
    call(store, at);
  const GateQuestion other{.address = "+5511912345678"};
  CHECK(reasons(store, other) == "attempts_per_day");
  store.write(suppressions::add_wrong_person, suppressions::AddWrongPerson{.address = kNumber});
  CHECK(reasons(store, question()) == "wrong_person");
  CHECK(reasons(store, other) == "");
  CHECK(store.read(contacts::get, contacts::GetContact{.contact_id = ana.id.value}).addresses.size() == 2);
}

TEST_CASE("opting out once more after a new request ends that request too") {
  Store store;
  store.write(suppressions::add_opt_out, suppressions::AddOptOut{.address = kNumber});
  store.now += std::chrono::minutes(1);
  GateQuestion asked = question(Purpose::requested);
  asked.requested_at = store.now;
  CHECK(reasons(store, asked) == "");
  store.now += std::chrono::minutes(1);
  store.write(suppressions::add_opt_out, suppressions::AddOptOut{.address = kNumber});
  CHECK(reasons(store, asked) == "opt_out");
}

TEST_CASE("every number of a person is a place where they may be") {
  Store store;
  store.write(contacts::create, contacts::CreateContact{.addresses = {{Channel::voice, "+13053711234"},
                                                                      {Channel::voice, "+19155321234"}}});
  GateQuestion asked{
      .address = "+13053711234", .profile = "us.regf", .at = parse_rfc3339("2026-01-16T14:30:00Z")};
  CHECK(reasons(store, asked) == "calling_window");  // 09:30 in Miami, 07:30 in El Paso
  asked.at = parse_rfc3339("2026-01-16T15:00:00Z");
  CHECK(reasons(store, asked) == "");
}

TEST_CASE("the hours that a person wants bind from then on") {
  Store store;
  store.write(contacts::create, contacts::CreateContact{.addresses = {{Channel::voice, kNumber}},
                                                        .convenient_hours = "mon-fri 15:00-17:00"});
  CHECK(reasons(store, question()) == "convenient_hours");  // 14:30
  CHECK(store.read(contact::check, question()).next_allowed == parse_rfc3339("2026-01-16T18:00:00Z"));
}

TEST_CASE("the next instant satisfies every rule of time at once") {
  Store store;
  for (const auto* at : {"2026-01-16T13:00:00Z", "2026-01-16T14:00:00Z", "2026-01-16T15:00:00Z"})
    call(store, at);
  const GateDecision decision = store.read(contact::check, question(Purpose::collections));
  CHECK(names(decision.reasons) == "attempts_per_day");
  CHECK(decision.reasons[0].until == parse_rfc3339("2026-01-17T03:00:00Z"));  // Saturday, 00:00
  CHECK(decision.next_allowed == parse_rfc3339("2026-01-19T12:00:00Z"));      // Monday, 09:00
}

TEST_CASE("a lasting reason leaves no next instant") {
  Store store;
  store.write(suppressions::add_opt_out, suppressions::AddOptOut{.address = kNumber});
  GateQuestion asked = question();
  asked.at = parse_rfc3339("2026-01-18T05:00:00Z");
  const GateDecision decision = store.read(contact::check, asked);
  CHECK(names(decision.reasons) == "opt_out calling_window");
  CHECK_FALSE(decision.next_allowed);
}

TEST_CASE("WhatsApp: free text within 24 hours of what the person wrote, else a template") {
  Store store;
  GateQuestion asked = question(Purpose::requested);
  asked.channel = Channel::whatsapp;
  store.write(record_contact, RecordContact{.address = "551187654321",  // as an old id
                                            .channel = Channel::whatsapp,
                                            .direction = Direction::inbound,
                                            .outcome = ContactOutcome::conversation});
  const Instant wrote = store.now;
  asked.time_named = true;
  asked.at = wrote + std::chrono::hours(24) - Milliseconds(1);
  CHECK(reasons(store, asked) == "");
  asked.at = wrote + std::chrono::hours(24);
  CHECK(reasons(store, asked) == "whatsapp_window");
  asked.template_name = "callback_retorno_ligacao";
  CHECK(reasons(store, asked) == "");
}

TEST_CASE("what cannot be asked is refused with its field") {
  struct Row {
    std::string what;
    std::function<void(GateQuestion&)> spoil;
    std::string error;
  };
  const std::vector<Row> rows{
      {"no address", [](GateQuestion& q) { q.address = ""; }, "invalid_argument address"},
      {"no number", [](GateQuestion& q) { q.address = "hello"; }, "invalid_argument address"},
      {"no e-mail", [](GateQuestion& q) { q.channel = Channel::email, q.address = "a b@c"; }, "none"},
      {"half an e-mail", [](GateQuestion& q) { q.channel = Channel::email, q.address = "a@"; },
       "invalid_argument address"},
      {"an address too long",
       [](GateQuestion& q) { q.channel = Channel::webchat, q.address = std::string(255, 'a'); },
       "invalid_argument address"},
      {"an address of two lines", [](GateQuestion& q) { q.channel = Channel::webchat, q.address = "a\nb"; },
       "invalid_argument address"},
      {"no profile of that name", [](GateQuestion& q) { q.profile = "br.lax"; }, "invalid_argument profile"},
      {"no zone",
       [](GateQuestion& q) {
         q.zones = {"America/Sao_Paulo", "Mars"};
       },
       "invalid_argument zones[1]"},
      {"too many zones", [](GateQuestion& q) { q.zones.assign(21, "America/Sao_Paulo"); },
       "invalid_argument zones"},
      {"a reference that is none", [](GateQuestion& q) { q.reference = "a b"; },
       "invalid_argument reference"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Store store;
    GateQuestion asked = question();
    row.spoil(asked);
    CHECK(error_of([&] { store.read(contact::check, asked); }) == row.error);
  }
}

TEST_CASE("inside a transaction the gate fails closed, and stores why") {
  Store store;
  const auto refused = [&](GateQuestion asked) {
    asked.reference = "callback-1";
    const GateDecision decision = store.write(may_contact, asked);
    CHECK_FALSE(decision.allowed);
    return names(decision.reasons);
  };
  GateQuestion asked = question();
  asked.address = "hello";
  CHECK(refused(asked) == "invalid_address");
  asked = question();
  asked.profile = "br.lax";
  CHECK(refused(asked) == "unknown_profile");
  asked = question();
  asked.zones = {"Mars"};
  CHECK(refused(asked) == "unknown_zone");
  const auto stored = store.read(decisions, ListDecisions{.reference = "callback-1"}).decisions;
  CHECK(stored.size() == 3);
}

TEST_CASE("a stored decision tells what was asked and answered, without personal data") {
  Store store;
  GateQuestion asked = question(Purpose::collections);
  asked.document = "529.982.247-25";
  asked.reference = "target-7";
  const GateDecision decision = store.write(may_contact, asked);
  CHECK(decision.allowed);
  store.now += Milliseconds(1);
  store.write(suppressions::add_opt_out, suppressions::AddOptOut{.address = kNumber});
  store.write(may_contact, asked);
  const auto all = store.read(decisions, ListDecisions{.address = "11 98765-4321"}).decisions;
  REQUIRE(all.size() == 2);
  CHECK(names(all[0].decision.reasons) == "opt_out");
  CHECK(all[1].decision == decision);
  CHECK(all[1].question.profile == "br.strict");
  CHECK(all[1].question.zones == std::vector<std::string>{"America/Sao_Paulo"});
  CHECK(all[1].question.at == all[1].created_at);
  CHECK(all[1].question.address.find("8765") == std::string::npos);
  CHECK(all[1].question.document == "***.982.247-**");
  CHECK(store.read(decisions, ListDecisions{.allowed = false}).decisions.size() == 1);
  CHECK(store.read(decisions, ListDecisions{.reference = "target-8"}).decisions.empty());
  CHECK(store.read(decisions, ListDecisions{.limit = 1}).decisions[0].id == all[0].id);
  CHECK(store.read(decisions, ListDecisions{.after = all[0].id}).decisions[0].id == all[1].id);
  store.tenant = {"other"};
  CHECK(store.read(decisions, ListDecisions{}).decisions.empty());
}

TEST_CASE("another module's rule binds by its row of the table, and until it says") {
  static std::optional<GateReason> answer;
  static std::string about;
  answer = GateReason{
      .detail = "promised", .source = "promise", .until = parse_rfc3339("2026-01-20T02:59:59.999Z")};
  register_rule({.name = "active_promise",
                 .row = RuleRow::settled,
                 .ask = [](const Context&, const RuleQuestion& asked) {
                   about = asked.person.addresses.at(0);
                   return answer;
                 }});
  Store store;
  CHECK(reasons(store, question(Purpose::collections)) == "active_promise");
  CHECK(about == kNumber);
  CHECK(store.read(contact::check, question(Purpose::collections)).next_allowed ==
        parse_rfc3339("2026-01-20T12:00:00Z"));
  CHECK(reasons(store, question(Purpose::service)) == "");
  answer->until.reset();
  CHECK_FALSE(store.read(contact::check, question(Purpose::collections)).next_allowed);
  answer.reset();
  CHECK(reasons(store, question(Purpose::collections)) == "");
}

TEST_CASE("asking at the next instant finds it allowed, and no opt-out ever allows more") {
  std::mt19937 random(11);  // NOLINT: the same numbers in every run
  const auto pick = [&](std::size_t below) {
    return std::uniform_int_distribution<std::size_t>(0, below - 1)(random);
  };
  const std::vector<std::string> numbers{kNumber, "+5581987654321", "+13053711234", "+18504321234"};
  for (int round = 0; round < 60; ++round) {
    Store store;
    const std::string number = numbers[pick(numbers.size())];
    for (std::size_t i = 0; i < pick(5); ++i)
      store.write(record_contact,
                  RecordContact{.address = number,
                                .outcome = static_cast<ContactOutcome>(pick(8)),
                                .at = store.now - std::chrono::minutes(static_cast<int>(pick(3000)))});
    GateQuestion asked{.address = number, .purpose = static_cast<Purpose>(pick(4))};
    asked.at = store.now + std::chrono::minutes(static_cast<int>(pick(20'000)));
    const GateDecision decision = store.read(contact::check, asked);
    REQUIRE(decision.next_allowed);
    GateQuestion then = asked;
    then.at = decision.next_allowed;
    CHECK(store.read(contact::check, then).allowed);
    if (!decision.allowed) {
      then.at = *decision.next_allowed - Milliseconds(1);
      CHECK_FALSE(store.read(contact::check, then).allowed);
    }
    store.write(suppressions::add_opt_out, suppressions::AddOptOut{.address = number});
    const bool after = store.read(contact::check, asked).allowed;
    CHECK((decision.allowed || !after));
    CHECK((asked.purpose == Purpose::requested || !after));
  }
}

// An engine whose clock was a second behind another's was allowed at once what the other had just done.
TEST_CASE("a contact that stands in the log counts, though the clock of who made it is ahead") {
  Store store;
  call(store, "2026-01-16T17:30:00Z");
  store.now -= Seconds(1);
  GateQuestion asked = question();
  const auto decision = store.write(may_contact, asked);
  CHECK(names(decision.reasons) == "minimum_gap");
  CHECK(decision.next_allowed == parse_rfc3339("2026-01-16T17:40:00Z"));
  asked.at = store.now - Milliseconds(1);  // of an instant that is over it is asked how it was then
  CHECK(store.read(contact::check, asked).allowed);
}
