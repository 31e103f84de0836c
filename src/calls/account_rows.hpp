#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/base/key_ring.hpp>
#include <smarthandoff/calls/account.hpp>

// The SQL of accounts of the phone service, and nothing else.
namespace smarthandoff::calls::rows {

struct AccountRecord {
  PhoneAccount account;
  Sealed credentials;
};

std::optional<AccountRecord> find_account(const Context& context, const AccountId& id);
std::optional<AccountRecord> find_account_of(const Context& context, const std::string& account_sid);
std::optional<AccountRecord> default_account(const Context& context);
std::vector<AccountRecord> list_accounts(const Context& context, const ListAccounts& filter);

// Throws already_exists (field "account_sid") if it is somebody's already.
void save_account(Context& context, const AccountRecord& record);
void clear_default_account(Context& context);

std::vector<TenantId> tenants_of_account(const storage::Transaction& transaction,
                                         const std::string& account_sid);

// Every statement above, so that a test prepares them on each driver.
std::vector<std::string_view> account_statements();

}  // namespace smarthandoff::calls::rows
