#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include <smarthandoff/calls/settings.hpp>

// The SQL of alerts, and nothing else.
namespace smarthandoff::calls::rows {

// Alerts of a state since then, by kind.
std::vector<std::pair<AlertKind, std::int64_t>> count_alerts(const Context& context, std::string_view state,
                                                             Instant since);
void save_alert(Context& context, AlertKind kind, std::string_view state);
void forget_alerts(Context& context, std::string_view state, Instant before);

// Every statement above, so that a test prepares them on each driver.
std::vector<std::string_view> notice_statements();

}  // namespace smarthandoff::calls::rows
