#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/base/understand.hpp>

namespace smarthandoff {

// The half of the day that a part of day names, to read "duas da tarde" as 14:00.
enum class DayHalf { dawn, morning, afternoon, evening };

// "de manhã": a window of local minutes since midnight. The windows are a choice of ours (rules.md 3.1).
struct DayPart {
  int from = 0;
  int to = 0;
  DayHalf half = DayHalf::morning;
};

// A clock reading as said: "2:30", with the half of the day if it was named with it ("da tarde", "pm").
struct ClockReading {
  int hour = 0;  // 0-24
  int minute = 0;
  std::optional<DayHalf> half;
  bool named = false;  // noon or midnight: never twelve hours later
};

// Which day, as said.
struct DayReading {
  enum class Kind { none, offset, weekday, day_of_month, date };
  Kind kind = Kind::none;
  int offset = 0;          // days from today
  int weekday = 0;         // ISO
  bool following = false;  // "que vem", "next": not today; of a day of the month: in the next month
  bool next_week = false;  // "da semana que vem"
  int day = 0;
  int month = 0;
  int year = 0;  // 0: not said

  bool operator==(const DayReading&) const = default;
};

enum class TimeRelation { at, after, before, between };
enum class TimePeriod { this_week, next_week, next_month, weekend };

// The parts of an utterance about time, before the calendar is asked.
struct TimePhrase {
  bool as_soon_as_possible = false;
  bool later = false;  // "mais tarde", "agora não"
  std::optional<Milliseconds> from_now;
  DayReading day;
  std::vector<DayReading> days_too;  // the same day in other words, if they agree: "segunda, dia 19"
  bool several_days = false;
  std::optional<DayPart> part;
  std::vector<ClockReading> clocks;  // two: between, or alternatives
  TimeRelation relation = TimeRelation::at;
  std::optional<TimePeriod> period;
  std::optional<understand::TimeReason> error;
};

// Reads the words; the language was checked.
TimePhrase read_time_phrase(std::string_view text, std::string_view language);

// What the phrase means at `now` in the zone.
understand::TimeUnderstanding resolve_time_phrase(const TimePhrase& phrase,
                                                  const understand::UnderstandTime& request);

}  // namespace smarthandoff
