#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/messenger/channel.hpp>
#include <smarthandoff/storage/awaited.hpp>
#include <smarthandoff/storage/job_handler.hpp>

// What the messaging service says of a channel: operations `channels.validate` and `channels.profile`.
namespace smarthandoff::channels {

struct ValidateChannel {
  ChannelId channel_id;
};
// Whether the service takes number, account and token.
struct ChannelVerdict {
  ChannelId channel_id;
  bool valid = false;
  ChannelStatus status = ChannelStatus::active;  // of the channel, now
  std::string reason;                            // why not: a word of FailureKind, or "no_answer"
  std::string detail;                            // and the service's words
  std::string verified_name, number, quality;    // as the service has them
};

struct GetBusinessProfile {
  ChannelId channel_id;
};
// What people see of a number.
struct BusinessProfile {
  ChannelId channel_id;
  bool available = false;  // false: it could not be read, `reason` says why
  std::string reason;
  std::string about, address, description, email, vertical, picture_url;
  std::vector<std::string> websites;
};

// Awaited: asks the service each time. A refused token puts the channel into `error`, an accepted one ends
// that. Throws not_found.
Pending start_validate(Context& context, const ValidateChannel& request);
std::optional<ChannelVerdict> answer_validate(const Context& context, const Pending& pending);
inline constexpr Awaited<ValidateChannel, ChannelVerdict> validate{start_validate, answer_validate};

// Awaited: asks the service each time. Throws not_found.
Pending start_profile(Context& context, const GetBusinessProfile& request);
std::optional<BusinessProfile> answer_profile(const Context& context, const Pending& pending);
inline constexpr Awaited<GetBusinessProfile, BusinessProfile> profile{start_profile, answer_profile};

// The effect that asks.
const std::vector<JobHandler>& job_handlers();

const Type& describe(const ValidateChannel*);
const Type& describe(const ChannelVerdict*);
const Type& describe(const GetBusinessProfile*);
const Type& describe(const BusinessProfile*);

}  // namespace smarthandoff::channels
