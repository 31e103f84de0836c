#pragma once

#include <smarthandoff/calls/account.hpp>

// How a subaccount is opened: stored, ordered, and looked for when the order's answer got lost.
namespace smarthandoff::calls::account {

// Has the phone service open it after the commit.
void order(Context& context, const PhoneAccount& account);

// It is open.
void opened(Context& context, const AccountId& id, const std::string& account_sid, const Secret& token);

// It is not, or nobody knows: `in_doubt` or `failed`.
void not_opened(Context& context, const AccountId& id, AccountStatus status, const std::string& why);

}  // namespace smarthandoff::calls::account
