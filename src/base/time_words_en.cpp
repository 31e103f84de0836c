#include "base/time_words.hpp"

#include <smarthandoff/base/immortal.hpp>

namespace smarthandoff {
namespace {

using Kind = TimeMeaning::Kind;

constexpr int kHour = 60;
constexpr DayPart kMorning{8 * kHour, 12 * kHour, DayHalf::morning};
constexpr DayPart kLunch{12 * kHour, 14 * kHour, DayHalf::afternoon};
constexpr DayPart kAfterLunch{13 * kHour, 18 * kHour, DayHalf::afternoon};
constexpr DayPart kAfternoon{12 * kHour, 18 * kHour, DayHalf::afternoon};
constexpr DayPart kLateAfternoon{16 * kHour, 18 * kHour, DayHalf::afternoon};
constexpr DayPart kEvening{18 * kHour, 22 * kHour, DayHalf::evening};

// The value of a part tells whether the phrase also names today: "this morning", "tonight".
TimeMeaning part(DayPart value, bool today = false) {
  return {.kind = Kind::part, .value = today ? 1 : 0, .part = value};
}
TimeMeaning day(int offset) {
  return {.kind = Kind::day_offset, .value = offset};
}
TimeMeaning date(int month, int day) {
  return {.kind = Kind::date, .value = month * 100 + day};
}
TimeMeaning weekday(int iso) {
  return {.kind = Kind::weekday, .value = iso};
}
TimeMeaning period(TimePeriod value) {
  return {.kind = Kind::period, .value = static_cast<int>(value)};
}
TimeMeaning just(Kind kind, int value = 0) {
  return {.kind = kind, .value = value};
}

// Days without a number: those that are over, and holidays.
void add_named_days(std::vector<TimeRule>& rules) {
  const auto add = [&rules](std::string_view pattern, const TimeMeaning& meaning) {
    rules.push_back({WordPattern(pattern), meaning});
  };
  add("last|past monday|mon|tuesday|tue|wednesday|wed|thursday|thu|friday|fri|saturday|sat|sunday|week|month|"
      "night|year",
      just(Kind::past));
  add("christmas eve", date(12, 24));
  add("christmas|xmas ?day", date(12, 25));
  add("new years|year eve", date(12, 31));
  add("new years|year ?day", date(1, 1));
  add("independence day", date(7, 4));
  add("halloween", date(10, 31));
  add("valentines|valentine day", date(2, 14));
  add("thanksgiving|easter|hanukkah|holiday|holidays", just(Kind::holiday));
  add("labor|memorial|presidents|veterans|columbus|mlk day", just(Kind::holiday));
  add("mothers|fathers day", just(Kind::holiday));
  add("# moment|sec|second ?please", just(Kind::ignored));
  add("?the # th available|one|time|slot|opening|thing|option|appointment|call", just(Kind::ignored));
}

std::vector<TimeRule> phrases() {
  std::vector<TimeRule> rules;
  add_named_days(rules);
  const auto add = [&rules](std::string_view pattern, const TimeMeaning& meaning) {
    rules.push_back({WordPattern(pattern), meaning});
  };
  add("good morning|afternoon|evening|night|day", just(Kind::ignored));
  add("not ?right now|today|yet", just(Kind::later));
  add("cant * now|talk", just(Kind::later));
  add("as soon as possible|you|u|is|someone|anyone ?can ?possible", just(Kind::asap));
  add("as soon as * free|available|can|could", just(Kind::asap));
  add("when|whenever|once * free|available", just(Kind::asap));
  add("soon as possible|you ?can", just(Kind::asap));
  add("asap|immediately|straightaway", just(Kind::asap));
  add("right|straight away", just(Kind::asap));
  add("this minute|instant|second", just(Kind::asap));
  add("at once", just(Kind::asap));
  add("right now", just(Kind::asap));
  add("now !on", just(Kind::asap));
  add("after lunch", part(kAfterLunch));
  add("before lunch", part(kMorning));
  add("?at|around|during ?my lunch|lunchtime ?time|break ?break", part(kLunch));
  add("late|later ?in ?the|this afternoon", part(kLateAfternoon));
  add("end of ?the|my day|business", part(kLateAfternoon));
  add("eod", part(kLateAfternoon));
  add("?the day after tomorrow", day(2));
  add("yesterday", day(-1));
  add("tomorrow|tmrw|tomorow", day(1));
  add("tonight", part(kEvening, true));
  add("this morning", part(kMorning, true));
  add("this afternoon", part(kAfternoon, true));
  add("this evening", part(kEvening, true));
  add("today", day(0));
  add("next|following week", period(TimePeriod::next_week));
  add("this week", period(TimePeriod::this_week));
  add("next|following month", period(TimePeriod::next_month));
  add("weekend", period(TimePeriod::weekend));
  add("monday|mon", weekday(1));
  add("tuesday|tue|tues", weekday(2));
  add("wednesday|wed", weekday(3));
  add("thursday|thu|thurs|thur", weekday(4));
  add("friday|fri", weekday(5));
  add("saturday|sat", weekday(6));
  add("sunday", weekday(7));
  add("later ?on ?today", just(Kind::later));
  add("not before|until|till", just(Kind::after));
  add("after|past", just(Kind::after));
  add("before|by|until|till|til", just(Kind::before));
  add("between", just(Kind::between, 1));
  add("from", just(Kind::between, 2));
  add("morning|mornings", part(kMorning));
  add("afternoon|afternoons", part(kAfternoon));
  add("evening|evenings|night", part(kEvening));
  add("in a|an ?little bit|while|moment|minute|second|sec", just(Kind::later));
  add("in ?a few ?minutes|hours|days", just(Kind::later));
  add("another|other|different time|day", just(Kind::later));
  add("whenever|anytime|sometime|someday|soon|eventually", just(Kind::later));
  add("some|any ?other time|day", just(Kind::later));
  return rules;
}

std::vector<WordPattern> months() {
  std::vector<WordPattern> all;
  for (const auto* names :
       {"january|jan", "february|feb", "march|mar", "april|apr", "may", "june|jun", "july|jul", "august|aug",
        "september|sep|sept", "october|oct", "november|nov", "december|dec"})
    all.emplace_back(names);
  return all;
}

TimeVocabulary build() {
  return {.language = number_words::Language::english,
          .month_first = true,
          .rules = phrases(),
          .months = months(),
          .following_before = WordPattern("next"),
          .following_after = WordPattern("$ #"),
          .not_before = WordPattern("not"),
          .not_after = WordPattern("?doesnt|wont|isnt doesnt|wont|isnt ?work|good"),
          .at = WordPattern("at|by|around|about"),
          .between_end = WordPattern("and|to|until|till|til|through|-"),
          .range_link = WordPattern("to|until|till|til|through|-"),
          .choice_link = WordPattern("?, or ?maybe|at|around|even ?at|around"),
          .duration_start = WordPattern("in|within ?about|around|like|maybe|roughly ?the ?next"),
          .duration_end = WordPattern("?from now|later"),
          .joint = WordPattern("and"),
          .to_hour = WordPattern("to|til|till|of|before"),
          .past_hour = WordPattern("past|after"),
          .quarter = WordPattern("?a quarter"),
          .half = WordPattern("half"),
          .hours = WordPattern("hour|hours|hr|hrs|h"),
          .minutes = WordPattern("minute|minutes|min|mins"),
          .seconds = WordPattern("second|seconds|sec|secs"),
          .days = WordPattern("day|days"),
          .weeks = WordPattern("week|weeks"),
          .half_hour = WordPattern("?a half ?an|a hour"),
          .quarter_hour = WordPattern("?a quarter of an hour"),
          .one_hour = WordPattern("a|an hour|hr"),
          .one = WordPattern("a|an"),
          .couple = WordPattern("?a couple ?of"),
          .and_half = WordPattern("and a half"),
          .noon = WordPattern("noon|midday"),
          .midnight = WordPattern("midnight"),
          .sharp = WordPattern("oclock|sharp"),
          .part_link = WordPattern("in|at|on ?the"),
          .day_word = WordPattern("the"),
          .of_month = WordPattern("of"),
          .of_next_month = WordPattern("of next month"),
          .weekday_by_number = WordPattern("$ #")};
}

}  // namespace

const TimeVocabulary& english_time_words() {
  static const Immortal<TimeVocabulary> words = build();
  return words;
}

}  // namespace smarthandoff
