#include "messenger/channel_rows.hpp"

#include <smarthandoff/base/immortal.hpp>

namespace smarthandoff::channels::rows {
namespace {

using storage::Row;

constexpr std::string_view kSelect = R"sql(
SELECT id, kind, name, status, status_reason, is_default, number, phone_number_id, waba_id, api_version, base_url,
  rate_per_second, key_id, credentials, verify_print, created_at, updated_at,
  has_access_token, has_app_secret, has_verify_token
FROM channels WHERE tenant = ?1 )sql";
constexpr std::string_view kList = R"sql(
  AND (CAST(?2 AS TEXT) IS NULL OR status = ?2) AND id > ?3 ORDER BY id LIMIT ?4)sql";

constexpr std::string_view kSave = R"sql(
INSERT INTO channels (tenant, id, kind, name, status, status_reason, is_default, number, phone_number_id, waba_id,
  api_version, base_url, rate_per_second, key_id, credentials, verify_print, created_at, updated_at,
  has_access_token, has_app_secret, has_verify_token)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
ON CONFLICT (tenant, id) DO UPDATE SET name = excluded.name, status = excluded.status,
  status_reason = excluded.status_reason, is_default = excluded.is_default, number = excluded.number,
  phone_number_id = excluded.phone_number_id, waba_id = excluded.waba_id, api_version = excluded.api_version,
  base_url = excluded.base_url, rate_per_second = excluded.rate_per_second, key_id = excluded.key_id,
  credentials = excluded.credentials, verify_print = excluded.verify_print,
  has_access_token = excluded.has_access_token, has_app_secret = excluded.has_app_secret,
  has_verify_token = excluded.has_verify_token,
  updated_at = excluded.updated_at)sql";
constexpr std::string_view kClearDefault =
    "UPDATE channels SET is_default = FALSE WHERE tenant = ?1 AND kind = ?2 AND is_default";

constexpr std::string_view kTenantOfNumber = "SELECT tenant FROM channels WHERE phone_number_id = ?1";
constexpr std::string_view kTenantsOfAccount =
    "SELECT DISTINCT tenant FROM channels WHERE waba_id = ?1 ORDER BY tenant";
constexpr std::string_view kTenantsOfPrint =
    "SELECT DISTINCT tenant FROM channels WHERE verify_print = ?1 ORDER BY tenant";

constexpr std::string_view kCount = R"sql(
SELECT status, count(*) FROM channels WHERE status IN ('active', 'error') GROUP BY status)sql";

constexpr std::string_view kUnsettled = R"sql(
SELECT 1 FROM messages WHERE tenant = ?1 AND channel_id = ?2 AND peer_id IS NULL AND status IN ('queued', 'in_doubt')
LIMIT 1)sql";
constexpr std::string_view kRemove = "DELETE FROM channels WHERE tenant = ?1 AND id = ?2";
constexpr std::string_view kRemoveTemplates =
    "DELETE FROM message_templates WHERE tenant = ?1 AND channel_id = ?2";
constexpr std::string_view kRemoveInspections =
    "DELETE FROM channel_inspections WHERE tenant = ?1 AND channel_id = ?2";
constexpr std::string_view kAsk = R"sql(
INSERT INTO channel_inspections (tenant, channel_id, kind, waiting, report) VALUES (?1, ?2, ?3, TRUE, '')
ON CONFLICT (tenant, channel_id, kind) DO UPDATE SET waiting = TRUE)sql";
constexpr std::string_view kTell = R"sql(
UPDATE channel_inspections SET waiting = FALSE, report = ?4
WHERE tenant = ?1 AND channel_id = ?2 AND kind = ?3)sql";
constexpr std::string_view kTold = R"sql(
SELECT report FROM channel_inspections
WHERE tenant = ?1 AND channel_id = ?2 AND kind = ?3 AND NOT waiting)sql";

struct Queries {
  std::string find, of_number, of_account, list;
};
const Queries& queries() {
  static const Immortal<Queries> all = [] {
    const std::string select(kSelect);
    return Queries{.find = select + "AND id = ?2",
                   .of_number = select + "AND phone_number_id = ?2",
                   .of_account = select + "AND waba_id = ?2 ORDER BY id",
                   .list = select + std::string(kList)};
  }();
  return all;
}

Record record_of(const Row& row) {
  Channel channel{.id = {row.string(0)},
                  .kind = from_wire<ChannelKind>(row.text(1), "kind"),
                  .name = row.string(2),
                  .status = from_wire<ChannelStatus>(row.text(3), "status"),
                  .status_reason = row.string(4),
                  .is_default = row.boolean(5),
                  .number = row.string(6),
                  .phone_number_id = row.optional_string(7).value_or(""),
                  .waba_id = row.string(8),
                  .api_version = row.string(9),
                  .base_url = row.string(10),
                  .rate_per_second = row.integer(11),
                  .has_access_token = row.boolean(17),
                  .has_app_secret = row.boolean(18),
                  .has_verify_token = row.boolean(19),
                  .key_id = row.string(12),
                  .created_at = row.instant(15),
                  .updated_at = row.instant(16)};
  Sealed credentials{.key_id = channel.key_id, .data = row.string(13)};
  return {std::move(channel), std::move(credentials), row.string(14)};
}

std::vector<TenantId> tenants(const storage::Transaction& transaction, std::string_view sql,
                              const std::string& value) {
  std::vector<TenantId> all;
  if (value.empty()) return all;
  transaction.query(sql, {value}, [&](const Row& row) { all.push_back({row.string(0)}); });
  return all;
}

}  // namespace

std::optional<Record> find(const storage::Transaction& transaction, const TenantId& tenant,
                           const ChannelId& id) {
  std::optional<Record> found;
  transaction.query(queries().find, {tenant, id}, [&](const Row& row) { found = record_of(row); });
  return found;
}

std::optional<Record> find_by_number(const storage::Transaction& transaction, const TenantId& tenant,
                                     const std::string& phone_number_id) {
  std::optional<Record> found;
  transaction.query(queries().of_number, {tenant, phone_number_id},
                    [&](const Row& row) { found = record_of(row); });
  return found;
}

std::vector<Record> of_account(const storage::Transaction& transaction, const TenantId& tenant,
                               const std::string& waba_id) {
  std::vector<Record> found;
  if (waba_id.empty()) return found;
  transaction.query(queries().of_account, {tenant, waba_id},
                    [&](const Row& row) { found.push_back(record_of(row)); });
  return found;
}

std::vector<Record> list(const storage::Transaction& transaction, const TenantId& tenant,
                         const ListChannels& filter) {
  std::vector<Record> found;
  std::optional<std::string> status;
  if (filter.status) status = wire_name(*filter.status);
  transaction.query(queries().list, {tenant, status, filter.after, filter.limit},
                    [&](const Row& row) { found.push_back(record_of(row)); });
  return found;
}

void save(storage::Transaction& transaction, const TenantId& tenant, const Record& record) {
  const Channel& channel = record.channel;
  std::optional<std::string> phone_number_id;
  if (!channel.phone_number_id.empty()) phone_number_id = channel.phone_number_id;
  try {
    transaction.execute(kSave, {tenant,
                                channel.id,
                                wire_name(channel.kind),
                                channel.name,
                                wire_name(channel.status),
                                channel.status_reason,
                                channel.is_default,
                                channel.number,
                                phone_number_id,
                                channel.waba_id,
                                channel.api_version,
                                channel.base_url,
                                channel.rate_per_second,
                                record.credentials.key_id,
                                record.credentials.data,
                                record.verify_print,
                                channel.created_at,
                                channel.updated_at,
                                channel.has_access_token,
                                channel.has_app_secret,
                                channel.has_verify_token});
  } catch (const Error& error) {
    if (error.code() != ErrorCode::already_exists) throw;
    throw Error(ErrorCode::already_exists, "field \"phone_number_id\": belongs to another channel",
                {{"field", "phone_number_id"}});
  }
}

void clear_default(storage::Transaction& transaction, const TenantId& tenant, ChannelKind kind) {
  transaction.execute(kClearDefault, {tenant, wire_name(kind)});
}

ChannelCount count(const storage::Transaction& transaction) {
  ChannelCount count;
  transaction.query(kCount, {}, [&](const Row& row) {
    (row.text(0) == "active" ? count.active : count.error) = row.integer(1);
  });
  return count;
}

bool has_unsettled(const storage::Transaction& transaction, const TenantId& tenant, const ChannelId& id) {
  bool found = false;
  transaction.query(kUnsettled, {tenant, id}, [&](const Row&) { found = true; });
  return found;
}

void remove(storage::Transaction& transaction, const TenantId& tenant, const ChannelId& id) {
  for (const std::string_view statement : {kRemove, kRemoveTemplates, kRemoveInspections})
    transaction.execute(statement, {tenant, id});
}

void ask(storage::Transaction& transaction, const TenantId& tenant, const ChannelId& id, const char* kind) {
  transaction.execute(kAsk, {tenant, id, kind});
}

void tell(storage::Transaction& transaction, const TenantId& tenant, const ChannelId& id, const char* kind,
          const std::string& report) {
  transaction.execute(kTell, {tenant, id, kind, report});
}

std::optional<std::string> told(const storage::Transaction& transaction, const TenantId& tenant,
                                const ChannelId& id, const char* kind) {
  std::optional<std::string> report;
  transaction.query(kTold, {tenant, id, kind}, [&](const Row& row) { report = row.string(0); });
  return report;
}

std::vector<TenantId> tenants_of_number(const storage::Transaction& transaction, const std::string& id) {
  return tenants(transaction, kTenantOfNumber, id);
}

std::vector<TenantId> tenants_of_account(const storage::Transaction& transaction, const std::string& id) {
  return tenants(transaction, kTenantsOfAccount, id);
}

std::vector<TenantId> tenants_of_verify_print(const storage::Transaction& transaction,
                                              const std::string& print) {
  return tenants(transaction, kTenantsOfPrint, print);
}

std::vector<std::string_view> statements() {
  return {queries().find,
          queries().of_number,
          queries().of_account,
          queries().list,
          kSave,
          kClearDefault,
          kTenantOfNumber,
          kTenantsOfAccount,
          kTenantsOfPrint,
          kCount,
          kUnsettled,
          kRemove,
          kRemoveTemplates,
          kRemoveInspections,
          kAsk,
          kTell,
          kTold};
}

}  // namespace smarthandoff::channels::rows
