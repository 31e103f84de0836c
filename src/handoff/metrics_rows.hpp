#pragma once

#include <string_view>
#include <vector>

#include <smarthandoff/handoff/metrics.hpp>

// The SQL of counting transfers, and nothing else.
namespace smarthandoff::handoff::rows {

struct TransferCounts {
  std::int64_t calls = 0, fallbacks = 0;
  std::int64_t transfers = 0, answered = 0;
  std::int64_t rung = 0, hold_ms = 0;
};
TransferCounts count_transfers(const Context& context, Instant since, Instant until,
                               const GetTransferMetrics& filter);

// Every statement above, so that a test prepares them on each driver.
std::vector<std::string_view> metrics_statements();

}  // namespace smarthandoff::handoff::rows
