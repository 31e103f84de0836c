#include "base/pbx_domain.hpp"

namespace smarthandoff {

std::string pbx_domain(const TenantProfile& profile) {
  for (const TenantIdentity& identity : profile.identities)
    if (identity.kind == "pbx_domain") return identity.value;
  return {};
}

}  // namespace smarthandoff
