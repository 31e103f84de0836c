#pragma once

#include <string>
#include <string_view>

#include <smarthandoff/base/tenant.hpp>

namespace smarthandoff {

// The domain of the PBX that the tenant's extensions are of, by name; empty: the PBX's own.
std::string pbx_domain(const TenantProfile& profile);

// A FusionPBX has a UUID for each domain, by which phones are not dialled.
bool is_uuid(std::string_view text);

}  // namespace smarthandoff
