#include "base/time_reader.hpp"

#include <smarthandoff/base/immortal.hpp>

#include <algorithm>

namespace smarthandoff {

using number_words::Language;

bool TimeReader::date() {
  const std::size_t start = at_;
  if (numeric_date() || named_date(start) || day_of_month(start)) return true;
  at_ = start;
  return false;
}

// "20/01", "20/01/2026", "2026-01-20"
bool TimeReader::numeric_date() {
  const std::size_t start = at_;
  take(words_.day_word);
  const auto is_part = [this](std::size_t at, std::string_view separator) {
    return is(at, separator) && is_number(at + 1);
  };
  DayReading day{.kind = DayReading::Kind::date};
  if (is_number(at_) && is_part(at_ + 1, "/")) {
    day.day = value(words_.month_first ? at_ + 2 : at_);
    day.month = value(words_.month_first ? at_ : at_ + 2);
    at_ += 3;
    if (is_part(at_, "/")) {
      day.year = value(at_ + 1) + (length(at_ + 1) == 2 ? 2000 : 0);
      at_ += 2;
    }
  } else if (is_dashed_date(at_)) {
    day.day = value(words_.month_first ? at_ + 2 : at_);
    day.month = value(words_.month_first ? at_ : at_ + 2);
    at_ += 3;
    if (is_part(at_, "-") || is_part(at_, ".")) {
      day.year = value(at_ + 1) + (length(at_ + 1) == 2 ? 2000 : 0);
      at_ += 2;
    }
  } else if (is_number(at_) && length(at_) == 4 && is_part(at_ + 1, "-") && is_part(at_ + 3, "-")) {
    day.year = value(at_);
    day.month = value(at_ + 2);
    day.day = value(at_ + 4);
    at_ += 5;
  } else {
    at_ = start;
    return false;
  }
  set_day(day);
  return true;
}

// "01-02 às 10h", "01.02.2026": two written numbers that are a day and a month, with a year or before a
// reading of the clock, where "14-16" is a range and "10.30" a reading.
bool TimeReader::is_dashed_date(std::size_t at) const {
  if (!is_number(at) || !is_number(at + 2) || length(at) != 2 || length(at + 2) != 2) return false;
  const bool dot = is(at + 1, ".");
  if (!dot && !is(at + 1, "-")) return false;
  const int month = value(words_.month_first ? at : at + 2);
  const int day = value(words_.month_first ? at + 2 : at);
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  const bool year = is(at + 3, dot ? "." : "-") && is_number(at + 4) && length(at + 4) >= 2;
  const std::size_t next = is(at + 3, ",") ? at + 4 : at + 3;
  const auto announced = end_of(words_.at, next);
  const bool clock = announced && is_number(*announced);
  return year || (clock && (!dot || month < 10));
}

int TimeReader::year() {
  const std::size_t number = is(at_, ",") || end_of(words_.of_month, at_) ? at_ + 1 : at_;
  if (!is_number(number) || length(number) != 4 || value(number) < 2000) return 0;
  at_ = number + 1;
  return value(number);
}

// "20 de janeiro", "January 20th"
bool TimeReader::named_date(std::size_t start) {
  static const Immortal<WordPattern> ordinal = WordPattern("th|st|nd|rd|o");
  at_ = start;
  take(words_.day_word);
  DayReading day{.kind = DayReading::Kind::date, .month = month_at(at_)};
  if (day.month != 0 && is_number(at_ + 1)) {
    day.day = value(at_ + 1);
    at_ += 2;
    take(ordinal);
  } else if (is_number(at_)) {
    day.day = value(at_++);
    take(ordinal);
    take(words_.of_month);
    day.month = month_at(at_++);
    if (day.month == 0) return false;
  } else {
    return false;
  }
  day.year = year();
  set_day(day);
  return true;
}

// "dia 20", "dia 20 do 2", "the 20th"
bool TimeReader::day_of_month(std::size_t start) {
  static const Immortal<WordPattern> ordinal = WordPattern("th|st|nd|rd");
  at_ = start;
  const bool day_word = take(words_.day_word);
  if (!is_number(at_)) return false;
  DayReading day{.kind = DayReading::Kind::day_of_month, .day = value(at_++)};
  if (!day_word && day.day >= 2 && day.day <= 6 && take(words_.weekday_by_number)) {
    set_day({.kind = DayReading::Kind::weekday, .weekday = day.day - 1});
    return true;
  }
  const bool is_ordinal = take(ordinal);
  static const Immortal<WordPattern> counted =
      WordPattern("available|one|time|slot|opening|thing|option|appointment|call");
  if (is_ordinal && end_of(counted, at_)) return false;
  if (spoken_month(day, day_word, start)) return true;
  if (words_.language == Language::english ? !is_ordinal : !day_word) return false;
  if (is(at_, "o")) ++at_;
  if (take(words_.of_next_month)) {
    day.following = true;
  } else if (end_of(words_.of_month, at_) && is_number(at_ + 1) && value(at_ + 1) <= 12) {
    day.kind = DayReading::Kind::date;
    day.month = value(at_ + 1);
    at_ += 2;
  }
  set_day(day);
  return true;
}

// "vinte do um", without "dia"
bool TimeReader::spoken_month(DayReading& day, bool day_word, std::size_t start) {
  const bool clock = start > 0 && end_of(words_.at, start - 1) == start;
  if (day_word || clock || !is(at_, "do") || !is_number(at_ + 1) || value(at_ + 1) > 12) return false;
  if (words_.language != Language::portuguese || day.day < 1 || day.day > 31) return false;
  day.kind = DayReading::Kind::date;
  day.month = value(at_ + 1);
  at_ += 2;
  set_day(day);
  return true;
}

// A weekday with its date, "segunda, dia 19", is one day; two of a kind are several.
void TimeReader::set_day(const DayReading& day) {
  using Kind = DayReading::Kind;
  const auto precision = [](Kind kind) { return kind == Kind::weekday ? 0 : kind == Kind::offset ? 1 : 2; };
  DayReading& known = phrase_.day;
  auto& others = phrase_.days_too;
  if (known.kind == Kind::none || known == day) {
    known = day;
  } else if (std::find(others.begin(), others.end(), day) == others.end()) {
    const auto same_kind = [&day](const DayReading& other) { return other.kind == day.kind; };
    phrase_.several_days =
        phrase_.several_days || same_kind(known) || std::any_of(others.begin(), others.end(), same_kind);
    others.push_back(day);
    if (precision(day.kind) > precision(known.kind)) std::swap(others.back(), known);
  }
}

}  // namespace smarthandoff
