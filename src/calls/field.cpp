#include "calls/field.hpp"

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/understand.hpp>

#include "base/field_check.hpp"
#include "base/loopback.hpp"

namespace smarthandoff::calls {

void check_address(std::string_view field, const std::string& url) {
  if (url.empty()) return;
  field::check_line(field, url, 500);
  const bool web = url.starts_with("https://") || is_loopback(url);
  if (!web || url.find_first_of("#@ \"<>") != std::string::npos)
    throw invalid_field(field, "must be an https address without user and fragment");
}

void check_sid(std::string_view field, std::string_view sid, std::string_view letters) {
  if (sid.empty()) return;
  const bool formed = sid.size() == 34 && sid.starts_with(letters) &&
                      sid.find_first_not_of("0123456789abcdefABCDEF", 2) == std::string_view::npos;
  if (!formed) throw invalid_field(field, "must be " + std::string(letters) + " and 32 hex digits");
}

Error no_such_in(std::string_view field, std::string_view thing, std::string_view id) {
  const Error plain = no_such(thing, id);
  Error::Details details = plain.details();
  details.emplace("field", field);
  return Error(plain.code(), "field \"" + std::string(field) + "\": " + plain.what(), std::move(details));
}

CallSettings ready_settings(const Context& context) {
  CallSettings wanted = settings(context, {});
  if (wanted.base_url.empty())
    throw Error(ErrorCode::failed_precondition,
                "base_url is not configured: the phone service could not ask what to do",
                {{"reason", "no_base_url"}});
  return wanted;
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
