#include <smarthandoff/calls/account.hpp>

#include <algorithm>
#include <map>

#include <smarthandoff/base/json.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "base/field_check.hpp"
#include "calls/account_rows.hpp"
#include "calls/account_steps.hpp"
#include "calls/account_switch.hpp"
#include "calls/field.hpp"

namespace smarthandoff::calls {
namespace {

using rows::AccountRecord;

constexpr std::size_t kMaxSecret = 4096;

struct Secrets {
  Secret token;
  std::string api_key_sid;
  Secret api_key_secret;
};

// What a sealed text is bound to, so that no row's credentials open in another.
std::string owner(const Context& context, const AccountId& id) {
  return "phone_account/" + context.tenant().value + "/" + id.value;
}

Secrets opened(const Context& context, const AccountRecord& record) {
  if (record.credentials.key_id.empty()) return {};
  auto fields = from_json<std::map<std::string, std::string>>(
      context.keys().open(record.credentials, owner(context, record.account.id)));
  return {.token = Secret(fields["token"]),
          .api_key_sid = fields["api_key_sid"],
          .api_key_secret = Secret(fields["api_key_secret"])};
}

void seal(Context& context, AccountRecord& record, const Secrets& secrets) {
  PhoneAccount& account = record.account;
  record.credentials = {};
  if (!secrets.token.empty() || !secrets.api_key_secret.empty()) {
    const std::map<std::string, std::string> fields = {{"token", secrets.token.reveal()},
                                                       {"api_key_sid", secrets.api_key_sid},
                                                       {"api_key_secret", secrets.api_key_secret.reveal()}};
    record.credentials = context.keys().seal(to_json(fields), owner(context, account.id), context.new_id());
  }
  account.key_id = record.credentials.key_id;
  account.has_token = !secrets.token.empty();
  account.has_api_key = !secrets.api_key_secret.empty();
}

void check_secret(std::string_view field, const Secret& secret) {
  const std::string& text = secret.reveal();
  if (text.size() > kMaxSecret ||
      std::any_of(text.begin(), text.end(), [](char c) { return c <= ' ' || c > '~'; }))
    throw invalid_field(field, "must be at most 4096 printable characters without blanks");
}

void check(const PhoneAccount& account) {
  field::check_name("name", account.name, 100);
  check_sid("application_sid", account.application_sid, "AP");
  constexpr std::string_view kHost = "abcdefghijklmnopqrstuvwxyz0123456789-";
  field::check_word("edge", account.edge, kHost, 32);
  field::check_word("region", account.region, kHost, 32);
  field::check_between("calls_per_second", account.calls_per_second, 1, 100);
}

void check(const Secrets& secrets) {
  check_secret("token", secrets.token);
  check_secret("api_key_secret", secrets.api_key_secret);
  check_sid("api_key_sid", secrets.api_key_sid, "SK");
  if (secrets.api_key_sid.empty() != secrets.api_key_secret.empty())
    throw invalid_field("api_key_sid", "must be given together with api_key_secret");
  if (secrets.token.empty() && secrets.api_key_secret.empty())
    throw invalid_field("token", "must be given, or else api_key_sid and api_key_secret");
}

void lock(Context& context) {
  context.transaction().lock("phone_accounts", context.tenant().value);
}

PhoneAccount saved(Context& context, AccountRecord record) {
  record.account.updated_at = context.now();
  if (record.account.is_default) rows::clear_default_account(context);
  rows::save_account(context, record);
  context.emit("phone_account.updated", record.account.id.value, GetAccount{record.account.id});
  return record.account;
}

template <class Member>
void replace(Member& member, const std::optional<Member>& given) {
  if (given) member = *given;
}

std::optional<OpenedAccount> open(const Context& context, const std::optional<AccountRecord>& record) {
  if (!record) return std::nullopt;
  Secrets secrets = opened(context, *record);
  return OpenedAccount{.account = record->account,
                       .token = std::move(secrets.token),
                       .api_key_sid = std::move(secrets.api_key_sid),
                       .api_key_secret = std::move(secrets.api_key_secret)};
}

std::optional<AccountRecord> found(const Context& context, const AccountId& id) {
  return id.empty() ? rows::default_account(context) : rows::find_account(context, id);
}

void change_secrets(Context& context, AccountRecord& record, const UpdateAccount& request) {
  if (!request.token && !request.api_key_sid && !request.api_key_secret) return;
  const bool all = request.token && request.api_key_sid && request.api_key_secret;
  Secrets secrets = all ? Secrets{} : opened(context, record);
  replace(secrets.token, request.token);
  replace(secrets.api_key_sid, request.api_key_sid);
  replace(secrets.api_key_secret, request.api_key_secret);
  check(secrets);
  seal(context, record, secrets);
  if (record.account.status != AccountStatus::refused) return;
  record.account.status = AccountStatus::active;
  record.account.failure.clear();
}

}  // namespace

PhoneAccount create_account(Context& context, const CreateAccount& request) {
  smarthandoff::tenants::ensure(context);
  lock(context);
  AccountRecord record{.account = {.id = {context.new_id()},
                                   .name = std::string(field::trimmed(request.name)),
                                   .account_sid = request.account_sid,
                                   .is_default = request.is_default,
                                   .application_sid = request.application_sid,
                                   .edge = request.edge,
                                   .region = request.region,
                                   .calls_per_second = request.calls_per_second,
                                   .created_at = context.now()},
                       .credentials = {}};
  if (request.account_sid.empty()) throw invalid_field("account_sid", "must not be empty");
  check_sid("account_sid", request.account_sid, "AC");
  const Secrets secrets{
      .token = request.token, .api_key_sid = request.api_key_sid, .api_key_secret = request.api_key_secret};
  check(record.account);
  check(secrets);
  seal(context, record, secrets);
  return saved(context, std::move(record));
}

PhoneAccount open_subaccount(Context& context, const OpenSubaccount& request) {
  smarthandoff::tenants::ensure(context);
  lock(context);
  const auto parent = found(context, request.parent_id);
  if (!parent) throw no_such("phone account", request.parent_id.value);
  if (parent->account.status != AccountStatus::active)
    throw Error(ErrorCode::failed_precondition, "the parent account is not active");
  field::check_name("name", request.name, 40);
  AccountRecord record{.account = {.id = {context.new_id()},
                                   .name = std::string(field::trimmed(request.name)),
                                   .parent_id = parent->account.id,
                                   .status = AccountStatus::ordered,
                                   .edge = parent->account.edge,
                                   .region = parent->account.region,
                                   .created_at = context.now()},
                       .credentials = {}};
  account::order(context, record.account);
  return saved(context, std::move(record));
}

PhoneAccount update_account(Context& context, const UpdateAccount& request) {
  lock(context);
  auto record = rows::find_account(context, request.account_id);
  if (!record) throw no_such("phone account", request.account_id.value);
  PhoneAccount& account = record->account;
  replace(account.name, request.name);
  replace(account.application_sid, request.application_sid);
  replace(account.edge, request.edge);
  replace(account.region, request.region);
  replace(account.calls_per_second, request.calls_per_second);
  replace(account.is_default, request.is_default);
  if (request.suspended) account::set_suspended(context, account, *request.suspended);
  account.name = field::trimmed(account.name);
  check(account);
  change_secrets(context, *record, request);
  return saved(context, std::move(*record));
}

PhoneAccount get_account(const Context& context, const GetAccount& request) {
  auto record = rows::find_account(context, request.account_id);
  if (!record) throw no_such("phone account", request.account_id.value);
  return std::move(record->account);
}

AccountList list_accounts(const Context& context, const ListAccounts& request) {
  field::check_page(request.limit);
  AccountList page;
  for (AccountRecord& record : rows::list_accounts(context, request))
    page.accounts.push_back(std::move(record.account));
  return page;
}

RotatedAccounts rotate_accounts(Context& context, const RotateAccounts&) {
  if (context.keys().empty())
    throw Error(ErrorCode::failed_precondition, "the engine was opened without encryption_keys");
  lock(context);
  RotatedAccounts result{.key_id = context.keys().newest()};
  ListAccounts filter{.limit = field::kMaxPage};
  while (true) {
    auto records = rows::list_accounts(context, filter);
    for (AccountRecord& record : records) {
      filter.after = record.account.id;
      if (record.credentials.key_id.empty()) continue;
      // Also what needs no rotation: another key under the same id would answer that all is well.
      const Secrets secrets = opened(context, record);
      if (record.credentials.key_id == result.key_id) continue;
      seal(context, record, secrets);
      rows::save_account(context, record);
      ++result.rotated;
    }
    if (records.size() < static_cast<std::size_t>(filter.limit)) return result;
  }
}

std::optional<OpenedAccount> open_account(const Context& context, const AccountId& id) {
  return open(context, found(context, id));
}

std::optional<OpenedAccount> open_account_of(const Context& context, const std::string& account_sid) {
  return open(context, rows::find_account_of(context, account_sid));
}

std::vector<TenantId> tenants_of_account(const Context& context, const std::string& account_sid) {
  return rows::tenants_of_account(context.transaction(), account_sid);
}

void refuse_account(Context& context, const AccountId& id, const std::string& reason) {
  lock(context);
  auto record = found(context, id);
  if (!record || record->account.status != AccountStatus::active) return;
  record->account.status = AccountStatus::refused;
  record->account.failure = field::fitted(reason, 300);
  saved(context, std::move(*record));
}

namespace account {

void opened(Context& context, const AccountId& id, const std::string& account_sid, const Secret& token) {
  lock(context);
  auto record = rows::find_account(context, id);
  if (!record || record->account.status == AccountStatus::active) return;
  record->account.account_sid = account_sid;
  record->account.status = AccountStatus::active;
  record->account.failure.clear();
  seal(context, *record, {.token = token, .api_key_sid = {}, .api_key_secret = {}});
  saved(context, std::move(*record));
}

std::optional<PhoneAccount> find(Context& context, const AccountId& id) {
  lock(context);
  auto record = rows::find_account(context, id);
  return record ? std::optional(std::move(record->account)) : std::nullopt;
}

void switched(Context& context, const AccountId& id, AccountStatus status, const std::string& why) {
  lock(context);
  auto record = rows::find_account(context, id);
  if (!record) return;
  record->account.status = status;
  record->account.failure = field::fitted(why, 300);
  saved(context, std::move(*record));
}

void not_opened(Context& context, const AccountId& id, AccountStatus status, const std::string& why) {
  lock(context);
  auto record = rows::find_account(context, id);
  if (!record || record->account.status == AccountStatus::active) return;
  record->account.status = status;
  record->account.failure = field::fitted(why, 300);
  saved(context, std::move(*record));
}

}  // namespace account

}  // namespace smarthandoff::calls
