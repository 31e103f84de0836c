#include "base/time_words.hpp"

#include <array>

#include <smarthandoff/base/fold.hpp>

namespace smarthandoff {
namespace {

using number_words::Language;
using number_words::Role;

constexpr int kArticle = -1;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

// "twentieth" and its like, for days of the month; 0 if the word is none.
int english_ordinal(std::string_view word) {
  constexpr std::array<std::string_view, 20> kOrdinals{
      "first",     "second",    "third",       "fourth",     "fifth",      "sixth",      "seventh",
      "eighth",    "ninth",     "tenth",       "eleventh",   "twelfth",    "thirteenth", "fourteenth",
      "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"};
  for (std::size_t i = 0; i < kOrdinals.size(); ++i)
    if (kOrdinals[i] == word) return static_cast<int>(i) + 1;
  return word == "thirtieth" ? 30 : 0;
}

class Tokenizer {
 public:
  Tokenizer(std::string_view text, Language language) : rest_(text), language_(language) {}

  TimeTokens run() {
    while (!rest_.empty()) step();
    join_tens();
    return std::move(tokens_);
  }

 private:
  void step() {
    if (is_digit(rest_[0])) return add_written();
    if (is_letter(rest_[0])) return add_word(take(is_letter));
    const bool between_digits = after_digit_ && rest_.size() > 1 && is_digit(rest_[1]);
    if (rest_[0] == ',' || rest_[0] == ':' || rest_[0] == '/' || (rest_[0] == '-' && after_digit_) ||
        (rest_[0] == '.' && between_digits))
      add(std::string(1, rest_[0]));
    after_digit_ = after_digit_ && rest_[0] == ' ';
    rest_.remove_prefix(1);
  }

  std::string take(bool (*matches)(char)) {
    std::size_t length = 0;
    while (length < rest_.size() && matches(rest_[length])) ++length;
    const std::string run(rest_.substr(0, length));
    rest_.remove_prefix(length);
    after_digit_ = matches == is_digit || run == "h";
    return run;
  }

  void add_written() {
    const std::string run = take(is_digit);
    if (run.size() > 4) return add("?");
    add("#", std::stoi(run), static_cast<int>(run.size()));
  }

  void add_word(const std::string& word) {
    const bool half = language_ == Language::portuguese && word == "meia";
    const bool letter = language_ == Language::english && word == "o";
    const auto number = number_words::find(word, language_);
    if (number && number->value < 100 && !half && !letter)
      return add("#", number->value, word == "um" ? kArticle : 0);
    if (language_ == Language::english && english_ordinal(word) != 0) {
      if (take_the_one_meant()) return add(word);
      add("#", english_ordinal(word));
      return add("th");
    }
    if (word == "primeiro" && is_of_a_date()) return add("#", 1);
    add(word);
  }

  // "the first one" is none of the month.
  bool take_the_one_meant() {
    constexpr std::string_view kOne = " one";
    if (!rest_.starts_with(kOne)) return false;
    rest_.remove_prefix(kOne.size());
    return true;
  }

  // "dia primeiro", "primeiro de abril": not "o primeiro horário".
  bool is_of_a_date() const {
    const bool after_day = !tokens_.words.empty() && tokens_.words.back() == "dia";
    return language_ == Language::portuguese && (after_day || rest_.starts_with(" de "));
  }

  void add(const std::string& word, int value = 0, int length = 0) {
    tokens_.words.push_back(word);
    tokens_.values.push_back(value);
    tokens_.lengths.push_back(length);
  }

  // "vinte e cinco", "twenty five": one number. Not "catorze e trinta".
  void join_tens() {
    TimeTokens joined;
    const auto spoken = [this](std::size_t at) {
      return at < tokens_.words.size() && tokens_.words[at] == "#" && tokens_.lengths[at] <= 0;
    };
    const std::string joint = language_ == Language::portuguese ? "e" : "and";
    for (std::size_t at = 0; at < tokens_.words.size(); ++at) {
      int value = tokens_.values[at];
      const bool linked = at + 1 < tokens_.words.size() && tokens_.words[at + 1] == joint;
      const std::size_t next = at + (linked && language_ == Language::portuguese ? 2 : 1);
      const bool tens = spoken(at) && value >= 20 && value % 10 == 0;
      const bool joins = tens && spoken(next) && tokens_.values[next] > 0 && tokens_.values[next] < 10;
      joined.words.push_back(tokens_.words[at]);
      joined.lengths.push_back(tokens_.lengths[at]);
      joined.values.push_back(joins ? value + tokens_.values[next] : value);
      if (joins) at = next;
    }
    tokens_ = std::move(joined);
  }

  std::string_view rest_;
  Language language_;
  bool after_digit_ = false;
  TimeTokens tokens_;
};

}  // namespace

TimeTokens tokenize_time(std::string_view text, Language language) {
  std::string folded = fold(text);
  replace_all(folded, "'", "");
  replace_all(folded, "p.m", "pm");
  replace_all(folded, "a.m", "am");
  return Tokenizer(folded, language).run();
}

}  // namespace smarthandoff
