#include <smarthandoff/base/money.hpp>

#include <algorithm>
#include <limits>

#include <smarthandoff/base/error.hpp>

namespace smarthandoff {

namespace {

std::string digits_with(std::int64_t minor, char decimal, bool group) {
  const bool negative = minor < 0;
  const std::uint64_t absolute =
      negative ? 0 - static_cast<std::uint64_t>(minor) : static_cast<std::uint64_t>(minor);
  std::string whole = std::to_string(absolute / 100);
  if (group) {
    const char separator = decimal == ',' ? '.' : ',';
    for (auto position = static_cast<std::ptrdiff_t>(whole.size()) - 3; position > 0; position -= 3) {
      whole.insert(static_cast<std::size_t>(position), 1, separator);
    }
  }
  const std::string cents = std::to_string(absolute % 100);
  return (negative ? "-" : "") + whole + decimal + (cents.size() < 2 ? "0" : "") + cents;
}

[[noreturn]] void refuse() {
  throw Error(ErrorCode::invalid_argument, "not an amount such as 179.80 (at most two decimals)");
}

}  // namespace

std::string Money::amount() const {
  return digits_with(minor, '.', false);
}

std::string Money::display() const {
  if (currency == "BRL") return "R$ " + digits_with(minor, ',', true);
  if (currency == "USD") return "US$ " + digits_with(minor, '.', true);
  return digits_with(minor, '.', true) + " " + currency;
}

Money parse_money(std::string_view amount, std::string_view currency) {
  const bool code = currency.size() == 3 && std::all_of(currency.begin(), currency.end(),
                                                        [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!code) throw Error(ErrorCode::invalid_argument, "currency must be three capital letters such as BRL");

  const bool negative = amount.starts_with('-');
  if (negative) amount.remove_prefix(1);
  const std::size_t point = amount.find('.');
  const std::string_view whole = amount.substr(0, point);
  std::string cents(point == std::string_view::npos ? "" : amount.substr(point + 1));
  if (whole.empty() || cents.size() > 2 || (point != std::string_view::npos && cents.empty())) refuse();
  cents.resize(2, '0');

  std::int64_t minor = 0;
  for (const char c : std::string(whole) + cents) {
    if (c < '0' || c > '9') refuse();
    const int digit = c - '0';
    if (minor > (std::numeric_limits<std::int64_t>::max() - digit) / 10) refuse();
    minor = minor * 10 + digit;
  }
  return {negative ? -minor : minor, std::string(currency)};
}

}  // namespace smarthandoff
