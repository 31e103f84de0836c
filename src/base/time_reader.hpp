#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time_words.hpp"

namespace smarthandoff {

// A length of time as said.
struct SpokenDuration {
  int seconds = 0;
  int minutes = 0;
  int days = 0;
  bool stands_alone = false;  // "20 minutos" is no clock reading, "duas horas" may be one
};

// A clock reading and whether its words leave no doubt that it is one.
struct HeardClock {
  ClockReading clock;
  bool strong = false;
};

// Reads an utterance about time: walks over the words once; each method either reads what it is named after,
// or leaves the cursor alone.
class TimeReader {
 public:
  TimeReader(TimeTokens tokens, const TimeVocabulary& vocabulary)
      : tokens_(std::move(tokens)), words_(vocabulary) {}

  TimePhrase read() {
    while (at_ < tokens_.words.size())
      if (!to_or_past_hour() && !duration() && !date() && !rule() && !clock_reading()) ++at_;
    keep_clocks();
    return std::move(phrase_);
  }

 private:
  bool to_or_past_hour();
  bool duration();
  bool choice_of_amounts();
  std::optional<SpokenDuration> amount();
  std::optional<SpokenDuration> counted_amount(int count);
  bool date();
  bool named_date(std::size_t start);
  bool numeric_date();
  bool is_dashed_date(std::size_t at) const;
  bool spoken_month(DayReading& day, bool day_word, std::size_t start);
  bool day_of_month(std::size_t start);
  int year();
  bool rule();
  bool apply(const TimeRule& rule, std::size_t end);
  bool day_rule(const TimeMeaning& meaning, std::size_t end);
  bool relation(TimeRelation which, std::size_t end);
  bool between(BetweenForm form, std::size_t end);
  bool clock_reading();
  std::optional<HeardClock> clock(bool joint_may_end);
  std::optional<HeardClock> other_choice(HeardClock& first);
  std::optional<ClockReading> noon_or_midnight(bool joint_may_end);
  bool is_second_reading() const;
  bool minutes_of(HeardClock& heard, bool joint_may_end);
  bool spoken_minutes(HeardClock& heard);
  void half_of_day(HeardClock& heard);
  void check(const HeardClock& heard);
  void keep_clocks();
  void set_day(const DayReading& day);
  void store(const HeardClock& heard);

  bool is(std::size_t at, std::string_view word) const {
    return at < tokens_.words.size() && tokens_.words[at] == word;
  }
  bool is_number(std::size_t at) const { return is(at, "#"); }
  int value(std::size_t at) const { return tokens_.values[at]; }
  int length(std::size_t at) const { return tokens_.lengths[at]; }
  bool is_single_digit_written(std::size_t at) const {
    return is_number(at) && length(at) > 0 && value(at) < 13;
  }

  // Where a pattern that begins here ends, if it takes any word.
  std::optional<std::size_t> end_of(const WordPattern& pattern, std::size_t at) const {
    const auto end = pattern.match(tokens_.words, at);
    return end && *end > at ? end : std::nullopt;
  }
  bool take(const WordPattern& pattern) {
    const auto end = end_of(pattern, at_);
    if (end) at_ = *end;
    return end.has_value();
  }
  bool follows(const WordPattern& pattern) const { return at_ > 0 && end_of(pattern, at_ - 1) == at_; }
  int month_at(std::size_t at) const {
    for (std::size_t i = 0; i < words_.months.size(); ++i)
      if (end_of(words_.months[i], at)) return static_cast<int>(i) + 1;
    return 0;
  }

  TimeTokens tokens_;
  const TimeVocabulary& words_;
  std::size_t at_ = 0;
  TimePhrase phrase_;
  std::vector<HeardClock> heard_;
};

}  // namespace smarthandoff
