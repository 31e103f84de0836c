#include "handoff/secretary_rows.hpp"

namespace smarthandoff::secretaries::rows {
namespace {

using storage::Row;

constexpr std::string_view kFind = R"sql(
SELECT id, name, pbx_domain, language, voice, greeting, default_destination_id, opening_hours, blind_transfer,
  assistant_extension, assistant_context, dialogue_enabled, enabled, created_at, updated_at
FROM secretaries WHERE tenant = ?1 AND id = ?2)sql";
constexpr std::string_view kList = R"sql(
SELECT id, name, pbx_domain, language, voice, greeting, default_destination_id, opening_hours, blind_transfer,
  assistant_extension, assistant_context, dialogue_enabled, enabled, created_at, updated_at
FROM secretaries WHERE tenant = ?1 AND enabled IN (?2, ?3) AND id > ?4 ORDER BY id LIMIT ?5)sql";
constexpr std::string_view kDestinations =
    "SELECT 1 FROM destinations WHERE tenant = ?1 AND secretary_id = ?2 LIMIT 1";
constexpr std::string_view kSave = R"sql(
INSERT INTO secretaries (tenant, id, name, pbx_domain, language, voice, greeting, default_destination_id,
  opening_hours, blind_transfer, assistant_extension, assistant_context, dialogue_enabled, enabled, created_at,
  updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
ON CONFLICT (tenant, id) DO UPDATE SET name = excluded.name, pbx_domain = excluded.pbx_domain,
  language = excluded.language, voice = excluded.voice, greeting = excluded.greeting,
  default_destination_id = excluded.default_destination_id, opening_hours = excluded.opening_hours,
  blind_transfer = excluded.blind_transfer, assistant_extension = excluded.assistant_extension,
  assistant_context = excluded.assistant_context, dialogue_enabled = excluded.dialogue_enabled,
  enabled = excluded.enabled, updated_at = excluded.updated_at)sql";
constexpr std::string_view kRemove = "DELETE FROM secretaries WHERE tenant = ?1 AND id = ?2";

Secretary secretary_of(const Row& row) {
  return {.id = {row.string(0)},
          .name = row.string(1),
          .pbx_domain = row.string(2),
          .language = row.string(3),
          .voice = row.string(4),
          .greeting = row.string(5),
          .default_destination_id = {row.string(6)},
          .opening_hours = row.string(7),
          .blind_transfer = row.is_null(8) ? std::nullopt : std::optional(row.boolean(8)),
          .assistant_extension = row.string(9),
          .assistant_context = row.string(10),
          .dialogue_enabled = row.boolean(11),
          .enabled = row.boolean(12),
          .created_at = row.instant(13),
          .updated_at = row.instant(14)};
}

}  // namespace

std::optional<Secretary> find(const storage::Transaction& transaction, const TenantId& tenant,
                              const SecretaryId& id) {
  std::optional<Secretary> found;
  transaction.query(kFind, {tenant, id}, [&](const Row& row) { found = secretary_of(row); });
  return found;
}

std::vector<Secretary> list(const storage::Transaction& transaction, const TenantId& tenant,
                            const ListSecretaries& filter) {
  std::vector<Secretary> found;
  transaction.query(
      kList,
      {tenant, filter.enabled.value_or(true), filter.enabled.value_or(false), filter.after, filter.limit},
      [&](const Row& row) { found.push_back(secretary_of(row)); });
  return found;
}

bool has_destinations(const storage::Transaction& transaction, const TenantId& tenant,
                      const SecretaryId& id) {
  bool has = false;
  transaction.query(kDestinations, {tenant, id}, [&](const Row&) { has = true; });
  return has;
}

void save(storage::Transaction& transaction, const TenantId& tenant, const Secretary& secretary) {
  transaction.execute(
      kSave, {tenant, secretary.id, secretary.name, secretary.pbx_domain, secretary.language, secretary.voice,
              secretary.greeting, secretary.default_destination_id, secretary.opening_hours,
              secretary.blind_transfer, secretary.assistant_extension, secretary.assistant_context,
              secretary.dialogue_enabled, secretary.enabled, secretary.created_at, secretary.updated_at});
}

bool remove(storage::Transaction& transaction, const TenantId& tenant, const SecretaryId& id) {
  return transaction.execute(kRemove, {tenant, id}) > 0;
}

std::vector<std::string_view> statements() {
  return {kFind, kList, kDestinations, kSave, kRemove};
}

}  // namespace smarthandoff::secretaries::rows
