#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/callback/callback.hpp>
#include <smarthandoff/callback/metrics.hpp>
#include <smarthandoff/storage/context.hpp>

// The SQL of counting callbacks, and nothing else.
namespace smarthandoff::callbacks::rows {

struct Counts {
  std::int64_t created = 0, completed = 0, failed = 0, canceled = 0, expired = 0, abandoned = 0;
  std::int64_t answered = 0, answered_ms = 0;  // how many, and their times together
  std::int64_t reacted = 0, reaction_ms = 0;
  std::int64_t rated = 0, score = 0, promoters = 0, detractors = 0;
};
Counts count(const Context& context, Instant from, Instant to, const GetMetrics& filter);

// Seconds from the click to the end of the newest calls that completed callbacks of the same extension or
// department.
std::vector<std::int64_t> handling_seconds(const Context& context, const Callback& like, std::int64_t limit);

// How many open ones of the same turn come before it, of those whose time has come when its own has.
std::int64_t count_before(const Context& context, const Callback& callback);

// Every statement above, so that a test prepares them on each driver.
// Since when somebody who waits for this callback's extension has been dialled there; none: nobody is.
std::optional<Instant> busy_since(const Context& context, const Callback& callback);

std::vector<std::string_view> metrics_statements();

}  // namespace smarthandoff::callbacks::rows
