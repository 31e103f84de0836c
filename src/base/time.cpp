#include <smarthandoff/base/time.hpp>

#include <algorithm>

#include <smarthandoff/base/error.hpp>

namespace smarthandoff {

Instant SystemClock::now() const {
  const auto wall = std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now());
  const std::int64_t now_ms = wall.time_since_epoch().count();
  std::int64_t latest_ms = latest_ms_.load();
  while (now_ms > latest_ms && !latest_ms_.compare_exchange_weak(latest_ms, now_ms)) {
  }
  return Instant(Milliseconds(std::max(now_ms, latest_ms)));
}

namespace {

using std::chrono::sys_days;
using std::chrono::year;
constexpr Instant kFirst = sys_days(year(0) / 1 / 1);
constexpr Instant kLast = sys_days(year(10'000) / 1 / 1) - Milliseconds(1);

// Every event, job and row carries several of these: printf would cost more than the rest of a small row.
void put(std::string& text, std::int64_t value, int digits, char after) {
  for (std::int64_t unit = digits == 4 ? 1000 : digits == 3 ? 100 : 10; unit > 0; unit /= 10)
    text += static_cast<char>('0' + value / unit % 10);
  text += after;
}

}  // namespace

std::string to_rfc3339(Instant given) {
  const Instant instant = std::clamp(given, kFirst, kLast);  // RFC 3339 knows no other years
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(instant - day);
  std::string text;
  text.reserve(24);
  put(text, static_cast<int>(date.year()), 4, '-');
  put(text, static_cast<unsigned>(date.month()), 2, '-');
  put(text, static_cast<unsigned>(date.day()), 2, 'T');
  put(text, time.hours().count(), 2, ':');
  put(text, time.minutes().count(), 2, ':');
  put(text, time.seconds().count(), 2, '.');
  put(text, time.subseconds().count(), 3, 'Z');
  return text;
}

namespace {

// Reads fixed-width fields from left to right; any mismatch makes the whole text invalid.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  int digits(std::size_t count) {
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const char c = next();
      if (c < '0' || c > '9') fail();
      value = value * 10 + (c - '0');
    }
    return value;
  }
  void expect(std::string_view any_of) {
    if (any_of.find(next()) == std::string_view::npos) fail();
  }
  bool at(char c) const { return position_ < text_.size() && text_[position_] == c; }
  bool at_digit() const {
    return position_ < text_.size() && text_[position_] >= '0' && text_[position_] <= '9';
  }
  bool at_end() const { return position_ == text_.size(); }
  char next() {
    if (at_end()) fail();
    return text_[position_++];
  }
  [[noreturn]] static void fail() {
    throw Error(ErrorCode::invalid_argument, "not an RFC 3339 instant such as 2026-01-16T13:07:00Z");
  }

 private:
  std::string_view text_;
  std::size_t position_ = 0;
};

Milliseconds read_fraction(Scanner& scanner) {
  if (!scanner.at('.')) return Milliseconds(0);
  scanner.next();
  int milliseconds = 0;
  int scale = 100;
  if (!scanner.at_digit()) Scanner::fail();
  while (scanner.at_digit()) {
    milliseconds += scale * scanner.digits(1);
    scale /= 10;
  }
  return Milliseconds(milliseconds);
}

Milliseconds read_offset(Scanner& scanner) {
  const char sign = scanner.next();
  if (sign == 'Z' || sign == 'z') return Milliseconds(0);
  if (sign != '+' && sign != '-') Scanner::fail();
  const auto hours = std::chrono::hours(scanner.digits(2));
  scanner.expect(":");
  const auto minutes = std::chrono::minutes(scanner.digits(2));
  if (hours.count() > 23 || minutes.count() > 59) Scanner::fail();
  return sign == '+' ? hours + minutes : -(hours + minutes);
}

}  // namespace

Instant parse_rfc3339(std::string_view text) {
  Scanner scanner(text);
  const std::chrono::year year(scanner.digits(4));
  scanner.expect("-");
  const std::chrono::month month(static_cast<unsigned>(scanner.digits(2)));
  scanner.expect("-");
  const std::chrono::day day(static_cast<unsigned>(scanner.digits(2)));
  scanner.expect("Tt ");
  const std::chrono::hours hours(scanner.digits(2));
  scanner.expect(":");
  const std::chrono::minutes minutes(scanner.digits(2));
  scanner.expect(":");
  const Seconds seconds(scanner.digits(2));
  const Milliseconds fraction = read_fraction(scanner);
  const Milliseconds offset = read_offset(scanner);
  const std::chrono::year_month_day date(year, month, day);
  if (!scanner.at_end() || !date.ok() || hours.count() > 23 || minutes.count() > 59 || seconds.count() > 60) {
    Scanner::fail();
  }
  const Instant instant = sys_days(date) + hours + minutes + seconds + fraction - offset;
  // An offset or a leap second may lead out of the years that can be written.
  if (instant < kFirst || instant > kLast) Scanner::fail();
  return instant;
}

}  // namespace smarthandoff
