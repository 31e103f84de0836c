#include "base/opening_hours.hpp"

#include <doctest/doctest.h>

#include <smarthandoff/base/error.hpp>

using namespace smarthandoff;

namespace {

const std::string kZone = "America/Sao_Paulo";
const std::string kHours = "mon-fri 09:00-12:00,13:00-18:00; sat 09:00-13:00";

Instant at(const std::string& local) {
  return parse_rfc3339(local + ":00-03:00");
}

}  // namespace

TEST_CASE("the next open instant is now, later today, or on the next open day") {
  struct Row {
    std::string at, next;
  };
  for (const auto& [now, next] :
       {Row{"2026-01-16T10:00", "2026-01-16T10:00"},                                               // Friday
        Row{"2026-01-16T08:00", "2026-01-16T09:00"}, Row{"2026-01-16T12:00", "2026-01-16T13:00"},  // lunch
        Row{"2026-01-16T18:00", "2026-01-17T09:00"},                                               // Saturday
        Row{"2026-01-17T13:00", "2026-01-19T09:00"}}) {                                            // Monday
    CAPTURE(now);
    CHECK(next_open(kHours, at(now), kZone) == at(next));
    CHECK(is_open(kHours, at(now), kZone) == (now == next));
  }
}

TEST_CASE("without hours it is always open, and never with a rule that never opens") {
  CHECK(is_open("", at("2026-01-18T03:00"), kZone));
  CHECK_FALSE(next_open(";", at("2026-01-18T03:00"), kZone).has_value());
}

TEST_CASE("days may wrap around the week") {
  CHECK(is_open("sat-mon 10:00-24:00", at("2026-01-18T23:59"), kZone));
  CHECK_FALSE(is_open("sat-mon 10:00-24:00", at("2026-01-20T11:00"), kZone));
}

TEST_CASE("hours that nobody could keep are refused, and never close a store that has them") {
  for (const char* bad :
       {"always", "mon", "mon 9-18", "mon 18:00-09:00", "xyz 09:00-18:00", "mon 25:00-26:00"}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(check_opening_hours("opening_hours", bad), Error);
    CHECK(is_open(bad, at("2026-01-16T03:00"), kZone));
  }
  CHECK_NOTHROW(check_opening_hours("opening_hours", kHours));
  CHECK_NOTHROW(check_opening_hours("opening_hours", ""));
}
