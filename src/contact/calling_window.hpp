#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/base/time.hpp>
#include <smarthandoff/contact/legal_rules.hpp>

#include "base/opening_hours.hpp"

// When people may be contacted: pure functions of rules, zones and an instant.
namespace smarthandoff::contact {

// The day of "2026-11-20"; nothing for any other text.
std::optional<std::chrono::local_days> day_of(std::string_view text);

// The versions of one profile and of the calendars that they name, ready to be asked. Made of checked
// entries.
class CallingWindow {
 public:
  CallingWindow() = default;  // always closed
  CallingWindow(const std::vector<CallingProfile>& versions, const std::vector<HolidayCalendar>& calendars);

  // The first instant at or after `at`, and not after `until`, at which the hours are open in every zone;
  // nothing when there is none, or no zone. A local time that happens twice is open only if both are.
  std::optional<Instant> next_open(const std::vector<std::string>& zones, Instant at, Instant until) const;

  // Why it is closed.
  struct Closed {
    std::string zone;
    std::string holiday;  // empty: outside the hours
    std::string source;
  };
  // The first zone in which it is closed at that instant; nothing when it is open in all.
  std::optional<Closed> why_closed(const std::vector<std::string>& zones, Instant at) const;

 private:
  using Day = std::chrono::local_days;
  struct Version {
    Day from;
    OpenWeek week;
    std::string calendar, source;
  };
  struct Calendar {
    std::string name;
    Day from;
    std::string source;
    std::vector<Holiday> days;
  };

  const Version& version_on(Day day) const;
  const Calendar* calendar_on(const std::string& name, Day day) const;
  const Holiday* holiday_on(Day day) const;
  std::optional<Instant> next_in(const std::string& zone, Instant at, Instant until) const;

  std::vector<Version> versions_;    // by `from`
  std::vector<Calendar> calendars_;  // by `from`
};

}  // namespace smarthandoff::contact
