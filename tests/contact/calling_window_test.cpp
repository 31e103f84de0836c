#include "contact/calling_window.hpp"

#include <doctest/doctest.h>

#include <random>

#include <smarthandoff/base/zone.hpp>

#include "contact/vectors.hpp"

using namespace smarthandoff;
using namespace smarthandoff::contact;

namespace {

CallingWindow window(const std::string& profile) {
  std::vector<CallingProfile> versions;
  for (const CallingProfile& each : builtin_rules().profiles)
    if (each.name == profile) versions.push_back(each);
  return {versions, builtin_rules().calendars};
}

Instant far(Instant at) {
  return at + std::chrono::hours(24 * 90);
}

std::string next(const CallingWindow& rules, const std::vector<std::string>& zones, const std::string& at) {
  const Instant asked = parse_rfc3339(at);
  const auto found = rules.next_open(zones, asked, far(asked));
  return found ? to_rfc3339(*found) : "never";
}

}  // namespace

TEST_CASE("the recorded calling windows are open and open next as recorded") {
  const auto all = load_file("calling_windows.json").at("vectors");
  REQUIRE(all.size() >= 18);
  for (const auto& vector : all) {
    CAPTURE(vector.at("id").get<std::string>());
    const auto rules = window(vector.at("profile").get<std::string>());
    const auto zones = vector.at("timezones").get<std::vector<std::string>>();
    const Instant at = parse_rfc3339(vector.at("at").get<std::string>());
    const auto open = rules.next_open(zones, at, far(at));
    REQUIRE(open);
    CHECK((*open == at) == vector.at("allowed").get<bool>());
    CHECK(rules.why_closed(zones, at).has_value() == !vector.at("allowed").get<bool>());
    if (vector.contains("nextAllowed"))
      CHECK(*open == parse_rfc3339(vector.at("nextAllowed").get<std::string>()));
  }
}

TEST_CASE("the profiles are those of the recorded rules") {
  const auto profiles = load_file("calling_windows.json").at("meta").at("profiles");
  for (const auto& [name, days] : profiles.items()) {
    CAPTURE(name);
    const CallingWindow rules = window(name);
    // A week without a holiday: Monday 2 to Sunday 8 February 2026.
    for (int weekday = 1; weekday <= 7; ++weekday) {
      CAPTURE(weekday);
      const std::string day = "2026-02-0" + std::to_string(weekday + 1) + "T";
      for (int hour = 0; hour < 24; ++hour) {
        const std::string clock = (hour < 10 ? "0" : "") + std::to_string(hour) + ":00";
        bool expected = false;
        if (const auto open = days.find(std::to_string(weekday)); open != days.end())
          expected = open->at(0).get<std::string>() <= clock && clock < open->at(1).get<std::string>();
        const Instant at = parse_rfc3339(day + clock + ":00Z");
        CHECK((rules.next_open({"Etc/UTC"}, at, at) == at) == expected);
      }
    }
  }
}

TEST_CASE("every national holiday of Brazil is closed, and no day of optional leave") {
  const auto years = load_file("holidays_br.json").at("years");
  const CallingWindow rules = window("br.requested");  // open every weekday
  for (const auto& [year, days] : years.items()) {
    for (const auto& day : days.at("national")) {
      const std::string noon = day.at("date").get<std::string>() + "T15:00:00Z";
      CAPTURE(noon);
      const auto closed = rules.why_closed({"America/Sao_Paulo"}, parse_rfc3339(noon));
      REQUIRE(closed);
      CHECK(closed->holiday == day.at("name").get<std::string>());
      CHECK_FALSE(closed->source.empty());
    }
    for (const auto& day : days.at("pontoFacultativo")) {
      const std::string noon = day.at("date").get<std::string>() + "T15:00:00Z";
      CAPTURE(noon);
      CHECK(next(rules, {"America/Sao_Paulo"}, noon) == day.at("date").get<std::string>() + "T15:00:00.000Z");
    }
  }
  CHECK(next(rules, {"America/Sao_Paulo"}, "2023-11-20T15:00:00Z") == "2023-11-20T15:00:00.000Z");
}

TEST_CASE("hours begin with their first millisecond and end before their last") {
  const CallingWindow rules = window("br.strict");
  const std::vector<std::string> zones{"America/Sao_Paulo"};
  CHECK(next(rules, zones, "2026-01-16T11:59:59.999Z") == "2026-01-16T12:00:00.000Z");
  CHECK(next(rules, zones, "2026-01-16T12:00:00.000Z") == "2026-01-16T12:00:00.000Z");
  CHECK(next(rules, zones, "2026-01-16T21:59:59.999Z") == "2026-01-16T21:59:59.999Z");
  CHECK(next(rules, zones, "2026-01-16T22:00:00.000Z") == "2026-01-19T12:00:00.000Z");
}

TEST_CASE("a local time that clocks repeat is open only when both are, and one they skip does not count") {
  const std::vector<std::string> zones{"America/New_York"};
  const CallingWindow night(
      {{.name = "n", .valid_from = "2020-01-01", .source = "test", .hours = "mon-sun 01:30-02:30"}}, {});
  // 1 November 2026: 01:30 happens at 05:30Z and, after clocks went back, at 06:30Z.
  CHECK(next(night, zones, "2026-11-01T05:29:00Z") == "2026-11-01T06:30:00.000Z");
  CHECK(next(night, zones, "2026-11-01T05:45:00Z") == "2026-11-01T06:30:00.000Z");
  // 8 March 2026: clocks jump from 02:00 to 03:00 at 07:00Z, so that 02:30 does not exist.
  CHECK(next(night, zones, "2026-03-08T06:59:59.999Z") == "2026-03-08T06:59:59.999Z");
  CHECK(next(night, zones, "2026-03-08T07:00:00Z") == "2026-03-09T05:30:00.000Z");
}

TEST_CASE("no instant is found where zones share no open hour, nor without zone or rules") {
  const CallingWindow rules = window("us.regf");
  CHECK(next(rules, {"America/New_York", "Pacific/Guam"}, "2026-01-16T15:00:00Z") ==
        "2026-01-16T22:00:00.000Z");
  CHECK(next(window("br.strict"), {"America/Sao_Paulo", "Asia/Tokyo"}, "2026-01-16T15:00:00Z") == "never");
  CHECK(next(rules, {}, "2026-01-16T15:00:00Z") == "never");
  CHECK(next(CallingWindow(), {"America/New_York"}, "2026-01-16T15:00:00Z") == "never");
}

TEST_CASE("a rule counts from the local day from which it is valid") {
  const CallingWindow rules(
      {{.name = "p", .valid_from = "2026-02-01", .source = "new", .hours = "mon-sun 10:00-12:00"},
       {.name = "p", .valid_from = "2020-01-01", .source = "old", .hours = "mon-sun 08:00-20:00"}},
      {});
  const std::vector<std::string> zones{"America/Sao_Paulo"};
  CHECK(next(rules, zones, "2026-01-31T22:00:00Z") == "2026-01-31T22:00:00.000Z");  // 19:00 on the last day
  CHECK(next(rules, zones, "2026-01-31T23:00:00Z") == "2026-02-01T13:00:00.000Z");
  CHECK(rules.why_closed(zones, parse_rfc3339("2026-02-01T11:00:00Z"))->source == "new");
  CHECK(rules.why_closed(zones, parse_rfc3339("2026-01-30T01:00:00Z"))->source == "old");
  CHECK(next(rules, zones, "2019-01-31T21:00:00Z") == "2019-01-31T21:00:00.000Z");  // before both: the first
}

TEST_CASE("a calendar has days of every year, of one year and around Easter") {
  const CallingWindow rules({{.name = "p",
                              .valid_from = "2020-01-01",
                              .source = "test",
                              .hours = "mon-sun 00:00-24:00",
                              .holidays = "city"}},
                            {{.name = "city",
                              .valid_from = "2020-01-01",
                              .source = "city law",
                              .days = {{.name = "founded", .month_day = "01-25"},
                                       {.name = "election", .date = "2026-10-04"},
                                       {.name = "carnival", .easter = -47},
                                       {.name = "corpus christi", .easter = 60}}}});
  const auto closed = [&](const std::string& day) {
    const auto why = rules.why_closed({"Etc/UTC"}, parse_rfc3339(day + "T12:00:00Z"));
    return why ? why->holiday : "open";
  };
  CHECK(closed("2026-01-25") == "founded");
  CHECK(closed("2027-01-25") == "founded");
  CHECK(closed("2026-10-04") == "election");
  CHECK(closed("2027-10-04") == "open");
  CHECK(closed("2026-02-17") == "carnival");
  CHECK(closed("2028-02-29") == "carnival");
  CHECK(closed("2026-06-04") == "corpus christi");
  CHECK(closed("2026-06-05") == "open");
  CHECK(next(rules, {"Etc/UTC"}, "2026-01-25T12:00:00Z") == "2026-01-26T00:00:00.000Z");
}

TEST_CASE("the next open instant is open, and none between is, in any zones at any time of three years") {
  std::mt19937 random(20260116);  // NOLINT: the same numbers in every run
  const std::vector<std::string> profiles{"br.strict", "br.collection.sp",    "br.telemarketing",
                                          "us.regf",   "us.tx.telemarketing", "us.ftsa",
                                          "br.service"};
  const std::vector<std::string> places{"America/Sao_Paulo", "America/Noronha",  "America/Rio_Branco",
                                        "America/New_York",  "America/Chicago",  "America/Los_Angeles",
                                        "Europe/Lisbon",     "America/Santiago", "America/Manaus"};
  const auto pick = [&](std::size_t below) {
    return std::uniform_int_distribution<std::size_t>(0, below - 1)(random);
  };
  const Instant start = parse_rfc3339("2026-01-01T00:00:00Z");
  for (int round = 0; round < 400; ++round) {
    const CallingWindow rules = window(profiles[pick(profiles.size())]);
    std::vector<std::string> zones;
    for (std::size_t i = 0; i <= pick(3); ++i) zones.push_back(places[pick(places.size())]);
    const Instant at = start + Milliseconds(static_cast<std::int64_t>(pick(94'000'000)) * 1000 + 7);
    CAPTURE(to_rfc3339(at));
    const auto found = rules.next_open(zones, at, far(at));
    if (!found) continue;
    CHECK(*found >= at);
    CHECK(rules.next_open(zones, *found, *found) == *found);
    if (*found == at) continue;
    const Instant before = *found - Milliseconds(1);
    CHECK_FALSE(rules.next_open(zones, before, before));
    const auto gap = static_cast<std::size_t>((*found - at).count());
    const Instant between = at + Milliseconds(static_cast<std::int64_t>(pick(gap)));
    CHECK_FALSE(rules.next_open(zones, between, between));
    // One zone more never opens anything.
    auto more = zones;
    more.push_back(places[pick(places.size())]);
    const auto later = rules.next_open(more, at, far(at));
    CHECK((!later || *later >= *found));
  }
}

TEST_CASE("only whole days of the calendar are days") {
  CHECK(day_of("2026-02-28"));
  CHECK(day_of("2028-02-29"));
  for (const auto* text : {"", "2026-02-29", "2026-13-01", "2026-1-01", "26-01-01", "2026-01-01 ",
                           "2026/01/01", "2026-01-0a", " 026-01-01"})
    CHECK_MESSAGE(!day_of(text), text);
}
