#include "callback/schedule_check.hpp"

#include <smarthandoff/base/error.hpp>

#include "base/opening_hours.hpp"

namespace smarthandoff::callbacks {
namespace {

constexpr Milliseconds kFarthest = std::chrono::hours(24 * 366);

}  // namespace

bool is_too_far(Instant at, Instant now) {
  return at > now + kFarthest;
}

std::optional<Instant> open_at_or_after(const Context& context, Instant at) {
  const TenantProfile& profile = context.profile();
  return next_open(profile.opening_hours, at, profile.zone);
}

void check_time(Instant at, Instant earliest, Instant now) {
  if (at < earliest) throw invalid_field("scheduled_at", "must not be in the past");
  if (is_too_far(at, now)) throw invalid_field("scheduled_at", "must be within a year");
}

void check_inside_hours(const Context& context, Instant at) {
  const TenantProfile& profile = context.profile();
  if (smarthandoff::is_open(profile.opening_hours, at, profile.zone)) return;
  Error::Details details{{"field", "scheduled_at"}, {"reason", "outside_hours"}};
  if (const auto next = open_at_or_after(context, at)) details.emplace("next_open", to_rfc3339(*next));
  throw Error(ErrorCode::invalid_argument, "field \"scheduled_at\": must be inside the tenant's hours",
              details);
}

}  // namespace smarthandoff::callbacks
