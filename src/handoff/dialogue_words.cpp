#include "handoff/dialogue_words.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include <smarthandoff/base/fold.hpp>

#include "base/opening_hours.hpp"
#include "base/word_pattern.hpp"

namespace smarthandoff::handoff::dialogue {
namespace {

using understand::Intent;
using understand::IntentContext;
using understand::TimeKind;
using In = InputKind;
using At = DialogueState;
using Words = std::vector<std::string>;

// Folded words; "," and "." are words, so that patterns do not reach over them.
Words split_words(std::string_view text) {
  Words words;
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (const char byte : fold(text)) {
    const bool letter = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
                        (static_cast<unsigned char>(byte) & 0x80U) != 0;
    if (letter) {
      word += byte;
      continue;
    }
    if (byte == '\'') continue;  // "that's" is "thats"
    flush();
    if (byte == ',' || byte == '.' || byte == ';' || byte == '!' || byte == '?') words.emplace_back(",");
  }
  flush();
  return words;
}

bool any_of(std::span<const WordPattern> patterns, const Words& words) {
  return std::ranges::any_of(patterns, [&](const WordPattern& pattern) { return pattern.found_in(words); });
}

// "me liga de volta", "podem retornar", "call me back"
bool wants_callback(const Words& words) {
  static const std::array kPatterns = {
      WordPattern("retornar|retornem|retorna|retorne|retorno|retornarem|callback"),
      WordPattern("me|pra|para|que|podem|pode|ela|ele|eles ligar|ligue|liguem|liga|ligarem|ligam"),
      WordPattern("ligar|ligue|liguem|liga|ligarem|ligacao ?me de volta"),
      WordPattern("ligar|ligue|liguem|liga|ligarem me|pra|para"),
      WordPattern("call|ring|phone ?me back"),
      WordPattern("call|ring|phone me"),
      WordPattern("a|the call back")};
  return any_of(kPatterns, words);
}

// "deixar um recado", "leave a message"
bool wants_message(const Words& words) {
  static const std::array kPatterns = {WordPattern("recado|recadinho|mensagem|message|note"),
                                       WordPattern("anota|anote|avisa|avise")};
  return any_of(kPatterns, words);
}

bool refuses(const Words& words, std::string_view what) {
  static const std::array kNoMessage = {
      WordPattern("nao|sem|nem|no|not|dont|without|nenhum * recado|recadinho|mensagem|message|note")};
  static const std::array kNoCallback = {WordPattern(
      "nao|nem|no|not|dont * retornar|retornem|retorna|retorno|retornarem|ligar|ligue|liguem|callback|call")};
  return any_of(what == "message" ? std::span(kNoMessage) : std::span(kNoCallback), words);
}

bool wants_retry(const Words& words) {
  static const std::array kPatterns = {
      WordPattern("tenta|tentar|tente|try ?de ?outra novamente|novo|again|vez"),
      WordPattern("eu espero|aguardo"), WordPattern("posso|vou|prefiro esperar|aguardar"),
      WordPattern("ill|can|will|rather wait|hold")};
  return any_of(kPatterns, words);
}

// "era só isso": the end of what the caller wanted to say.
bool is_done(const Words& words) {
  static const std::array kPatterns = {WordPattern("era|e|foi|seria ?apenas so|somente|apenas isso $"),
                                       WordPattern("so isso ?mesmo ?, ?obrigado|obrigada $"),
                                       WordPattern("^ ?e isso ?ai ?mesmo ?, ?obrigado|obrigada $"),
                                       WordPattern("e tudo ?, ?obrigado|obrigada $"),
                                       WordPattern("^ ?nao ?, mais nada $"),
                                       WordPattern("^ ?entao ?ta pronto|acabei|terminei $"),
                                       WordPattern("thats|that ?is it|all ?, ?thanks ?thank ?you $"),
                                       WordPattern("^ ?no ?, nothing else $"),
                                       WordPattern("^ im|i ?am done|finished $")};
  return any_of(kPatterns, words);
}

// Short enough to be a command and no dictation.
bool is_short(const Words& words) {
  return words.size() <= 4;
}

IntentContext context_of(At at) {
  switch (at) {
    case At::number:
    case At::confirm:
      return IntentContext::confirm_number;
    case At::confirm_time:
      return IntentContext::confirm_time;
    case At::offer:
    case At::offer_message:
    case At::whatsapp:
    case At::more:
      return IntentContext::offer_callback;
    default:
      return IntentContext::general;
  }
}

Input of_intent(Intent intent, std::string_view text) {
  switch (intent) {
    case Intent::use_caller_id:
      return {.kind = In::caller_id};
    case Intent::other_number:
      return {.kind = In::other_number};
    case Intent::yes:
      return {.kind = In::yes};
    case Intent::no:
      return {.kind = In::no};
    case Intent::later:
      return {.kind = In::later};
    case Intent::cancel:
      return {.kind = In::cancel};
    case Intent::wants_human:
      return {.kind = In::wants_human, .text = std::string(text)};
    case Intent::opt_out:
      return {.kind = In::opt_out};
    case Intent::wrong_person:
      return {.kind = In::wrong_person};
  }
  return {};
}

std::optional<Intent> intent_of(std::string_view text, At at, const std::string& language) {
  return understand::intent({.text = std::string(text), .context = context_of(at), .language = language})
      .intent;
}

// Callback, message or another try, where the caller can choose; nothing where the words name none of them,
// or two.
std::optional<Input> choice_in(const Words& words) {
  const bool no_message = refuses(words, "message"), no_callback = refuses(words, "callback");
  const bool message = wants_message(words) && !no_message;
  const bool callback = wants_callback(words) && !no_callback;
  if (message && callback) return Input{.kind = In::unclear};
  if (message) return Input{.kind = In::message};
  if (callback) return Input{.kind = In::callback};
  if (wants_retry(words)) return Input{.kind = In::retry};
  if (no_message || no_callback) return Input{.kind = In::no};
  return std::nullopt;
}

// In an ordinary conversation only what cannot mean anything else: "recebi uma mensagem" is no wish.
std::optional<Input> wish_in(const Words& words) {
  static const std::array kCallback = {
      WordPattern("me|podem|pode liga|ligar|ligue|liguem|retorna|retornar|retornem de volta|depois"),
      WordPattern("retorna|retornar|retornem|retornarem a|minha|essa|esta ligacao"),
      WordPattern("call|ring me back"), WordPattern("callback")};
  static const std::array kMessage = {WordPattern("deixar|deixo|deixa|anota|anotar um|o|meu recado"),
                                      WordPattern("deixar|deixo uma mensagem"),
                                      WordPattern("leave|take a message|note")};
  if (any_of(kMessage, words) && !refuses(words, "message")) return Input{.kind = In::message};
  if (any_of(kCallback, words) && !refuses(words, "callback")) return Input{.kind = In::callback};
  return std::nullopt;
}

std::optional<Input> time_in(std::string_view text, const Hearing& hearing) {
  const auto time = understand::time({.text = std::string(text),
                                      .now = hearing.now,
                                      .zone = hearing.profile.zone,
                                      .language = hearing.language});
  const bool confirm = time.treatment == understand::TimeTreatment::confirm;
  switch (time.kind) {
    case TimeKind::asap:
      return Input{.kind = In::asap};
    case TimeKind::instant:
      if (!time.utc) return Input{.kind = In::later};
      return Input{.kind = In::time, .time = judge(*time.utc, confirm, hearing)};
    case TimeKind::window:
      if (time.treatment == understand::TimeTreatment::schedule && time.utc_from)
        return Input{.kind = In::time, .time = judge(std::max(*time.utc_from, hearing.now), false, hearing)};
      return Input{.kind = In::later};
    case TimeKind::ambiguous:
    case TimeKind::invalid:
      return Input{.kind = In::later};
    case TimeKind::unspecified:
      if (time.intent == Intent::later || time.utc_from) return Input{.kind = In::later};
      return std::nullopt;
  }
  return std::nullopt;
}

Input in_dictation(std::string_view text, const Words& words, At at, const Hearing& hearing) {
  const bool done = is_done(words);
  const auto intent = is_short(words) ? intent_of(text, at, hearing.language) : std::nullopt;
  if (intent == Intent::cancel) return {.kind = In::cancel};
  if (at == At::reason && intent == Intent::no) return {.kind = In::no};
  if (done && words.size() <= 6) return {.kind = In::done};
  return {.kind = In::words, .text = std::string(text)};
}

Input in_name(std::string_view text, const Words& words, const Hearing& hearing) {
  const auto intent = intent_of(text, hearing.state.at, hearing.language);
  if (intent == Intent::cancel && is_short(words)) return {.kind = In::cancel};
  if (intent == Intent::opt_out || intent == Intent::wrong_person) return of_intent(*intent, text);
  return {.kind = In::words, .text = std::string(text)};
}

Input in_numbers(std::string_view text, const Hearing& hearing) {
  const State& state = hearing.state;
  if (state.at == At::confirm && state.number) {
    const PhoneNumber previous = PhoneNumber::from_e164(*state.number);
    if (const auto corrected = understand::corrected(previous, text)) {
      if (*corrected == previous) return {.kind = In::yes};
      return {.kind = In::number, .text = corrected->e164()};
    }
  }
  if (const auto number = number_in(text, hearing)) {
    if (state.at == At::confirm && number == state.number) return {.kind = In::yes};
    return {.kind = In::number, .text = *number};
  }
  if (const auto intent = intent_of(text, state.at, hearing.language)) return of_intent(*intent, text);
  return {};
}

}  // namespace

std::optional<Intent> legal_intent(std::string_view text, const std::string& language) {
  const auto intent = intent_of(text, At::none, language);
  if (intent == Intent::opt_out || intent == Intent::wrong_person) return intent;
  return std::nullopt;
}

TimeAnswer judge(Instant time, bool to_confirm, const Hearing& hearing) {
  const std::string& zone = hearing.profile.zone;
  TimeAnswer answer{.at = time, .open = is_open(hearing.opening_hours, time, zone), .to_confirm = to_confirm};
  if (!answer.open) answer.next_open = next_open(hearing.opening_hours, time, zone);
  return answer;
}

std::optional<std::string> number_in(std::string_view text, const Hearing& hearing) {
  const auto number = understand::phone({.text = std::string(text),
                                         .default_region = hearing.profile.default_region,
                                         .default_area_code = hearing.profile.default_area_code});
  if (!number.callback_allowed) return std::nullopt;
  if (number.status == understand::PhoneStatus::valid) return number.e164;
  if (number.status == understand::PhoneStatus::needs_confirmation) return number.suggestion;
  return std::nullopt;
}

Input understand_words(std::string_view text, const Hearing& hearing) {
  const At at = hearing.state.at;
  const Words words = split_words(text);
  if (words.empty()) return {.kind = In::silence};
  if (at == At::message || at == At::reason) return in_dictation(text, words, at, hearing);
  if (at == At::ask_whom || at == At::ask_which) return in_name(text, words, hearing);

  const auto intent = intent_of(text, at, hearing.language);
  if (intent == Intent::opt_out || intent == Intent::wrong_person) return of_intent(*intent, text);
  if (at == At::number || at == At::confirm) return in_numbers(text, hearing);

  const bool chooses = at == At::offer || at == At::offer_message;
  if (at == At::none && !intent)
    if (auto wish = wish_in(words)) return *wish;
  if (chooses && intent != Intent::wants_human && intent != Intent::cancel)
    if (auto choice = choice_in(words)) return *choice;
  if (at == At::more && is_done(words)) return {.kind = In::done};
  const bool timed = at == At::when || at == At::which_time || at == At::confirm_time;
  if (timed && intent != Intent::wants_human && intent != Intent::cancel)
    if (auto time = time_in(text, hearing)) return *time;
  if (intent) return of_intent(*intent, text);
  return {};
}

}  // namespace smarthandoff::handoff::dialogue
