#pragma once

#include <smarthandoff/base/id.hpp>

namespace smarthandoff::calls {

using AccountId = Id<struct AccountTag>;
using NumberId = Id<struct NumberTag>;
using CallId = Id<struct CallTag>;
using RecordingId = Id<struct RecordingTag>;
using AlertId = Id<struct AlertTag>;
using AlertTargetId = Id<struct AlertTargetTag>;

}  // namespace smarthandoff::calls
