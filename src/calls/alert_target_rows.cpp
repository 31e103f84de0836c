#include "calls/alert_target_rows.hpp"

#include <smarthandoff/base/immortal.hpp>

namespace smarthandoff::calls::rows {
namespace {

using storage::Row;

constexpr std::string_view kSelect = R"sql(
SELECT id, kind, name, status, failure, number, template_name, channel_id, tries, key_id, url, retry_at, delivered_at,
  created_at, updated_at
FROM alert_targets WHERE tenant = ?1 )sql";
constexpr std::string_view kSave = R"sql(
INSERT INTO alert_targets (tenant, id, kind, name, status, failure, number, template_name, channel_id, tries, key_id,
  url, retry_at, delivered_at, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
ON CONFLICT (tenant, id) DO UPDATE SET name = excluded.name, status = excluded.status, failure = excluded.failure,
  number = excluded.number, template_name = excluded.template_name, channel_id = excluded.channel_id,
  tries = excluded.tries, key_id = excluded.key_id, url = excluded.url, retry_at = excluded.retry_at,
  delivered_at = excluded.delivered_at, updated_at = excluded.updated_at)sql";
constexpr std::string_view kDelete = "DELETE FROM alert_targets WHERE tenant = ?1 AND id = ?2";
constexpr std::string_view kDeleteAll = "DELETE FROM waiting_alerts WHERE tenant = ?1 AND target_id = ?2";
constexpr std::string_view kWait =
    "INSERT INTO waiting_alerts (tenant, target_id, at, id, text) VALUES (?1, ?2, ?3, ?4, ?5)";
constexpr std::string_view kWaiting =
    "SELECT id, text FROM waiting_alerts WHERE tenant = ?1 AND target_id = ?2 ORDER BY at, id LIMIT ?3";
constexpr std::string_view kCount =
    "SELECT count(*) FROM waiting_alerts WHERE tenant = ?1 AND target_id = ?2";
constexpr std::string_view kSent =
    "DELETE FROM waiting_alerts WHERE tenant = ?1 AND target_id = ?2 AND id = ?3";
constexpr std::string_view kConfigured = "SELECT tenant FROM call_settings ORDER BY tenant";

struct Queries {
  std::string find, list;
};
const Queries& queries() {
  static const Immortal<Queries> all = [] {
    const std::string select(kSelect);
    return Queries{.find = select + "AND id = ?2", .list = select + "AND id > ?2 ORDER BY id LIMIT ?3"};
  }();
  return all;
}

TargetRecord record_of(const Row& row) {
  AlertTarget target{.id = {row.string(0)},
                     .kind = from_wire<AlertTargetKind>(row.text(1), "kind"),
                     .name = row.string(2),
                     .status = from_wire<AlertTargetStatus>(row.text(3), "status"),
                     .failure = row.string(4),
                     .number = row.string(5),
                     .template_name = row.string(6),
                     .channel_id = {row.string(7)},
                     .tries = row.integer(8),
                     .key_id = row.string(9),
                     .retry_at = row.optional_instant(11),
                     .delivered_at = row.optional_instant(12),
                     .created_at = row.instant(13),
                     .updated_at = row.instant(14)};
  target.has_url = !target.key_id.empty();
  Sealed url{.key_id = target.key_id, .data = row.string(10)};
  return {std::move(target), std::move(url)};
}

}  // namespace

std::optional<TargetRecord> find_target(const Context& context, const AlertTargetId& id) {
  std::optional<TargetRecord> found;
  context.transaction().query(queries().find, {context.tenant(), id},
                              [&](const Row& row) { found = record_of(row); });
  return found;
}

std::vector<TargetRecord> list_targets(const Context& context, const ListAlertTargets& filter) {
  std::vector<TargetRecord> found;
  context.transaction().query(queries().list, {context.tenant(), filter.after, filter.limit},
                              [&](const Row& row) { found.push_back(record_of(row)); });
  return found;
}

void save_target(Context& context, const TargetRecord& record) {
  const AlertTarget& t = record.target;
  context.transaction().execute(
      kSave, {context.tenant(), t.id, wire_name(t.kind), t.name, wire_name(t.status), t.failure, t.number,
              t.template_name, t.channel_id, t.tries, record.url.key_id, record.url.data, t.retry_at,
              t.delivered_at, t.created_at, t.updated_at});
}

void delete_target(Context& context, const AlertTargetId& id) {
  context.transaction().execute(kDeleteAll, {context.tenant(), id});
  context.transaction().execute(kDelete, {context.tenant(), id});
}

void insert_waiting(Context& context, const AlertTargetId& target, const WaitingRow& alert) {
  context.transaction().execute(kWait, {context.tenant(), target, context.now(), alert.alert_id, alert.text});
}

std::vector<WaitingRow> waiting(const Context& context, const AlertTargetId& target, std::int64_t limit) {
  std::vector<WaitingRow> found;
  context.transaction().query(kWaiting, {context.tenant(), target, limit}, [&](const Row& row) {
    found.push_back({.alert_id = {row.string(0)}, .text = row.string(1)});
  });
  return found;
}

std::int64_t count_waiting(const Context& context, const AlertTargetId& target) {
  std::int64_t count = 0;
  context.transaction().query(kCount, {context.tenant(), target},
                              [&](const Row& row) { count = row.integer(0); });
  return count;
}

void delete_waiting(Context& context, const AlertTargetId& target, const AlertId& alert) {
  context.transaction().execute(kSent, {context.tenant(), target, alert});
}

std::vector<TenantId> configured_tenants(const storage::Transaction& transaction) {
  std::vector<TenantId> found;
  transaction.query(kConfigured, {}, [&](const Row& row) { found.push_back({row.string(0)}); });
  return found;
}

std::vector<std::string_view> target_statements() {
  return {queries().find, queries().list, kSave, kDelete, kDeleteAll, kWait, kWaiting, kCount, kSent};
}

std::string_view configured_tenants_statement() {
  return kConfigured;
}

}  // namespace smarthandoff::calls::rows
