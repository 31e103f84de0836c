#include "messenger/template_rows.hpp"

namespace smarthandoff::templates::rows {
namespace {

using storage::Row;

constexpr std::string_view kFind = R"sql(
SELECT channel_id, name, language, status, category, body, reason, is_callback, updated_at
FROM message_templates WHERE tenant = ?1 AND channel_id = ?2 AND name = ?3 AND language = ?4)sql";
constexpr std::string_view kList = R"sql(
SELECT channel_id, name, language, status, category, body, reason, is_callback, updated_at
FROM message_templates WHERE tenant = ?1 AND channel_id = ?2 ORDER BY name, language)sql";
constexpr std::string_view kSave = R"sql(
INSERT INTO message_templates (tenant, channel_id, name, language, status, category, body, reason, is_callback,
  updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
ON CONFLICT (tenant, channel_id, name, language) DO UPDATE SET status = excluded.status,
  category = excluded.category, body = excluded.body, reason = excluded.reason,
  is_callback = excluded.is_callback, updated_at = excluded.updated_at)sql";
constexpr std::string_view kClearCallback =
    "UPDATE message_templates SET is_callback = FALSE WHERE tenant = ?1 AND channel_id = ?2 AND is_callback";

MessageTemplate template_of(const Row& row) {
  return {.channel_id = {row.string(0)},
          .name = row.string(1),
          .language = row.string(2),
          .status = from_wire<messenger::TemplateStatus>(row.text(3), "status"),
          .category = from_wire<messenger::TemplateCategory>(row.text(4), "category"),
          .body = row.string(5),
          .reason = row.string(6),
          .is_callback = row.boolean(7),
          .updated_at = row.instant(8)};
}

}  // namespace

std::optional<MessageTemplate> find(const storage::Transaction& transaction, const TenantId& tenant,
                                    const ChannelId& channel, const std::string& name,
                                    const std::string& language) {
  std::optional<MessageTemplate> found;
  transaction.query(kFind, {tenant, channel, name, language},
                    [&](const Row& row) { found = template_of(row); });
  return found;
}

std::vector<MessageTemplate> list(const storage::Transaction& transaction, const TenantId& tenant,
                                  const ChannelId& channel) {
  std::vector<MessageTemplate> all;
  transaction.query(kList, {tenant, channel}, [&](const Row& row) { all.push_back(template_of(row)); });
  return all;
}

void save(storage::Transaction& transaction, const TenantId& tenant, const MessageTemplate& one) {
  transaction.execute(
      kSave, {tenant, one.channel_id, one.name, one.language, wire_name(one.status), wire_name(one.category),
              one.body, one.reason, one.is_callback, one.updated_at});
}

void clear_callback(storage::Transaction& transaction, const TenantId& tenant, const ChannelId& channel) {
  transaction.execute(kClearCallback, {tenant, channel});
}

std::vector<std::string_view> statements() {
  return {kFind, kList, kSave, kClearCallback};
}

}  // namespace smarthandoff::templates::rows
