#include <smarthandoff/base/phone_number.hpp>

#include <algorithm>

#include <smarthandoff/base/error.hpp>

#include "base/phone_library.hpp"
#include "base/phone_plan.hpp"

namespace smarthandoff {
namespace {

using understand::PhoneStatus;

constexpr std::size_t kMostDigits = 15;  // ITU-T E.164

bool is_canonical(std::string_view text) {
  return text.size() > 4 && text.size() <= kMostDigits + 1 && text[0] == '+' && text[1] != '0' &&
         std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::size_t country_length(std::string_view digits) {
  if (digits.starts_with("1")) return 1;
  return digits.starts_with("55") ? 2 : phone_library::country_digits(digits);
}

// Stars for all digits but the last two, with a hyphen before the last four as numbers are written.
std::string starred(std::string_view subscriber) {
  std::string out(subscriber.size(), '*');
  const std::size_t shown = std::min<std::size_t>(2, out.size());
  out.replace(out.size() - shown, shown, subscriber.substr(subscriber.size() - shown));
  if (out.size() > 4) out.insert(out.size() - 4, "-");
  return out;
}

std::string hyphenated(std::string_view subscriber) {
  const auto split = subscriber.size() - 4;
  return std::string(subscriber.substr(0, split)) + "-" + std::string(subscriber.substr(split));
}

std::string brazilian(std::string_view national, PhoneType type, bool foreign) {
  if (type == PhoneType::national_rate) return hyphenated(national);
  if (type == PhoneType::mobile || type == PhoneType::landline)
    return std::string(national.substr(0, 2)) + " " + hyphenated(national.substr(2));
  const std::string trunk = foreign ? "" : "0";
  const auto middle = national.size() - 7;
  return trunk + std::string(national.substr(0, 3)) + " " + std::string(national.substr(3, middle)) + " " +
         std::string(national.substr(3 + middle));
}

std::string north_american(std::string_view national, bool foreign) {
  const std::string area(national.substr(0, 3));
  return (foreign ? area + "-" : "(" + area + ") ") + hyphenated(national.substr(3));
}

}  // namespace

bool may_be_called_back(PhoneType type) noexcept {
  return type == PhoneType::mobile || type == PhoneType::landline || type == PhoneType::fixed_or_mobile ||
         type == PhoneType::voip;
}

PhoneNumber::PhoneNumber(std::string e164, std::size_t country_digits, PhoneType type)
    : e164_(std::move(e164)), country_digits_(country_digits), type_(type) {}

PhoneNumber PhoneNumber::from_e164(std::string_view text) {
  if (!is_canonical(text)) throw invalid_field("number", "must be in E.164 form, e.g. +5518997751234");
  const auto digits = text.substr(1);
  const auto verdict = phone_plan::international(digits);
  const std::size_t country = country_length(digits);
  if (verdict.status != PhoneStatus::valid || verdict.national != digits.substr(country))
    throw invalid_field("number", "is not a number of its country's numbering plan");
  return PhoneNumber(std::string(text), country, *verdict.type);
}

std::string_view PhoneNumber::country_code() const noexcept {
  return std::string_view(e164_).substr(1, country_digits_);
}

std::string_view PhoneNumber::national() const noexcept {
  return std::string_view(e164_).substr(1 + country_digits_);
}

std::string PhoneNumber::masked() const {
  const std::string country = "+" + std::string(country_code()) + " ";
  std::size_t area = 0;
  if (country_code() == "1") area = 3;
  if (country_code() == "55" && national().size() >= 9) area = may_be_called_back(type_) ? 2 : 3;
  if (area == 0) return country + starred(national());
  return country + std::string(national().substr(0, area)) + " " + starred(national().substr(area));
}

std::string PhoneNumber::display(std::string_view home_region) const {
  const bool foreign = phone_library::country_code(std::string(home_region)) != country_code();
  const std::string prefix = foreign ? "+" + std::string(country_code()) + " " : "";
  if (country_code() == "55") return prefix + brazilian(national(), type_, foreign);
  if (country_code() == "1") return prefix + north_american(national(), foreign);
  return phone_library::format(e164_, !foreign);
}

}  // namespace smarthandoff
