#pragma once

#include <optional>
#include <string>

#include <smarthandoff/base/document.hpp>
#include <smarthandoff/base/understand.hpp>

// Wire names of the enums under test, written down a second time on purpose.
namespace names {

using namespace smarthandoff::understand;

inline std::string of(PhoneStatus value) {
  const char* const all[] = {"valid", "needs_confirmation", "invalid"};
  return all[static_cast<int>(value)];
}

inline std::string of(PhoneReason value) {
  const char* const all[] = {
      "format",          "missing_ddd",         "missing_area_code", "unknown_ddd", "unknown_area_code",
      "unknown_country", "missing_ninth_digit", "exchange_code",     "short_code",  "too_short",
      "too_long",        "split_teen",          "self_correction"};
  return all[static_cast<int>(value)];
}

inline std::string of(smarthandoff::PhoneType value) {
  const char* const all[] = {"mobile",   "landline",      "fixed_or_mobile", "toll_free",
                             "premium",  "national_rate", "shared_cost",     "voip",
                             "personal", "other"};
  return all[static_cast<int>(value)];
}

inline std::string of(smarthandoff::documents::DocumentReason value) {
  const char* const all[] = {"format", "check_digits", "repeated"};
  return all[static_cast<int>(value)];
}

inline std::string of(TimeKind value) {
  const char* const all[] = {"asap", "instant", "window", "ambiguous", "unspecified", "invalid"};
  return all[static_cast<int>(value)];
}

inline std::string of(TimeTreatment value) {
  const char* const all[] = {"schedule", "confirm", "ask"};
  return all[static_cast<int>(value)];
}

inline std::string of(TimeInference value) {
  const char* const all[] = {"pm", "next_day", "next_week", "next_month", "next_year"};
  return all[static_cast<int>(value)];
}

inline std::string of(TimeReason value) {
  const char* const all[] = {"no_such_date",      "no_such_time",        "ambiguous_time",
                             "hour_out_of_range", "minute_out_of_range", "past_time"};
  return all[static_cast<int>(value)];
}

inline std::string of(Intent value) {
  const char* const all[] = {"use_caller_id", "other_number", "yes",     "no",          "later",
                             "cancel",        "wants_human",  "opt_out", "wrong_person"};
  return all[static_cast<int>(value)];
}

template <class T>
std::optional<std::string> of(const std::optional<T>& value) {
  return value ? std::optional(of(*value)) : std::nullopt;
}

}  // namespace names
