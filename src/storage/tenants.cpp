#include <smarthandoff/storage/tenants.hpp>

#include <smarthandoff/base/error.hpp>

#include "storage/tenant_checks.hpp"
#include "storage/tenant_rows.hpp"

namespace smarthandoff::tenants {

namespace {

namespace rows = storage::tenants;

constexpr std::int64_t kMaxPage = 1000;

template <class Member>
void replace(Member& member, const std::optional<Member>& given) {
  if (given) member = *given;
}

TenantProfile updated(TenantProfile profile, const UpdateTenant& request) {
  replace(profile.company_name, request.company_name);
  replace(profile.service_phone, request.service_phone);
  replace(profile.logo_url, request.logo_url);
  replace(profile.colour, request.colour);
  replace(profile.language, request.language);
  replace(profile.zone, request.zone);
  replace(profile.default_region, request.default_region);
  replace(profile.default_area_code, request.default_area_code);
  replace(profile.default_destination_id, request.default_destination_id);
  replace(profile.default_queue_id, request.default_queue_id);
  replace(profile.default_channel_id, request.default_channel_id);
  replace(profile.opening_hours, request.opening_hours);
  replace(profile.blind_transfer, request.blind_transfer);
  replace(profile.trunk, request.trunk);
  replace(profile.identities, request.identities);
  replace(profile.texts, request.texts);
  for (TenantIdentity& identity : profile.identities) identity = canonical(std::move(identity));
  return profile;
}

}  // namespace

TenantProfile get(const Context& context, const GetTenant&) {
  return context.profile();
}

TenantProfile update(Context& context, const UpdateTenant& request) {
  storage::Transaction& transaction = context.transaction();
  transaction.lock("tenant", context.tenant().value);
  context.profile_changed();  // what was read before the lock may be old
  const TenantProfile profile = updated(context.profile(), request);
  check_profile(profile);
  ensure(context);
  rows::update_profile(transaction, profile);
  if (request.identities) rows::replace_identities(transaction, profile);
  if (request.texts) rows::replace_texts(transaction, profile);
  context.profile_changed();
  context.emit("tenant.updated", profile.id.value, GetTenant{});
  return profile;
}

TenantList list(const Context& context, const ListTenants& request) {
  if (request.limit < 1 || request.limit > kMaxPage) throw invalid_field("limit", "must be 1 to 1000");
  if (context.actor().role == Role::service) {
    return {rows::list_profiles(context.transaction(), {request.after}, request.limit)};
  }
  TenantList own;
  auto profile = rows::find_profile(context.transaction(), context.tenant());
  if (profile && profile->id.value > request.after) own.tenants.push_back(std::move(*profile));
  return own;
}

std::optional<TenantId> find(const Context& context, const std::string& kind, const std::string& value) {
  const TenantIdentity wanted = canonical({.kind = kind, .value = value});
  return rows::find_identity(context.transaction(), wanted.kind, wanted.value);
}

void ensure(Context& context) {
  if (context.is_profile_stored()) return;
  check_tenant_id(context.tenant());
  rows::insert_missing(context.transaction(), default_profile(context.tenant()));
  context.profile_changed();
}

}  // namespace smarthandoff::tenants
