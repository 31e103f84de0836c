#pragma once

#include <string>
#include <string_view>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/phone_number.hpp>
#include <smarthandoff/calls/settings.hpp>
#include <smarthandoff/storage/context.hpp>

// What the requests of this module have in common.
namespace smarthandoff::calls {

// An address that the phone service fetches: https, or http on this machine; empty passes. Throws
// invalid_argument naming the field.
void check_address(std::string_view field, const std::string& url);

// Two letters and 32 hex digits, as the phone service's ids are; empty passes. Throws invalid_argument naming
// the field.
void check_sid(std::string_view field, std::string_view sid, std::string_view letters);

// not_found that names the field in which the id was given.
Error no_such_in(std::string_view field, std::string_view thing, std::string_view id);

// The settings, with which the phone service can ask us what to do. Throws failed_precondition
// (`no_base_url`).
CallSettings ready_settings(const Context& context);

// A number as typed, with the tenant's country and area code. Throws invalid_argument naming the field.
PhoneNumber read_number(const Context& context, std::string_view field, const std::string& typed);

// For what the phone service tells: nothing for what is no number (a withheld one, `client:…`).
std::string e164_or_empty(const std::string& told);

}  // namespace smarthandoff::calls
