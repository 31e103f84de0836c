#include <smarthandoff/base/tenant.hpp>

#include <algorithm>

#include <smarthandoff/base/error.hpp>

namespace smarthandoff {

TenantProfile default_profile(const TenantId& id) {
  TenantProfile profile;
  profile.id = id;
  profile.company_name = id.value;
  return profile;
}

void check_tenant_id(const TenantId& id) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == ':';
  };
  if (id.value.empty() || id.value.size() > 64 || !std::all_of(id.value.begin(), id.value.end(), allowed)) {
    throw invalid_field("tenant", "must be 1 to 64 letters, digits, '-', '_', '.' or ':'");
  }
}

}  // namespace smarthandoff
