#include "base/phone_plan.hpp"

#include <algorithm>
#include <array>

#include <smarthandoff/base/area_codes.hpp>

#include "base/phone_library.hpp"

namespace smarthandoff::phone_plan {
namespace {

using understand::PhoneReason;
using understand::PhoneStatus;

Verdict refuse(PhoneReason reason) {
  return {.status = PhoneStatus::invalid, .reason = reason};
}

Verdict accept(std::string_view national, PhoneType type) {
  return {.status = PhoneStatus::valid, .national = std::string(national), .type = type};
}

bool in_range(char c, char low, char high) {
  return c >= low && c <= high;
}

// 0800 123 4567 and, from before 1999, 0800 123456; dialled with the trunk zero, stored without it.
std::optional<Verdict> brazilian_service(std::string_view digits) {
  if (digits.size() != 9 && digits.size() != 10) return {};
  const auto prefix = digits.substr(0, 3);
  if (prefix == "800") return accept(digits, PhoneType::toll_free);
  if (prefix == "300" || prefix == "303") return accept(digits, PhoneType::shared_cost);
  if (prefix == "500" || prefix == "900") return accept(digits, PhoneType::premium);
  return {};
}

Verdict brazilian_subscriber(std::string_view national) {
  const auto subscriber = national.substr(2);
  if (subscriber.size() == 9) {
    if (subscriber[0] == '9') return accept(national, PhoneType::mobile);
    return refuse(PhoneReason::format);
  }
  if (in_range(subscriber[0], '2', '5')) return accept(national, PhoneType::landline);
  if (subscriber[0] == '7') {
    // Trunked radio kept its eight digits when mobiles got the ninth (Resolution Anatel 553/2010).
    Verdict verdict = accept(national, PhoneType::mobile);
    verdict.legacy = true;
    return verdict;
  }
  if (!in_range(subscriber[0], '6', '9')) return refuse(PhoneReason::format);
  return {.status = PhoneStatus::needs_confirmation,
          .reason = PhoneReason::missing_ninth_digit,
          .national = std::string(national.substr(0, 2)) + "9" + std::string(subscriber),
          .type = PhoneType::mobile};
}

// Ranges of the North American plan that are not in the area of a state; personal: 500, 521-529, 532, 533…
PhoneType non_geographic_type(std::string_view npa) {
  constexpr std::array<std::string_view, 7> kPersonal{"500", "532", "533", "544", "566", "577", "588"};
  if (npa == "900") return PhoneType::premium;
  const bool personal = std::find(kPersonal.begin(), kPersonal.end(), npa) != kPersonal.end() ||
                        (npa.starts_with("52") && npa != "520");
  return personal ? PhoneType::personal : PhoneType::fixed_or_mobile;
}

// An area code that our table does not have: libphonenumber knows Canada, the Caribbean and the other
// states; what it refuses has an area code newer than its metadata, because the form was checked before.
Verdict other_north_american(std::string_view national) {
  const auto known = phone_library::parse("+1" + std::string(national), "US");
  if (known.status == PhoneStatus::valid) return accept(national, known.type);
  Verdict verdict = accept(national, PhoneType::fixed_or_mobile);
  verdict.unknown_npa = true;
  return verdict;
}

}  // namespace

bool is_brazilian_national_rate(std::string_view digits) {
  return digits.size() == 8 && (digits.starts_with("400") || digits.starts_with("300") ||
                                digits.starts_with("4020") || digits.starts_with("4370"));
}

bool is_brazilian_service(std::string_view digits) {
  return brazilian_service(digits).has_value();
}

bool is_brazilian_carrier(std::string_view code) {
  constexpr std::array<std::string_view, 13> kCarriers{"12", "14", "15", "21", "22", "23", "25",
                                                       "31", "41", "43", "55", "65", "99"};
  return std::find(kCarriers.begin(), kCarriers.end(), code) != kCarriers.end();
}

Verdict brazil(std::string_view national) {
  if (is_brazilian_national_rate(national)) {
    Verdict verdict = accept(national, PhoneType::national_rate);
    verdict.national_only = true;
    return verdict;
  }
  if (auto service = brazilian_service(national)) return *service;
  if (national.size() > 11) return refuse(PhoneReason::too_long);
  if (national.size() == 8 || (national.size() == 9 && national[0] == '9'))
    return refuse(PhoneReason::missing_ddd);
  if (national.size() < 10) return refuse(PhoneReason::too_short);
  const AreaCode* area = AreaCodes::builtin().brazil(national.substr(0, 2));
  if (area == nullptr) return refuse(PhoneReason::unknown_ddd);
  Verdict verdict = brazilian_subscriber(national);
  verdict.state = area->state;
  return verdict;
}

Verdict north_america(std::string_view national) {
  if (national.size() == 7) return refuse(PhoneReason::missing_area_code);
  if (national.size() < 10) return refuse(PhoneReason::too_short);
  if (national.size() > 10) return refuse(PhoneReason::too_long);
  const auto npa = national.substr(0, 3);
  if (!in_range(npa[0], '2', '9') || !in_range(npa[1], '0', '8'))
    return refuse(PhoneReason::unknown_area_code);
  if (!in_range(national[3], '2', '9')) return refuse(PhoneReason::exchange_code);
  const AreaCodes& codes = AreaCodes::builtin();
  if (codes.is_toll_free(npa)) return accept(national, PhoneType::toll_free);
  if (const AreaCode* area = codes.north_america(npa)) {
    Verdict verdict = accept(national, PhoneType::fixed_or_mobile);
    verdict.state = area->state;
    return verdict;
  }
  const PhoneType special = non_geographic_type(npa);
  return special == PhoneType::fixed_or_mobile ? other_north_american(national) : accept(national, special);
}

Verdict international(std::string_view digits) {
  if (digits.starts_with("55")) return brazil(digits.substr(2));
  if (digits.starts_with("1")) return north_america(digits.substr(1));
  if (digits.size() > 15) return refuse(PhoneReason::too_long);
  const auto known = phone_library::parse("+" + std::string(digits), "ZZ");
  if (known.status != PhoneStatus::valid) return refuse(known.reason);
  return accept(std::string_view(known.e164).substr(1 + phone_library::country_digits(digits)), known.type);
}

}  // namespace smarthandoff::phone_plan
