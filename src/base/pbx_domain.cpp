#include "base/pbx_domain.hpp"

namespace smarthandoff {

std::string pbx_domain(const TenantProfile& profile) {
  for (const TenantIdentity& identity : profile.identities)
    if (identity.kind == "pbx_domain" && !is_uuid(identity.value)) return identity.value;
  return {};
}

bool is_uuid(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdefABCDEF";
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : kDigits.find(text[i]) == std::string_view::npos) return false;
  }
  return true;
}

}  // namespace smarthandoff
