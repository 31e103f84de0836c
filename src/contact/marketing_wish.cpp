#include "contact/marketing_wish.hpp"

#include <algorithm>

#include "contact/address.hpp"
#include "contact/gate_facts.hpp"
#include "contact/marketing_wish_rows.hpp"
#include "contact/suppression_rows.hpp"

namespace smarthandoff::suppressions::wishes {
namespace {

using contact::Address;

bool is_newer(const ToldWish& told, const Wish& known) {
  return told.at > known.at || (told.at == known.at && told.stopped && !known.stopped);
}

std::optional<Suppression> no_marketing_of(const Context& context, const Address& address) {
  const auto all = suppressions::rows::of_address(context.transaction(), context.tenant(), address.digest);
  const auto found = std::ranges::find(all, SuppressionKind::no_marketing, &Suppression::kind);
  return found == all.end() ? std::nullopt : std::optional(*found);
}

// The id of the suppression that is the wish's own.
SuppressionId stop(Context& context, const Address& address, const ToldWish& told, const Wish& known) {
  if (no_marketing_of(context, address)) return known.suppression_id;
  return add_opt_out(context, {.address = address.text,
                               .channel = address.channel,
                               .reason = told.reason,
                               .purpose = OptOutPurpose::marketing})
      .id;
}

void resume(Context& context, const Address& address, const Wish& known) {
  const auto stored = no_marketing_of(context, address);
  if (stored && stored->id == known.suppression_id)
    remove_opt_out(
        context, {.address = address.text, .channel = address.channel, .purpose = OptOutPurpose::marketing});
}

}  // namespace

void take(Context& context, const ToldWish& told) {
  std::string why;
  const auto address = contact::read_address(context.profile(), told.channel, told.address, why);
  if (!address) return;
  contact::lock(context, contact::known_person(context, &*address, ""));
  const Wish known = rows::find(context.transaction(), context.tenant(), address->digest).value_or(Wish{});
  ToldWish word = told;
  word.at = std::min(told.at, context.now());
  if (!is_newer(word, known)) return;
  Wish wish{.stopped = word.stopped, .at = word.at};
  if (word.stopped)
    wish.suppression_id = stop(context, *address, word, known);
  else
    resume(context, *address, known);
  rows::save(context.transaction(), context.tenant(), address->digest, wish);
}

}  // namespace smarthandoff::suppressions::wishes
