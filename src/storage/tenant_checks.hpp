#pragma once

#include <smarthandoff/base/tenant.hpp>

namespace smarthandoff::tenants {

// Throws invalid_argument naming the first member that cannot be.
void check_profile(const TenantProfile& profile);

// The form in which an identity is stored and looked for: a PBX domain's case does not matter.
TenantIdentity canonical(TenantIdentity identity);

}  // namespace smarthandoff::tenants
