#include "contact/address.hpp"

#include <algorithm>

#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/base/describe_understand.hpp>
#include <smarthandoff/base/fold.hpp>
#include <smarthandoff/base/understand.hpp>

#include "base/digest.hpp"
#include "base/field_check.hpp"

namespace smarthandoff::contact {
namespace {

constexpr std::size_t kMaxAddress = 254;

// 160 bits are enough to tell addresses apart.
std::string digest_of(const TenantId& tenant, const std::string& key) {
  return digest::to_hex(digest::sha256(tenant.value + '\n' + key)).substr(0, 40);
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// A Brazilian subscriber of eight digits that begins with 6-9 had its ninth digit added between 2012 and
// 2016; WhatsApp still has ids of before. Landlines (2-5) are left as they are.
bool lacks_ninth_digit(const PhoneNumber& number) {
  return number.country_code() == "55" && number.national().size() == 10 && number.national()[2] >= '6';
}
bool has_ninth_digit(const PhoneNumber& number) {
  return number.country_code() == "55" && number.national().size() == 11 && number.national()[2] == '9' &&
         number.national()[3] >= '6';
}

std::string key_of(const PhoneNumber& number) {
  if (!lacks_ninth_digit(number)) return "tel:" + number.e164();
  return "tel:+55" + std::string(number.national().substr(0, 2)) + "9" +
         std::string(number.national().substr(2));
}

understand::PhoneUnderstanding understood(const TenantProfile& profile, std::string text) {
  return understand::phone({.text = std::move(text),
                            .default_region = profile.default_region,
                            .default_area_code = profile.default_area_code});
}

std::optional<Address> read_phone(const TenantProfile& profile, Channel channel, std::string_view text,
                                  std::string& why) {
  auto answer = understood(profile, std::string(text));
  // An id that WhatsApp sent is a whole number without its plus.
  const bool id = channel == Channel::whatsapp && all_digits(text);
  if (id && (text.size() >= 12 || !answer.e164)) answer = understood(profile, "+" + std::string(text));
  const bool ninth = answer.reason == understand::PhoneReason::missing_ninth_digit && answer.suggestion;
  if (!answer.e164 && !ninth) {
    why = "must be a telephone number, but is not: " + (answer.reason ? wire_name(*answer.reason) : "format");
    return std::nullopt;
  }
  const auto number = PhoneNumber::from_e164(answer.e164 ? *answer.e164 : *answer.suggestion);
  return Address{.channel = channel,
                 .text = number.e164(),
                 .phone = number,
                 .digest = digest_of(profile.id, key_of(number)),
                 .may_be_called = may_be_called_back(number.type()),
                 .state = answer.state.value_or("")};
}

std::optional<Address> read_email(const TenantProfile& profile, std::string_view text, std::string& why) {
  const auto at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == text.size() ||
      text.find_first_of(" @", at + 1) != std::string_view::npos) {
    why = "must be of the form name@domain";
    return std::nullopt;
  }
  return Address{.channel = Channel::email,
                 .text = std::string(text),
                 .digest = digest_of(profile.id, "email:" + fold(text))};
}

}  // namespace

std::optional<Address> read_address(const TenantProfile& profile, Channel channel, std::string_view typed,
                                    std::string& why) {
  const std::string_view text = field::trimmed(typed);
  try {
    field::check_name("address", text, kMaxAddress);
  } catch (const Error&) {
    why = "must be one line of at most 254 characters, and not empty";
    return std::nullopt;
  }
  if (channel == Channel::voice || channel == Channel::sms) return read_phone(profile, channel, text, why);
  if (channel == Channel::email) return read_email(profile, text, why);
  if (channel == Channel::whatsapp)
    if (auto phone = read_phone(profile, channel, text, why)) {
      phone->text = text;  // kept exactly as it came: it may be an id without the ninth digit
      return phone;
    }
  return Address{.channel = channel,
                 .text = std::string(text),
                 .digest = digest_of(profile.id, wire_name(channel) + ":" + std::string(text))};
}

Address require_address(const TenantProfile& profile, Channel channel, std::string_view text) {
  std::string why;
  auto address = read_address(profile, channel, text, why);
  if (!address) throw invalid_field("address", why);
  return std::move(*address);
}

std::string digest_of(const TenantId& tenant, const PhoneNumber& number) {
  return digest_of(tenant, key_of(number));
}

std::string masked(const Address& address) {
  return address.phone ? address.phone->masked() : masked_text(address.text);
}

std::string masked_text(std::string_view text) {
  return (text.empty() ? "" : std::string(text.substr(0, 1))) + "***";
}

std::vector<std::string> spellings(const Address& address) {
  std::vector<std::string> all{address.text};
  const auto add = [&](std::string text) {
    if (std::find(all.begin(), all.end(), text) == all.end()) all.push_back(std::move(text));
  };
  if (!address.phone) return all;
  const PhoneNumber& phone = *address.phone;
  const std::string area(phone.national().substr(0, 2));
  std::vector<std::string> numbers{phone.e164()};
  if (has_ninth_digit(phone)) numbers.push_back("+55" + area + std::string(phone.national().substr(3)));
  if (lacks_ninth_digit(phone))
    numbers.push_back("+55" + area + "9" + std::string(phone.national().substr(2)));
  for (const std::string& number : numbers) {
    add(number);
    add(number.substr(1));
  }
  add(std::string(phone.national()));
  add("0" + std::string(phone.national()));
  return all;
}

}  // namespace smarthandoff::contact
