#include "storage/tenant_rows.hpp"

#include <string>

#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/base/error.hpp>

#include "storage/statements.hpp"

namespace smarthandoff::storage {

namespace {

constexpr std::string_view kFind = R"sql(
SELECT id, company_name, service_phone, logo_url, colour, language, zone, default_region, default_area_code,
  default_destination_id, default_queue_id, default_channel_id, opening_hours, blind_transfer,
  trunk_gateway, trunk_number_format, trunk_carrier
FROM tenants WHERE id = ?1)sql";
constexpr std::string_view kList = R"sql(
SELECT id, company_name, service_phone, logo_url, colour, language, zone, default_region, default_area_code,
  default_destination_id, default_queue_id, default_channel_id, opening_hours, blind_transfer,
  trunk_gateway, trunk_number_format, trunk_carrier
FROM tenants WHERE id > ?1 ORDER BY id LIMIT ?2)sql";
constexpr std::string_view kInsert = R"sql(
INSERT INTO tenants (id, company_name, service_phone, logo_url, colour, language, zone, default_region,
  default_area_code, default_destination_id, default_queue_id, default_channel_id, opening_hours,
  blind_transfer, trunk_gateway, trunk_number_format, trunk_carrier)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
ON CONFLICT (id) DO NOTHING)sql";
constexpr std::string_view kUpdate = R"sql(
UPDATE tenants SET company_name = ?2, service_phone = ?3, logo_url = ?4, colour = ?5, language = ?6, zone = ?7,
  default_region = ?8, default_area_code = ?9, default_destination_id = ?10, default_queue_id = ?11,
  default_channel_id = ?12, opening_hours = ?13, blind_transfer = ?14, trunk_gateway = ?15,
  trunk_number_format = ?16, trunk_carrier = ?17
WHERE id = ?1)sql";

constexpr std::string_view kIdentities =
    "SELECT kind, value FROM tenant_identities WHERE tenant = ?1 ORDER BY place";
constexpr std::string_view kListIdentities =
    "SELECT tenant, value FROM tenant_identities WHERE kind = ?1 ORDER BY tenant, place";
constexpr std::string_view kFindIdentity =
    "SELECT tenant FROM tenant_identities WHERE kind = ?1 AND value = ?2";
constexpr std::string_view kDeleteIdentities = "DELETE FROM tenant_identities WHERE tenant = ?1";
constexpr std::string_view kInsertIdentity =
    "INSERT INTO tenant_identities (tenant, kind, value, place) VALUES (?1, ?2, ?3, ?4)";

constexpr std::string_view kTexts =
    "SELECT key, language, text FROM tenant_texts WHERE tenant = ?1 ORDER BY place";
constexpr std::string_view kDeleteTexts = "DELETE FROM tenant_texts WHERE tenant = ?1";
constexpr std::string_view kInsertText =
    "INSERT INTO tenant_texts (tenant, key, language, text, place) VALUES (?1, ?2, ?3, ?4, ?5)";

TenantProfile profile_of(const Row& row) {
  TenantProfile profile;
  profile.id = {row.string(0)};
  int column = 0;
  for (std::string* member :
       {&profile.company_name, &profile.service_phone, &profile.logo_url, &profile.colour, &profile.language,
        &profile.zone, &profile.default_region, &profile.default_area_code, &profile.default_destination_id,
        &profile.default_queue_id, &profile.default_channel_id, &profile.opening_hours}) {
    *member = row.text(++column);
  }
  profile.blind_transfer = row.boolean(13);
  profile.trunk = {.gateway = row.string(14),
                   .number_format = from_wire<NumberFormat>(row.text(15), "trunk.number_format"),
                   .carrier = row.string(16)};
  return profile;
}

std::vector<Value> values_of(const TenantProfile& p) {
  return {p.id,
          p.company_name,
          p.service_phone,
          p.logo_url,
          p.colour,
          p.language,
          p.zone,
          p.default_region,
          p.default_area_code,
          p.default_destination_id,
          p.default_queue_id,
          p.default_channel_id,
          p.opening_hours,
          p.blind_transfer,
          p.trunk.gateway,
          wire_name(p.trunk.number_format),
          p.trunk.carrier};
}

void add_lists(const Transaction& transaction, TenantProfile& profile) {
  transaction.query(kIdentities, {profile.id}, [&](const Row& row) {
    profile.identities.push_back({.kind = row.string(0), .value = row.string(1)});
  });
  transaction.query(kTexts, {profile.id}, [&](const Row& row) {
    profile.texts.push_back({.key = row.string(0), .language = row.string(1), .text = row.string(2)});
  });
}

}  // namespace

std::vector<std::string_view> tenant_statements() {
  return {kFind,           kList,           kInsert,       kUpdate,
          kIdentities,     kListIdentities, kFindIdentity, kDeleteIdentities,
          kInsertIdentity, kTexts,          kDeleteTexts,  kInsertText};
}

namespace tenants {

std::optional<TenantProfile> find_profile(const Transaction& transaction, const TenantId& id) {
  std::optional<TenantProfile> profile;
  transaction.query(kFind, {id}, [&](const Row& row) { profile = profile_of(row); });
  if (profile) add_lists(transaction, *profile);
  return profile;
}

std::vector<TenantProfile> list_profiles(const Transaction& transaction, const TenantId& after,
                                         std::int64_t limit) {
  std::vector<TenantProfile> profiles;
  transaction.query(kList, {after, limit}, [&](const Row& row) { profiles.push_back(profile_of(row)); });
  for (TenantProfile& profile : profiles) add_lists(transaction, profile);
  return profiles;
}

void insert_missing(Transaction& transaction, const TenantProfile& profile) {
  const auto values = values_of(profile);
  transaction.execute(kInsert, values);
}

void update_profile(Transaction& transaction, const TenantProfile& profile) {
  const auto values = values_of(profile);
  transaction.execute(kUpdate, values);
}

void replace_identities(Transaction& transaction, const TenantProfile& profile) {
  transaction.execute(kDeleteIdentities, {profile.id});
  std::int64_t place = 0;
  for (const auto& [kind, value] : profile.identities) {
    if (find_identity(transaction, kind, value)) {
      throw Error(ErrorCode::already_exists, "field \"identities\": " + kind + " belongs to another tenant",
                  {{"field", "identities"}, {"kind", kind}});
    }
    transaction.execute(kInsertIdentity, {profile.id, kind, value, place++});
  }
}

void replace_texts(Transaction& transaction, const TenantProfile& profile) {
  transaction.execute(kDeleteTexts, {profile.id});
  std::int64_t place = 0;
  for (const auto& [key, language, text] : profile.texts) {
    transaction.execute(kInsertText, {profile.id, key, language, text, place++});
  }
}

std::vector<KnownIdentity> list_identities(const Transaction& transaction, std::string_view kind) {
  std::vector<KnownIdentity> found;
  transaction.query(kListIdentities, {kind}, [&](const Row& row) {
    found.push_back({TenantId{row.string(0)}, row.string(1)});
  });
  return found;
}

std::optional<TenantId> find_identity(const Transaction& transaction, std::string_view kind,
                                      std::string_view value) {
  std::optional<TenantId> tenant;
  transaction.query(kFindIdentity, {kind, value}, [&](const Row& row) { tenant = TenantId{row.string(0)}; });
  return tenant;
}

}  // namespace tenants
}  // namespace smarthandoff::storage
