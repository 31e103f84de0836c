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
  constexpr std::array<std::string_view, 7> kWords{"ramal",    "ext",     "extension", "extensao",
                                                   "extensão", "interno", "x"};
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
  const bool mark = text[0] == ',' || text[0] == ';' || text[0] == '\n' || text[0] == '.';
  return mark && (text.size() == 1 || text[1] == ' ' || text[0] == '\n' || text[0] == ';');
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

// Cuts "ramal 205" off the end.
void take_extension(Tokens& tokens, PhoneText& out) {
  const auto word = std::find_if(tokens.begin(), tokens.end(), [](const SpokenToken& token) {
    return token.kind == Kind::word && is_extension_word(token.text);
  });
  if (word == tokens.end() || !has_digits({tokens.begin(), word}, out.language)) return;
  out.extension = hear_digits({word + 1, tokens.end()}, out.language).front().digits();
  tokens.erase(word, tokens.end());
}

}  // namespace

PhoneText read_phone_text(std::string_view text, Language language) {
  const std::string folded = fold(text);
  std::string_view rest = folded;
  PhoneText out;
  out.whatsapp = strip_address(rest);
  Tokens tokens = tokenize(rest, out.malformed);
  out.language = language_of(tokens, language);
  take_extension(tokens, out);

  out.tokens = tokens;
  out.parts.emplace_back();
  for (auto& token : tokens) {
    const bool correction = token.kind == Kind::word && is_correction(token.text, out.language);
    if (!correction) {
      out.parts.back().push_back(std::move(token));
    } else if (has_digits(out.parts.back(), out.language)) {
      out.parts.emplace_back();
    }
  }
  if (out.parts.size() > 1 && !has_digits(out.parts.back(), out.language)) out.parts.pop_back();
  return out;
}

}  // namespace smarthandoff
