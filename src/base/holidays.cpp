#include "base/holidays.hpp"

#include <algorithm>
#include <array>

namespace smarthandoff {
// Meeus/Jones/Butcher, Gregorian calendar; the letters are those of the published algorithm.
std::chrono::local_days easter_sunday(int year) {
  const int a = year % 19;
  const int b = year / 100;
  const int c = year % 100;
  const int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  const int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int sum = h + l - 7 * m + 114;
  return std::chrono::local_days(std::chrono::year(year) / (sum / 31) / (sum % 31 + 1));
}

bool is_brazilian_holiday(std::chrono::year_month_day date) {
  using std::chrono::month_day;
  using namespace std::chrono_literals;
  static const std::array<month_day, 9> fixed{
      std::chrono::January / 1,   std::chrono::April / 21,    std::chrono::May / 1,
      std::chrono::September / 7, std::chrono::October / 12,  std::chrono::November / 2,
      std::chrono::November / 15, std::chrono::November / 20, std::chrono::December / 25};
  const month_day day = date.month() / date.day();
  if (std::find(fixed.begin(), fixed.end(), day) != fixed.end()) return true;
  return std::chrono::local_days(date) == easter_sunday(static_cast<int>(date.year())) - std::chrono::days(2);
}

}  // namespace smarthandoff
