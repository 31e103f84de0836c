#include "contact/refusal.hpp"

#include <algorithm>
#include <array>

#include <smarthandoff/base/fold.hpp>
#include <smarthandoff/base/text.hpp>
#include <smarthandoff/base/understand.hpp>

namespace smarthandoff::contact {
namespace {

using suppressions::SuppressionKind;

// The words that our own first message names, and what peers and laws use for them; without case, accents and
// what is no letter or digit at the ends.
bool is_keyword(const std::string& text) {
  static constexpr std::array<std::string_view, 13> kWords{
      "sair",         "sair da lista", "parar",   "pare",      "stop",    "stop all", "unsubscribe",
      "descadastrar", "descadastre",   "remover", "me remova", "opt out", "optout"};
  const std::string folded = fold(text);
  const auto is_word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  const auto first = std::ranges::find_if(folded, is_word);
  const auto last = std::find_if(folded.rbegin(), folded.rend(), is_word).base();
  return first < last && std::ranges::find(kWords, std::string_view(first, last)) != kWords.end();
}

bool is_known(const Context& context, const std::string& address, SuppressionKind kind) {
  if (kind == SuppressionKind::wrong_person)
    return suppressions::check_wrong_person(context, {.address = address, .channel = Channel::whatsapp})
        .suppressed;
  return suppressions::check_opt_out(context, {.address = address, .channel = Channel::whatsapp}).suppressed;
}

}  // namespace

std::optional<SuppressionKind> refusal_in(const Context& context, const std::string& text) {
  if (is_keyword(text)) return SuppressionKind::opt_out;
  const auto said = understand::intent({.text = text, .language = context.profile().language});
  if (said.clarify || !said.intent) return std::nullopt;
  if (*said.intent == understand::Intent::opt_out) return SuppressionKind::opt_out;
  if (*said.intent == understand::Intent::wrong_person) return SuppressionKind::wrong_person;
  return std::nullopt;
}

std::string refuse(Context& context, const std::string& address, SuppressionKind kind,
                   const std::string& reason) {
  if (is_known(context, address, kind)) return {};
  const bool wrong = kind == SuppressionKind::wrong_person;
  if (wrong)
    suppressions::add_wrong_person(context,
                                   {.address = address, .channel = Channel::whatsapp, .reason = reason});
  else
    suppressions::add_opt_out(context, {.address = address, .channel = Channel::whatsapp, .reason = reason});
  return text::render(context.profile(), wrong ? "messaging.wrong_person" : "messaging.opt_out");
}

}  // namespace smarthandoff::contact
