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

// Mean and spread of so many seconds.
struct Spread {
  double mean = 0, spread = 0;
  double least() const { return std::max(0.0, mean - spread); }
  double most() const { return mean + spread; }
};
Spread spread_of(const std::vector<double>& all) {
  Spread result;
  if (all.empty()) return result;
  const auto count = static_cast<double>(all.size());
  for (const double one : all) result.mean += one / count;
  for (const double one : all) result.spread += (one - result.mean) * (one - result.mean) / count;
  result.spread = std::sqrt(result.spread);
  return result;
}

// How much longer a call that has lasted for so long lasts, by those that lasted longer; one that has
// outlasted them all may end at any moment.
Spread rest_of(const std::vector<double>& all, const Spread& usual, double lasted) {
  std::vector<double> rest;
  for (const double one : all)
    if (one > lasted) rest.push_back(one - lasted);
  if (rest.empty()) return {.mean = 0, .spread = usual.spread};
  return spread_of(rest);
}

double seconds_until(Instant from, Instant to) {
  return static_cast<double>(std::chrono::duration_cast<Seconds>(to - from).count());
}

}  // namespace

CallbackMetrics metrics(const Context& context, const GetMetrics& request) {
  field::check_word("extension", request.extension, field::kDialled, 10);
  field::check_line("department", request.department, 100);
  const Instant to = request.until.value_or(context.now() + Milliseconds(1));
  const Instant from = request.since.value_or(to - kPeriod);
  if (to < from) throw invalid_field("until", "must not be before since");
  GetMetrics filter = request;
  filter.department = field::trimmed(request.department);
  const auto n = rows::count(context, from, to, filter);
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

// Who is before it takes about as long as the last ones took, and the call that keeps the extension busy now
// the rest of that.
WaitEstimate estimate(const Context& context, const EstimateWait& request) {
  const Callback callback = get(context, {.callback_id = request.callback_id});
  const std::int64_t before = rows::count_before(context, callback);
  WaitEstimate told{.place = before + 1};
  const auto seconds = rows::handling_seconds(context, callback, kSamples);
  if (seconds.size() < kEnough || callback.ended_at) return told;
  const std::vector<double> samples(seconds.begin(), seconds.end());
  const Spread usual = spread_of(samples);
  const auto ahead = static_cast<double>(before);
  double least = ahead * usual.least();
  double most = (ahead + 1) * usual.most();
  if (const auto since = rows::busy_since(context, callback)) {
    const Spread rest = rest_of(samples, usual, seconds_until(*since, context.now()));
    least += rest.least();
    most += rest.most();
  }
  if (callback.scheduled_at && *callback.scheduled_at > context.now()) {
    const double wait = seconds_until(context.now(), *callback.scheduled_at);
    least = std::max(least, wait);
    most += wait;
  }
  told.least_minutes = minutes(least);
  told.most_minutes = std::max(*told.least_minutes + 1, minutes(most));
  return told;
}

}  // namespace smarthandoff::callbacks
