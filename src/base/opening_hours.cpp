#include "base/opening_hours.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/fold.hpp>
#include <smarthandoff/base/zone.hpp>

namespace smarthandoff {
namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find(separator);
    std::string_view part = text.substr(0, end);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (!part.empty()) parts.push_back(part);
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<int> weekday(std::string_view name) {
  static constexpr std::array<std::string_view, 7> kDays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  for (std::size_t day = 0; day < kDays.size(); ++day)
    if (name == kDays[day]) return static_cast<int>(day) + 1;
  return std::nullopt;
}

std::optional<int> minutes(std::string_view text) {
  int hour = 0, minute = 0;
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto read = [](std::string_view digits, int& into) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), into);
    return error == std::errc{} && end == digits.data() + digits.size();
  };
  if (!read(text.substr(0, 2), hour) || !read(text.substr(3), minute)) return std::nullopt;
  if (hour < 0 || minute < 0 || minute > 59 || hour * 60 + minute > 24 * 60) return std::nullopt;
  return hour * 60 + minute;
}

std::optional<OpenPeriod> period(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto from = minutes(text.substr(0, dash)), to = minutes(text.substr(dash + 1));
  if (!from || !to || *from >= *to) return std::nullopt;
  return OpenPeriod{*from, *to};
}

// Adds one "mon-fri 09:00-12:00,13:00-18:00"; false if it is none.
bool add(OpenWeek& week, std::string_view rule) {
  const auto space = rule.find(' ');
  if (space == std::string_view::npos) return false;
  const std::string_view days = rule.substr(0, space);
  const auto dash = days.find('-');
  const auto first = weekday(days.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : weekday(days.substr(dash + 1));
  if (!first || !last) return false;
  const auto texts = split(rule.substr(space + 1), ',');
  for (const std::string_view text : texts) {
    const auto open = period(text);
    if (!open) return false;
    for (int day = *first;; day = day % 7 + 1) {
      week[static_cast<std::size_t>(day)].push_back(*open);
      if (day == *last) break;
    }
  }
  return !texts.empty();
}

}  // namespace

std::optional<OpenWeek> read_opening_hours(std::string_view hours) {
  const std::string folded = fold(hours);
  OpenWeek week;
  for (const std::string_view rule : split(folded, ';'))
    if (!add(week, rule)) return std::nullopt;
  return week;
}

void check_opening_hours(std::string_view field, std::string_view hours) {
  if (hours.size() <= 500 && read_opening_hours(hours)) return;
  throw invalid_field(field, "must be of the form \"mon-fri 09:00-12:00,13:00-18:00; sat 09:00-13:00\"");
}

bool is_open(std::string_view hours, Instant at, std::string_view zone) {
  const auto next = next_open(hours, at, zone);
  return next && *next == at;
}

std::optional<Instant> next_open(std::string_view hours, Instant at, std::string_view zone) {
  const auto week = read_opening_hours(hours);
  if (hours.empty() || !week) return at;
  const LocalTime local = to_local(at, zone);
  const auto midnight = std::chrono::floor<std::chrono::days>(local);
  std::optional<Instant> best;
  for (int day = 0; day <= 60 && !best; ++day) {
    const LocalTime date = midnight + std::chrono::days(day);
    const auto weekday_of = static_cast<std::size_t>(fields_of(date).weekday);
    for (const OpenPeriod& open : (*week)[weekday_of]) {
      const Instant from = to_instant(date + std::chrono::minutes(open.from), zone);
      const Instant to = to_instant(date + std::chrono::minutes(open.to), zone);
      if (to <= at) continue;
      const Instant candidate = std::max(from, at);
      if (!best || candidate < *best) best = candidate;
    }
  }
  return best;
}

}  // namespace smarthandoff
