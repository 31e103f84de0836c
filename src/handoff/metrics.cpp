#include <smarthandoff/handoff/metrics.hpp>

#include <smarthandoff/base/error.hpp>

#include "base/field_check.hpp"
#include "handoff/metrics_rows.hpp"

namespace smarthandoff::handoff {
namespace {

constexpr Milliseconds kPeriod = std::chrono::hours(24 * 30);

callbacks::Kpi kpi(std::int64_t part, std::int64_t whole, double scale, double goal, bool above) {
  callbacks::Kpi told{.goal = goal, .of = whole};
  if (whole == 0) return told;
  told.value = static_cast<double>(part) * scale / static_cast<double>(whole);
  told.met = above ? *told.value > goal : *told.value < goal;
  return told;
}

}  // namespace

TransferMetrics metrics(const Context& context, const GetTransferMetrics& request) {
  field::check_id("destination_id", request.destination_id.value);
  field::check_word("extension", request.extension, field::kDialled, 10);
  field::check_line("department", request.department, 100);
  const Instant until = request.until.value_or(context.now() + Milliseconds(1));
  const Instant since = request.since.value_or(until - kPeriod);
  if (until < since) throw invalid_field("until", "must not be before since");
  const auto n = rows::count_transfers(context, since, until, request);
  return {.since = since,
          .until = until,
          .calls = n.calls,
          .transfers = n.transfers,
          .answered = n.answered,
          .answered_percent = kpi(n.answered, n.transfers, 100, 70, true),
          .hold_seconds = kpi(n.hold_ms, n.rung, 1.0 / 1000, 30, false),
          .fallback_percent = kpi(n.fallbacks, n.calls, 100, 30, false)};
}

const Type& describe(const GetTransferMetrics*) {
  using M = GetTransferMetrics;
  static const Immortal<Type> type =
      Description<M>("GetTransferMetrics", "Of calls that began in a period.")
          .field("since", &M::since, "none: 30 days before the end")
          .field("until", &M::until, "exclusive; none: up to now")
          .field("destination_id", &M::destination_id, "that was tried")
          .field("extension", &M::extension, "of the agent: a destination's number that was tried")
          .field("department", &M::department, "of the destination; case and accents do not matter")
          .build();
  return type;
}

const Type& describe(const TransferMetrics*) {
  using M = TransferMetrics;
  static const Immortal<Type> type =
      Description<M>("TransferMetrics", "How well callers are put through.")
          .field("since", &M::since, "the period's first instant")
          .field("until", &M::until, "the first instant after it")
          .field("calls", &M::calls, "in which a transfer was asked for")
          .field("transfers", &M::transfers, "asked for; a hunt and its retries are one")
          .field("answered", &M::answered, "of the transfers")
          .field("answered_percent", &M::answered_percent, "of the transfers; above 70")
          .field("hold_seconds", &M::hold_seconds, "mean from the ring to its end; below 30")
          .field("fallback_percent", &M::fallback_percent, "of the calls: ticket or callback; below 30")
          .build();
  return type;
}

}  // namespace smarthandoff::handoff
