#pragma once

#include <smarthandoff/base/id.hpp>

namespace smarthandoff {

using ChannelId = Id<struct ChannelTag>;
using MessageId = Id<struct MessageTag>;

}  // namespace smarthandoff
