#include "handoff/dialogue_words.hpp"

#include <smarthandoff/base/fold.hpp>

#include "handoff/dialogue_phrases.hpp"
#include "handoff/dialogue_time.hpp"

namespace smarthandoff::handoff::dialogue {
namespace {

using understand::Intent;
using understand::IntentContext;
using In = InputKind;
using At = DialogueState;

constexpr std::size_t kOurOwnWords = 6;
constexpr std::size_t kMostShort = 8;  // words of an utterance that does nothing but give notice

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

understand::IntentUnderstanding heard_in(std::string_view text, At at, const std::string& language) {
  return understand::intent({.text = std::string(text), .context = context_of(at), .language = language});
}

// The two with legal weight are final: taken where the words are that and nothing else. The number that was
// just read back, and whatever the caller describes, may be wrong too.
std::optional<Intent> legal_in(std::optional<Intent> intent, const Words& words, At at) {
  const bool dictated = at == At::message || at == At::reason;
  if (intent == Intent::opt_out) {
    const bool told = is_a_matter(words) && (dictated || words.size() > kMostShort);
    return told && !is_relayed(words) && !demands_silence(words) ? std::nullopt : intent;
  }
  if (intent != Intent::wrong_person || is_a_matter(words) || words.size() > kMostShort) return std::nullopt;
  if (dictated || at == At::none) return says_wrong_number(words) ? intent : std::nullopt;
  const bool about_read_back = (at == At::number || at == At::confirm) && doubts_number(words);
  return about_read_back && !says_wrong_number(words) ? std::nullopt : intent;
}

// Callback, message or another try, where the caller can choose; nothing where the words name none of them,
// or two.
std::optional<In> choice_in(const Words& words, std::string_view language) {
  const bool no_message = refuses_message(words, language);
  const bool no_callback = refuses_callback(words, language);
  const bool message = wants_message(words) && !no_message;
  const bool callback = wants_callback(words) && !no_callback;
  if (message && callback) return In::unclear;
  if (message) return In::message;
  if (callback) return In::callback;
  if (wants_retry(words)) return In::retry;
  if (no_message || no_callback) return In::no;
  return std::nullopt;
}

// In an ordinary conversation only what cannot mean anything else: "recebi uma mensagem" is no wish.
std::optional<In> wish_in(const Words& words, std::string_view language) {
  if (wishes_message(words) && !refuses_message(words, language)) return In::message;
  if (wishes_callback(words) && !refuses_callback(words, language)) return In::callback;
  return std::nullopt;
}

// "Quero que ela me ligue segunda às 14h no 18 99775-1234": nothing of it is asked again.
Input with_details(In kind, std::string_view text, const Hearing& hearing) {
  Input input{.kind = kind};
  input.form.number = number_in(text, hearing);
  input.unusable = !input.form.number && says_unusable_number(text, hearing);
  if (!input.form.number)
    input.own_number = heard_in(text, At::number, hearing.language).intent == Intent::use_caller_id &&
                       means_this_number(split_words(text));
  const auto time = time_in(text, hearing);
  if (!time) return input;
  input.form.asap = time->kind == In::asap;
  if (time->kind == In::time) input.form.time = time->time;
  input.wish = time->wish;
  return input;
}

Input in_message(std::string_view text, const Words& words, const Hearing& hearing) {
  Input input{.kind = In::words, .text = std::string(text)};
  const auto intent = heard_in(text, At::message, hearing.language).intent;
  const auto legal = legal_in(intent, words, At::message);
  if (legal && !is_relayed(words)) return {.kind = of_intent(*legal, text).kind, .text = input.text};
  if (is_bare_cancel(words)) return {.kind = In::cancel};
  if (wants_repeat(words) && hearing.state.message.empty()) return {.kind = In::repeat};
  const Ending ending = ending_of(text);
  if (ending.ends && ending.size == 0) return {.kind = In::done};
  input.opt_out = legal == Intent::opt_out;
  input.ends = ending.ends;
  if (ending.ends) input.text = std::string(text.substr(0, ending.size));
  return input;
}

Input in_reason(std::string_view text, const Words& words, const Hearing& hearing) {
  const auto heard = heard_in(text, At::reason, hearing.language);
  if (const auto legal = legal_in(heard.intent, words, At::reason)) return of_intent(*legal, text);
  if (hearing.state.cancel_doubtful) {
    if (heard.intent == Intent::yes || heard.intent == Intent::cancel) return {.kind = In::cancel};
    if (heard.intent == Intent::no && is_bare_no(words)) return {.kind = In::no};
  }
  if (is_bare_cancel(words)) return {.kind = In::cancel};
  if (is_bare_no(words)) return {.kind = In::no};
  if (wants_repeat(words)) return {.kind = In::repeat};
  if (words.size() <= kMostShort && will_call(words)) return {.kind = In::will_call};
  const Ending ending = ending_of(text);
  if (ending.ends && ending.size == 0) return {.kind = In::done};
  Input input{.kind = In::words, .text = std::string(text)};
  if (heard.clarify && words.size() <= 3) input.kind = In::cancel_doubtful;
  if (ending.ends) input.text = std::string(text.substr(0, ending.size));
  return input;
}

Input in_name(std::string_view text, const Words& words, const Hearing& hearing) {
  const auto intent = heard_in(text, hearing.state.at, hearing.language).intent;
  if (is_bare_cancel(words) || (intent == Intent::cancel && words.size() <= 4)) return {.kind = In::cancel};
  if (const auto legal = legal_in(intent, words, hearing.state.at)) return of_intent(*legal, text);
  if (wants_repeat(words)) return {.kind = In::repeat};
  return {.kind = In::words, .text = std::string(text)};
}

// "Esse mesmo" is the number read back; "este que estou ligando" the caller's own, whatever was read back.
Input same_number(const Words& words, const Hearing& hearing) {
  const State& state = hearing.state;
  if (state.at != At::confirm || state.number == hearing.caller_number || means_caller_id(words))
    return {.kind = In::caller_id};
  return {.kind = begins_with_no(words) ? In::unclear : In::yes};
}

Input in_numbers(std::string_view text, const Words& words, const Hearing& hearing) {
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
  if (says_unusable_number(text, hearing)) return {.kind = In::unusable_number};
  const auto heard = heard_in(text, state.at, hearing.language);
  const bool own = heard.intent == Intent::use_caller_id || heard.intent == Intent::no ||
                   heard.intent == Intent::yes || !heard.intent;
  if (own && means_caller_id(words)) return {.kind = In::caller_id};
  if (heard.intent == Intent::use_caller_id) return same_number(words, hearing);
  if (state.at == At::confirm && doubts_number(words)) return {.kind = In::no};
  if (heard.intent == Intent::opt_out || heard.intent == Intent::wrong_person) return {};
  if (heard.intent) return of_intent(*heard.intent, text);
  return {};
}

// What is no answer to the question, whatever it was; nothing: hear it as one.
std::optional<Input> aside(const Words& words, At at) {
  if (at == At::none) return std::nullopt;
  if (wants_repeat(words)) return Input{.kind = In::repeat};
  const bool promised = at == At::more || at == At::whatsapp;
  if (!promised && will_call(words)) return Input{.kind = In::will_call};
  return std::nullopt;
}

Input in_question(std::string_view text, const Words& words, const understand::IntentUnderstanding& heard,
                  const Hearing& hearing) {
  const At at = hearing.state.at;
  const auto intent = heard.intent;
  const bool free = intent != Intent::wants_human && intent != Intent::cancel;
  if (at == At::none && !intent)
    if (const auto wish = wish_in(words, hearing.language)) return with_details(*wish, text, hearing);
  if ((at == At::offer || at == At::offer_message) && free)
    if (const auto choice = choice_in(words, hearing.language))
      return *choice == In::callback ? with_details(*choice, text, hearing) : Input{.kind = *choice};
  if (at == At::offer && (intent == Intent::yes || intent == Intent::later))
    return with_details(of_intent(*intent, text).kind, text, hearing);
  if (at == At::more && is_done(words)) return {.kind = In::done};
  const bool timed = at == At::when || at == At::which_time || at == At::confirm_time;
  if (timed && free) {
    // "Em um horário específico" has no one o'clock in it.
    if (at == At::when && wants_some_time(words) && words.size() <= kOurOwnWords) return {.kind = In::later};
    if (auto time = time_in(text, hearing)) return *time;
    if (at == At::when && wants_appointment(words)) return {.kind = In::later};
  }
  if (intent) return of_intent(*intent, text);
  return {};
}

understand::PhoneUnderstanding phone_in(std::string_view text, const Hearing& hearing) {
  return understand::phone({.text = std::string(text),
                            .default_region = hearing.profile.default_region,
                            .default_area_code = hearing.profile.default_area_code});
}

}  // namespace

std::optional<std::string> number_in(std::string_view text, const Hearing& hearing) {
  const auto number = phone_in(text, hearing);
  if (number.status == understand::PhoneStatus::valid && number.callback_allowed) return number.e164;
  // Never dialled before it is confirmed; and it is read back before anything else.
  const bool callable = number.type && may_be_called_back(*number.type);
  if (number.status == understand::PhoneStatus::needs_confirmation && callable) return number.suggestion;
  return std::nullopt;
}

bool says_unusable_number(std::string_view text, const Hearing& hearing) {
  const auto number = phone_in(text, hearing);
  return number.status == understand::PhoneStatus::valid && !number.callback_allowed;
}

Input understand_words(std::string_view text, const Hearing& hearing) {
  const At at = hearing.state.at;
  const Words words = split_words(text);
  if (words.empty()) return {.kind = In::silence};
  if (at == At::message) return in_message(text, words, hearing);
  if (at == At::reason) return in_reason(text, words, hearing);
  if (at == At::ask_whom || at == At::ask_which) return in_name(text, words, hearing);

  auto heard = heard_in(text, at, hearing.language);
  if (const auto legal = legal_in(heard.intent, words, at)) return of_intent(*legal, text);
  if (heard.intent == Intent::opt_out || heard.intent == Intent::wrong_person) heard.intent.reset();
  if (hearing.state.cancel_doubtful && heard.intent == Intent::yes) return {.kind = In::cancel};
  if (const auto other = aside(words, at)) return *other;
  const bool has_to_lose = at != At::none && at != At::offer && at != At::offer_message && at != At::more;
  if (heard.clarify && has_to_lose) return {.kind = In::cancel_doubtful};
  if (at == At::number || at == At::confirm) return in_numbers(text, words, hearing);
  return in_question(text, words, heard, hearing);
}

}  // namespace smarthandoff::handoff::dialogue
