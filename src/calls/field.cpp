#include "calls/field.hpp"

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/understand.hpp>

#include "base/field_check.hpp"

namespace smarthandoff::calls {

void check_address(std::string_view field, const std::string& url) {
  if (url.empty()) return;
  field::check_line(field, url, 500);
  const bool web = url.starts_with("https://") || url.starts_with("http://127.0.0.1") ||
                   url.starts_with("http://localhost") || url.starts_with("http://[::1]");
  if (!web || url.find_first_of("#@ \"<>") != std::string::npos)
    throw invalid_field(field, "must be an https address without user and fragment");
}

PhoneNumber read_number(const Context& context, std::string_view field, const std::string& typed) {
  const TenantProfile& profile = context.profile();
  const auto read = understand::phone({.text = typed,
                                       .default_region = profile.default_region,
                                       .default_area_code = profile.default_area_code});
  if (!read.e164) throw invalid_field(field, "must be a telephone number with its area code");
  return PhoneNumber::from_e164(*read.e164);
}

std::string e164_or_empty(const std::string& told) {
  try {
    return PhoneNumber::from_e164(told).e164();
  } catch (const Error&) {
    return {};  // withheld, a client, a SIP address
  }
}

}  // namespace smarthandoff::calls
