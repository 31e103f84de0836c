#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/describe_secret.hpp>
#include <smarthandoff/calls/ids.hpp>
#include <smarthandoff/storage/context.hpp>

// A tenant's accounts of the phone service with their credentials, which are encrypted at rest and never come
// out of an operation: `phone_accounts.create`, `.open`, `.update`, `.get`, `.list`, `.rotate`.
// docs/twilio-tasks.md.
namespace smarthandoff::calls {

enum class AccountStatus {
  ordered,   // a subaccount is being opened: stored before the order
  in_doubt,  // the order's answer got lost: looked up, never ordered again blindly
  active,
  suspending,  // is being switched off: nothing is placed over it any more
  suspended,   // switched off by the tenant: nothing is placed over it
  resuming,    // is being switched on again
  refused,     // the phone service refused the credentials, or suspended it: a person must see to it
  failed,      // could not be opened
  closed,      // at the phone service, for good
};

struct PhoneAccount {
  AccountId id;
  std::string name;
  std::string account_sid;  // the phone service's; belongs to one tenant of the store; empty: not open yet
  AccountId parent_id;      // of a subaccount
  AccountStatus status = AccountStatus::active;
  std::string failure;                // why it is refused or failed, or not switched off or on
  bool is_default = false;            // the one that is taken where none is named
  std::string application_sid;        // that agents' phones call through; may be empty
  std::string edge, region;           // of the phone service's hosts; may be empty
  std::int64_t calls_per_second = 1;  // as many calls go out over it; more wait for their turn
  bool has_token = false;             // false: webhooks cannot be checked and are refused
  bool has_api_key = false;           // false: agents get no access token
  std::string key_id;                 // the key that its credentials are encrypted with; empty without
  Instant created_at, updated_at;

  bool operator==(const PhoneAccount&) const = default;
};

// An account that the tenant has already.
struct CreateAccount {
  std::string name;                   // 1-100 characters
  std::string account_sid;            // AC and 32 hex digits
  Secret token;                       // signs webhooks; it or an API key must be given
  std::string api_key_sid;            // SK and 32 hex digits; with
  Secret api_key_secret;              // of agents' access tokens
  std::string application_sid;        // AP and 32 hex digits
  std::string edge, region;           // at most 32 letters, digits and '-'
  std::int64_t calls_per_second = 1;  // 1-100: what the phone service grants the account
  bool is_default = false;
};

// A new subaccount of one that the tenant has. It is opened in the background: `phone_account.updated` tells.
struct OpenSubaccount {
  AccountId parent_id;  // empty: the default one
  std::string name;     // 1-40 characters
};

// Replaces the given members; the others stay. New credentials end a refusal. A subaccount is suspended and
// switched on at the phone service too, in the background; an account without a parent only here.
struct UpdateAccount {
  AccountId account_id;
  std::optional<std::string> name, api_key_sid, application_sid, edge, region;
  std::optional<Secret> token, api_key_secret;
  std::optional<bool> is_default;
  std::optional<bool> suspended;
  std::optional<std::int64_t> calls_per_second;
};

struct GetAccount {
  AccountId account_id;
};
struct ListAccounts {
  std::int64_t limit = 100;  // 1-1000
  AccountId after;           // the last id of the page before; empty: from the start
};
struct AccountList {
  std::vector<PhoneAccount> accounts;  // in the order of creation
};

// Encrypts every account's credentials anew with the newest key, so that older keys can be retired.
struct RotateAccounts {};
struct RotatedAccounts {
  std::int64_t rotated = 0;
  std::string key_id;
};

// Throws invalid_argument naming the field; already_exists (field account_sid) for somebody's account;
// failed_precondition for credentials without an encryption key.
PhoneAccount create_account(Context& context, const CreateAccount& request);
PhoneAccount open_subaccount(Context& context, const OpenSubaccount& request);
PhoneAccount update_account(Context& context, const UpdateAccount& request);
PhoneAccount get_account(const Context& context, const GetAccount& request);
AccountList list_accounts(const Context& context, const ListAccounts& request);
RotatedAccounts rotate_accounts(Context& context, const RotateAccounts& request);

// --- not operations: for adapters and webhooks ---

struct OpenedAccount {
  PhoneAccount account;
  Secret token;
  std::string api_key_sid;
  Secret api_key_secret;
};

// With its credentials; none: there is no such account. An empty id is the default one.
std::optional<OpenedAccount> open_account(const Context& context, const AccountId& id);
std::optional<OpenedAccount> open_account_of(const Context& context, const std::string& account_sid);

// Whose account it is, whatever tenant the context is of.
std::vector<TenantId> tenants_of_account(const Context& context, const std::string& account_sid);

// The phone service refused its credentials.
void refuse_account(Context& context, const AccountId& id, const std::string& reason);

const Type& describe(const AccountStatus*);
const Type& describe(const PhoneAccount*);
const Type& describe(const CreateAccount*);
const Type& describe(const OpenSubaccount*);
const Type& describe(const UpdateAccount*);
const Type& describe(const GetAccount*);
const Type& describe(const ListAccounts*);
const Type& describe(const AccountList*);
const Type& describe(const RotateAccounts*);
const Type& describe(const RotatedAccounts*);

}  // namespace smarthandoff::calls
