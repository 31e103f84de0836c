#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/contact/legal_rules.hpp>

#include <algorithm>
#include <map>
#include <memory>
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

// The tenant's entry of the longest code that the number begins with; that of the country has none.
std::optional<AreaZones> own_area(const Context& context, const PhoneNumber& number) {
  const std::string today = to_rfc3339(context.now()).substr(0, 10);
  std::optional<AreaZones> longest;
  for (const std::string& body : rows::areas_of(context.transaction(), context.tenant(),
                                                std::string(number.country_code()), number.national()))
    if (auto area = from_json<AreaZones>(body); area.valid_from <= today) longest = std::move(area);
  return longest;
}

std::shared_ptr<const CallingWindow> builtin_window(const std::string& profile) {
  std::vector<CallingProfile> versions;
  for (const CallingProfile& version : builtin_rules().profiles)
    if (version.name == profile) versions.push_back(version);
  return std::make_shared<const CallingWindow>(versions, builtin_rules().calendars);
}

std::vector<std::shared_ptr<const ContactCap>> shared(std::vector<ContactCap> caps) {
  std::vector<std::shared_ptr<const ContactCap>> all;
  for (ContactCap& cap : caps) all.push_back(std::make_shared<const ContactCap>(std::move(cap)));
  return all;
}

const std::vector<std::shared_ptr<const ContactCap>>& builtin_caps() {
  static const Immortal caps = shared(builtin_rules().caps);
  return caps;
}

// By the name of the profile.
const std::map<std::string, std::shared_ptr<const CallingWindow>>& builtin_windows() {
  static const Immortal windows = [] {
    std::map<std::string, std::shared_ptr<const CallingWindow>> all;
    for (const CallingProfile& profile : builtin_rules().profiles)
      all.try_emplace(profile.name, builtin_window(profile.name));
    return all;
  }();
  return windows;
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
  static const Immortal<LegalRules> rules = from_json<LegalRules>(embedded::legal_rules_json);
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

RuleBook::RuleBook(const Context& context)
    : context_(context), has_own_(rows::has_rules(context.transaction(), context.tenant())) {}

std::shared_ptr<const CallingWindow> RuleBook::window_of(const std::string& profile) const {
  if (profile.empty()) return nullptr;
  if (!has_own_) {
    const auto found = builtin_windows().find(profile);
    return found == builtin_windows().end() ? nullptr : found->second;
  }
  const auto versions = merged(context_, "profile", profile, builtin_rules().profiles);
  if (versions.empty()) return nullptr;
  std::vector<HolidayCalendar> calendars;
  std::set<std::string> names;
  for (const CallingProfile& version : versions)
    if (!version.holidays.empty() && names.insert(version.holidays).second)
      for (HolidayCalendar& calendar :
           merged(context_, "calendar", version.holidays, builtin_rules().calendars))
        calendars.push_back(std::move(calendar));
  return std::make_shared<const CallingWindow>(versions, calendars);
}

std::string RuleBook::default_profile(const std::optional<PhoneNumber>& number, const std::string& state,
                                      Purpose purpose) const {
  const std::string country = number ? std::string(number->country_code())
                              : context_.profile().default_region == "US" ? "1"
                              : context_.profile().default_region == "BR" ? "55"
                                                                          : "";
  for (const DefaultProfile& entry : has_own_ ? defaults_of(context_) : builtin_rules().defaults) {
    const bool fits = (entry.country_code.empty() || entry.country_code == country) &&
                      (entry.state.empty() || entry.state == state) &&
                      (entry.purposes.empty() || std::find(entry.purposes.begin(), entry.purposes.end(),
                                                           purpose) != entry.purposes.end());
    if (fits) return entry.profile;
  }
  return "";
}

std::vector<std::shared_ptr<const ContactCap>> RuleBook::caps_at(Instant at) const {
  const std::string today = to_rfc3339(at).substr(0, 10);
  std::map<std::string_view, std::shared_ptr<const ContactCap>> newest;
  const auto own = has_own_ ? shared(merged(context_, "cap", "", builtin_rules().caps))
                            : std::vector<std::shared_ptr<const ContactCap>>();
  for (const auto& cap : has_own_ ? own : builtin_caps()) {
    if (cap->valid_from > today) continue;
    auto& known = newest[cap->name];
    if (!known || known->valid_from < cap->valid_from) known = cap;
  }
  std::vector<std::shared_ptr<const ContactCap>> caps;
  for (auto& [name, cap] : newest) caps.push_back(std::move(cap));
  return caps;
}

NumberZones RuleBook::zones_of(const PhoneNumber& number) const {
  const std::string country(number.country_code());
  std::optional<AreaZones> whole;
  for (const AreaZones& builtin : builtin_rules().areas)
    if (builtin.country_code == country && builtin.area_code.empty()) whole = builtin;
  if (has_own_)
    if (auto own = own_area(context_, number)) whole = std::move(own);
  if (whole && !whole->area_code.empty()) return {.zones = whole->zones};
  if (auto zones = AreaCodes::builtin().zones_of(number); !zones.empty()) return {.zones = std::move(zones)};
  return {.zones = whole ? whole->zones : std::vector<std::string>(), .certain = false};
}

}  // namespace smarthandoff::contact
