#include "calls/account_rows.hpp"

#include <smarthandoff/base/immortal.hpp>

namespace smarthandoff::calls::rows {
namespace {

using storage::Row;
using storage::Value;

constexpr std::string_view kSelect = R"sql(
SELECT id, name, account_sid, parent_id, status, failure, is_default, application_sid, edge, region, key_id,
  credentials, has_token, has_api_key, created_at, updated_at, calls_per_second
FROM phone_accounts WHERE tenant = ?1 )sql";

constexpr std::string_view kSave = R"sql(
INSERT INTO phone_accounts (tenant, id, name, account_sid, parent_id, status, failure, is_default, application_sid,
  edge, region, key_id, credentials, has_token, has_api_key, created_at, updated_at, calls_per_second)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
ON CONFLICT (tenant, id) DO UPDATE SET name = excluded.name, account_sid = excluded.account_sid,
  status = excluded.status, failure = excluded.failure, is_default = excluded.is_default,
  application_sid = excluded.application_sid, edge = excluded.edge, region = excluded.region,
  key_id = excluded.key_id, credentials = excluded.credentials, has_token = excluded.has_token,
  has_api_key = excluded.has_api_key, updated_at = excluded.updated_at,
  calls_per_second = excluded.calls_per_second)sql";
constexpr std::string_view kClearDefault =
    "UPDATE phone_accounts SET is_default = FALSE WHERE tenant = ?1 AND is_default";
constexpr std::string_view kTenants = "SELECT tenant FROM phone_accounts WHERE account_sid = ?1";

struct Queries {
  std::string find, of_sid, by_default, list;
};
const Queries& queries() {
  static const Immortal<Queries> all = [] {
    const std::string select(kSelect);
    return Queries{.find = select + "AND id = ?2",
                   .of_sid = select + "AND account_sid = ?2",
                   .by_default = select + "ORDER BY is_default DESC, id LIMIT 1",
                   .list = select + "AND id > ?2 ORDER BY id LIMIT ?3"};
  }();
  return all;
}

AccountRecord record_of(const Row& row) {
  PhoneAccount account{.id = {row.string(0)},
                       .name = row.string(1),
                       .account_sid = row.optional_string(2).value_or(""),
                       .parent_id = {row.string(3)},
                       .status = from_wire<AccountStatus>(row.text(4), "status"),
                       .failure = row.string(5),
                       .is_default = row.boolean(6),
                       .application_sid = row.string(7),
                       .edge = row.string(8),
                       .region = row.string(9),
                       .calls_per_second = row.integer(16),
                       .has_token = row.boolean(12),
                       .has_api_key = row.boolean(13),
                       .key_id = row.string(10),
                       .created_at = row.instant(14),
                       .updated_at = row.instant(15)};
  Sealed credentials{.key_id = account.key_id, .data = row.string(11)};
  return {std::move(account), std::move(credentials)};
}

std::optional<AccountRecord> one(const Context& context, std::string_view sql,
                                 std::initializer_list<Value> parameters) {
  std::optional<AccountRecord> found;
  context.transaction().query(sql, parameters, [&](const Row& row) { found = record_of(row); });
  return found;
}

}  // namespace

std::optional<AccountRecord> find_account(const Context& context, const AccountId& id) {
  return one(context, queries().find, {context.tenant(), id});
}

std::optional<AccountRecord> find_account_of(const Context& context, const std::string& account_sid) {
  if (account_sid.empty()) return std::nullopt;
  return one(context, queries().of_sid, {context.tenant(), account_sid});
}

std::optional<AccountRecord> default_account(const Context& context) {
  return one(context, queries().by_default, {context.tenant()});
}

std::vector<AccountRecord> list_accounts(const Context& context, const ListAccounts& filter) {
  std::vector<AccountRecord> found;
  context.transaction().query(queries().list, {context.tenant(), filter.after, filter.limit},
                              [&](const Row& row) { found.push_back(record_of(row)); });
  return found;
}

void save_account(Context& context, const AccountRecord& record) {
  const PhoneAccount& a = record.account;
  const Value sid = a.account_sid.empty() ? Value(nullptr) : Value(a.account_sid);
  try {
    context.transaction().execute(
        kSave,
        {context.tenant(), a.id, a.name, sid, a.parent_id, wire_name(a.status), a.failure, a.is_default,
         a.application_sid, a.edge, a.region, record.credentials.key_id, record.credentials.data, a.has_token,
         a.has_api_key, a.created_at, a.updated_at, a.calls_per_second});
  } catch (const Error& error) {
    if (error.code() != ErrorCode::already_exists) throw;
    throw Error(ErrorCode::already_exists, "field \"account_sid\": belongs to somebody already",
                {{"field", "account_sid"}});
  }
}

void clear_default_account(Context& context) {
  context.transaction().execute(kClearDefault, {context.tenant()});
}

std::vector<TenantId> tenants_of_account(const storage::Transaction& transaction,
                                         const std::string& account_sid) {
  std::vector<TenantId> found;
  if (!account_sid.empty())
    transaction.query(kTenants, {account_sid}, [&](const Row& row) { found.push_back({row.string(0)}); });
  return found;
}

std::vector<std::string_view> account_statements() {
  return {queries().find, queries().of_sid, queries().by_default, queries().list, kSave,
          kClearDefault,  kTenants};
}

}  // namespace smarthandoff::calls::rows
