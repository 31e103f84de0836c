#include "base/phone_dialled.hpp"

#include "base/phone_library.hpp"
#include "base/phone_plan.hpp"

namespace smarthandoff {
namespace {

using phone_plan::Verdict;
using understand::PhoneReason;
using understand::PhoneStatus;
using understand::PhoneUnderstanding;

// A verdict with the country it is about, and what was added or noticed on the way to it.
struct Reading {
  std::string country;
  Verdict verdict;
  bool area_assumed = false;
  bool whatsapp = false;
};

Reading refuse(PhoneReason reason) {
  return {.verdict = {.status = PhoneStatus::invalid, .reason = reason}};
}

bool is_usable(const Reading& reading) {
  return reading.verdict.status != PhoneStatus::invalid;
}

Reading brazilian(std::string_view national) {
  return {.country = "55", .verdict = phone_plan::brazil(national)};
}

Reading brazilian_local(std::string_view digits, const std::string& area_code) {
  if (phone_plan::is_brazilian_national_rate(digits)) return brazilian(digits);
  if (area_code.empty()) return refuse(PhoneReason::missing_ddd);
  Reading reading = brazilian(area_code + std::string(digits));
  reading.area_assumed = is_usable(reading);
  return reading;
}

bool is_brazilian_local(std::string_view digits) {
  return digits.size() == 8 || (digits.size() == 9 && digits[0] == '9');
}

// What follows a trunk prefix (0 or 90): a service, or an optional carrier code and a number with area code.
Reading after_brazilian_trunk(std::string_view digits, const std::string& area_code) {
  if (phone_plan::is_brazilian_service(digits)) return brazilian(digits);
  if (digits.size() == 12 || digits.size() == 13) {
    // By length alone: 041 11 98765-4321 is carrier 41, not area code 41.
    if (!phone_plan::is_brazilian_carrier(digits.substr(0, 2))) return refuse(PhoneReason::format);
    return brazilian(digits.substr(2));
  }
  if (is_brazilian_local(digits)) return brazilian_local(digits, area_code);
  return brazilian(digits);
}

Reading international(std::string_view digits) {
  if (digits.starts_with("550")) return after_brazilian_trunk(digits.substr(3), "");
  std::string country(digits.substr(0, 2));
  if (digits.starts_with("1")) country = "1";
  if (country != "55" && country != "1") country = digits.substr(0, phone_library::country_digits(digits));
  return {.country = country, .verdict = phone_plan::international(digits)};
}

// 00 + carrier + country code; people also leave the carrier out, as in 0055 18 99775-1234, where "55" is
// the country although a carrier has that code too.
Reading after_brazilian_exit_code(std::string_view digits) {
  Reading direct = international(digits);
  if (is_usable(direct) || digits.size() < 2) return direct;
  if (!phone_plan::is_brazilian_carrier(digits.substr(0, 2))) return direct;
  Reading by_carrier = international(digits.substr(2));
  return is_usable(by_carrier) ? by_carrier : direct;
}

bool is_brazilian_short_code(std::string_view digits) {
  return (digits.size() == 3 && (digits[0] == '1' || digits == "911")) ||
         ((digits.size() == 4 || digits.size() == 5) && digits.starts_with("10"));
}

Reading dialled_in_brazil(std::string_view digits, const std::string& area_code) {
  if (is_brazilian_short_code(digits)) return refuse(PhoneReason::short_code);
  if (digits.starts_with("00")) return after_brazilian_exit_code(digits.substr(2));
  // 9090 is a local collect call: which number it reaches depends on where it is dialled.
  if (digits.starts_with("9090") && digits.size() >= 12) return refuse(PhoneReason::format);
  if (digits.starts_with("0")) return after_brazilian_trunk(digits.substr(1), area_code);
  if (digits.starts_with("90") && digits.size() >= 12) return after_brazilian_trunk(digits.substr(2), "");
  if (digits.starts_with("55") && digits.size() >= 12) {
    Reading reading = international(digits);
    reading.whatsapp = digits.size() <= 13;
    return reading;
  }
  if (is_brazilian_local(digits)) return brazilian_local(digits, area_code);
  // 0300 and its like are dialled with the zero: without it "30" is an area code, which nobody has.
  if (phone_plan::is_brazilian_service(digits) && !digits.starts_with("800"))
    return refuse(digits.size() < 10 ? PhoneReason::too_short : PhoneReason::unknown_ddd);
  return brazilian(digits);
}

bool is_north_american_short_code(std::string_view digits) {
  return digits.size() == 3 && (digits.ends_with("11") || digits == "988");
}

Reading dialled_in_north_america(std::string_view digits, const std::string& area_code) {
  if (is_north_american_short_code(digits)) return refuse(PhoneReason::short_code);
  if (digits.starts_with("011")) return international(digits.substr(3));
  if (digits.starts_with("1") && digits.size() >= 11) digits.remove_prefix(1);
  if (digits.size() != 7 || area_code.empty())
    return {.country = "1", .verdict = phone_plan::north_america(digits)};
  Reading reading{.country = "1", .verdict = phone_plan::north_america(area_code + std::string(digits))};
  reading.area_assumed = is_usable(reading);
  return reading;
}

Reading dialled_elsewhere(std::string_view digits, const PhoneHome& home) {
  const auto known = phone_library::parse(std::string(digits), home.region);
  if (known.status == PhoneStatus::valid) return international(std::string_view(known.e164).substr(1));
  if (home.area_code.empty()) return refuse(known.reason);
  const auto with_area = phone_library::parse(home.area_code + std::string(digits), home.region);
  if (with_area.status != PhoneStatus::valid) return refuse(known.reason);
  Reading reading = international(std::string_view(with_area.e164).substr(1));
  reading.area_assumed = true;
  return reading;
}

Reading read(const Dialled& dialled, const PhoneHome& home) {
  if (dialled.digits.empty()) return refuse(PhoneReason::format);
  if (dialled.plus) return international(dialled.digits);
  const std::string country = phone_library::country_code(home.region);
  if (country == "55") return dialled_in_brazil(dialled.digits, home.area_code);
  if (country == "1") return dialled_in_north_america(dialled.digits, home.area_code);
  return dialled_elsewhere(dialled.digits, home);
}

}  // namespace

PhoneUnderstanding understand_dialled(const Dialled& dialled, const PhoneHome& home) {
  const Reading reading = read(dialled, home);
  const Verdict& verdict = reading.verdict;
  PhoneUnderstanding answer{.status = verdict.status, .reason = verdict.reason, .digits = dialled.digits};
  if (reading.whatsapp) answer.wa_id = dialled.digits;
  if (!is_usable(reading)) return answer;
  const std::string e164 = "+" + reading.country + verdict.national;
  if (verdict.status == PhoneStatus::valid) {
    answer.e164 = e164;
    answer.callback_allowed = may_be_called_back(*verdict.type);
  } else {
    answer.suggestion = e164;
  }
  answer.type = verdict.type;
  answer.ddd_assumed = reading.area_assumed;
  answer.legacy = verdict.legacy;
  answer.national_only = verdict.national_only;
  answer.unknown_npa = verdict.unknown_npa;
  if (!verdict.state.empty()) answer.state = verdict.state;
  return answer;
}

}  // namespace smarthandoff
