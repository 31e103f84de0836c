#include "contact/calling_window.hpp"

#include <algorithm>
#include <charconv>

#include <smarthandoff/base/zone.hpp>

#include "base/holidays.hpp"

namespace smarthandoff::contact {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;

std::string text_of(local_days day) {
  const std::string text = to_string(LocalTime(day));  // "2026-11-20T00:00"
  return text.substr(0, text.find('T'));
}

// `text` is the day's own.
bool falls_on(const Holiday& holiday, local_days day, std::string_view text) {
  const int year = static_cast<int>(std::chrono::year_month_day(day).year());
  if (year < holiday.first_year) return false;
  if (!holiday.date.empty()) return text == holiday.date;
  if (!holiday.month_day.empty()) return text.substr(5) == holiday.month_day;
  return day == easter_sunday(year) + days(holiday.easter);
}

// The newest entry that holds on the day, else the first: those given are sorted by `from`.
template <class Entry>
const Entry& in_force(const std::vector<Entry>& entries, local_days day) {
  const auto after =
      std::upper_bound(entries.begin(), entries.end(), day,
                       [](local_days asked, const Entry& entry) { return asked < entry.from; });
  return after == entries.begin() ? entries.front() : *std::prev(after);
}

template <class Entry>
void sort_by_start(std::vector<Entry>& entries) {
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.from < b.from; });
}

}  // namespace

std::optional<local_days> day_of(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  LocalFields fields;
  const auto read = [&](std::size_t first, std::size_t length, int& into) {
    const char* begin = text.data() + first;
    const auto [end, error] = std::from_chars(begin, begin + length, into);
    return error == std::errc{} && end == begin + length && into >= 0;
  };
  if (!read(0, 4, fields.year) || !read(5, 2, fields.month) || !read(8, 2, fields.day)) return std::nullopt;
  const auto midnight = to_local_time(fields);
  if (!midnight) return std::nullopt;
  return std::chrono::floor<days>(*midnight);
}

CallingWindow::CallingWindow(const std::vector<CallingProfile>& versions,
                             const std::vector<HolidayCalendar>& calendars) {
  for (const CallingProfile& profile : versions) {
    const auto week = read_opening_hours(profile.hours);
    const auto from = day_of(profile.valid_from);
    if (week && from) versions_.push_back({*from, *week, profile.holidays, profile.source});
  }
  for (const HolidayCalendar& calendar : calendars)
    if (const auto from = day_of(calendar.valid_from))
      calendars_.push_back({calendar.name, *from, calendar.source, calendar.days});
  sort_by_start(versions_);
  sort_by_start(calendars_);
}

const CallingWindow::Version& CallingWindow::version_on(Day day) const {
  return in_force(versions_, day);
}

const CallingWindow::Calendar* CallingWindow::calendar_on(const std::string& name, Day day) const {
  const Calendar* found = nullptr;
  for (const Calendar& calendar : calendars_)
    if (calendar.name == name && (found == nullptr || calendar.from <= day)) found = &calendar;
  return found;
}

const Holiday* CallingWindow::holiday_on(Day day) const {
  const std::string& name = version_on(day).calendar;
  const Calendar* calendar = name.empty() ? nullptr : calendar_on(name, day);
  if (calendar == nullptr) return nullptr;
  const std::string text = text_of(day);
  const auto found = std::find_if(calendar->days.begin(), calendar->days.end(),
                                  [&](const Holiday& holiday) { return falls_on(holiday, day, text); });
  return found == calendar->days.end() ? nullptr : &*found;
}

std::optional<Instant> CallingWindow::next_in(const std::string& zone, Instant at, Instant until) const {
  const Day last = std::chrono::floor<days>(to_local(until, zone));
  // From yesterday: where clocks go back over midnight, its hours may not be over.
  for (Day day = std::chrono::floor<days>(to_local(at, zone)) - days(1); day <= last; day += days(1)) {
    if (holiday_on(day) != nullptr) continue;
    const auto weekday = std::chrono::weekday(day).iso_encoding();
    std::optional<Instant> first;
    for (const OpenPeriod& open : version_on(day).week[weekday]) {
      const Instant from = resolve_local(LocalTime(day) + minutes(open.from), zone).latest;
      const Instant to = resolve_local(LocalTime(day) + minutes(open.to), zone).earliest;
      const Instant candidate = std::max(from, at);
      if (candidate < to && (!first || candidate < *first)) first = candidate;
    }
    if (first) return *first <= until ? first : std::nullopt;
  }
  return std::nullopt;
}

std::optional<Instant> CallingWindow::next_open(const std::vector<std::string>& zones, Instant at,
                                                Instant until) const {
  if (versions_.empty() || zones.empty()) return std::nullopt;
  for (std::size_t agreed = 0, i = 0; agreed < zones.size(); i = (i + 1) % zones.size()) {
    const auto next = next_in(zones[i], at, until);
    if (!next) return std::nullopt;
    agreed = *next == at ? agreed + 1 : 1;
    at = *next;
  }
  return at;
}

std::optional<CallingWindow::Closed> CallingWindow::why_closed(const std::vector<std::string>& zones,
                                                               Instant at) const {
  if (versions_.empty()) return Closed{};
  for (const std::string& zone : zones) {
    if (next_in(zone, at, at)) continue;
    const Day day = std::chrono::floor<days>(to_local(at, zone));
    const Holiday* holiday = holiday_on(day);
    if (holiday == nullptr) return Closed{zone, "", version_on(day).source};
    const Calendar* calendar = calendar_on(version_on(day).calendar, day);
    return Closed{zone, holiday->name, holiday->source.empty() ? calendar->source : holiday->source};
  }
  return std::nullopt;
}

}  // namespace smarthandoff::contact
