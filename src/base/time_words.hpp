#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/number_words.hpp"
#include "base/time_phrase.hpp"
#include "base/word_pattern.hpp"

namespace smarthandoff {

// The words of an utterance about time, folded. A number, written or said, is the word "#" with its value;
// ":", "/", "-", "." between digits and "," are words.
struct TimeTokens {
  std::vector<std::string> words;
  std::vector<int> values;   // of "#"
  std::vector<int> lengths;  // digits of a written number; 0 if it was said; -1 if it may be an article: "um"
};

TimeTokens tokenize_time(std::string_view text, number_words::Language language);

// What a phrase of the tables means.
struct TimeMeaning {
  enum class Kind {
    ignored,
    asap,
    later,
    past,  // a day that is over: "sexta passada"
    day_offset,
    weekday,
    date,     // month * 100 + day
    holiday,  // a day whose date the words do not tell
    part,
    period,
    after,
    before,
    between
  };
  Kind kind = Kind::ignored;
  int value =
      0;  // days, ISO weekday, period; of a part: 1 if it names today too; of between: see BetweenForm
  DayPart part;
};

// How a range begins: "das 14…", "entre as 2 e as 4" (where "e" does not add minutes), "from 2…" (which may
// be open).
enum class BetweenForm { plain, joined, open };

struct TimeRule {
  WordPattern pattern;
  TimeMeaning meaning;
};

// The words of one language. Rules are tried in order, so longer phrases come first.
struct TimeVocabulary {
  number_words::Language language;
  bool month_first;  // 02/05 is 5 February
  std::vector<TimeRule> rules;
  std::vector<WordPattern> months;  // January first
  WordPattern following_before;     // "próxima" sexta
  WordPattern following_after;      // sexta "que vem"
  WordPattern not_before;           // "not" tomorrow
  WordPattern not_after;            // amanhã "não"
  WordPattern at;                   // what makes a number a clock reading: "às"
  WordPattern between_end;          // between the readings of "entre as 2 e as 4"
  WordPattern range_link;           // between the readings of "14h às 16h"
  WordPattern choice_link;          // between the readings of "às 2 ou 3"
  WordPattern duration_start;       // "daqui a"
  WordPattern duration_end;         // "from now"
  WordPattern joint;                // "e"
  WordPattern to_hour;              // "para as"
  WordPattern past_hour;            // "past"
  WordPattern quarter;              // "um quarto"
  WordPattern half;                 // "meia"
  WordPattern hours;                // "h", "horas"
  WordPattern minutes;
  WordPattern seconds;
  WordPattern days;
  WordPattern weeks;
  WordPattern half_hour;     // "meia hora"
  WordPattern quarter_hour;  // "um quarto de hora"
  WordPattern one_hour;      // "an hour", without a number
  WordPattern one;           // "a" week
  WordPattern couple;        // "a couple of"
  WordPattern and_half;      // "e meia"
  WordPattern noon;
  WordPattern midnight;
  WordPattern sharp;              // "em ponto"
  WordPattern part_link;          // "da" before "manhã"
  WordPattern day_word;           // "dia" 20
  WordPattern of_month;           // 20 "de" janeiro
  WordPattern of_next_month;      // dia 20 "do mês que vem"
  WordPattern weekday_by_number;  // 2 "a feira"
};

const TimeVocabulary& portuguese_time_words();
const TimeVocabulary& english_time_words();

}  // namespace smarthandoff
