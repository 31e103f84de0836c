#pragma once

#include <string>

#include <smarthandoff/base/tenant.hpp>

namespace smarthandoff {

// The domain of the PBX that the tenant's extensions are of; empty: the PBX's own.
std::string pbx_domain(const TenantProfile& profile);

}  // namespace smarthandoff
