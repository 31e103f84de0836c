#pragma once

#include <smarthandoff/base/id.hpp>

// The ids that handoffs, callbacks and tickets know each other by.
namespace smarthandoff {

using DestinationId = Id<struct DestinationTag>;
using SecretaryId = Id<struct SecretaryTag>;
using HandoffId = Id<struct HandoffTag>;
using TicketId = Id<struct TicketTag>;
using CallbackId = Id<struct CallbackTag>;

}  // namespace smarthandoff
