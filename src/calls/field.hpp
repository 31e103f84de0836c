#pragma once

#include <string>
#include <string_view>

#include <smarthandoff/base/phone_number.hpp>
#include <smarthandoff/storage/context.hpp>

// What the requests of this module have in common.
namespace smarthandoff::calls {

// An address that the phone service fetches: https, or http on this machine; empty passes. Throws
// invalid_argument naming the field.
void check_address(std::string_view field, const std::string& url);

// A number as typed, with the tenant's country and area code. Throws invalid_argument naming the field.
PhoneNumber read_number(const Context& context, std::string_view field, const std::string& typed);

// For what the phone service tells: nothing for what is no number (a withheld one, `client:…`).
std::string e164_or_empty(const std::string& told);

}  // namespace smarthandoff::calls
