#include "callback/own_domain.hpp"

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "base/field_check.hpp"
#include "base/pbx_domain.hpp"

namespace smarthandoff {
namespace {

constexpr std::string_view kKind = "pbx_domain";

Error no_such_domain() {
  return Error(ErrorCode::not_found, "field \"domain\": no PBX domain of this tenant has this name",
               {{"field", "domain"}, {"reason", "is no PBX domain of this company"}});
}

}  // namespace

std::string own_domain(const Context& context, const std::string& asked) {
  field::check_word("domain", asked, field::kWord, 253);
  const std::string usual = pbx_domain(context.profile());
  if (asked.empty()) return usual;
  const auto owner = tenants::find(context, std::string(kKind), asked);
  if (owner && *owner != context.tenant()) throw no_such_domain();
  if (owner) return is_uuid(asked) ? usual : asked;
  for (const TenantIdentity& identity : context.profile().identities)
    if (identity.kind == kKind) throw no_such_domain();
  return asked;
}

void hide_anothers(const Context& context, const std::string& domain, const std::string& of_phone_system,
                   std::span<telephony::ExtensionStatus> statuses) {
  const std::string& effective = domain.empty() ? of_phone_system : domain;
  if (effective.empty()) return;
  const auto owner = tenants::find(context, std::string(kKind), effective);
  if (!owner || *owner == context.tenant()) return;
  for (auto& status : statuses)
    status = {.extension = status.extension,
              .state = telephony::ExtensionState::offline,
              .registered = false,
              .at = status.at};
}

}  // namespace smarthandoff
