#include "contact/legal_rule_check.hpp"

#include <algorithm>

#include <smarthandoff/base/zone.hpp>

#include "base/field_check.hpp"
#include "base/opening_hours.hpp"
#include "contact/calling_window.hpp"

namespace smarthandoff::contact {
namespace {

constexpr std::size_t kMaxName = 100;
constexpr std::size_t kMaxSource = 500;
constexpr std::size_t kMaxEntries = 2000;
constexpr std::size_t kMaxDays = 500;

void check_day(const std::string& field, const std::string& text) {
  if (!day_of(text)) throw invalid_field(field, "must be a day such as \"2026-11-20\"");
}

// What every entry has: a rule whose origin nobody can look up is not one.
template <class Entry>
void check_origin(const std::string& at, const Entry& entry) {
  check_day(at + ".valid_from", entry.valid_from);
  field::check_name(at + ".source", entry.source, kMaxSource);
}

void check_name(const std::string& field, const std::string& name) {
  if (name.empty()) throw invalid_field(field, "must not be empty");
  field::check_word(field, name, field::kWord, kMaxName);
}

void check(const std::string& at, const CallingProfile& profile) {
  check_name(at + ".name", profile.name);
  check_origin(at, profile);
  if (profile.hours.empty()) throw invalid_field(at + ".hours", "must not be empty");
  check_opening_hours(at + ".hours", profile.hours);
  if (!profile.holidays.empty()) check_name(at + ".holidays", profile.holidays);
}

void check(const std::string& at, const Holiday& holiday) {
  field::check_name(at + ".name", holiday.name, kMaxName);
  field::check_line(at + ".source", holiday.source, kMaxSource);
  if (!holiday.date.empty()) check_day(at + ".date", holiday.date);
  // 2028 has a 29 February.
  if (!holiday.month_day.empty()) check_day(at + ".month_day", "2028-" + holiday.month_day);
  field::check_between(at + ".easter", holiday.easter, -100, 250);
  field::check_between(at + ".first_year", holiday.first_year, 0, 9999);
  const int given = int{!holiday.date.empty()} + int{!holiday.month_day.empty()} + int{holiday.easter != 0};
  if (given > 1) throw invalid_field(at + ".date", "must be the only one of date, month_day and easter");
}

void check(const std::string& at, const HolidayCalendar& calendar) {
  check_name(at + ".name", calendar.name);
  check_origin(at, calendar);
  if (calendar.days.size() > kMaxDays) throw invalid_field(at + ".days", "must be at most 500");
  for (std::size_t i = 0; i < calendar.days.size(); ++i)
    check(at + ".days[" + std::to_string(i) + "]", calendar.days[i]);
}

void check(const std::string& at, const ContactCap& cap) {
  check_name(at + ".name", cap.name);
  check_origin(at, cap);
  field::check_between(at + ".limit", cap.limit, 1, 1'000'000);
  field::check_between(at + ".days", cap.days, 0, 30);
  field::check_between(at + ".minutes", cap.minutes, 0, 30 * 24 * 60);
  if ((cap.days > 0) == (cap.minutes > 0))
    throw invalid_field(at + ".days", "must be given, or else minutes");
  for (std::size_t i = 0; i < cap.profiles.size(); ++i)
    check_name(at + ".profiles[" + std::to_string(i) + "]", cap.profiles[i]);
}

void check(const std::string& at, const DefaultProfile& entry) {
  field::check_word(at + ".country_code", entry.country_code, "0123456789", 3);
  field::check_word(at + ".state", entry.state, field::kWord, 10);
  check_name(at + ".profile", entry.profile);
}

void check(const std::string& at, const AreaZones& area) {
  field::check_word(at + ".country_code", area.country_code, "0123456789", 3);
  if (area.country_code.empty()) throw invalid_field(at + ".country_code", "must not be empty");
  field::check_word(at + ".area_code", area.area_code, "0123456789", 6);
  check_origin(at, area);
  if (area.zones.empty() || area.zones.size() > 20)
    throw invalid_field(at + ".zones", "must be 1 to 20 zones");
  for (std::size_t i = 0; i < area.zones.size(); ++i)
    check_zone(at + ".zones[" + std::to_string(i) + "]", area.zones[i]);
}

template <class Entry>
void check_all(const std::string& field, const std::vector<Entry>& entries) {
  for (std::size_t i = 0; i < entries.size(); ++i) check(field + "[" + std::to_string(i) + "]", entries[i]);
}

template <class Entry>
bool has(const std::vector<Entry>& entries, const std::string& name) {
  return std::any_of(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.name == name; });
}

}  // namespace

void check_references(const LegalRules& rules, const LegalRules& known) {
  for (std::size_t i = 0; i < rules.profiles.size(); ++i) {
    const std::string& name = rules.profiles[i].holidays;
    if (!name.empty() && !has(rules.calendars, name) && !has(known.calendars, name))
      throw invalid_field("profiles[" + std::to_string(i) + "].holidays",
                          "must be a calendar that exists or is loaded with it");
  }
  for (std::size_t i = 0; i < rules.defaults.size(); ++i) {
    const std::string& name = rules.defaults[i].profile;
    if (!has(rules.profiles, name) && !has(known.profiles, name))
      throw invalid_field("defaults[" + std::to_string(i) + "].profile",
                          "must be a profile that exists or is loaded with it");
  }
  for (std::size_t i = 0; i < rules.caps.size(); ++i)
    for (const std::string& name : rules.caps[i].profiles)
      if (!has(rules.profiles, name) && !has(known.profiles, name))
        throw invalid_field("caps[" + std::to_string(i) + "].profiles",
                            "must be profiles that exist or are loaded with it");
}

void check_rules(const LegalRules& rules) {
  const std::size_t all = rules.profiles.size() + rules.calendars.size() + rules.caps.size() +
                          rules.defaults.size() + rules.areas.size();
  if (all == 0) throw invalid_field("profiles", "must be given, or another kind of rule");
  if (all > kMaxEntries) throw invalid_field("profiles", "must be at most 2000 entries with the others");
  check_all("profiles", rules.profiles);
  check_all("calendars", rules.calendars);
  check_all("caps", rules.caps);
  check_all("defaults", rules.defaults);
  check_all("areas", rules.areas);
}

}  // namespace smarthandoff::contact
