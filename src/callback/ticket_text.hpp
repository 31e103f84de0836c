#pragma once

#include <string>

#include <smarthandoff/base/tenant.hpp>
#include <smarthandoff/callback/ticket.hpp>

namespace smarthandoff::tickets {

// The ticket as people read it (docs/handoff.md), in the tenant's language and zone; at most 64 KB.
std::string text_of(const Ticket& ticket, const TenantProfile& profile);

}  // namespace smarthandoff::tickets
