#include <smarthandoff/calls/account.hpp>

namespace smarthandoff::calls {

const Type& describe(const AccountStatus*) {
  static const Immortal<Type> type =
      describe_enum<AccountStatus>("AccountStatus", "Whether an account can be used.",
                                   {{AccountStatus::ordered, "ordered"},
                                    {AccountStatus::in_doubt, "in_doubt"},
                                    {AccountStatus::active, "active"},
                                    {AccountStatus::suspending, "suspending"},
                                    {AccountStatus::suspended, "suspended"},
                                    {AccountStatus::resuming, "resuming"},
                                    {AccountStatus::refused, "refused"},
                                    {AccountStatus::failed, "failed"},
                                    {AccountStatus::closed, "closed"}});
  return type;
}

const Type& describe(const PhoneAccount*) {
  using A = PhoneAccount;
  static const Immortal<Type> type =
      Description<A>("PhoneAccount", "An account of the phone service, without its credentials.")
          .field("id", &A::id, "its id")
          .field("name", &A::name, "as people call it")
          .field("account_sid", &A::account_sid, "the phone service's; empty: not open yet")
          .field("parent_id", &A::parent_id, "of a subaccount")
          .field("status", &A::status, "whether it can be used")
          .field("failure", &A::failure, "why it is refused or failed, or not switched off or on")
          .field("is_default", &A::is_default, "the one that is taken where none is named")
          .field("application_sid", &A::application_sid, "that agents' phones call through")
          .field("edge", &A::edge, "of the phone service's hosts")
          .field("region", &A::region, "of the phone service's hosts")
          .field("calls_per_second", &A::calls_per_second, "as many calls go out over it; more wait")
          .field("has_token", &A::has_token, "false: its webhooks are refused")
          .field("has_api_key", &A::has_api_key, "false: agents get no access token")
          .field("key_id", &A::key_id, "the key that its credentials are encrypted with")
          .field("created_at", &A::created_at, "when it was stored")
          .field("updated_at", &A::updated_at, "when it was changed last")
          .build();
  return type;
}

const Type& describe(const CreateAccount*) {
  using A = CreateAccount;
  static const Immortal<Type> type =
      Description<A>("CreatePhoneAccount", "An account that the tenant has already.")
          .required("name", &A::name, "1-100 characters")
          .required("account_sid", &A::account_sid, "AC and 32 hex digits")
          .field("token", &A::token, "signs webhooks; it or an API key must be given")
          .field("api_key_sid", &A::api_key_sid, "SK and 32 hex digits")
          .field("api_key_secret", &A::api_key_secret, "of agents' access tokens")
          .field("application_sid", &A::application_sid, "AP and 32 hex digits")
          .field("edge", &A::edge, "of the phone service's hosts")
          .field("region", &A::region, "of the phone service's hosts")
          .field("is_default", &A::is_default, "the one that is taken where none is named")
          .field("calls_per_second", &A::calls_per_second, "1-100, as the phone service grants; more wait")
          .build();
  return type;
}

const Type& describe(const OpenSubaccount*) {
  static const Immortal<Type> type =
      Description<OpenSubaccount>("OpenSubaccount", "A new subaccount; phone_account.updated tells of it.")
          .field("parent_id", &OpenSubaccount::parent_id, "empty: the default account")
          .required("name", &OpenSubaccount::name, "1-40 characters")
          .build();
  return type;
}

const Type& describe(const UpdateAccount*) {
  using A = UpdateAccount;
  static const Immortal<Type> type =
      Description<A>("UpdatePhoneAccount", "Replaces the given members; the others stay.")
          .required("account_id", &A::account_id, "which")
          .field("name", &A::name, "1-100 characters")
          .field("token", &A::token, "signs webhooks")
          .field("api_key_sid", &A::api_key_sid, "SK and 32 hex digits")
          .field("api_key_secret", &A::api_key_secret, "of agents' access tokens")
          .field("application_sid", &A::application_sid, "AP and 32 hex digits")
          .field("edge", &A::edge, "of the phone service's hosts")
          .field("region", &A::region, "of the phone service's hosts")
          .field("is_default", &A::is_default, "the one that is taken where none is named")
          .field("calls_per_second", &A::calls_per_second, "1-100, as the phone service grants; more wait")
          .field("suspended", &A::suspended,
                 "true: nothing is placed over it; a subaccount at the phone service too")
          .build();
  return type;
}

const Type& describe(const GetAccount*) {
  static const Immortal<Type> type = Description<GetAccount>("GetPhoneAccount", "Which account.")
                                         .required("account_id", &GetAccount::account_id, "its id")
                                         .build();
  return type;
}

const Type& describe(const ListAccounts*) {
  static const Immortal<Type> type =
      Description<ListAccounts>("ListPhoneAccounts", "The accounts, in pages.")
          .field("limit", &ListAccounts::limit, "at most so many, 1-1000")
          .field("after", &ListAccounts::after, "the last id of the page before; empty: from the start")
          .build();
  return type;
}

const Type& describe(const AccountList*) {
  static const Immortal<Type> type =
      Description<AccountList>("PhoneAccountList", "A page of accounts.")
          .field("accounts", &AccountList::accounts, "in the order of creation")
          .build();
  return type;
}

const Type& describe(const RotateAccounts*) {
  static const Immortal<Type> type =
      Description<RotateAccounts>("RotatePhoneAccounts", "All of the tenant's.").build();
  return type;
}

const Type& describe(const RotatedAccounts*) {
  static const Immortal<Type> type =
      Description<RotatedAccounts>("RotatedPhoneAccounts", "What was encrypted anew.")
          .field("rotated", &RotatedAccounts::rotated, "those that had another key")
          .field("key_id", &RotatedAccounts::key_id, "the key they have now")
          .build();
  return type;
}

}  // namespace smarthandoff::calls
