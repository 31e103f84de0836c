#include "contact/caps.hpp"

#include <algorithm>
#include <functional>

#include <smarthandoff/base/zone.hpp>

namespace smarthandoff::contact {
namespace {

using std::chrono::days;

// A consent holds on the day it was given and the six after it: 12 CFR 1006.14(b)(3)(i).
constexpr days kConsentHolds(7);

template <class T>
bool has(const std::vector<T>& list, const T& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}
template <class T>
bool fits(const std::vector<T>& filter, const T& value) {
  return filter.empty() || has(filter, value);
}

std::chrono::local_days local_day(Instant at, const std::string& zone) {
  return std::chrono::floor<days>(to_local(at, zone));
}

bool measured(CapMeasure measure, ContactOutcome outcome) {
  using enum ContactOutcome;
  switch (measure) {
    case CapMeasure::conversations:
      return outcome == conversation;
    case CapMeasure::placed_calls:
      return outcome != busy && outcome != not_in_service && outcome != failed;
    case CapMeasure::attempts:
      return outcome != not_in_service && outcome != failed;
  }
  return true;
}

// In every zone, so that no doubt about the place makes a consent last longer.
bool consented(const CapQuestion& question, const std::vector<ContactRecord>& history, Instant at) {
  return std::any_of(history.begin(), history.end(), [&](const ContactRecord& past) {
    if (!past.consent_at || *past.consent_at > at) return false;
    return std::all_of(question.zones.begin(), question.zones.end(), [&](const std::string& zone) {
      return local_day(at, zone) < local_day(*past.consent_at, zone) + kConsentHolds;
    });
  });
}

bool counts(const ContactCap& cap, const CapQuestion& question, const std::vector<ContactRecord>& history,
            const ContactRecord& past) {
  if (past.direction == Direction::inbound && !cap.inbound) return false;
  if (!measured(cap.measure, past.outcome) || !fits(cap.channels, past.channel)) return false;
  if (cap.same_channel && past.channel != question.channel) return false;
  if (cap.per_debt && !question.debt.empty() && !fits(past.debts, question.debt)) return false;
  // The conversation in which consent was given counts; what was done with it does not.
  return !cap.unless_consented || (past.consent_at && *past.consent_at == past.at) ||
         !consented(question, history, past.at - Milliseconds(1));
}

// The day from which one fewer counts, at its first moment.
Instant day_after(const CapQuestion& question, Instant counted, std::int64_t within_days) {
  Instant latest = counted;
  for (const std::string& zone : question.zones)
    latest =
        std::max(latest, resolve_local(LocalTime(local_day(counted, zone) + days(within_days)), zone).latest);
  return latest;
}

}  // namespace

bool is_gap(const ContactCap& cap) {
  return cap.days == 0 && cap.limit == 1;
}

bool binds(const ContactCap& cap, const CapQuestion& question) {
  return fits(cap.profiles, question.profile) && fits(cap.purposes, question.purpose) &&
         fits(cap.channels, question.channel);
}

Instant next_within(const ContactCap& cap, const CapQuestion& question,
                    const std::vector<ContactRecord>& history, Instant at) {
  if (cap.unless_consented && consented(question, history, at)) return at;
  std::vector<Instant> counted;
  for (const ContactRecord& past : history)
    if (counts(cap, question, history, past)) counted.push_back(past.at);
  const auto limit = static_cast<std::size_t>(cap.limit);
  if (counted.size() < limit) return at;
  // Once the limit-th newest is out of the period, fewer than the limit are in it.
  std::nth_element(counted.begin(), counted.begin() + static_cast<std::ptrdiff_t>(limit - 1), counted.end(),
                   std::greater<>());
  const Instant decisive = counted[limit - 1];
  const Instant free =
      cap.days > 0 ? day_after(question, decisive, cap.days) : decisive + std::chrono::minutes(cap.minutes);
  return std::max(at, free);
}

}  // namespace smarthandoff::contact
