#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <smarthandoff/contact/gate.hpp>

// What the law and good practice say about hours, holidays and frequency, as data: released with the library
// (src/contact/data/legal_rules.json), and replaced by a tenant entry by entry: operations `gate.load`,
// `gate.rules`. Every entry has its source and the day from which it holds; among entries of one kind and
// name the newest that holds on a local day counts there, and before the first one the first.
namespace smarthandoff::contact {

// When people may be contacted: local hours of each place where the person may be.
struct CallingProfile {
  std::string name;        // "br.strict"
  std::string valid_from;  // "2018-04-17"
  std::string source;      // where the law can be read
  std::string hours;       // "mon-fri 09:00-19:00; sat 10:00-16:00"; what is not named is closed
  std::string holidays;    // name of the calendar whose days are closed; empty: none

  bool operator==(const CallingProfile&) const = default;
};

// One day of a calendar: exactly one of month_day, date and easter counts.
struct Holiday {
  std::string name;
  std::string month_day;    // "11-20", every year
  std::string date;         // "2026-10-28", once
  std::int64_t easter = 0;  // days after Easter Sunday, e.g. -2 for Good Friday; counts when both are empty
  std::int64_t first_year = 0;  // not before this year
  std::string source;

  bool operator==(const Holiday&) const = default;
};

struct HolidayCalendar {
  std::string name;  // "BR"
  std::string valid_from;
  std::string source;
  std::vector<Holiday> days;

  bool operator==(const HolidayCalendar&) const = default;
};

// What a cap counts.
enum class CapMeasure {
  attempts,       // every contact tried but those that reached no line (failed, not in service)
  placed_calls,   // the same without busy: what Regulation F counts
  conversations,  // those in which somebody spoke
};

// At most so many contacts with one person within some time.
struct ContactCap {
  std::string name;  // "attempts_per_day"; it is the reason's name
  std::string valid_from;
  std::string source;
  CapMeasure measure = CapMeasure::attempts;
  std::int64_t limit = 1;
  std::int64_t days = 0;              // within so many local days, today included; 0: see minutes
  std::int64_t minutes = 0;           // within so many minutes; a limit of 1 makes it a minimum gap
  std::vector<std::string> profiles;  // binds only under these; empty: under all
  std::vector<Purpose> purposes;      // binds only for these; empty: for all
  std::vector<Channel> channels;      // binds only on these, and counts only these; empty: all
  bool same_channel = false;          // counts only contacts by the channel asked about
  bool per_debt = false;              // counts only contacts about the same debt, or about none in particular
  bool inbound = false;               // counts also contacts that the person began
  bool unless_consented = false;      // not while a consent given in a conversation of the last 7 days holds

  bool operator==(const ContactCap&) const = default;
};

// The profile for a question that names none: the first entry that fits.
struct DefaultProfile {
  std::string country_code;       // "55"; empty: any
  std::string state;              // of the area code, "FL"; empty: any
  std::vector<Purpose> purposes;  // empty: any
  std::string profile;

  bool operator==(const DefaultProfile&) const = default;
};

// Every zone that the numbers of an area code may be in; without a code, those of numbers of the country
// whose area code is not known.
struct AreaZones {
  std::string country_code;  // "55"
  std::string area_code;     // the first digits of the national number, at most 6; empty: the whole country
  std::string valid_from;
  std::string source;
  std::vector<std::string> zones;  // IANA

  bool operator==(const AreaZones&) const = default;
};

// A whole file. Of what is loaded, an entry replaces all released or loaded before that have its kind and
// name (areas: country and area code); `defaults`, if not empty, replace all defaults.
struct LegalRules {
  std::vector<CallingProfile> profiles;
  std::vector<HolidayCalendar> calendars;
  std::vector<ContactCap> caps;
  std::vector<DefaultProfile> defaults;
  std::vector<AreaZones> areas;

  bool operator==(const LegalRules&) const = default;
};

struct GetLegalRules {};

// What was loaded, by kind: answer of `gate.load` and payload of the event `gate.rules_loaded`.
struct LoadedRules {
  std::int64_t profiles = 0;
  std::int64_t calendars = 0;
  std::int64_t caps = 0;
  std::int64_t defaults = 0;
  std::int64_t areas = 0;
};

// Replaces entries of the tenant's rules; the released ones of other names stay. At most 2000 entries in one
// call. Throws invalid_argument naming the entry and field, e.g. `profiles[2].hours`.
LoadedRules load(Context& context, const LegalRules& request);

// What holds for the tenant: the released entries with the loaded ones in their place.
LegalRules legal_rules(const Context& context, const GetLegalRules& request);

// The rules released with the library.
const LegalRules& builtin_rules();

const Type& describe(const CallingProfile*);
const Type& describe(const Holiday*);
const Type& describe(const HolidayCalendar*);
const Type& describe(const CapMeasure*);
const Type& describe(const ContactCap*);
const Type& describe(const DefaultProfile*);
const Type& describe(const AreaZones*);
const Type& describe(const LegalRules*);
const Type& describe(const GetLegalRules*);
const Type& describe(const LoadedRules*);

}  // namespace smarthandoff::contact
