#pragma once

#include <smarthandoff/base/id.hpp>

namespace smarthandoff {

using AgentId = Id<struct AgentTag>;
using ContactId = Id<struct ContactTag>;
using SuppressionId = Id<struct SuppressionTag>;
using DecisionId = Id<struct DecisionTag>;
using ContactLogId = Id<struct ContactLogTag>;

}  // namespace smarthandoff
