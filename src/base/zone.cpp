#include <smarthandoff/base/zone.hpp>

// How Debian's libdate-tz was built; the header has to agree.
#define USE_OS_TZDB 1
#include <date/tz.h>

#include <array>
#include <cstdio>
#include <stdexcept>

#include <smarthandoff/base/error.hpp>

namespace smarthandoff {
namespace {

const date::time_zone* find(std::string_view zone) {
  try {
    return date::locate_zone(zone);
  } catch (const std::runtime_error&) {
    return nullptr;  // the library's only way to say "no such zone"
  }
}

const date::time_zone& known(std::string_view field, std::string_view zone) {
  const auto* found = zone.empty() ? nullptr : find(zone);
  if (found == nullptr) throw invalid_field(field, "must be an IANA zone such as America/Sao_Paulo");
  return *found;
}

template <class... Values>
std::string print(const char* format, Values... values) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), format, values...);
  return text.data();
}

bool has_offset(std::string_view zone, Instant at, std::chrono::seconds offset) {
  const auto* found = find(zone);
  return found != nullptr && found->get_info(date::floor<std::chrono::seconds>(at)).offset == offset;
}

}  // namespace

bool is_zone(std::string_view zone) {
  return !zone.empty() && find(zone) != nullptr;
}

void check_zone(std::string_view field, std::string_view zone) {
  known(field, zone);
}

LocalTime to_local(Instant instant, std::string_view zone) {
  return LocalTime(known("zone", zone).to_local(instant).time_since_epoch());
}

LocalInstants resolve_local(LocalTime local, std::string_view zone) {
  const auto time = date::local_time<Milliseconds>(local.time_since_epoch());
  const auto info = known("zone", zone).get_info(date::floor<std::chrono::seconds>(time));
  if (info.result == date::local_info::nonexistent)
    return {.kind = LocalKind::gap, .earliest = info.first.end, .latest = info.first.end};
  const Instant first(time.time_since_epoch() - info.first.offset);
  if (info.result == date::local_info::unique)
    return {.kind = LocalKind::unique, .earliest = first, .latest = first};
  return {.kind = LocalKind::overlap,
          .earliest = first,
          .latest = Instant(time.time_since_epoch() - info.second.offset)};
}

Instant to_instant(LocalTime local, std::string_view zone) {
  return resolve_local(local, zone).earliest;
}

LocalFields fields_of(LocalTime local) {
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(local - day);
  return {.year = static_cast<int>(date.year()),
          .month = static_cast<int>(static_cast<unsigned>(date.month())),
          .day = static_cast<int>(static_cast<unsigned>(date.day())),
          .hour = static_cast<int>(time.hours().count()),
          .minute = static_cast<int>(time.minutes().count()),
          .second = static_cast<int>(time.seconds().count()),
          .weekday = static_cast<int>(std::chrono::weekday(day).iso_encoding())};
}

std::optional<LocalTime> to_local_time(const LocalFields& fields) {
  if (fields.month < 1 || fields.month > 12 || fields.day < 1 || fields.day > 31) return {};
  if (fields.year < 1 || fields.year > 9999) return {};
  const std::chrono::year_month_day date(std::chrono::year(fields.year),
                                         std::chrono::month(static_cast<unsigned>(fields.month)),
                                         std::chrono::day(static_cast<unsigned>(fields.day)));
  const bool time_ok = fields.hour >= 0 && fields.hour <= 23 && fields.minute >= 0 && fields.minute <= 59 &&
                       fields.second >= 0 && fields.second <= 59;
  if (!date.ok() || !time_ok) return {};
  return LocalTime(std::chrono::local_days(date)) + std::chrono::hours(fields.hour) +
         std::chrono::minutes(fields.minute) + std::chrono::seconds(fields.second);
}

std::string to_string(LocalTime local) {
  const LocalFields f = fields_of(local);
  return print("%04d-%02d-%02dT%02d:%02d", f.year, f.month, f.day, f.hour, f.minute);
}

std::string format_local(Instant instant, std::string_view zone) {
  const LocalFields f = fields_of(to_local(instant, zone));
  return print("%02d/%02d/%04d %02d:%02d", f.day, f.month, f.year, f.hour, f.minute);
}

std::string format_duration(Milliseconds duration) {
  const long long seconds = duration.count() > 0 ? duration.count() / 1000 : 0;
  if (seconds < 60) return print("%llds", seconds);
  if (seconds < 3600) return print("%lldmin %llds", seconds / 60, seconds % 60);
  return print("%lldh %lldmin %llds", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

void check_tzdata() {
  constexpr Instant kBrazilianSummer(Seconds(1'768'521'600));  // 2026-01-16: no daylight saving since 2019
  constexpr Instant kNewYorkSummer(Seconds(1'783'900'800));    // 2026-07-13
  using std::chrono::hours;
  if (!has_offset("America/Sao_Paulo", kBrazilianSummer, hours(-3)) ||
      !has_offset("America/New_York", kNewYorkSummer, hours(-4)))
    throw Error(ErrorCode::failed_precondition,
                "tzdata is missing or older than 2019: install the package tzdata");
}

}  // namespace smarthandoff
