#include <smarthandoff/callback/metrics.hpp>

#include <algorithm>
#include <cmath>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/callback/desk.hpp>

#include "base/field_check.hpp"
#include "callback/metrics_rows.hpp"

namespace smarthandoff::callbacks {
namespace {

constexpr Milliseconds kPeriod = std::chrono::hours(24 * 30);
constexpr std::int64_t kSamples = 20;
constexpr std::size_t kEnough = 3;

std::optional<double> ratio(std::int64_t part, std::int64_t whole, double scale) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) * scale / static_cast<double>(whole);
}

Kpi above(double goal, std::optional<double> value, std::int64_t of) {
  return {.value = value, .goal = goal, .met = value && *value > goal, .of = of};
}
Kpi below(double goal, std::optional<double> value, std::int64_t of) {
  return {.value = value, .goal = goal, .met = value && *value < goal, .of = of};
}

std::int64_t minutes(double seconds) {
  return static_cast<std::int64_t>(std::ceil(std::max(0.0, seconds) / 60.0));
}

}  // namespace

CallbackMetrics metrics(const Context& context, const GetMetrics& request) {
  field::check_word("extension", request.extension, field::kDialled, 10);
  field::check_line("department", request.department, 100);
  const Instant to = request.until.value_or(context.now() + Milliseconds(1));
  const Instant from = request.since.value_or(to - kPeriod);
  if (to < from) throw invalid_field("until", "must not be before since");
  const auto n = rows::count(context, from, to, request);
  CallbackMetrics told{.since = from,
                       .until = to,
                       .created = n.created,
                       .completed = n.completed,
                       .failed = n.failed,
                       .canceled = n.canceled,
                       .open = n.created - n.completed - n.failed - n.canceled,
                       .expired = n.expired,
                       .abandoned = n.abandoned};
  const auto ended = n.completed + n.failed;
  told.answered_percent = above(80, ratio(n.completed, ended, 100), ended);
  told.minutes_to_call_back = below(15, ratio(n.answered_ms, n.answered, 1.0 / 60'000), n.answered);
  told.abandoned_percent = below(10, ratio(n.abandoned, n.created, 100), n.created);
  told.reaction_seconds = below(60, ratio(n.reaction_ms, n.reacted, 1.0 / 1'000), n.reacted);
  told.expired_percent = below(5, ratio(n.failed, n.created, 100), n.created);
  told.satisfaction = above(8, ratio(n.score, n.rated, 1), n.rated);
  told.nps = ratio(n.promoters - n.detractors, n.rated, 100);
  return told;
}

// Who is before it takes about as long as the last ones took; the one on the phone now may just have begun.
WaitEstimate estimate(const Context& context, const EstimateWait& request) {
  const Callback callback = get(context, {.callback_id = request.callback_id});
  const std::int64_t before = rows::count_before(context, callback);
  WaitEstimate told{.place = before + 1};
  const auto seconds = rows::handling_seconds(context, callback, kSamples);
  if (seconds.size() < kEnough || callback.ended_at) return told;
  double sum = 0, squares = 0;
  for (const auto one : seconds) sum += static_cast<double>(one);
  const double mean = sum / static_cast<double>(seconds.size());
  for (const auto one : seconds)
    squares += (static_cast<double>(one) - mean) * (static_cast<double>(one) - mean);
  const double spread = std::sqrt(squares / static_cast<double>(seconds.size()));
  const auto ahead = static_cast<double>(before);
  told.least_minutes = minutes(ahead * (mean - spread));
  told.most_minutes = std::max(*told.least_minutes + 1, minutes((ahead + 1) * (mean + spread)));
  if (callback.scheduled_at && *callback.scheduled_at > context.now()) {
    const double wait = static_cast<double>(
        std::chrono::duration_cast<Seconds>(*callback.scheduled_at - context.now()).count());
    told.least_minutes = std::max(*told.least_minutes, minutes(wait));
    told.most_minutes = *told.most_minutes + minutes(wait);
  }
  return told;
}

}  // namespace smarthandoff::callbacks
