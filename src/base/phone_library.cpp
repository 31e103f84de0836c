#include "base/phone_library.hpp"

#include <smarthandoff/base/immortal.hpp>

#include <phonenumbers/phonenumberutil.h>

#include <set>

namespace smarthandoff::phone_library {
namespace {

using i18n::phonenumbers::PhoneNumberUtil;
using understand::PhoneReason;
using understand::PhoneStatus;
using LibraryNumber = i18n::phonenumbers::PhoneNumber;

const PhoneNumberUtil& library() {
  return *PhoneNumberUtil::GetInstance();
}

PhoneType our_type(PhoneNumberUtil::PhoneNumberType type) {
  switch (type) {
    case PhoneNumberUtil::FIXED_LINE:
      return PhoneType::landline;
    case PhoneNumberUtil::MOBILE:
      return PhoneType::mobile;
    case PhoneNumberUtil::FIXED_LINE_OR_MOBILE:
      return PhoneType::fixed_or_mobile;
    case PhoneNumberUtil::TOLL_FREE:
      return PhoneType::toll_free;
    case PhoneNumberUtil::PREMIUM_RATE:
      return PhoneType::premium;
    case PhoneNumberUtil::SHARED_COST:
      return PhoneType::shared_cost;
    case PhoneNumberUtil::VOIP:
      return PhoneType::voip;
    case PhoneNumberUtil::PERSONAL_NUMBER:
      return PhoneType::personal;
    default:
      return PhoneType::other;
  }
}

PhoneReason reason_of(PhoneNumberUtil::ErrorType error) {
  switch (error) {
    case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR:
      return PhoneReason::unknown_country;
    case PhoneNumberUtil::TOO_SHORT_AFTER_IDD:
    case PhoneNumberUtil::TOO_SHORT_NSN:
      return PhoneReason::too_short;
    case PhoneNumberUtil::TOO_LONG_NSN:
      return PhoneReason::too_long;
    default:
      return PhoneReason::format;
  }
}

PhoneReason reason_of_length(const LibraryNumber& number) {
  switch (library().IsPossibleNumberWithReason(number)) {
    case PhoneNumberUtil::TOO_SHORT:
      return PhoneReason::too_short;
    case PhoneNumberUtil::TOO_LONG:
      return PhoneReason::too_long;
    case PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY:
      return PhoneReason::missing_area_code;
    case PhoneNumberUtil::INVALID_COUNTRY_CODE:
      return PhoneReason::unknown_country;
    default:
      return PhoneReason::format;
  }
}

bool parse_e164(const std::string& e164, LibraryNumber& number) {
  return library().Parse(e164, "ZZ", &number) == PhoneNumberUtil::NO_PARSING_ERROR;
}

}  // namespace

Answer parse(const std::string& text, const std::string& region) {
  LibraryNumber number;
  const auto error = library().Parse(text, text.starts_with('+') ? "ZZ" : region, &number);
  if (error != PhoneNumberUtil::NO_PARSING_ERROR) return {.reason = reason_of(error)};
  // isPossible() accepts numbers that nobody has; only isValid() may gate dialling (rules.md 2.1).
  if (!library().IsValidNumber(number)) return {.reason = reason_of_length(number)};
  Answer answer{.status = PhoneStatus::valid, .type = our_type(library().GetNumberType(number))};
  library().Format(number, PhoneNumberUtil::E164, &answer.e164);
  return answer;
}

bool is_region(const std::string& region) {
  return library().GetCountryCodeForRegion(region) != 0;
}

std::string country_code(const std::string& region) {
  if (region == "BR") return "55";
  if (region == "US") return "1";
  const int code = library().GetCountryCodeForRegion(region);
  return code == 0 ? std::string() : std::to_string(code);
}

std::size_t country_digits(std::string_view digits) {
  static const Immortal<std::set<int>> codes = [] {
    std::set<int> all;
    library().GetSupportedCallingCodes(&all);
    return all;
  }();
  int code = 0;
  for (std::size_t i = 0; i < 3 && i < digits.size(); ++i) {
    code = code * 10 + (digits[i] - '0');
    if (codes->contains(code)) return i + 1;
  }
  return 0;
}

std::string format(const std::string& e164, bool national) {
  LibraryNumber number;
  std::string text = e164;
  if (parse_e164(e164, number))
    library().Format(number, national ? PhoneNumberUtil::NATIONAL : PhoneNumberUtil::INTERNATIONAL, &text);
  return text;
}

}  // namespace smarthandoff::phone_library
