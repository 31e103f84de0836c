#include <smarthandoff/messenger/preference.hpp>

#include <algorithm>

#include <smarthandoff/base/json.hpp>
#include <smarthandoff/messenger/message.hpp>

#include "base/digest.hpp"
#include "messenger/message_rows.hpp"

namespace smarthandoff::messages {
namespace {

// By every id that the peer told or that was learnt before: people come to show one of them alone.
std::vector<std::string> addresses_of(Context& context, const ChannelId& channel,
                                      const messenger::Preference& preference) {
  std::vector<std::string> all;
  std::string user_id = preference.from_user_id;
  if (!preference.from.empty()) {
    all.push_back(messenger::address_of(preference.from, user_id));
    auto known = rows::find_address(context.transaction(), context.tenant(), channel, all.front());
    if (known && user_id.empty()) user_id = known->user_id;
    if (known && known->user_id != user_id) {
      known->user_id = user_id;
      rows::save(context.transaction(), context.tenant(), *known);
    }
  }
  if (user_id.empty()) return all;
  const auto known = rows::find_user(context.transaction(), context.tenant(), channel, user_id);
  for (const std::string& address : {known ? known->address : std::string(), "user:" + user_id})
    if (!address.empty() && std::ranges::find(all, address) == all.end()) all.push_back(address);
  return all;
}

}  // namespace

void prefer(Context& context, const ChannelId& channel, const messenger::Preference& preference) {
  const MarketingPreference told{
      .addresses = addresses_of(context, channel, preference),
      .stopped = preference.stopped,
      .at = preference.at == Instant{} ? context.now() : std::min(preference.at, context.now())};
  // One key for each word: none takes the place of another.
  context.enqueue(kPreferenceJob, digest::to_hex(digest::sha256(to_json(told))), told);
}

const Type& describe(const MarketingPreference*) {
  using P = MarketingPreference;
  static const Immortal<Type> type =
      Description<P>("MarketingPreference", "What a person told a messaging service about promotions.")
          .field("addresses", &P::addresses, "of the person, as messages have them")
          .field("stopped", &P::stopped, "false: they take them again")
          .field("at", &P::at, "when they said so")
          .build();
  return type;
}

}  // namespace smarthandoff::messages
