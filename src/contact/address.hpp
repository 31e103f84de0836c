#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/base/phone_number.hpp>
#include <smarthandoff/base/tenant.hpp>
#include <smarthandoff/contact/gate.hpp>

// What an address is, and when two are the same person's.
namespace smarthandoff::contact {

// An address that was understood.
struct Address {
  Channel channel = Channel::voice;
  std::string text;  // E.164 where it is a number, else as it came
  std::optional<PhoneNumber> phone;
  std::string digest;  // the same for every spelling, with or without the Brazilian ninth digit, and for all
                       // channels that use numbers; different in every tenant
  bool may_be_called = false;
  std::string state;  // of the area code, "SP"; may be empty
};

// Nothing for what cannot be an address of the channel; `why` then says what it would have to be.
std::optional<Address> read_address(const TenantProfile& profile, Channel channel, std::string_view text,
                                    std::string& why);

// The same; throws invalid_argument, field "address".
Address require_address(const TenantProfile& profile, Channel channel, std::string_view text);

// That of a number alone.
std::string digest_of(const TenantId& tenant, const PhoneNumber& number);

// For logs, errors and kept suppressions: "+55 18 *****-**34", "j***@***".
std::string masked(const Address& address);
std::string masked_text(std::string_view text);

// Every text by which rows of other modules may hold the address.
std::vector<std::string> spellings(const Address& address);

}  // namespace smarthandoff::contact
