#include "base/phone_text.hpp"

#include <algorithm>
#include <array>

#include <smarthandoff/base/fold.hpp>

namespace smarthandoff {
namespace {

using number_words::Language;
using Kind = SpokenToken::Kind;
using Tokens = std::vector<SpokenToken>;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_extension_word(std::string_view word) {
  constexpr std::array<std::string_view, 9> kWords{"ramal",   "ext", "extension", "extensao", "ramais",
                                                   "interno", "x",   "r",         "rml"};
  return contains(kWords, word);
}

bool is_correction(std::string_view word, Language language) {
  constexpr std::array<std::string_view, 13> kPortuguese{
      "nao",      "digo",       "alias", "ops",   "opa",    "perdao", "desculpa",
      "desculpe", "corrigindo", "errei", "minto", "melhor", "dizer"};
  constexpr std::array<std::string_view, 9> kEnglish{"no",         "not",  "sorry", "actually", "wait",
                                                     "correction", "oops", "mean",  "rather"};
  return language == Language::portuguese ? contains(kPortuguese, word) : contains(kEnglish, word);
}

bool is_repetition(std::string_view word) {
  constexpr std::array<std::string_view, 9> kWords{"repetindo", "repito",      "repete",
                                                   "novamente", "confirmando", "repeat",
                                                   "repeating", "again",       "confirming"};
  return contains(kWords, word);
}

bool is_area_word(std::string_view word, Language language) {
  constexpr std::array<std::string_view, 4> kPortuguese{"ddd", "area", "prefixo", "ddds"};
  constexpr std::array<std::string_view, 2> kEnglish{"code", "area"};
  return language == Language::portuguese ? contains(kPortuguese, word) : contains(kEnglish, word);
}

// "0xx11": the carrier that the caller is to choose, written by no digit.
void erase_carrier_placeholders(std::string& text) {
  const auto is_other = [&text](std::size_t at) { return at >= text.size() || !is_letter(text[at]); };
  for (auto at = text.find("xx"); at != std::string::npos; at = text.find("xx", at + 1))
    if ((at == 0 || is_other(at - 1)) && is_other(at + 2)) text.replace(at, 2, "  ");
}

// Takes the scheme and the domain off an address; true if it was WhatsApp's.
bool strip_address(std::string_view& text) {
  bool whatsapp = false;
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  for (const std::string_view scheme : {"tel:", "callto:", "whatsapp:", "https://wa.me/", "wa.me/"}) {
    if (!text.starts_with(scheme)) continue;
    text.remove_prefix(scheme.size());
    whatsapp = scheme.find("wa") == 0 || scheme.find("//wa") != std::string_view::npos;
  }
  for (const std::string_view domain : {"@s.whatsapp.net", "@c.us"}) {
    const auto at = text.find(domain);
    if (at == std::string_view::npos) continue;
    text = text.substr(0, at);
    text = text.substr(0, text.find(':'));  // 5518…:12@s.whatsapp.net: the device
    whatsapp = true;
  }
  return whatsapp;
}

std::size_t run_length(std::string_view text, bool (*matches)(char)) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), matches) - text.begin());
}

bool is_pause(std::string_view text) {
  const bool mark = text[0] == ',' || text[0] == '.';
  const bool alone = text[0] == ';' || text[0] == '\n' || text[0] == '/';
  return alone || (mark && (text.size() == 1 || text[1] == ' '));
}

// Digit runs, words, pauses and plus signs; everything else only separates. Letters that touch digits make
// the text malformed, except where they introduce an extension ("x205").
Tokens tokenize(std::string_view text, bool& malformed) {
  Tokens tokens;
  bool touching = false;
  while (!text.empty()) {
    const bool digits = is_digit(text[0]);
    if (digits || is_letter(text[0])) {
      const auto length = run_length(text, digits ? is_digit : is_letter);
      const std::string run(text.substr(0, length));
      const bool allowed = touching && (is_extension_word(run) || is_extension_word(tokens.back().text));
      malformed = malformed || (touching && !allowed);
      tokens.push_back({digits ? Kind::number : Kind::word, run});
      text.remove_prefix(length);
      touching = true;
      continue;
    }
    if (text[0] == '+') tokens.push_back({Kind::plus, ""});
    if (is_pause(text)) tokens.push_back({Kind::pause, ""});
    text.remove_prefix(1);
    touching = false;
  }
  return tokens;
}

Language language_of(const Tokens& tokens, Language assumed) {
  int balance = 0;
  for (const auto& token : tokens) {
    if (token.kind != Kind::word || token.text == "o") continue;
    if (number_words::find(token.text, Language::portuguese)) ++balance;
    if (number_words::find(token.text, Language::english)) --balance;
  }
  if (balance == 0) return assumed;
  return balance > 0 ? Language::portuguese : Language::english;
}

bool has_digits(std::span<const SpokenToken> tokens, Language language) {
  return std::any_of(tokens.begin(), tokens.end(), [language](const SpokenToken& token) {
    return token.kind == Kind::number ||
           (token.kind == Kind::word && token.text != "o" && number_words::find(token.text, language));
  });
}

// Where the first of several extensions ends: "22" of "22/23" and of "22 ou 23".
Tokens::const_iterator first_extension_end(Tokens::const_iterator begin, Tokens::const_iterator end,
                                           Language language) {
  for (auto at = begin; at != end; ++at) {
    const bool or_another = at->kind == Kind::word && (at->text == "ou" || at->text == "or");
    const bool written = at + 1 != end && (at + 1)->kind == Kind::number;
    const bool and_another = at->kind == Kind::word && (at->text == "e" || at->text == "and") && written;
    if ((at->kind == Kind::pause || or_another || and_another) && has_digits({begin, at}, language))
      return at;
  }
  return end;
}

// Cuts "ramal 205" off the end.
void take_extension(Tokens& tokens, PhoneText& out) {
  const auto word = std::find_if(tokens.cbegin(), tokens.cend(), [](const SpokenToken& token) {
    return token.kind == Kind::word && is_extension_word(token.text);
  });
  if (word == tokens.cend() || !has_digits({tokens.cbegin(), word}, out.language)) return;
  const auto end = first_extension_end(word + 1, tokens.cend(), out.language);
  out.extension = hear_digits({word + 1, end}, out.language).front().digits();
  tokens.erase(word, tokens.cend());
}

// Moves an area code that was said last to where it is dialled: "99775-1234, DDD 11".
void move_area_code(Tokens& tokens, Language language) {
  const auto word = std::find_if(tokens.begin(), tokens.end(), [language](const SpokenToken& token) {
    return token.kind == Kind::word && is_area_word(token.text, language);
  });
  if (word == tokens.end() || !has_digits({tokens.begin(), word}, language)) return;
  const std::string number = hear_digits({tokens.begin(), word}, language).front().digits();
  const std::string area = hear_digits({word, tokens.end()}, language).front().digits();
  if (area.size() != (language == Language::portuguese ? 2 : 3)) return;
  const std::size_t shortest = language == Language::portuguese ? 8 : 7;
  const bool has_it = number.size() >= shortest + area.size() && number.starts_with(area);
  if (has_it)
    tokens.erase(word, tokens.end());
  else
    std::rotate(tokens.begin(), word, tokens.end());
}

void split_parts(Tokens tokens, PhoneText& out) {
  out.parts.emplace_back();
  for (auto& token : tokens) {
    const bool repeats = token.kind == Kind::word && is_repetition(token.text);
    const bool correction = token.kind == Kind::word && is_correction(token.text, out.language);
    if (!correction && !repeats) {
      out.parts.back().push_back(std::move(token));
    } else if (has_digits(out.parts.back(), out.language)) {
      out.repeated = repeats && out.parts.size() == 1;
      out.parts.emplace_back();
    }
  }
  if (out.parts.size() > 1 && !has_digits(out.parts.back(), out.language)) out.parts.pop_back();
  out.repeated = out.repeated && out.parts.size() == 2;
}

}  // namespace

PhoneText read_phone_text(std::string_view text, Language language) {
  std::string folded = fold(text);
  erase_carrier_placeholders(folded);
  std::string_view rest = folded;
  PhoneText out;
  out.whatsapp = strip_address(rest);
  Tokens tokens = tokenize(rest, out.malformed);
  out.language = language_of(tokens, language);
  take_extension(tokens, out);
  move_area_code(tokens, out.language);
  out.tokens = tokens;
  split_parts(std::move(tokens), out);
  return out;
}

std::string lettered_digits(const PhoneText& text) {
  constexpr std::string_view kKeys = "22233344455566677778889999";
  constexpr std::size_t kFewestDigits = 3;  // the area code
  constexpr std::size_t kFewestLetters = 3;
  std::string digits;
  std::size_t letters = 0;
  for (const SpokenToken& token : text.tokens) {
    if (token.kind == Kind::plus && digits.empty()) continue;
    const bool is_number = token.kind == Kind::number && letters == 0;
    if (token.kind == Kind::word && digits.empty()) continue;
    if (!is_number && (token.kind != Kind::word || digits.size() < kFewestDigits)) return {};
    for (const char c : token.text) digits += is_number ? c : kKeys[static_cast<std::size_t>(c - 'a')];
    if (!is_number) letters += token.text.size();
    const std::size_t whole = digits.starts_with('1') ? 11 : 10;
    if (digits.size() == whole && letters >= kFewestLetters) return digits;
  }
  return {};
}

}  // namespace smarthandoff
