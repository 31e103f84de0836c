#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/storage/context.hpp>

// The tenants' profiles: operations `tenants.get`, `tenants.update`, `tenants.list`.
namespace smarthandoff::tenants {

struct GetTenant {};

// Replaces the given members of the profile; the others stay. The first write creates the tenant.
struct UpdateTenant {
  std::optional<std::string> company_name, service_phone, logo_url, colour, language, zone, default_region,
      default_area_code, default_destination_id, default_queue_id, default_channel_id, opening_hours;
  std::optional<bool> blind_transfer;
  std::optional<Trunk> trunk;
  std::optional<std::vector<TenantIdentity>> identities;
  std::optional<std::vector<TextOverride>> texts;
};

struct ListTenants {
  std::int64_t limit = 100;  // 1-1000
  std::string after;         // the last id of the page before; empty: from the start
};
struct TenantList {
  std::vector<TenantProfile> tenants;  // by id
};

// The stored profile, or the default one for a tenant that nothing was written to yet.
TenantProfile get(const Context& context, const GetTenant& request);

// Throws invalid_argument naming the field; already_exists if another tenant has one of the identities.
TenantProfile update(Context& context, const UpdateTenant& request);

// Every tenant of the store: for the host (role service); asked as a lesser role, the own one only.
TenantList list(const Context& context, const ListTenants& request);

// The tenant that an identity belongs to, whatever tenant the context is of.
std::optional<TenantId> find(const Context& context, const std::string& kind, const std::string& value);

// Makes sure the tenant has a row: called by the first write of any kind.
void ensure(Context& context);

const Type& describe(const GetTenant*);
const Type& describe(const UpdateTenant*);
const Type& describe(const ListTenants*);
const Type& describe(const TenantList*);

}  // namespace smarthandoff::tenants
