#include <array>
#include <charconv>
#include <chrono>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/telephony/twilio/webhook.hpp>

namespace smarthandoff::twilio {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::optional<int> digits(std::string_view text) {
  int value = 0;
  const auto end = text.data() + text.size();
  if (text.empty() || text.front() == '-') return std::nullopt;
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && stop == end ? std::optional(value) : std::nullopt;
}

// "20 Nov 2026 12:00:07 +0000", the day with one or two digits.
std::optional<Instant> rfc2822(std::string_view text) {
  if (const std::size_t comma = text.find(", "); comma != std::string_view::npos)
    text.remove_prefix(comma + 2);
  const std::size_t blank = text.find(' ');
  if (blank == std::string_view::npos || text.size() < blank + 24) return std::nullopt;
  const auto day = digits(text.substr(0, blank));
  text.remove_prefix(blank + 1);  // "Nov 2026 12:00:07 +0000"
  unsigned month = 0;
  while (month < kMonths.size() && kMonths[month] != text.substr(0, 3)) ++month;
  const auto year = digits(text.substr(4, 4));
  const auto hour = digits(text.substr(9, 2));
  const auto minute = digits(text.substr(12, 2));
  const auto second = digits(text.substr(15, 2));
  const auto zone = digits(text.substr(19, 4));
  const char sign = text[18];
  if (month == kMonths.size() || !day || !year || !hour || !minute || !second || !zone) return std::nullopt;
  if ((sign != '+' && sign != '-') || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(*year), std::chrono::month(month + 1),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  const auto offset = std::chrono::hours(*zone / 100) + std::chrono::minutes(*zone % 100);
  const auto local = std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
                     Seconds(*second);
  return Instant(sign == '+' ? local - offset : local + offset);
}

}  // namespace

std::optional<Instant> parse_timestamp(std::string_view text) {
  if (text.find_first_not_of("0123456789") == std::string_view::npos) {
    std::int64_t seconds = 0;
    const auto end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, seconds);
    if (error != std::errc() || stop != end || seconds > 253'402'300'799) return std::nullopt;
    return Instant(Seconds(seconds));
  }
  if (text.size() > 40) return std::nullopt;
  if (text.find('T') == std::string_view::npos || text.find(' ') != std::string_view::npos)
    return rfc2822(text);
  try {
    return parse_rfc3339(text);
  } catch (const Error&) {
    return std::nullopt;  // as documented: what is no time is left out
  }
}

}  // namespace smarthandoff::twilio
