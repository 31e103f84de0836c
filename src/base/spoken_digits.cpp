#include "base/spoken_digits.hpp"

#include <algorithm>
#include <optional>

namespace smarthandoff {
namespace {

using number_words::Language;
using number_words::Role;
using number_words::Word;
using Kind = SpokenToken::Kind;

constexpr unsigned kMostChoices = 6;

// More digits than this are no number in any hearing of them.
constexpr std::size_t kMostDigits = 40;

// Reads the tokens once. Where they can be heard in two ways, the next bit of `choices` decides; 0 is the
// likelier way.
class Hearing {
 public:
  Hearing(std::span<const SpokenToken> tokens, Language language, unsigned choices)
      : tokens_(tokens), language_(language), choices_(choices) {}

  SpokenDigits run() {
    while (at_ < tokens_.size()) step();
    return std::move(heard_);
  }

  unsigned choice_count() const { return choice_count_; }

 private:
  void step() {
    if (is_plus()) {
      heard_.plus = heard_.plus || heard_.groups.empty();
      ++at_;
    } else if (tokens_[at_].kind == Kind::number) {
      literal();
    } else if (const auto times = multiple(at_)) {
      ++at_;
      skip({"de", "o", "a"});
      repeat_next(*times);
    } else if (word(at_) && !is_hesitation()) {
      spoken_number();
    } else {
      ++at_;
    }
  }

  bool is_plus() const {
    if (tokens_[at_].kind == Kind::plus) return true;
    return (is(at_, "mais") || is(at_, "plus")) && (word(at_ + 1) || is_number(at_ + 1));
  }

  // "hum" is how "um" is written where it must not be forged, and what people say while they think.
  bool is_hesitation() { return is(at_, "hum") && choose(); }

  // Digits as the engine wrote them, perhaps with a word that repeats them: "3 zeros".
  void literal() {
    const std::string text = tokens_[at_].text;
    const int value = text.size() == 1 ? text[0] - '0' : -1;
    if (value > 0 && next_is_repeated()) return repeat(value);
    ++at_;
    const bool is_ten = text.size() == 2 && text[1] == '0' && text[0] != '0';
    const auto unit = is_ten ? unit_at(at_) : std::nullopt;
    const bool joinable = unit && *unit > 0 && (text != "10" || *unit >= 6);
    if (!joinable || !choose()) return emit(text);
    heard_.split_teen = true;
    ++at_;
    emit(std::string(1, text[0]) + std::to_string(*unit));
  }

  void spoken_number() {
    const Word first = *word(at_);
    if (first.role == Role::hundred && language_ == Language::portuguese) return emit(portuguese_hundreds());
    if (first.role == Role::hundred) return emit_and_advance(100);
    if (first.role == Role::thousand) return emit(thousands(1));
    if (first.role == Role::unit && first.value > 1 && next_is_repeated()) return repeat(first.value);
    const int small = below_hundred();
    if (language_ == Language::english && is_role(at_, Role::hundred)) return emit(english_hundreds(small));
    if (small > 0 && is_role(at_, Role::thousand) && !choose()) return emit(thousands(small));
    emit(small);
  }

  // "dezoito", "vinte e um", "vinte um"; the cursor is on a word below one hundred.
  int below_hundred() {
    const Word first = *word(at_++);
    if (first.role == Role::teen && first.value == 10) return perhaps_split_teen();
    if (first.role != Role::ten) return first.value;
    const bool joined = is_and(at_);
    const auto unit = unit_at(joined ? at_ + 1 : at_);
    if (!unit || *unit == 0) return first.value;
    if (!joined && choose()) return first.value;
    at_ += joined ? 2 : 1;
    return first.value + *unit;
  }

  // "dez oito" from an engine that cut "dezoito" in two.
  int perhaps_split_teen() {
    const std::size_t next = is_and(at_) || kind(at_) == Kind::pause ? at_ + 1 : at_;
    const auto unit = unit_at(next);
    const bool possible = language_ == Language::portuguese && unit && *unit >= 6;
    if (!possible || !choose()) return 10;
    heard_.split_teen = true;
    at_ = next + 1;
    return 10 + *unit;
  }

  // "duzentos e trinta e quatro", "duzentos trinta e quatro"; a digit without "e" begins another group.
  int portuguese_hundreds() {
    const int hundreds = word(at_++)->value;
    const bool joined = is_and(at_) && is_below_hundred(at_ + 1);
    const bool tied = is_role(at_, Role::ten) || is_role(at_, Role::teen);
    if (!joined && (!tied || choose())) return hundreds;
    if (joined) ++at_;
    return hundreds + below_hundred();
  }

  int english_hundreds(int count) {
    ++at_;
    const bool joined = is_and(at_) && is_below_hundred(at_ + 1);
    if (!joined && !(is_below_hundred(at_) && choose())) return count * 100;
    if (joined) ++at_;
    return count * 100 + below_hundred();
  }

  int thousands(int count) {
    ++at_;
    return count * 1000 + below_thousand_after_thousands();
  }

  int below_thousand_after_thousands() {
    const std::size_t next = is_and(at_) ? at_ + 1 : at_;
    if (is_role(next, Role::hundred) && language_ == Language::portuguese) {
      at_ = next;
      return portuguese_hundreds();
    }
    if (!is_below_hundred(next)) return 0;
    const bool joined = next != at_;
    const bool more_than_unit = !is_role(next, Role::unit) || is_role(next + 1, Role::hundred);
    const bool english_tail = language_ == Language::english && more_than_unit && !choose();
    const bool tied = language_ == Language::portuguese && !is_role(next, Role::unit) && !joined;
    if (!joined && !english_tail && (!tied || choose())) return 0;
    at_ = next;
    const int small = below_hundred();
    if (language_ == Language::english && is_role(at_, Role::hundred)) return english_hundreds(small);
    return small;
  }

  // "dois noves", "três vezes o zero"
  bool next_is_repeated() const {
    if (kind(at_ + 1) == Kind::word && number_words::find_plural(tokens_[at_ + 1].text, language_))
      return true;
    return (is(at_ + 1, "vezes") || is(at_ + 1, "times")) && unit_at(after_article(at_ + 2)).has_value();
  }

  void repeat(int times) {
    ++at_;
    if (const auto digit = number_words::find_plural(tokens_[at_].text, language_)) {
      ++at_;
      return emit(std::string(static_cast<std::size_t>(times), static_cast<char>('0' + *digit)));
    }
    at_ = after_article(at_ + 1);
    repeat_next(times);
  }

  void repeat_next(int times) {
    const auto digit = unit_at(at_);
    if (!digit) return;
    ++at_;
    emit(std::string(static_cast<std::size_t>(times), static_cast<char>('0' + *digit)));
  }

  std::size_t after_article(std::size_t at) const {
    return is(at, "o") || is(at, "a") || is(at, "the") ? at + 1 : at;
  }

  void skip(std::initializer_list<std::string_view> words) {
    for (const auto skipped : words)
      if (is(at_, skipped) && !(skipped == "o" && language_ == Language::english)) ++at_;
  }

  void emit_and_advance(int value) {
    ++at_;
    emit(value);
  }
  void emit(int value) { emit(std::to_string(value)); }
  void emit(std::string digits) { heard_.groups.push_back(std::move(digits)); }

  bool choose() {
    if (choice_count_ == kMostChoices) return false;
    return ((choices_ >> choice_count_++) & 1U) != 0;
  }

  std::optional<Kind> kind(std::size_t at) const {
    return at < tokens_.size() ? std::optional(tokens_[at].kind) : std::nullopt;
  }
  bool is(std::size_t at, std::string_view text) const {
    return kind(at) == Kind::word && tokens_[at].text == text;
  }
  bool is_number(std::size_t at) const { return kind(at) == Kind::number; }
  bool is_and(std::size_t at) const { return is(at, language_ == Language::portuguese ? "e" : "and"); }

  std::optional<Word> word(std::size_t at) const {
    return kind(at) == Kind::word ? number_words::find(tokens_[at].text, language_) : std::nullopt;
  }
  std::optional<int> multiple(std::size_t at) const {
    if (kind(at) != Kind::word || !unit_at(at + 1)) {
      const bool linked = is(at + 1, "de") && unit_at(at + 2);
      if (kind(at) != Kind::word || !linked) return {};
    }
    return number_words::find_multiple(tokens_[at].text, language_);
  }
  bool is_role(std::size_t at, Role role) const {
    const auto found = word(at);
    return found && found->role == role;
  }
  bool is_below_hundred(std::size_t at) const {
    const auto found = word(at);
    return found && found->role != Role::hundred && found->role != Role::thousand;
  }
  // A single digit, said or written.
  std::optional<int> unit_at(std::size_t at) const {
    if (is_number(at) && tokens_[at].text.size() == 1) return tokens_[at].text[0] - '0';
    return is_role(at, Role::unit) ? std::optional(word(at)->value) : std::nullopt;
  }

  std::span<const SpokenToken> tokens_;
  Language language_;
  unsigned choices_;
  unsigned choice_count_ = 0;
  std::size_t at_ = 0;
  SpokenDigits heard_;
};

}  // namespace

std::string SpokenDigits::digits() const {
  std::string all;
  for (const auto& group : groups) all += group;
  return all;
}

std::vector<SpokenDigits> hear_digits(std::span<const SpokenToken> tokens, Language language) {
  std::vector<SpokenDigits> ways;
  for (unsigned choices = 0; choices < (1U << kMostChoices); ++choices) {
    Hearing hearing(tokens, language, choices);
    SpokenDigits way = hearing.run();
    if (choices >= (1U << hearing.choice_count())) break;
    const bool known = std::any_of(ways.begin(), ways.end(), [&way](const SpokenDigits& other) {
      return other.digits() == way.digits() && other.split_teen == way.split_teen;
    });
    const bool hopeless = way.digits().size() > kMostDigits;
    if (!known) ways.push_back(std::move(way));
    if (hopeless) break;
  }
  return ways;
}

}  // namespace smarthandoff
