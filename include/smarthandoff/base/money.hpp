#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace smarthandoff {

// An exact amount: minor units (centavos) and an ISO 4217 code; never a floating point number.
struct Money {
  std::int64_t minor = 0;
  std::string currency = "BRL";

  bool operator==(const Money&) const = default;

  // "179.80", with the currency's two decimals: the form of JSON, Python's Decimal and Node.
  std::string amount() const;

  // "R$ 179,80" (BRL), "US$ 179.80" (USD), else "179.80 EUR": what people are shown.
  std::string display() const;
};

// Parses "179.80", "-3", "0.5". Throws invalid_argument for more than two decimals, exponents, anything
// that does not fit 64 bits of minor units, and currencies that are not three capital letters.
Money parse_money(std::string_view amount, std::string_view currency);

}  // namespace smarthandoff
