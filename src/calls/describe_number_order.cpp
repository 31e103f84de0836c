#include <smarthandoff/calls/number_order.hpp>

namespace smarthandoff::calls {

const Type& describe(const SearchNumbers*) {
  using T = SearchNumbers;
  static const Immortal<Type> type =
      Description<T>("SearchNumbers", "Numbers that the phone service sells now.")
          .field("account_id", &T::account_id, "empty: the default one")
          .field("country", &T::country, "ISO 3166-1 alpha-2; empty: the tenant's")
          .field("area_code", &T::area_code, "at most 5 digits; empty: any")
          .field("toll_free", &T::toll_free, "only those")
          .field("limit", &T::limit, "at most so many, 1-100")
          .build();
  return type;
}

const Type& describe(const OfferedNumber*) {
  using T = OfferedNumber;
  static const Immortal<Type> type = Description<T>("OfferedNumber", "A number that can be bought.")
                                         .field("number", &T::number, "as E.164")
                                         .field("region", &T::region, "state or province")
                                         .field("locality", &T::locality, "town")
                                         .build();
  return type;
}

const Type& describe(const OfferedNumbers*) {
  using T = OfferedNumbers;
  static const Immortal<Type> type =
      Description<T>("OfferedNumbers", "What can be bought now.")
          .field("settled", &T::settled, "false: the phone service did not answer in time")
          .field("failure", &T::failure, "why it could not be asked")
          .field("numbers", &T::numbers, "what it sells")
          .build();
  return type;
}

const Type& describe(const BuyNumber*) {
  using T = BuyNumber;
  static const Immortal<Type> type =
      Description<T>("BuyNumber", "A number to be bought.")
          .required("number", &T::number, "as typed")
          .field("account_id", &T::account_id, "over which account")
          .field("label", &T::label, "at most 100 characters")
          .field("agent_id", &T::agent_id, "who is rung by calls to it")
          .field("purpose", &T::purpose, "what it is for")
          .field("daily_cap", &T::daily_cap, "calls on a local day; 0: the settings'")
          .build();
  return type;
}

}  // namespace smarthandoff::calls
