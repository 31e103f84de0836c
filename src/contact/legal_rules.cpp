#include <smarthandoff/contact/legal_rules.hpp>

#include <algorithm>
#include <map>
#include <set>

#include <smarthandoff/base/area_codes.hpp>
#include <smarthandoff/base/json.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "contact/legal_rule_check.hpp"
#include "contact/legal_rule_look_up.hpp"
#include "contact/legal_rule_rows.hpp"

namespace smarthandoff::embedded {
extern const std::string_view legal_rules_json;
}

namespace smarthandoff::contact {
namespace {

std::string name_of(const CallingProfile& entry) {
  return entry.name;
}
std::string name_of(const HolidayCalendar& entry) {
  return entry.name;
}
std::string name_of(const ContactCap& entry) {
  return entry.name;
}
std::string name_of(const AreaZones& entry) {
  return entry.country_code + "-" + entry.area_code;
}

template <class Entry>
std::vector<Entry> loaded(const Context& context, std::string_view kind, std::string_view name) {
  std::vector<Entry> entries;
  for (const std::string& body : rows::rules(context.transaction(), context.tenant(), kind, name))
    entries.push_back(from_json<Entry>(body));
  return entries;
}

// The tenant's entries, and the released ones of names that the tenant has none of, or none yet: what is
// loaded for a later day leaves the days before as they are.
template <class Entry>
std::vector<Entry> merged(const Context& context, std::string_view kind, std::string_view name,
                          const std::vector<Entry>& builtin) {
  std::vector<Entry> all = loaded<Entry>(context, kind, name);
  // A day more, since it begins earlier in other zones.
  const std::string day = to_rfc3339(context.now() - std::chrono::hours(24)).substr(0, 10);
  std::map<std::string, std::string> since;
  for (const Entry& entry : all) {
    const auto [known, is_new] = since.try_emplace(name_of(entry), entry.valid_from);
    if (!is_new) known->second = std::min(known->second, entry.valid_from);
  }
  for (const Entry& entry : builtin) {
    const auto replaced = since.find(name_of(entry));
    const bool holds =
        replaced == since.end() || (entry.valid_from < replaced->second && replaced->second >= day);
    if ((name.empty() || name_of(entry) == name) && holds) all.push_back(entry);
  }
  return all;
}

std::vector<DefaultProfile> defaults_of(const Context& context) {
  const auto own = rows::rules(context.transaction(), context.tenant(), "defaults", "defaults");
  return own.empty() ? builtin_rules().defaults : from_json<std::vector<DefaultProfile>>(own.front());
}

template <class Entry>
std::int64_t store(Context& context, const char* kind, const std::vector<Entry>& entries) {
  std::set<std::string> replaced;
  for (const Entry& entry : entries) {
    const std::string name = name_of(entry);
    if (replaced.insert(name).second) rows::remove_rules(context.transaction(), context.tenant(), kind, name);
    rows::insert_rule(context.transaction(), context.tenant(), {kind, name, entry.valid_from}, to_json(entry),
                      entry.source, context.now());
  }
  return static_cast<std::int64_t>(entries.size());
}

std::int64_t store_defaults(Context& context, const std::vector<DefaultProfile>& entries) {
  if (entries.empty()) return 0;
  rows::remove_rules(context.transaction(), context.tenant(), "defaults", "defaults");
  rows::insert_rule(context.transaction(), context.tenant(), {"defaults", "defaults", ""}, to_json(entries),
                    "", context.now());
  return static_cast<std::int64_t>(entries.size());
}

}  // namespace

const LegalRules& builtin_rules() {
  static const LegalRules rules = from_json<LegalRules>(embedded::legal_rules_json);
  return rules;
}

LoadedRules load(Context& context, const LegalRules& request) {
  check_rules(request);
  smarthandoff::tenants::ensure(context);
  context.transaction().lock("legal_rules", context.tenant().value);
  check_references(request, legal_rules(context, {}));
  const LoadedRules answer{.profiles = store(context, "profile", request.profiles),
                           .calendars = store(context, "calendar", request.calendars),
                           .caps = store(context, "cap", request.caps),
                           .defaults = store_defaults(context, request.defaults),
                           .areas = store(context, "area", request.areas)};
  context.emit("gate.rules_loaded", context.tenant().value, answer);
  return answer;
}

LegalRules legal_rules(const Context& context, const GetLegalRules&) {
  const LegalRules& builtin = builtin_rules();
  return {.profiles = merged(context, "profile", "", builtin.profiles),
          .calendars = merged(context, "calendar", "", builtin.calendars),
          .caps = merged(context, "cap", "", builtin.caps),
          .defaults = defaults_of(context),
          .areas = merged(context, "area", "", builtin.areas)};
}

std::optional<CallingWindow> window_of(const Context& context, const std::string& profile) {
  if (profile.empty()) return std::nullopt;
  const auto versions = merged(context, "profile", profile, builtin_rules().profiles);
  if (versions.empty()) return std::nullopt;
  std::vector<HolidayCalendar> calendars;
  std::set<std::string> names;
  for (const CallingProfile& version : versions)
    if (!version.holidays.empty() && names.insert(version.holidays).second)
      for (HolidayCalendar& calendar :
           merged(context, "calendar", version.holidays, builtin_rules().calendars))
        calendars.push_back(std::move(calendar));
  return CallingWindow(versions, calendars);
}

std::string default_profile(const Context& context, const std::optional<PhoneNumber>& number,
                            const std::string& state, Purpose purpose) {
  const std::string country = number                                     ? std::string(number->country_code())
                              : context.profile().default_region == "US" ? "1"
                              : context.profile().default_region == "BR" ? "55"
                                                                         : "";
  for (const DefaultProfile& entry : defaults_of(context)) {
    const bool fits = (entry.country_code.empty() || entry.country_code == country) &&
                      (entry.state.empty() || entry.state == state) &&
                      (entry.purposes.empty() || std::find(entry.purposes.begin(), entry.purposes.end(),
                                                           purpose) != entry.purposes.end());
    if (fits) return entry.profile;
  }
  return "";
}

std::vector<ContactCap> caps_at(const Context& context, Instant at) {
  const std::string today = to_rfc3339(at).substr(0, 10);
  std::map<std::string, ContactCap> newest;
  for (ContactCap& cap : merged(context, "cap", "", builtin_rules().caps)) {
    if (cap.valid_from > today) continue;
    const auto found = newest.find(cap.name);
    if (found == newest.end() || found->second.valid_from < cap.valid_from) newest[cap.name] = std::move(cap);
  }
  std::vector<ContactCap> caps;
  for (auto& [name, cap] : newest) caps.push_back(std::move(cap));
  return caps;
}

NumberZones zones_of(const Context& context, const PhoneNumber& number) {
  const std::string country(number.country_code());
  const std::string today = to_rfc3339(context.now()).substr(0, 10);
  std::optional<AreaZones> whole;
  for (const AreaZones& builtin : builtin_rules().areas)
    if (builtin.country_code == country && builtin.area_code.empty()) whole = builtin;
  for (const std::string& body :
       rows::areas_of(context.transaction(), context.tenant(), country, number.national()))
    if (auto area = from_json<AreaZones>(body); area.valid_from <= today)
      whole = std::move(area);  // the longest code is the last
  if (whole && !whole->area_code.empty()) return {.zones = whole->zones};
  if (auto zones = AreaCodes::builtin().zones_of(number); !zones.empty()) return {.zones = std::move(zones)};
  return {.zones = whole ? whole->zones : std::vector<std::string>(), .certain = false};
}

}  // namespace smarthandoff::contact
