#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <smarthandoff/calls/number.hpp>
#include <smarthandoff/storage/awaited.hpp>

// Buying telephone numbers: operations `numbers.search`, `numbers.buy`. docs/twilio-tasks.md.
namespace smarthandoff::calls {

// Numbers that the phone service sells now. Its answer is waited for.
struct SearchNumbers {
  AccountId account_id;   // empty: the default one
  std::string country;    // ISO 3166-1 alpha-2; empty: the tenant's
  std::string area_code;  // at most 5 digits; empty: any
  bool toll_free = false;
  std::int64_t limit = 10;  // 1-100
};
struct OfferedNumber {
  std::string number;  // E.164
  std::string region, locality;

  bool operator==(const OfferedNumber&) const = default;
};
struct OfferedNumbers {
  bool settled = false;  // false: the phone service did not answer in time
  std::string failure;   // why it could not be asked
  std::vector<OfferedNumber> numbers;
};

// Orders a number. It is stored as `ordered` first; `number.updated` tells what became of it.
struct BuyNumber {
  std::string number;  // as typed
  AccountId account_id;
  std::string label;  // at most 100 characters
  AgentId agent_id;
  NumberPurpose purpose = NumberPurpose::any;
  std::int64_t daily_cap = 0;
};

// Answers within 30 s.
extern const Awaited<SearchNumbers, OfferedNumbers> search_numbers;

// Throws what `create_number` throws.
OwnNumber buy_number(Context& context, const BuyNumber& request);

const Type& describe(const SearchNumbers*);
const Type& describe(const OfferedNumber*);
const Type& describe(const OfferedNumbers*);
const Type& describe(const BuyNumber*);

}  // namespace smarthandoff::calls
