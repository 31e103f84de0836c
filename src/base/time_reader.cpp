#include "base/time_reader.hpp"

#include <algorithm>

namespace smarthandoff {
namespace {

using Kind = TimeMeaning::Kind;
using number_words::Language;
using understand::TimeReason;

constexpr int kMinutesPerHour = 60;

}  // namespace

// "quinze para as três", "quarter to three", "half past two"
bool TimeReader::to_or_past_hour() {
  const std::size_t start = at_;
  const bool half = words_.language == Language::english && take(words_.half);
  int minutes = half ? 30 : 15;
  // "5 to 7" is a range where "five to seven" is a reading.
  const bool written = words_.language == Language::english && is_single_digit_written(at_);
  bool named = half || take(words_.quarter);
  if (!named && is_number(at_) && value(at_) > 0 && value(at_) < kMinutesPerHour) {
    minutes = value(at_++);
    named = take(words_.minutes) || !written;
  }
  const bool past = named && take(words_.past_hour);
  const bool before = named && !past && !half && take(words_.to_hour);
  if (past || before) {
    if (auto hour = clock(true); hour && hour->clock.minute == 0) {
      hour->strong = true;
      hour->clock.minute = past ? minutes : kMinutesPerHour - minutes;
      if (before) hour->clock.hour = hour->clock.hour == 0 ? 23 : hour->clock.hour - 1;
      if (before && hour->clock.hour == 0 && !hour->clock.named) hour->clock.hour = 12;
      store(*hour);
      return true;
    }
  }
  at_ = start;
  return false;
}

// "daqui a uma hora e meia", "in 20 minutes", "20 minutos"
bool TimeReader::duration() {
  const std::size_t start = at_;
  const bool begins = take(words_.duration_start);
  if (begins && choice_of_amounts()) return true;
  const auto length = amount();
  const bool ends = length && take(words_.duration_end);
  if (!length || (!begins && !ends && !length->stands_alone)) {
    at_ = start;
    return false;
  }
  if (!begins && !ends && length->minutes == 1) return true;  // "um minutinho": wait
  if (length->days > 0)
    set_day({.kind = DayReading::Kind::offset, .offset = length->days});
  else
    phrase_.from_now = std::chrono::minutes(length->minutes) + std::chrono::seconds(length->seconds);
  return true;
}

// "daqui a 2 ou 3 dias": neither is chosen.
bool TimeReader::choice_of_amounts() {
  const auto link = is_number(at_) ? end_of(words_.choice_link, at_ + 1) : std::nullopt;
  if (!link || !is_number(*link)) return false;
  phrase_.several_days = true;
  at_ = *link;
  amount();
  return true;
}

std::optional<SpokenDuration> TimeReader::amount() {
  if (take(words_.half_hour)) return SpokenDuration{.minutes = 30, .stands_alone = true};
  if (take(words_.quarter_hour)) return SpokenDuration{.minutes = 15, .stands_alone = true};
  if (take(words_.couple)) return counted_amount(2);
  if (take(words_.one_hour)) {
    --at_;  // the word for the hour itself
    return counted_amount(1);
  }
  if (take(words_.one))
    return end_of(words_.days, at_) || end_of(words_.weeks, at_) ? counted_amount(1) : std::nullopt;
  if (!is_number(at_)) return {};
  return counted_amount(value(at_++));
}

std::optional<SpokenDuration> TimeReader::counted_amount(int count) {
  const bool and_half = take(words_.and_half);
  if (take(words_.minutes)) return SpokenDuration{.minutes = count, .stands_alone = true};
  if (take(words_.seconds)) return SpokenDuration{.seconds = count};
  if (take(words_.days)) return SpokenDuration{.days = count};
  if (take(words_.weeks)) return SpokenDuration{.days = 7 * count};
  if (!take(words_.hours)) return {};
  SpokenDuration total{.minutes = count * kMinutesPerHour + (and_half ? 30 : 0)};
  const std::size_t before_joint = at_;
  if (take(words_.and_half)) {
    total.minutes += 30;
    return total;
  }
  const bool joined = take(words_.joint);
  const bool minutes = is_number(at_) && value(at_) < kMinutesPerHour && (joined || length(at_) == 2);
  if (minutes) {
    total.minutes += value(at_++);
    take(words_.minutes);
  } else {
    at_ = before_joint;
  }
  return total;
}

bool TimeReader::rule() {
  for (const TimeRule& rule : words_.rules)
    if (const auto end = end_of(rule.pattern, at_); end && apply(rule, *end)) return true;
  return false;
}

bool TimeReader::apply(const TimeRule& rule, std::size_t end) {
  const TimeMeaning& meaning = rule.meaning;
  switch (meaning.kind) {
    case Kind::day_offset:
    case Kind::weekday:
      return day_rule(meaning, end);
    case Kind::after:
      return relation(TimeRelation::after, end);
    case Kind::before:
      return relation(TimeRelation::before, end);
    case Kind::between:
      return between(static_cast<BetweenForm>(meaning.value), end);
    case Kind::asap:
      phrase_.as_soon_as_possible = true;
      break;
    case Kind::later:
      phrase_.later = true;
      break;
    case Kind::period:
      phrase_.period = static_cast<TimePeriod>(meaning.value);
      break;
    case Kind::part:
      phrase_.part = meaning.part;
      if (meaning.value == 1) set_day({.kind = DayReading::Kind::offset});
      break;
    case Kind::date:
      set_day({.kind = DayReading::Kind::date, .day = meaning.value % 100, .month = meaning.value / 100});
      break;
    case Kind::holiday:
      phrase_.several_days = true;
      break;
    case Kind::past:
      phrase_.error = TimeReason::past_time;
      break;
    case Kind::ignored:
      break;
  }
  at_ = end;
  return true;
}

// A named day, unless it is refused: "hoje não", "not tomorrow".
bool TimeReader::day_rule(const TimeMeaning& meaning, std::size_t end) {
  const bool refused_before = follows(words_.not_before);
  const bool following_before = follows(words_.following_before);
  at_ = end;
  const bool following_after = take(words_.following_after);
  if (refused_before || take(words_.not_after)) return true;
  DayReading day{.kind = DayReading::Kind::offset, .offset = meaning.value};
  if (meaning.kind == Kind::weekday)
    day = {.kind = DayReading::Kind::weekday,
           .weekday = meaning.value,
           .following = following_before || following_after};
  set_day(day);
  return true;
}

// "depois das 18h": only before a clock reading do these words relate to one.
bool TimeReader::relation(TimeRelation which, std::size_t end) {
  const std::size_t start = at_;
  at_ = end;
  auto reading = clock(false);
  if (!reading) {
    at_ = start;
    return false;
  }
  reading->strong = true;
  phrase_.relation = which;
  store(*reading);
  return true;
}

bool TimeReader::between(BetweenForm form, std::size_t end) {
  const std::size_t start = at_;
  at_ = end;
  auto first = clock(form == BetweenForm::joined);
  const bool linked = first && take(words_.between_end);
  auto second = linked ? clock(false) : std::nullopt;
  if (!first || (!second && form != BetweenForm::open)) {
    at_ = start;
    return false;
  }
  first->strong = true;
  phrase_.relation = second ? TimeRelation::between : TimeRelation::after;
  store(*first);
  if (!second) return true;
  second->strong = true;
  store(*second);
  return true;
}

bool TimeReader::clock_reading() {
  const bool announced = follows(words_.at);
  auto reading = clock(false);
  if (!reading) return false;
  reading->strong = reading->strong || announced;
  const std::size_t after_first = at_;
  auto second = take(words_.range_link) ? clock(false) : std::nullopt;
  if (second) {
    phrase_.relation = TimeRelation::between;
    reading->strong = second->strong = true;
  } else {
    at_ = after_first;
    second = other_choice(*reading);
  }
  store(*reading);
  if (second) store(*second);
  return true;
}

// "às 2 ou 3", "at 2 or 3 pm"
std::optional<HeardClock> TimeReader::other_choice(HeardClock& first) {
  const std::size_t start = at_;
  auto second = take(words_.choice_link) ? clock(false) : std::nullopt;
  const bool counts = end_of(words_.days, at_) || end_of(words_.weeks, at_) || end_of(words_.minutes, at_);
  if (!second || counts) {
    at_ = start;
    return {};
  }
  if (!first.clock.half) first.clock.half = second->clock.half;
  first.strong = second->strong = first.strong || second->strong;
  return second;
}

std::optional<ClockReading> TimeReader::noon_or_midnight(bool joint_may_end) {
  const bool noon = take(words_.noon);
  if (!noon && !take(words_.midnight)) return {};
  ClockReading clock{.hour = noon ? 12 : 0, .named = true};
  const std::size_t end = at_;
  if (take(words_.joint)) {
    if (take(words_.half)) {
      clock.minute = 30;
    } else if (is_number(at_) && value(at_) < kMinutesPerHour && !(joint_may_end && is_second_reading())) {
      clock.minute = value(at_++);
      take(words_.minutes);
    } else {
      at_ = end;
    }
  }
  return clock;
}

// A reading of the clock. With `joint_may_end`, "e" may also lead to the second reading of a range.
std::optional<HeardClock> TimeReader::clock(bool joint_may_end) {
  if (const auto named = noon_or_midnight(joint_may_end)) return HeardClock{*named, true};
  if (!is_number(at_) || is(at_ + 1, "/") || length(at_) > 4) return {};
  const std::size_t start = at_;
  const bool announced = follows(words_.at);
  const bool may_be_article = length(at_) < 0;
  HeardClock heard{.clock = {.hour = value(at_)}};
  const int digits = length(at_++);
  if (digits > 2) {  // "1430"
    heard.clock = {.hour = heard.clock.hour / 100, .minute = heard.clock.hour % 100};
    take(words_.hours);
    if (heard.clock.minute >= kMinutesPerHour || heard.clock.hour > 24) {
      at_ = start;
      return {};
    }
  } else {
    heard.strong = minutes_of(heard, joint_may_end);
  }
  heard.strong = take(words_.sharp) || heard.strong;
  half_of_day(heard);
  if (!heard.strong && !announced && (heard.clock.hour > 24 || may_be_article)) {
    at_ = start;
    return {};
  }
  check(heard);
  return heard;
}

// Whether the number here, after "entre as 2 e", ends the range: not in "entre as 2 e 15 e as 4", but in
// "entre as 2 e 4 e meia".
bool TimeReader::is_second_reading() const {
  const auto joint = end_of(words_.joint, at_ + 1);
  if (!joint || end_of(words_.half, *joint)) return true;
  return is_number(*joint) && value(at_) <= 12 && value(*joint) > 12;
}

// What follows the hour; true if it proves that the number was an hour.
bool TimeReader::minutes_of(HeardClock& heard, bool joint_may_end) {
  const bool marked = (is(at_, ":") || is(at_, ".")) && is_number(at_ + 1);
  if (marked) {
    heard.clock.minute = value(at_ + 1);
    at_ += 2;
    take(words_.hours);
    return true;
  }
  const bool hours = take(words_.hours);
  const std::size_t end = at_;
  const bool joined = take(words_.joint);
  if (joined && joint_may_end && is_number(at_) && is_second_reading()) {
    at_ = end;
    return hours;
  }
  if ((joined || hours) && (take(words_.half) || take(words_.quarter))) {
    heard.clock.minute = end_of(words_.half, at_ - 1) ? 30 : 15;
    return true;
  }
  if ((joined || hours || is_number(at_)) && spoken_minutes(heard)) return true;
  at_ = end;
  return hours;
}

// The number after an hour, if it cannot be anything else.
bool TimeReader::spoken_minutes(HeardClock& heard) {
  if (!is_number(at_) || is(at_ + 1, "/") || length(at_) > 2) return false;
  const std::size_t after = at_ + 1;
  const bool is_zero = value(at_) == 0 && is_number(after) && value(after) < 10;  // "two oh five"
  const bool two_digits = length(at_) == 2 || value(at_) >= 10;
  const bool another_hour = end_of(words_.hours, after) || is(after, ":");
  const bool glued = at_ > 0 && !is_number(at_ - 1);
  if (another_hour || (!glued && !is_zero && !two_digits)) return false;
  if (month_at(after) != 0 || (end_of(words_.of_month, after) && month_at(after + 1) != 0)) return false;
  heard.clock.minute = is_zero ? value(after) : value(at_);
  at_ += is_zero ? 2 : 1;
  take(words_.minutes);
  return true;
}

// "da tarde", "in the afternoon", "pm"
void TimeReader::half_of_day(HeardClock& heard) {
  if (is(at_, "am") || is(at_, "pm")) {
    heard.clock.half = is(at_, "am") ? DayHalf::dawn : DayHalf::afternoon;
    heard.strong = true;
    ++at_;
    return;
  }
  const std::size_t start = at_;
  while (take(words_.part_link)) {
  }
  for (const TimeRule& rule : words_.rules) {
    if (rule.meaning.kind != Kind::part || rule.meaning.value != 0) continue;
    const auto end = end_of(rule.pattern, at_);
    if (!end) continue;
    heard.clock.half = rule.meaning.part.half;
    heard.strong = true;
    at_ = *end;
    return;
  }
  at_ = start;
}

void TimeReader::check(const HeardClock& heard) {
  if (heard.clock.minute >= kMinutesPerHour) phrase_.error = TimeReason::minute_out_of_range;
  if (heard.clock.hour > 24) phrase_.error = TimeReason::hour_out_of_range;
  const bool morning = heard.clock.half == DayHalf::dawn || heard.clock.half == DayHalf::morning;
  if (morning && heard.clock.hour > 12 && heard.clock.hour != 24)
    phrase_.error = TimeReason::hour_out_of_range;
}

void TimeReader::store(const HeardClock& heard) {
  heard_.push_back(heard);
}

// A lone number is a clock reading only if nothing else in a longer utterance is.
void TimeReader::keep_clocks() {
  const bool any_strong =
      std::any_of(heard_.begin(), heard_.end(), [](const HeardClock& h) { return h.strong; });
  const bool short_enough = tokens_.words.size() <= 4 || phrase_.day.kind != DayReading::Kind::none;
  const bool alone = !any_strong && short_enough && !phrase_.later;
  for (const HeardClock& heard : heard_)
    if (heard.strong || alone) phrase_.clocks.push_back(heard.clock);
  if (phrase_.clocks.size() > 2) phrase_.clocks.resize(2);
}

TimePhrase read_time_phrase(std::string_view text, std::string_view language) {
  const auto& vocabulary = language == "pt-BR" ? portuguese_time_words() : english_time_words();
  return TimeReader(tokenize_time(text, vocabulary.language), vocabulary).read();
}

}  // namespace smarthandoff
