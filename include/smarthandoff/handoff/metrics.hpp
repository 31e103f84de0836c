#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/callback/metrics.hpp>
#include <smarthandoff/storage/context.hpp>

// How well callers are put through: operation `handoffs.metrics`. docs/callbacks.md.
namespace smarthandoff::handoff {

// Of calls that began in a period; an absent filter lets everything pass.
struct GetTransferMetrics {
  std::optional<Instant> since;  // none: 30 days before `until`
  std::optional<Instant> until;  // exclusive; none: up to now
  DestinationId destination_id;  // that was tried
  std::string extension;         // of the agent: a destination's number that was tried
  std::string department;        // of the destination; case and accents do not matter
};

struct TransferMetrics {
  Instant since, until;
  std::int64_t calls = 0;           // in which a transfer was asked for
  std::int64_t transfers = 0;       // asked for; a hunt and its retries are one
  std::int64_t answered = 0;        // of the transfers
  callbacks::Kpi answered_percent;  // of the transfers; goal above 70
  callbacks::Kpi hold_seconds;      // mean from the ring to its end; goal below 30
  callbacks::Kpi fallback_percent;  // of the calls: ended in a ticket or callback; goal below 30
};

// Throws invalid_argument for a period that ends before it begins.
TransferMetrics metrics(const Context& context, const GetTransferMetrics& request);

const Type& describe(const GetTransferMetrics*);
const Type& describe(const TransferMetrics*);

}  // namespace smarthandoff::handoff
