#pragma once

#include <string>
#include <vector>

#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/messenger/types.hpp>
#include <smarthandoff/storage/context.hpp>

// What people tell a messaging service about promotions, by the addresses under which messages know them.
namespace smarthandoff::messages {

struct MarketingPreference {
  std::vector<std::string> addresses;  // as Message::address has them, of one person; at least one
  bool stopped = true;
  Instant at;
};

// Has the domain told after the commit, in a transaction of its own; told twice or out of order: `at` says
// which is the newest. Without an instant: now.
void prefer(Context& context, const ChannelId& channel, const messenger::Preference& preference);
inline constexpr const char* kPreferenceJob = "messenger.preference";  // payload: MarketingPreference

const Type& describe(const MarketingPreference*);

}  // namespace smarthandoff::messages
