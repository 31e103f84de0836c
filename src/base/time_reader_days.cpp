#include "base/time_reader.hpp"

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

int TimeReader::year() {
  const std::size_t number = is(at_, ",") || end_of(words_.of_month, at_) ? at_ + 1 : at_;
  if (!is_number(number) || length(number) != 4 || value(number) < 2000) return 0;
  at_ = number + 1;
  return value(number);
}

// "20 de janeiro", "January 20th"
bool TimeReader::named_date(std::size_t start) {
  static const WordPattern ordinal("th|st|nd|rd|o");
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
  static const WordPattern ordinal("th|st|nd|rd");
  at_ = start;
  const bool day_word = take(words_.day_word);
  if (!is_number(at_)) return false;
  DayReading day{.kind = DayReading::Kind::day_of_month, .day = value(at_++)};
  if (!day_word && day.day >= 2 && day.day <= 6 && take(words_.weekday_by_number)) {
    set_day({.kind = DayReading::Kind::weekday, .weekday = day.day - 1});
    return true;
  }
  const bool is_ordinal = take(ordinal);
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

void TimeReader::set_day(const DayReading& day) {
  const auto& known = phrase_.day;
  phrase_.several_days = phrase_.several_days || (known.kind != DayReading::Kind::none && !(known == day));
  phrase_.day = day;
}

}  // namespace smarthandoff
