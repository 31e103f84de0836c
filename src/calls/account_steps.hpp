#pragma once

#include <optional>
#include <string>

#include <smarthandoff/calls/account.hpp>

// How a subaccount is opened: stored, ordered, and looked for when the order's answer got lost; and what the
// jobs change of an account.
namespace smarthandoff::calls::account {

// Has the phone service open it after the commit.
void order(Context& context, const PhoneAccount& account);

// It is open.
void opened(Context& context, const AccountId& id, const std::string& account_sid, const Secret& token);

// It is not, or nobody knows: `in_doubt` or `failed`.
void not_opened(Context& context, const AccountId& id, AccountStatus status, const std::string& why);

// As it is now, held until the end of the transaction.
std::optional<PhoneAccount> find(Context& context, const AccountId& id);

// It is switched off or on, or `why` it is not.
void switched(Context& context, const AccountId& id, AccountStatus status, const std::string& why);

}  // namespace smarthandoff::calls::account
