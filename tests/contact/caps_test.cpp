#include "contact/caps.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "contact/vectors.hpp"

using namespace smarthandoff;
using namespace smarthandoff::contact;

namespace {

ContactCap cap(const std::string& name) {
  const auto& all = builtin_rules().caps;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const ContactCap& each) { return each.name == name; });
  REQUIRE(found != all.end());
  return *found;
}

CapQuestion collection_call(std::vector<std::string> zones = {"America/New_York"}) {
  return {.purpose = Purpose::collections,
          .channel = Channel::voice,
          .profile = "us.regf",
          .zones = std::move(zones)};
}

ContactOutcome outcome_of(const std::string& result) {
  return from_wire<ContactOutcome>(result, "result");
}

ContactRecord call(const std::string& at, ContactOutcome outcome = ContactOutcome::no_answer) {
  return {.outcome = outcome, .at = parse_rfc3339(at)};
}

Instant noon(const std::string& day) {
  return parse_rfc3339(day + "T12:00:00-04:00");
}

bool may_call(const std::vector<ContactRecord>& history, const CapQuestion& question, Instant at) {
  const auto& all = builtin_rules().caps;
  return std::all_of(all.begin(), all.end(), [&](const ContactCap& each) {
    return each.source.find("1006.14") == std::string::npos || !binds(each, question) ||
           next_within(each, question, history, at) == at;
  });
}

}  // namespace

TEST_CASE("the examples of the official commentary on Regulation F come out as it says") {
  const auto all = load_file("regf_calls.json").at("vectors");
  REQUIRE(all.size() >= 6);
  for (const auto& vector : all) {
    CAPTURE(vector.at("id").get<std::string>());
    std::vector<ContactRecord> history;
    bool wrong_number = false;
    int minute = 0;
    for (const auto& entry : vector.at("history")) {
      if (entry.contains("event")) {
        wrong_number = true;  // what was tried there before was not with this person
        continue;
      }
      ContactRecord past{
          .direction = entry.at("direction") == "in" ? Direction::inbound : Direction::outbound,
          .outcome = outcome_of(entry.at("result").get<std::string>()),
          .at = noon(entry.at("date").get<std::string>()) - std::chrono::minutes(60 - ++minute)};
      if (entry.contains("debt")) past.debts = {entry.at("debt").get<std::string>()};
      if (entry.contains("consentGiven")) past.consent_at = past.at;
      history.push_back(past);
    }
    if (wrong_number) history.clear();
    for (const auto& check : vector.at("checks")) {
      CapQuestion question = collection_call();
      if (check.contains("debt")) question.debt = check.at("debt").get<std::string>();
      CAPTURE(check.at("date").get<std::string>());
      CHECK(may_call(history, question, noon(check.at("date").get<std::string>())) ==
            check.at("mayCall").get<bool>());
    }
  }
}

TEST_CASE(
    "a conversation that the person began starts the seven days too, an unanswered call of theirs does not") {
  auto talked = call("2026-04-01T15:00:00Z", ContactOutcome::conversation);
  talked.direction = Direction::inbound;
  CHECK_FALSE(may_call({talked}, collection_call(), noon("2026-04-07")));
  CHECK(may_call({talked}, collection_call(), noon("2026-04-08")));
  talked.outcome = ContactOutcome::no_answer;
  CHECK(may_call({talked}, collection_call(), noon("2026-04-02")));
}

TEST_CASE("calls count for the debt they were about; what names no debt counts for each") {
  std::vector<ContactRecord> history;
  for (int day = 1; day <= 7; ++day) {
    history.push_back(call("2026-04-0" + std::to_string(day) + "T15:00:00Z"));
    history.back().debts = {"A", "B"};
  }
  auto question = collection_call();
  for (const auto& [debt, allowed] : {std::pair{"A", false}, {"B", false}, {"C", true}, {"", false}}) {
    CAPTURE(debt);
    question.debt = debt;
    CHECK(may_call(history, question, noon("2026-04-07")) == allowed);
  }
  for (auto& past : history) past.debts.clear();
  question.debt = "C";
  CHECK_FALSE(may_call(history, question, noon("2026-04-07")));
}

TEST_CASE("consent frees the calls of seven days, and those do not count afterwards") {
  auto consented = call("2026-06-04T15:00:00Z", ContactOutcome::conversation);
  consented.consent_at = consented.at;
  std::vector<ContactRecord> history{consented};
  for (int day = 5; day <= 9; ++day)
    for (int hour = 14; hour <= 15; ++hour)
      history.push_back(call("2026-06-0" + std::to_string(day) + "T" + std::to_string(hour) + ":00:00Z"));
  CHECK(may_call(history, collection_call(), noon("2026-06-10")));
  CHECK(may_call(history, collection_call(), noon("2026-06-11")));  // the ten calls were consented to
  history.push_back(call("2026-06-10T15:00:00Z", ContactOutcome::conversation));
  CHECK(may_call(history, collection_call(), noon("2026-06-11")));
  history.push_back(call("2026-06-11T15:00:00Z", ContactOutcome::conversation));
  CHECK_FALSE(may_call(history, collection_call(), noon("2026-06-12")));
}

TEST_CASE("the seven days end with the last zone's day") {
  const std::vector<ContactRecord> history{
      call("2026-04-02T03:30:00Z", ContactOutcome::conversation)};  // 1 April, 23:30 in New York; 20:30 in LA
  const auto after = cap("days_after_conversation");
  const Instant at = parse_rfc3339("2026-04-03T15:00:00Z");
  CHECK(to_rfc3339(next_within(after, collection_call(), history, at)) == "2026-04-08T04:00:00.000Z");
  CHECK(to_rfc3339(next_within(after, collection_call({"America/New_York", "America/Los_Angeles"}), history,
                               at)) == "2026-04-08T07:00:00.000Z");
}

TEST_CASE("three attempts a local day, ten minutes apart; what reached no line is no attempt") {
  const CapQuestion question{
      .purpose = Purpose::service, .profile = "br.service", .zones = {"America/Sao_Paulo"}};
  const auto daily = cap("attempts_per_day");
  const auto gap = cap("minimum_gap");
  CHECK(is_gap(gap));
  CHECK_FALSE(is_gap(daily));
  std::vector<ContactRecord> history{call("2026-01-16T13:00:00Z"),
                                     call("2026-01-16T14:00:00Z", ContactOutcome::busy)};
  const Instant at = parse_rfc3339("2026-01-16T14:05:00Z");
  CHECK(next_within(daily, question, history, at) == at);
  CHECK(to_rfc3339(next_within(gap, question, history, at)) == "2026-01-16T14:10:00.000Z");
  history.push_back(call("2026-01-16T14:04:00Z", ContactOutcome::failed));
  history.push_back(call("2026-01-16T14:04:30Z", ContactOutcome::not_in_service));
  CHECK(next_within(daily, question, history, at) == at);
  CHECK(to_rfc3339(next_within(gap, question, history, at)) == "2026-01-16T14:10:00.000Z");
  history.push_back(call("2026-01-16T14:03:00Z"));
  CHECK(to_rfc3339(next_within(daily, question, history, at)) == "2026-01-17T03:00:00.000Z");
  history.back().channel = Channel::whatsapp;
  CHECK(to_rfc3339(next_within(gap, question, history, at)) == "2026-01-16T14:10:00.000Z");
}

TEST_CASE("a cap binds for its purposes, profiles and channels only") {
  const auto florida = cap("attempts_per_24_hours");
  CapQuestion question{.purpose = Purpose::marketing, .profile = "us.ftsa", .zones = {"America/New_York"}};
  CHECK(binds(florida, question));
  question.profile = "us.tcpa";
  CHECK_FALSE(binds(florida, question));
  question = collection_call();
  CHECK_FALSE(binds(florida, question));
  CHECK(binds(cap("calls_per_debt"), question));
  question.channel = Channel::whatsapp;
  CHECK_FALSE(binds(cap("calls_per_debt"), question));
  question.purpose = Purpose::requested;
  CHECK_FALSE(binds(cap("attempts_per_day"), question));
}

TEST_CASE(
    "a call at the instant a cap gives keeps it, a millisecond earlier does not, and more history never "
    "frees") {
  std::mt19937 random(1006);  // NOLINT: the same numbers in every run
  const auto pick = [&](int below) { return std::uniform_int_distribution<int>(0, below - 1)(random); };
  const Instant at = parse_rfc3339("2026-04-15T15:00:00Z");
  const std::vector<std::string> names{"calls_per_debt", "days_after_conversation", "attempts_per_day",
                                       "conversations_per_day", "minimum_gap"};
  for (int round = 0; round < 500; ++round) {
    std::vector<ContactRecord> history;
    for (int i = pick(20); i > 0; --i)
      history.push_back(
          {.outcome = static_cast<ContactOutcome>(pick(8)), .at = at - std::chrono::minutes(pick(12'000))});
    const auto rule = cap(names[static_cast<std::size_t>(pick(5))]);
    const auto question = collection_call();
    const Instant next = next_within(rule, question, history, at);
    CHECK(next_within(rule, question, history, next) == next);
    if (next > at) CHECK(next_within(rule, question, history, next - Milliseconds(1)) == next);
    history.push_back(
        {.outcome = ContactOutcome::conversation, .at = at - std::chrono::minutes(pick(12'000))});
    CHECK(next_within(rule, question, history, at) >= next);
  }
}
