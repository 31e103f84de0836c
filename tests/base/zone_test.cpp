#include <smarthandoff/base/zone.hpp>

#include <doctest/doctest.h>

#include <random>

#include <smarthandoff/base/error.hpp>

using namespace smarthandoff;

TEST_CASE("the installed time zones are fit for use") {
  CHECK_NOTHROW(check_tzdata());
}

TEST_CASE("a zone is an IANA name and nothing else") {
  for (const char* zone : {"America/Sao_Paulo", "America/Noronha", "Europe/Lisbon", "UTC"})
    CHECK(is_zone(zone));
  for (const char* zone : {"", "Sao Paulo", "America/Nowhere", "../../etc/passwd", "-03:00", "/"})
    CHECK_FALSE(is_zone(zone));
  CHECK_THROWS_AS(check_zone("zone", "America/Nowhere"), Error);
  CHECK_THROWS_AS(to_local(Instant{}, "Mars/Olympus"), Error);
}

TEST_CASE("instants are shown in local time") {
  const Instant at = parse_rfc3339("2026-01-16T17:30:59.999Z");
  CHECK(format_local(at, "America/Sao_Paulo") == "16/01/2026 14:30");
  CHECK(format_local(at, "America/New_York") == "16/01/2026 12:30");
  CHECK(to_string(to_local(at, "America/Noronha")) == "2026-01-16T15:30");
  CHECK(fields_of(to_local(at, "UTC")) == LocalFields{2026, 1, 16, 17, 30, 59, 5});
}

TEST_CASE("local times happen once, never or twice") {
  struct Row {
    LocalFields local;
    LocalKind kind;
    std::string earliest, latest;
  };
  const Row rows[] = {
      {{2026, 1, 16, 14, 30, 0}, LocalKind::unique, "2026-01-16T19:30:00.000Z", "2026-01-16T19:30:00.000Z"},
      {{2026, 3, 8, 2, 30, 0}, LocalKind::gap, "2026-03-08T07:00:00.000Z", "2026-03-08T07:00:00.000Z"},
      {{2026, 3, 8, 3, 0, 0}, LocalKind::unique, "2026-03-08T07:00:00.000Z", "2026-03-08T07:00:00.000Z"},
      {{2026, 11, 1, 1, 30, 0}, LocalKind::overlap, "2026-11-01T05:30:00.000Z", "2026-11-01T06:30:00.000Z"},
  };
  for (const auto& row : rows) {
    const auto local = to_local_time(row.local);
    REQUIRE(local);
    const auto found = resolve_local(*local, "America/New_York");
    CAPTURE(to_string(*local));
    CHECK(found.kind == row.kind);
    CHECK(to_rfc3339(found.earliest) == row.earliest);
    CHECK(to_rfc3339(found.latest) == row.latest);
    CHECK(to_instant(*local, "America/New_York") == found.earliest);
  }
}

TEST_CASE("any instant survives the way to local time and back") {
  std::mt19937_64 random(11);
  for (const char* zone :
       {"America/Sao_Paulo", "America/New_York", "America/Rio_Branco", "Australia/Lord_Howe"})
    for (int i = 0; i < 500; ++i) {
      const Instant at(Milliseconds(static_cast<std::int64_t>(random() % 4'102'444'800'000ULL)));
      const auto found = resolve_local(to_local(at, zone), zone);
      CHECK((found.earliest == at || found.latest == at));
    }
}

TEST_CASE("fields that are no date or time are refused") {
  CHECK_FALSE(to_local_time({2026, 2, 29}));
  CHECK_FALSE(to_local_time({2026, 13, 1}));
  CHECK_FALSE(to_local_time({2026, 0, 1}));
  CHECK_FALSE(to_local_time({2026, 1, 1, 24}));
  CHECK_FALSE(to_local_time({2026, 1, 1, 0, 60}));
  CHECK(to_local_time({2028, 2, 29}));
}

TEST_CASE("durations are told in hours, minutes and seconds") {
  CHECK(format_duration(Seconds(155)) == "2min 35s");
  CHECK(format_duration(Milliseconds(35'999)) == "35s");
  CHECK(format_duration(Seconds(3755)) == "1h 2min 35s");
  CHECK(format_duration(Seconds(0)) == "0s");
  CHECK(format_duration(Seconds(-5)) == "0s");
}

TEST_CASE("an instant is written with four digits of the year, and read back") {
  for (const char* text : {"0000-01-01T00:00:00.000Z", "1969-12-31T23:59:59.999Z", "2026-01-16T13:07:05.040Z",
                           "9999-12-31T23:59:59.999Z"})
    CHECK(to_rfc3339(parse_rfc3339(text)) == text);
  CHECK(to_rfc3339(Instant::max()) == "9999-12-31T23:59:59.999Z");
  CHECK(to_rfc3339(Instant::min()) == "0000-01-01T00:00:00.000Z");
}
