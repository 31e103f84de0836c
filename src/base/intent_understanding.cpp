#include <algorithm>
#include <array>

#include <smarthandoff/base/fold.hpp>
#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/understand.hpp>

#include "base/intent_table.hpp"
#include "base/text_limit.hpp"
#include "base/time_phrase.hpp"

namespace smarthandoff::understand {
namespace {

using Words = std::vector<std::string>;

// rules.md 3.2: the highest first; yes and no are decided between themselves.
constexpr std::array<Intent, 9> kRanks{Intent::opt_out,       Intent::wrong_person, Intent::wants_human,
                                       Intent::cancel,        Intent::later,        Intent::other_number,
                                       Intent::use_caller_id, Intent::no,           Intent::yes};

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}
bool is_pause(char c) {
  return std::string_view(",;.!?:\n").find(c) != std::string_view::npos;
}

// Words and "," for every pause, neither first nor last.
Words split(std::string_view folded) {
  Words words;
  for (std::size_t at = 0; at < folded.size(); ++at) {
    const std::size_t start = at;
    while (at < folded.size() && is_word(folded[at])) ++at;
    if (at > start) words.emplace_back(folded.substr(start, at - start));
    if (at < folded.size() && is_pause(folded[at]) && !words.empty() && words.back() != ",")
      words.emplace_back(",");
  }
  while (!words.empty() && words.back() == ",") words.pop_back();
  return words;
}

void replace(Words& words, const WordPattern& pattern, const std::string& by) {
  for (std::size_t at = 0; at < words.size(); ++at) {
    const auto end = pattern.match(words, at);
    if (!end) continue;
    words[at] = by;
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                words.begin() + static_cast<std::ptrdiff_t>(*end));
  }
}

Words words_of(const std::string& text, const IntentTable& table) {
  std::string folded = fold(text);
  std::erase(folded, '\'');
  Words words = split(folded);
  static const Immortal<WordPattern> do_not = WordPattern("do|does not");
  replace(words, do_not, "dont");
  for (const auto& [pattern, word] : table.idioms) replace(words, pattern, word);
  return words;
}

bool applies(const IntentPhrase& phrase, IntentContext context) {
  return (!phrase.only_in || phrase.only_in == context) && phrase.except_in != context;
}

bool names_time(const UnderstandIntent& request) {
  const TimePhrase phrase = read_time_phrase(request.text, request.language);
  return !phrase.clocks.empty() || phrase.day.kind != DayReading::Kind::none || phrase.part ||
         phrase.from_now || phrase.period;
}

// The last strong word of agreement or refusal; without one, the last weak one. In front of the question of
// a time, who refuses and names another time does not agree: "não, pode ser às 15h".
std::optional<Intent> polarity(const Words& words, const IntentTable& table,
                               const UnderstandIntent& request) {
  std::optional<Intent> strong;
  bool refused = false;
  std::optional<Intent> weak;
  for (std::size_t at = 0; at < words.size();) {
    const auto found =
        std::find_if(table.polarities.begin(), table.polarities.end(), [&](const Polarity& candidate) {
          const bool here = !candidate.only_in || candidate.only_in == request.context;
          return here && candidate.pattern.match(words, at).has_value();
        });
    if (found == table.polarities.end()) {
      ++at;
      continue;
    }
    (found->strong ? strong : weak) = found->yes ? Intent::yes : Intent::no;
    refused = refused || (found->strong && !found->yes);
    at = std::max(at + 1, *found->pattern.match(words, at));
  }
  const auto last = strong ? strong : weak;
  const bool proposes =
      refused && last == Intent::yes && request.context == IntentContext::confirm_time && names_time(request);
  return proposes ? Intent::no : last;
}

// A number said in the utterance: which, and whether there is one at all.
struct NamedNumber {
  bool present = false;
  std::optional<std::string> e164;
};

NamedNumber named_number(const UnderstandIntent& request) {
  constexpr std::size_t kShortestNumber = 8;
  const auto found =
      phone({.text = request.text, .default_region = request.language == "pt-BR" ? "BR" : "US"});
  const bool missing_area =
      found.reason == PhoneReason::missing_ddd || found.reason == PhoneReason::missing_area_code;
  const bool present =
      found.status != PhoneStatus::invalid || (missing_area && found.digits.size() + 1 >= kShortestNumber);
  return {present, found.e164};
}

}  // namespace

IntentUnderstanding intent(const UnderstandIntent& request) {
  check_text_limit("text", request.text);
  check_language(request.language);
  const IntentTable& table = request.language == "pt-BR" ? portuguese_intents() : english_intents();
  const Words words = words_of(request.text, table);

  IntentUnderstanding answer;
  std::array<bool, kRanks.size()> said{};
  const auto hear = [&said](Intent heard) { said[static_cast<std::size_t>(heard)] = true; };
  bool cancel_is_clear = false;
  for (const auto& phrase : table.phrases) {
    if (!applies(phrase, request.context) || !phrase.pattern.found_in(words)) continue;
    hear(phrase.intent);
    answer.clarify = answer.clarify || phrase.clarify;
    cancel_is_clear = cancel_is_clear || (phrase.intent == Intent::cancel && !phrase.clarify);
  }
  const NamedNumber number = named_number(request);
  if (number.present) hear(Intent::other_number);
  answer.entities.e164 = number.e164;
  if (const auto polar = polarity(words, table, request)) {
    const bool takes_number = *polar == Intent::yes && request.context == IntentContext::confirm_number;
    hear(takes_number ? Intent::use_caller_id : *polar);
  }

  for (const Intent candidate : kRanks)
    if (said[static_cast<std::size_t>(candidate)] && !answer.intent) answer.intent = candidate;
  answer.clarify = answer.clarify && answer.intent == Intent::cancel && !cancel_is_clear;
  return answer;
}

}  // namespace smarthandoff::understand
