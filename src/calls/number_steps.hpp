#pragma once

#include <string>

#include <smarthandoff/calls/number.hpp>

// What becomes of own numbers inside of other operations.
namespace smarthandoff::calls {

// A person was called by this number, which stays theirs for the sticky days; `contact_id` as in
// ChooseCallerId.
void keep_number(Context& context, const PhoneNumber& to, const std::string& contact_id, const NumberId& id);

}  // namespace smarthandoff::calls
