#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <smarthandoff/base/time.hpp>

namespace smarthandoff {

// What clocks show somewhere: a civil date and time without its zone.
using LocalTime = std::chrono::local_time<Milliseconds>;

// A local time taken apart.
struct LocalFields {
  int year = 1970;
  int month = 1;  // 1-12
  int day = 1;    // 1-31
  int hour = 0;
  int minute = 0;
  int second = 0;
  int weekday = 4;  // ISO 8601: 1 Monday … 7 Sunday; ignored by to_local_time

  bool operator==(const LocalFields&) const = default;
};

// How often a local time happens in a zone.
enum class LocalKind {
  unique,
  gap,      // never: clocks jumped over it
  overlap,  // twice: clocks went back
};

// The instants a local time stands for. In an overlap they differ; in a gap both are the moment at which
// clocks jumped.
struct LocalInstants {
  LocalKind kind = LocalKind::unique;
  Instant earliest;
  Instant latest;
};

// All functions that take a zone want an IANA name ("America/Sao_Paulo") and throw invalid_argument, field
// "zone", for any other. They read the system's tzdata and may be called from any thread.

bool is_zone(std::string_view zone);

// Throws invalid_argument naming the field unless `zone` is one.
void check_zone(std::string_view field, std::string_view zone);

LocalTime to_local(Instant instant, std::string_view zone);

LocalInstants resolve_local(LocalTime local, std::string_view zone);

// The one instant for rules that need one: the earlier of an overlap, the end of a gap.
Instant to_instant(LocalTime local, std::string_view zone);

LocalFields fields_of(LocalTime local);

// The local time of the fields, or nothing when there is no such date or time of day (31 February, 25:00).
std::optional<LocalTime> to_local_time(const LocalFields& fields);

// "2026-01-16T14:30", the form of `local*` answers.
std::string to_string(LocalTime local);

// As told to people: "16/01/2026 14:30".
std::string format_local(Instant instant, std::string_view zone);

// As told to people: "35s", "2min 35s", "1h 2min 35s"; parts of a second are dropped, negative is "0s".
std::string format_duration(Milliseconds duration);

// Throws failed_precondition unless tzdata is installed and knows today's rules of Brazil and the US.
void check_tzdata();

}  // namespace smarthandoff
