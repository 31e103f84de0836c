#include <smarthandoff/contact/legal_rules.hpp>

namespace smarthandoff::contact {

const Type& describe(const CallingProfile*) {
  static const Immortal<Type> type =
      Description<CallingProfile>(
          "CallingProfile",
          "When people may be contacted: local hours of each place where the person may be.")
          .required("name", &CallingProfile::name, "e.g. br.strict")
          .required("valid_from", &CallingProfile::valid_from, "the day from which it holds, e.g. 2026-11-20")
          .required("source", &CallingProfile::source, "where the law can be read")
          .required("hours", &CallingProfile::hours,
                    "e.g. mon-fri 09:00-19:00; sat 10:00-16:00; what is not named is closed")
          .field("holidays", &CallingProfile::holidays,
                 "name of the calendar whose days are closed; empty: none")
          .build();
  return type;
}

const Type& describe(const Holiday*) {
  static const Immortal<Type> type =
      Description<Holiday>("Holiday",
                           "One day of a calendar: exactly one of month_day, date and easter counts.")
          .required("name", &Holiday::name, "for people")
          .field("month_day", &Holiday::month_day, "every year, e.g. 11-20")
          .field("date", &Holiday::date, "once, e.g. 2026-10-28")
          .field("easter", &Holiday::easter, "days after Easter Sunday, e.g. -2 for Good Friday")
          .field("first_year", &Holiday::first_year, "not before this year")
          .field("source", &Holiday::source, "where the law can be read")
          .build();
  return type;
}

const Type& describe(const HolidayCalendar*) {
  static const Immortal<Type> type =
      Description<HolidayCalendar>("HolidayCalendar", "Days on which profiles that name it are closed.")
          .required("name", &HolidayCalendar::name, "e.g. BR")
          .required("valid_from", &HolidayCalendar::valid_from,
                    "the day from which it holds, e.g. 2026-11-20")
          .required("source", &HolidayCalendar::source, "where the law can be read")
          .required("days", &HolidayCalendar::days, "at most 500")
          .build();
  return type;
}

const Type& describe(const CapMeasure*) {
  static const Immortal<Type> type =
      describe_enum<CapMeasure>("CapMeasure",
                                "attempts: every contact tried but those that reached no line; placed_calls: "
                                "the same without busy; conversations: those in which somebody spoke.",
                                {{CapMeasure::attempts, "attempts"},
                                 {CapMeasure::placed_calls, "placed_calls"},
                                 {CapMeasure::conversations, "conversations"}});
  return type;
}

const Type& describe(const ContactCap*) {
  static const Immortal<Type> type =
      Description<ContactCap>("ContactCap", "At most so many contacts with one person within some time.")
          .required("name", &ContactCap::name, "it is the reason's name")
          .required("valid_from", &ContactCap::valid_from, "the day from which it holds, e.g. 2026-11-20")
          .required("source", &ContactCap::source, "where the law can be read")
          .field("measure", &ContactCap::measure, "what is counted")
          .required("limit", &ContactCap::limit, "at most so many, from 1")
          .field("days", &ContactCap::days,
                 "within so many local days, today included; at most 30; 0: see minutes")
          .field("minutes", &ContactCap::minutes,
                 "within so many minutes; a limit of 1 makes it a minimum gap")
          .field("profiles", &ContactCap::profiles, "binds only under these; empty: under all")
          .field("purposes", &ContactCap::purposes, "binds only for these; empty: for all")
          .field("channels", &ContactCap::channels, "binds only on these and counts only these; empty: all")
          .field("same_channel", &ContactCap::same_channel, "counts only contacts by the channel asked about")
          .field("per_debt", &ContactCap::per_debt,
                 "counts only contacts about the same debt, or about none in particular")
          .field("inbound", &ContactCap::inbound, "counts also contacts that the person began")
          .field("unless_consented", &ContactCap::unless_consented,
                 "not while a consent given in a conversation of the last 7 days holds")
          .build();
  return type;
}

const Type& describe(const DefaultProfile*) {
  static const Immortal<Type> type =
      Description<DefaultProfile>("DefaultProfile",
                                  "The profile for a question that names none: the first entry that fits.")
          .field("country_code", &DefaultProfile::country_code, "e.g. 55; empty: any")
          .field("state", &DefaultProfile::state, "of the area code, e.g. FL; empty: any")
          .field("purposes", &DefaultProfile::purposes, "empty: any")
          .required("profile", &DefaultProfile::profile, "its name")
          .build();
  return type;
}

const Type& describe(const AreaZones*) {
  static const Immortal<Type> type =
      Description<AreaZones>("AreaZones", "Every zone that the numbers of an area code may be in.")
          .required("country_code", &AreaZones::country_code, "e.g. 55")
          .field("area_code", &AreaZones::area_code,
                 "the first digits of the national number, at most 6; empty: all others of the country")
          .required("valid_from", &AreaZones::valid_from, "the day from which it holds, e.g. 2026-11-20")
          .required("source", &AreaZones::source, "where the law can be read")
          .required("zones", &AreaZones::zones, "IANA, 1-20")
          .build();
  return type;
}

const Type& describe(const LegalRules*) {
  static const Immortal<Type> type =
      Description<LegalRules>(
          "LegalRules",
          "Hours, holidays, frequency and zones as data. An entry replaces all of its kind and name.")
          .field("profiles", &LegalRules::profiles, "hours")
          .field("calendars", &LegalRules::calendars, "holidays")
          .field("caps", &LegalRules::caps, "frequency")
          .field("defaults", &LegalRules::defaults, "which profile where none is named; replaces all")
          .field("areas", &LegalRules::areas, "zones by area code")
          .build();
  return type;
}

const Type& describe(const GetLegalRules*) {
  static const Immortal<Type> type =
      Description<GetLegalRules>("GetLegalRules", "What holds for the tenant.").build();
  return type;
}

const Type& describe(const LoadedRules*) {
  static const Immortal<Type> type = Description<LoadedRules>("LoadedRules", "How many entries were loaded.")
                                         .field("profiles", &LoadedRules::profiles, "hours")
                                         .field("calendars", &LoadedRules::calendars, "holidays")
                                         .field("caps", &LoadedRules::caps, "frequency")
                                         .field("defaults", &LoadedRules::defaults, "default profiles")
                                         .field("areas", &LoadedRules::areas, "zones by area code")
                                         .build();
  return type;
}

}  // namespace smarthandoff::contact
