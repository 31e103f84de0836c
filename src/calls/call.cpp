#include <smarthandoff/calls/call.hpp>

#include <algorithm>

#include <smarthandoff/base/zone.hpp>

#include "base/field_check.hpp"
#include "calls/call_rows.hpp"
#include "calls/own_calls.hpp"

namespace smarthandoff::calls {
namespace {

constexpr Milliseconds kPeriod = std::chrono::hours(24 * 30);
constexpr Milliseconds kLongest = std::chrono::hours(24 * 400);
constexpr Milliseconds kLongestHours = std::chrono::hours(24 * 31);

using Quarters = std::vector<rows::Quarter>;

LocalTime floor_of(LocalTime local, Trend trend) {
  LocalFields f = fields_of(local);
  if (trend == Trend::hour) return std::chrono::floor<std::chrono::hours>(local);
  const LocalTime day = std::chrono::floor<std::chrono::days>(local);
  if (trend == Trend::day) return day;
  if (trend == Trend::week) return day - std::chrono::days(f.weekday - 1);
  return day - std::chrono::days(f.day - 1);
}

LocalTime next_of(LocalTime begin, Trend trend) {
  switch (trend) {
    case Trend::hour:
      return begin + std::chrono::hours(1);
    case Trend::day:
      return begin + std::chrono::days(1);
    case Trend::week:
      return begin + std::chrono::days(7);
    case Trend::month:
      break;
  }
  return floor_of(begin + std::chrono::days(31), Trend::month);
}

struct Sum {
  CallFigures figures;
  std::int64_t seconds = 0, spoken = 0;

  void add(const rows::Quarter& quarter) {
    figures.total += quarter.total;
    figures.answered += quarter.answered;
    figures.unanswered += quarter.unanswered;
    seconds += quarter.seconds;
    spoken += quarter.spoken;
  }
  CallFigures result() {
    if (spoken > 0) figures.average_seconds = static_cast<double>(seconds) / static_cast<double>(spoken);
    return figures;
  }
};

CallFigures sum_of(const Quarters& quarters) {
  Sum sum;
  for (const rows::Quarter& quarter : quarters) sum.add(quarter);
  return sum.result();
}

// Quarters are in order of time, as the buckets are.
std::vector<TrendPoint> trend_of(const Quarters& quarters, Instant from, Instant to, Trend trend,
                                 const std::string& zone) {
  std::vector<TrendPoint> points;
  auto quarter = quarters.begin();
  LocalTime begin = floor_of(to_local(from, zone), trend);
  while (to_instant(begin, zone) < to) {
    const LocalTime end = next_of(begin, trend);
    const Instant until = to_instant(end, zone);
    if (to_instant(begin, zone) < until) {  // else clocks jumped over all of it
      Sum sum;
      for (; quarter != quarters.end() && quarter->begins < until; ++quarter) sum.add(*quarter);
      points.push_back({to_string(begin), sum.result()});
    }
    begin = end;
  }
  return points;
}

}  // namespace

Call get_call(const Context& context, const GetCall& request) {
  if (request.call_id.empty() == request.sid.empty())
    throw invalid_field("call_id", "must be given, or else sid");
  auto record = request.sid.empty() ? rows::find_call(context, request.call_id)
                                    : rows::find_call_of(context, request.sid);
  if (!record) throw no_such("call", request.call_id.value + request.sid);
  check_may_see(context, record->call);
  return std::move(record->call);
}

CallList list_calls(const Context& context, const ListCalls& request) {
  field::check_page(request.limit);
  const auto own = sight_of(context);
  if (!own) return {.calls = rows::list_calls(context, request)};
  if (!request.agent_id.empty() && request.agent_id != *own)
    throw Error(
        ErrorCode::unauthorized, "these calls are another agent's: only a supervisor may see them",
        {{"field", "agent_id"}, {"reason", "is another agent: only a supervisor may see their calls"}});
  if (own->empty()) return {};
  ListCalls filter = request;
  filter.agent_id = *own;
  return {.calls = rows::list_calls(context, filter)};
}

CallMetrics call_metrics(const Context& context, const GetCallMetrics& request) {
  const Instant to = request.until.value_or(context.now() + Milliseconds(1));
  const Instant from = request.since.value_or(to - kPeriod);
  if (to < from) throw invalid_field("until", "must not be before since");
  if (to - from > (request.trend == Trend::hour ? kLongestHours : kLongest))
    throw invalid_field("since", "must be at most 400 days before until, 31 for hours");
  const std::string& zone = context.profile().zone;
  const auto begun = [&](Trend trend) {
    return to_instant(floor_of(to_local(to - Milliseconds(1), zone), trend), zone);
  };
  const auto since = [&](Instant begin) { return sum_of(rows::count_calls(context, begin, to, request)); };
  const Quarters quarters = rows::count_calls(context, from, to, request);
  return {.since = from,
          .until = to,
          .figures = sum_of(quarters),
          .today = since(begun(Trend::day)),
          .this_week = since(begun(Trend::week)),
          .this_month = since(begun(Trend::month)),
          .trend = trend_of(quarters, from, to, request.trend, zone)};
}

}  // namespace smarthandoff::calls
