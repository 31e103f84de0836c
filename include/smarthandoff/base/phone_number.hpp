#pragma once

#include <compare>
#include <string>
#include <string_view>

namespace smarthandoff {

// What kind of line a number reaches, as far as the numbering plan tells.
enum class PhoneType {
  mobile,
  landline,
  fixed_or_mobile,  // the plan does not tell them apart (North America)
  toll_free,
  premium,
  national_rate,  // 4004 and 3003 numbers of Brazil, without area code, not reachable from abroad
  shared_cost,
  voip,
  personal,
  other,  // pagers, voicemail access, universal access, and what the plan does not name
};

// True if a number of this type may be dialled to call a person back: never toll-free, premium, national
// rate, shared cost or personal numbers (rules.md 4.6).
bool may_be_called_back(PhoneType type) noexcept;

// A telephone number that is valid in its numbering plan: the class protects exactly that invariant. What a
// person typed or said is parsed by understand::phone. Numbers are equal when their E.164 forms are.
class PhoneNumber {
 public:
  // Reads the canonical E.164 form: "+", country code, national number, digits only. Throws invalid_argument
  // (field "number", details "reason") for anything else and for numbers that no plan has.
  static PhoneNumber from_e164(std::string_view text);

  // "+5518997751234": the form stored and dialled.
  const std::string& e164() const noexcept { return e164_; }

  // The country calling code without "+", e.g. "55".
  std::string_view country_code() const noexcept;

  // The digits after the country code, e.g. "18997751234".
  std::string_view national() const noexcept;

  PhoneType type() const noexcept { return type_; }

  // For logs and error texts: country, area code and the last two digits, e.g. "+55 18 *****-**34".
  std::string masked() const;

  // As people write it: "18 99775-1234" for someone in the home region (ISO 3166-1 alpha-2), with "+" and
  // country code only when foreign: "+1 305-371-1234".
  std::string display(std::string_view home_region) const;

  bool operator==(const PhoneNumber& other) const noexcept { return e164_ == other.e164_; }
  auto operator<=>(const PhoneNumber& other) const noexcept { return e164_ <=> other.e164_; }

 private:
  PhoneNumber(std::string e164, std::size_t country_digits, PhoneType type);

  std::string e164_;
  std::size_t country_digits_;
  PhoneType type_;
};

}  // namespace smarthandoff
