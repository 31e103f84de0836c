#include <algorithm>

#include <smarthandoff/base/zone.hpp>

#include "base/holidays.hpp"
#include "base/time_phrase.hpp"

namespace smarthandoff {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using understand::Intent;
using understand::TimeInference;
using understand::TimeKind;
using understand::TimeReason;
using understand::TimeTreatment;
using understand::TimeUnderstanding;
using understand::UnderstandTime;
using LocalDay = std::chrono::local_days;

constexpr minutes kHalfDay = hours(12);
constexpr minutes kPlausibleFrom = hours(7);
constexpr minutes kPlausibleTo = hours(22);

// A reading of a phrase, with what had to be added to get there.
struct Moment {
  LocalTime local;
  std::optional<TimeInference> inferred;
  bool certain = true;
};

// The minutes since midnight that a reading names, with the half of the day if it was named. Midnight said
// as 24:00 is the end of the day.
minutes time_of_day(const ClockReading& clock, std::optional<DayHalf> half) {
  const minutes written = hours(clock.hour) + minutes(clock.minute);
  if (!half || clock.named || clock.hour == 0 || clock.hour > 12) return written;
  switch (*half) {
    case DayHalf::dawn:
      return clock.hour == 12 ? written - kHalfDay : written;
    case DayHalf::morning:
      return written;
    case DayHalf::afternoon:
      return clock.hour == 12 ? written : written + kHalfDay;
    // "doze da noite" is midnight, "uma da noite" after it.
    case DayHalf::evening:
      return clock.hour >= 5 ? written + kHalfDay : written;
  }
  return written;
}

bool is_bare(const ClockReading& clock, std::optional<DayHalf> half) {
  return !half && !clock.named && clock.hour >= 1 && clock.hour <= 12;
}

bool is_plausible(minutes of_day) {
  return of_day >= kPlausibleFrom && of_day < kPlausibleTo;
}

class Resolver {
 public:
  Resolver(const TimePhrase& phrase, const UnderstandTime& request)
      : phrase_(phrase),
        request_(request),
        now_(std::chrono::floor<minutes>(to_local(request.now, request.zone))),
        today_(std::chrono::floor<days>(now_)) {}

  TimeUnderstanding run();

 private:
  // Answers.
  TimeUnderstanding refused(TimeReason reason) const;
  TimeUnderstanding instant(const Moment& moment) const;
  TimeUnderstanding choice(std::vector<Moment> moments) const;
  TimeUnderstanding window(LocalTime from, std::optional<LocalTime> to) const;
  TimeUnderstanding unspecified() const;

  // Kinds of phrases.
  TimeUnderstanding from_now() const;
  TimeUnderstanding at_clock() const;
  TimeUnderstanding any_of_two_clocks() const;
  TimeUnderstanding part_of_day() const;
  TimeUnderstanding whole_day() const;
  TimeUnderstanding between_clocks() const;
  TimeUnderstanding open_window() const;
  TimeUnderstanding some_period() const;

  // Readings.
  std::vector<Moment> undated(const ClockReading& clock) const;
  std::optional<Moment> dated(const ClockReading& clock, TimeReason& reason) const;
  std::optional<Moment> today_at(const ClockReading& clock) const;
  std::optional<Moment> choose_day(minutes of_day, TimeReason& reason) const;
  std::optional<Moment> on_weekday(minutes of_day) const;
  std::optional<Moment> on_day_of_month(minutes of_day, TimeReason& reason) const;
  std::optional<Moment> on_date(minutes of_day, TimeReason& reason) const;
  std::vector<Moment> readings(const ClockReading& clock, TimeReason& reason) const;
  std::optional<DayHalf> half_of(const ClockReading& clock) const;
  minutes second_of_range(minutes first) const;
  bool is_outside_hours(LocalTime local) const;
  Instant ahead(LocalTime local) const;
  bool days_agree() const;
  bool is_named(LocalDay day, const DayReading& by) const;
  bool has_day() const { return phrase_.day.kind != DayReading::Kind::none; }
  bool is_today() const { return phrase_.day.kind == DayReading::Kind::offset && phrase_.day.offset == 0; }

  const TimePhrase& phrase_;
  const UnderstandTime& request_;
  const LocalTime now_;  // the minute of now
  const LocalDay today_;
};

TimeUnderstanding Resolver::run() {
  if (phrase_.error) return refused(*phrase_.error);
  if (phrase_.from_now) return from_now();
  if (phrase_.several_days || !days_agree()) return unspecified();
  if (phrase_.period && !has_day()) return some_period();
  if (!phrase_.clocks.empty()) {
    if (phrase_.relation == TimeRelation::between && phrase_.clocks.size() == 2) return between_clocks();
    if (phrase_.relation == TimeRelation::after || phrase_.relation == TimeRelation::before)
      return open_window();
    return phrase_.clocks.size() == 2 ? any_of_two_clocks() : at_clock();
  }
  if (phrase_.part) return part_of_day();
  if (has_day() && !(is_today() && (phrase_.later || phrase_.as_soon_as_possible))) return whole_day();
  if (phrase_.later) return unspecified();
  if (!phrase_.as_soon_as_possible) return unspecified();
  TimeUnderstanding answer{.kind = TimeKind::asap, .treatment = TimeTreatment::schedule};
  answer.outside_hours = is_outside_hours(now_);
  answer.local = to_string(now_);
  answer.utc = request_.now;
  return answer;
}

// Whether the other names of the day are of the same one: not in "terça, dia 19" when that is a Monday.
bool Resolver::days_agree() const {
  if (phrase_.days_too.empty()) return true;
  TimeReason reason{};
  const auto end = choose_day(hours(24), reason);
  if (!end) return true;  // refused for its own reason
  const LocalDay day = std::chrono::floor<days>(end->local - days(1));
  return std::all_of(phrase_.days_too.begin(), phrase_.days_too.end(),
                     [&](const DayReading& other) { return is_named(day, other); });
}

bool Resolver::is_named(LocalDay day, const DayReading& by) const {
  const std::chrono::year_month_day date(day);
  const bool same_day = static_cast<unsigned>(date.day()) == static_cast<unsigned>(by.day);
  switch (by.kind) {
    case DayReading::Kind::weekday:
      return fields_of(day).weekday == by.weekday;
    case DayReading::Kind::offset:
      return day == today_ + days(by.offset);
    case DayReading::Kind::date:
      return same_day && static_cast<unsigned>(date.month()) == static_cast<unsigned>(by.month);
    case DayReading::Kind::day_of_month:
      return same_day;
    case DayReading::Kind::none:
      break;
  }
  return true;
}

TimeUnderstanding Resolver::refused(TimeReason reason) const {
  return {.kind = TimeKind::invalid, .treatment = TimeTreatment::ask, .reason = reason};
}

TimeUnderstanding Resolver::unspecified() const {
  TimeUnderstanding answer{.kind = TimeKind::unspecified, .treatment = TimeTreatment::ask};
  if (phrase_.later) answer.intent = Intent::later;
  return answer;
}

TimeUnderstanding Resolver::instant(const Moment& moment) const {
  const auto instants = resolve_local(moment.local, request_.zone);
  if (instants.kind == LocalKind::gap) return refused(TimeReason::no_such_time);
  if (instants.kind == LocalKind::overlap) return refused(TimeReason::ambiguous_time);
  TimeUnderstanding answer{.kind = TimeKind::instant, .treatment = TimeTreatment::schedule};
  answer.inferred = moment.inferred;
  answer.outside_hours = is_outside_hours(moment.local);
  const bool is_now = moment.local == now_;
  if (!moment.certain || moment.inferred || answer.outside_hours || is_now)
    answer.treatment = TimeTreatment::confirm;
  answer.local = to_string(moment.local);
  answer.utc = instants.earliest;
  return answer;
}

TimeUnderstanding Resolver::choice(std::vector<Moment> moments) const {
  const auto is_skipped = [&](const Moment& moment) {
    return resolve_local(moment.local, request_.zone).kind == LocalKind::gap;
  };
  if (moments.size() > 1) std::erase_if(moments, is_skipped);
  if (moments.empty()) return refused(TimeReason::no_such_time);
  if (moments.size() == 1) return instant(moments[0]);
  TimeUnderstanding answer{.kind = TimeKind::ambiguous, .treatment = TimeTreatment::ask};
  for (const Moment& moment : moments) {
    answer.local_candidates.push_back(to_string(moment.local));
    answer.utc_candidates.push_back(ahead(moment.local));
  }
  return answer;
}

// The instant of a local time that is not in the past: of one that happens twice the second, once the first
// is over.
Instant Resolver::ahead(LocalTime local) const {
  const auto instants = resolve_local(local, request_.zone);
  const bool over = instants.earliest < std::chrono::floor<minutes>(request_.now);
  return over ? instants.latest : instants.earliest;
}

TimeUnderstanding Resolver::window(LocalTime from, std::optional<LocalTime> to) const {
  TimeUnderstanding answer{.kind = TimeKind::window, .treatment = TimeTreatment::ask};
  answer.outside_hours = is_outside_hours(from);
  answer.local_from = to_string(from);
  answer.utc_from = ahead(from);
  if (to) {
    answer.local_to = to_string(*to);
    answer.utc_to = ahead(*to);
  }
  return answer;
}

TimeUnderstanding Resolver::from_now() const {
  const Instant utc = request_.now + *phrase_.from_now;
  TimeUnderstanding answer{.kind = TimeKind::instant, .treatment = TimeTreatment::schedule};
  const LocalTime local = to_local(utc, request_.zone);
  answer.outside_hours = is_outside_hours(local);
  if (answer.outside_hours) answer.treatment = TimeTreatment::confirm;
  answer.local = to_string(local);
  answer.utc = utc;
  return answer;
}

std::optional<DayHalf> Resolver::half_of(const ClockReading& clock) const {
  if (clock.half || !phrase_.part) return clock.half;
  return phrase_.part->half;
}

// The candidates of a reading without a day, in order: as said today, twelve hours later, as said tomorrow;
// without the past and the implausible. The first alone counts if it is as said.
std::vector<Moment> Resolver::undated(const ClockReading& clock) const {
  const auto half = half_of(clock);
  const minutes of_day = time_of_day(clock, half);
  if (!is_bare(clock, half)) {
    if (today_ + of_day >= now_) return {{today_ + of_day, {}}};
    return {{today_ + days(1) + of_day, TimeInference::next_day}};
  }
  if (today_ + of_day >= now_ && is_plausible(of_day)) return {{today_ + of_day, {}}};
  std::vector<Moment> moments;
  const minutes later = of_day + kHalfDay;
  if (today_ + later >= now_ && is_plausible(later)) moments.push_back({today_ + later, TimeInference::pm});
  if (is_plausible(of_day)) moments.push_back({today_ + days(1) + of_day, TimeInference::next_day});
  if (moments.empty()) moments.push_back({today_ + days(1) + later, TimeInference::next_day});
  return moments;
}

// "hoje às 9": never tomorrow; the evening is tried before it is refused as past.
std::optional<Moment> Resolver::today_at(const ClockReading& clock) const {
  const auto half = half_of(clock);
  const minutes of_day = time_of_day(clock, half);
  const bool bare = is_bare(clock, half);
  const minutes later = of_day + kHalfDay;
  if (today_ + of_day >= now_ && (!bare || is_plausible(of_day))) return Moment{today_ + of_day, {}};
  if (bare && today_ + later >= now_ && is_plausible(later)) return Moment{today_ + later, TimeInference::pm};
  return {};
}

// A reading on a named day: as said if plausible, else twelve hours later.
std::optional<Moment> Resolver::dated(const ClockReading& clock, TimeReason& reason) const {
  if (is_today()) {
    reason = TimeReason::past_time;
    return today_at(clock);
  }
  const auto half = half_of(clock);
  minutes of_day = time_of_day(clock, half);
  const bool afternoon = is_bare(clock, half) && !is_plausible(of_day) && is_plausible(of_day + kHalfDay);
  if (afternoon) of_day += kHalfDay;
  auto moment = choose_day(of_day, reason);
  if (moment && afternoon && !moment->inferred) moment->inferred = TimeInference::pm;
  return moment;
}

std::optional<Moment> Resolver::choose_day(minutes of_day, TimeReason& reason) const {
  switch (phrase_.day.kind) {
    case DayReading::Kind::weekday:
      return on_weekday(of_day);
    case DayReading::Kind::day_of_month:
      return on_day_of_month(of_day, reason);
    case DayReading::Kind::date:
      return on_date(of_day, reason);
    case DayReading::Kind::none:
    case DayReading::Kind::offset:
      break;
  }
  const LocalTime local = today_ + days(phrase_.day.offset) + of_day;
  reason = TimeReason::past_time;
  return local < now_ ? std::nullopt : std::optional(Moment{local, {}});
}

std::optional<Moment> Resolver::on_weekday(minutes of_day) const {
  const int now_weekday = fields_of(now_).weekday;
  if (phrase_.period == TimePeriod::next_week)
    return Moment{today_ + days(7 - now_weekday + phrase_.day.weekday) + of_day, {}};
  const int ahead = (phrase_.day.weekday - now_weekday + 7) % 7;
  const LocalTime local = today_ + days(ahead) + of_day;
  if (ahead > 0) return Moment{local, {}};
  if (phrase_.day.following) return Moment{local + days(7), {}};
  // The day that today is: this one or the next is a guess either way.
  if (local >= now_) return Moment{local, {}, false};
  return Moment{local + days(7), TimeInference::next_week};
}

std::optional<Moment> Resolver::on_day_of_month(minutes of_day, TimeReason& reason) const {
  const auto month = std::chrono::year_month_day(today_).year() / std::chrono::year_month_day(today_).month();
  const bool following = phrase_.day.following || phrase_.period == TimePeriod::next_month;
  reason = TimeReason::no_such_date;
  if (phrase_.day.day < 1 || phrase_.day.day > 31) return {};
  // The next month that has such a day: of two months one has 31, and only February lacks 30.
  for (int ahead = following ? 1 : 0; ahead <= (following ? 1 : 2); ++ahead) {
    const auto date = (month + std::chrono::months(ahead)) / phrase_.day.day;
    if (!date.ok() || LocalDay(date) + of_day < now_) continue;
    if (ahead == 0 || following) return Moment{LocalDay(date) + of_day, {}};
    return Moment{LocalDay(date) + of_day, TimeInference::next_month};
  }
  return {};
}

std::optional<Moment> Resolver::on_date(minutes of_day, TimeReason& reason) const {
  const int this_year = static_cast<int>(std::chrono::year_month_day(today_).year());
  const int year = phrase_.day.year == 0 ? this_year : phrase_.day.year;
  const auto date = std::chrono::year(year) / phrase_.day.month / phrase_.day.day;
  reason = TimeReason::no_such_date;
  if (!date.ok()) return {};
  if (LocalDay(date) + of_day >= now_) return Moment{LocalDay(date) + of_day, {}};
  if (phrase_.day.year != 0) {
    reason = TimeReason::past_time;
    return {};
  }
  const auto again = date + std::chrono::years(1);
  if (!again.ok()) return {};
  return Moment{LocalDay(again) + of_day, TimeInference::next_year};
}

std::vector<Moment> Resolver::readings(const ClockReading& clock, TimeReason& reason) const {
  if (!has_day()) return undated(clock);
  const auto moment = dated(clock, reason);
  return moment ? std::vector<Moment>{*moment} : std::vector<Moment>();
}

TimeUnderstanding Resolver::at_clock() const {
  TimeReason reason{};
  const auto moments = readings(phrase_.clocks[0], reason);
  return moments.empty() ? refused(reason) : choice(moments);
}

// "às 14h ou às 15h"
TimeUnderstanding Resolver::any_of_two_clocks() const {
  TimeReason reason{};
  std::vector<Moment> all;
  for (const auto& clock : phrase_.clocks)
    for (const Moment& moment : readings(clock, reason)) {
      const bool known =
          std::any_of(all.begin(), all.end(), [&](const Moment& one) { return one.local == moment.local; });
      if (!known) all.push_back(moment);
    }
  return all.empty() ? refused(reason) : choice(all);
}

TimeUnderstanding Resolver::open_window() const {
  TimeReason reason{};
  const auto moments = readings(phrase_.clocks[0], reason);
  if (moments.empty()) return refused(reason);
  const LocalTime local = moments[0].local;
  if (phrase_.relation == TimeRelation::after) return window(local, {});
  const LocalDay day = std::chrono::floor<days>(local);
  return window(std::max<LocalTime>(day, now_), local);
}

// The end of a range: the first time of day after its beginning that the words can mean.
minutes Resolver::second_of_range(minutes first) const {
  const ClockReading& clock = phrase_.clocks[1];
  const auto half = half_of(clock);
  const minutes written = time_of_day(clock, half);
  const bool later = is_bare(clock, half) && written <= first;
  return later ? written + kHalfDay : written;
}

// "entre 14h e 16h", "from 2 to 4 pm"
TimeUnderstanding Resolver::between_clocks() const {
  ClockReading first = phrase_.clocks[0];
  const ClockReading& second = phrase_.clocks[1];
  const bool in_order = first.hour % 12 <= second.hour % 12;
  if (!first.half && in_order) first.half = second.half;
  const auto half = half_of(first);
  minutes from = time_of_day(first, half);
  const bool afternoon = is_bare(first, half) && !is_plausible(from);
  if (afternoon) from += kHalfDay;
  const minutes to = second_of_range(from);

  Moment start{today_ + from, {}};
  TimeReason reason{};
  if (has_day()) {
    // The window counts as ahead until it ends.
    const auto end = choose_day(to, reason);
    if (!end) return refused(reason);
    start = {end->local - (to - from), end->inferred, end->certain};
  } else if (today_ + to <= now_) {
    start = {today_ + days(1) + from, TimeInference::next_day};
  }
  const bool certain = start.certain && !start.inferred && !afternoon;
  TimeUnderstanding answer = window(std::max(start.local, now_), start.local + (to - from));
  answer.inferred = start.inferred;
  if (afternoon && !answer.inferred) answer.inferred = TimeInference::pm;
  answer.treatment = certain && !answer.outside_hours ? TimeTreatment::schedule : TimeTreatment::confirm;
  if (to <= from) return refused(TimeReason::hour_out_of_range);
  return answer;
}

TimeUnderstanding Resolver::part_of_day() const {
  const minutes from(phrase_.part->from);
  const minutes to(phrase_.part->to);
  Moment end{today_ + to, {}};
  TimeReason reason{};
  if (has_day()) {
    const auto found = choose_day(to, reason);
    if (!found) return refused(reason);
    end = *found;
  } else if (end.local <= now_) {
    end = {end.local + days(1), TimeInference::next_day};
  }
  TimeUnderstanding answer = window(std::max(end.local - (to - from), now_), end.local);
  answer.inferred = end.inferred;
  return answer;
}

TimeUnderstanding Resolver::whole_day() const {
  TimeReason reason{};
  const auto end = choose_day(hours(24), reason);
  if (!end) return refused(reason);
  TimeUnderstanding answer = window(std::max<LocalTime>(end->local - days(1), now_), end->local);
  answer.inferred = end->inferred;
  const auto noon = end->local - kHalfDay;
  answer.outside_hours = is_outside_hours(noon);
  return answer;
}

TimeUnderstanding Resolver::some_period() const {
  const int weekday = fields_of(now_).weekday;
  const LocalDay next_monday = today_ + days(8 - weekday);
  LocalTime from = next_monday;
  LocalTime to = next_monday + days(7);
  const auto month = std::chrono::year_month_day(today_).year() / std::chrono::year_month_day(today_).month();
  switch (*phrase_.period) {
    case TimePeriod::next_week:
      break;
    case TimePeriod::this_week:
      from = now_, to = next_monday;
      break;
    case TimePeriod::weekend:
      from = std::max<LocalTime>(next_monday - days(2), now_), to = next_monday;
      break;
    case TimePeriod::next_month:
      from = LocalDay((month + std::chrono::months(1)) / 1);
      to = LocalDay((month + std::chrono::months(2)) / 1);
      break;
  }
  TimeUnderstanding answer = window(from, to);
  answer.kind = TimeKind::unspecified;
  answer.outside_hours = false;
  return answer;
}

// Whether every default calling window is closed: in Brazil the widest are 08-21 on weekdays and 08-16 on
// Saturdays, none on Sundays and holidays; in the US 08-21 on all days (rules.md 4).
bool Resolver::is_outside_hours(LocalTime local) const {
  const LocalDay day = std::chrono::floor<days>(local);
  const minutes of_day = std::chrono::floor<minutes>(local - day);
  const int weekday = fields_of(local).weekday;
  const bool brazil = request_.language == "pt-BR";
  if (brazil && (weekday == 7 || is_brazilian_holiday(std::chrono::year_month_day(day)))) return true;
  const minutes closes = brazil && weekday == 6 ? hours(16) : hours(21);
  return of_day < hours(8) || of_day >= closes;
}

}  // namespace

TimeUnderstanding resolve_time_phrase(const TimePhrase& phrase, const UnderstandTime& request) {
  return Resolver(phrase, request).run();
}

}  // namespace smarthandoff
