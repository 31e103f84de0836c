#include <algorithm>
#include <array>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/understand.hpp>

#include "base/phone_text.hpp"
#include "base/text_limit.hpp"
#include "base/word_pattern.hpp"

namespace smarthandoff::understand {
namespace {

using number_words::Language;
using Kind = SpokenToken::Kind;

constexpr std::size_t kTail = 4;

// Where in the number the corrected digits belong.
enum class Place { unsaid, area, middle, end };

bool any_found(const std::vector<std::string>& words, std::initializer_list<std::string_view> patterns) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&words](std::string_view pattern) { return WordPattern(pattern).found_in(words); });
}

Place place_in(const std::vector<std::string>& words) {
  if (any_found(words, {"final", "fim", "ultimo|ultimos|ultima|ultimas", "termina|terminando|terminado",
                        "last", "end|ends|ending"}))
    return Place::end;
  if (any_found(words, {"ddd", "codigo ?de area|cidade", "area code"})) return Place::area;
  if (any_found(words, {"meio", "comeca|comeco|inicio|prefixo", "primeiro|primeiros|primeira",
                        "depois|apos do ddd", "middle", "start|starts|beginning|first|prefix"}))
    return Place::middle;
  return Place::unsaid;
}

// One run of digits, and whether the speaker refuses it ("não é 34") or offers it.
struct Said {
  std::string digits;
  bool refused = false;
};

bool is_refusal(const std::vector<std::string>& words) {
  return any_found(words, {"nao|not ?e|era|is|its ?o|the $", "em vez|lugar ?de|do|da $", "instead of ?the $",
                           "troca|trocar|troque|change|replace ?o|a|os|the $"});
}

// "os últimos quatro são…": how many digits, not which.
bool is_count(const std::vector<std::string>& words, const std::vector<SpokenToken>& run) {
  return run.size() == 1 && any_found(words, {"ultimos|ultimas|primeiros|primeiras|last|first $"});
}

bool is_numeric(const SpokenToken& token, Language language) {
  if (token.kind != Kind::word) return token.kind == Kind::number;
  return token.text != "o" &&
         (number_words::find(token.text, language) || number_words::find_plural(token.text, language) ||
          number_words::find_multiple(token.text, language));
}

// "trinta e quatro": the word before "e" wants more.
bool is_open_ended(const SpokenToken& token, Language language) {
  const auto word = number_words::find(token.text, language);
  return word && word->role != number_words::Role::unit && word->role != number_words::Role::teen;
}

// The runs of digits, which words other than number words and "e" separate.
std::vector<Said> runs_of(const PhoneText& text) {
  std::vector<Said> runs;
  std::vector<SpokenToken> run;
  std::vector<std::string> before;
  const auto finish = [&] {
    if (run.empty()) return;
    const std::string digits = hear_digits(run, text.language).front().digits();
    if (!digits.empty() && !is_count(before, run)) runs.push_back({digits, is_refusal(before)});
    run.clear();
    before.clear();
  };
  const std::string_view joint = text.language == Language::portuguese ? "e" : "and";
  for (const auto& token : text.tokens) {
    // What was refused ends at a pause, and "e" may be "é": "não é 34, é 35".
    const bool joins = !run.empty() && token.text == joint && run.back().kind != Kind::pause &&
                       (!is_refusal(before) || is_open_ended(run.back(), text.language));
    const bool pauses = !run.empty() && token.kind == Kind::pause && !is_refusal(before);
    if (is_numeric(token, text.language) || joins || pauses) {
      run.push_back(token);
      continue;
    }
    finish();
    before.push_back(token.kind == Kind::word ? token.text : ",");
  }
  finish();
  return runs;
}

std::optional<PhoneNumber> number_of(const std::string& e164) {
  try {
    return PhoneNumber::from_e164(e164);
  } catch (const Error&) {
    return {};  // the corrected digits make no number: the caller asks again
  }
}

std::size_t area_length(const PhoneNumber& number) {
  if (number.country_code() == "1") return 3;
  return number.country_code() == "55" && number.national().size() >= 10 ? 2 : 0;
}

// "não é 34, é 35": the one place where the old digits stand.
std::optional<std::string> exchanged(const std::string& national, const Said& old, const Said& fresh) {
  const auto at = national.rfind(old.digits);
  if (at == std::string::npos ||
      (national.find(old.digits) != at && at + old.digits.size() != national.size()))
    return {};
  return national.substr(0, at) + fresh.digits + national.substr(at + old.digits.size());
}

std::optional<std::string> placed(const std::string& national, std::size_t area, Place place,
                                  const std::string& digits) {
  const std::size_t middle = national.size() - area - kTail;
  if (place == Place::unsaid) {
    // A group as it was read back; two digits could be any pair of the number.
    if (digits.size() == kTail && middle != kTail) place = Place::end;
    if (digits.size() == middle && middle != kTail) place = Place::middle;
  }
  switch (place) {
    case Place::end:
      if (digits.size() > national.size() - area) return {};
      return national.substr(0, national.size() - digits.size()) + digits;
    case Place::area:
      if (area == 0 || digits.size() != area) return {};
      return digits + national.substr(area);
    case Place::middle:
      if (digits.size() > middle) return {};
      return national.substr(0, area) + digits + national.substr(area + digits.size());
    case Place::unsaid:
      break;
  }
  return {};
}

std::string digit_word(char digit, bool portuguese) {
  // "meia" because "seis" and "três" are easily taken for each other on the phone.
  constexpr std::array<std::string_view, 10> kPortuguese{"zero",  "um",   "dois", "três", "quatro",
                                                         "cinco", "meia", "sete", "oito", "nove"};
  constexpr std::array<std::string_view, 10> kEnglish{"zero", "one", "two",   "three", "four",
                                                      "five", "six", "seven", "eight", "nine"};
  return std::string((portuguese ? kPortuguese : kEnglish)[static_cast<std::size_t>(digit - '0')]);
}

}  // namespace

std::optional<PhoneNumber> corrected(const PhoneNumber& previous, std::string_view text) {
  check_text_limit("text", text);
  const bool brazil = previous.country_code() == "55";
  const std::string national(previous.national());
  const std::size_t area = area_length(previous);

  const auto whole = phone({.text = std::string(text),
                            .default_region = brazil ? "BR" : "US",
                            .default_area_code = brazil ? national.substr(0, area) : ""});
  if (whole.e164 && whole.digits.size() >= 8) return number_of(*whole.e164);

  const PhoneText parsed = read_phone_text(text, brazil ? Language::portuguese : Language::english);
  if (parsed.malformed || national.size() < area + kTail) return {};
  const auto runs = runs_of(parsed);
  if (runs.empty() || runs.size() > 2) return {};
  std::optional<std::string> result;
  if (runs.size() == 2) {
    const bool second_is_old = runs[1].refused && !runs[0].refused;
    const Said& old = runs[second_is_old ? 1 : 0];
    const Said& fresh = runs[second_is_old ? 0 : 1];
    if (old.refused) result = exchanged(national, old, fresh);
  } else {
    std::vector<std::string> words;
    for (const auto& token : parsed.tokens) words.push_back(token.text);
    result = placed(national, area, place_in(words), runs[0].digits);
  }
  if (!result) return {};
  return number_of("+" + std::string(previous.country_code()) + *result);
}

std::string read_back(const PhoneNumber& number, std::string_view language) {
  check_language(language);
  const std::string display = number.display(number.country_code() == "1" ? "US" : "BR");
  std::string spoken;
  bool pause = false;
  for (const char c : display) {
    const bool digit = c >= '0' && c <= '9';
    if (c == '+') spoken = language == "pt-BR" ? "mais" : "plus";
    if (!digit) {
      pause = pause || (!spoken.empty() && c != '+');
      continue;
    }
    if (!spoken.empty()) spoken += pause ? ", " : " ";
    spoken += digit_word(c, language == "pt-BR");
    pause = false;
  }
  return spoken;
}

}  // namespace smarthandoff::understand
