#pragma once

#include <cstdint>
#include <optional>

#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/storage/context.hpp>
#include <smarthandoff/storage/job_handler.hpp>

// How long a tenant keeps what it knows of people: operations `retention.settings` and `retention.configure`.
// docs/contact-gate.md.
namespace smarthandoff::retention {

// Days after the end; 0: kept for ever (default), else 30-36500. Callbacks, tickets and handoffs are made
// anonymous and keep what figures are made of; messages, contacts of the log and decisions are removed.
struct RetentionSettings {
  std::int64_t callbacks_days = 0;
  std::int64_t tickets_days = 0;   // after the last change; one that is `pending` is kept
  std::int64_t handoffs_days = 0;  // with the words that were said
  std::int64_t calls_days = 0;     // over the phone service; made anonymous, their recordings deleted there
  std::int64_t messages_days = 0;
  std::int64_t contact_log_days = 0;  // what caps are counted from
  std::int64_t decisions_days = 0;    // of the gate

  bool operator==(const RetentionSettings&) const = default;
};

struct GetRetention {};

// Replaces the given members; the others stay.
struct ConfigureRetention {
  std::optional<std::int64_t> callbacks_days, tickets_days, handoffs_days, calls_days, messages_days,
      contact_log_days, decisions_days;
};

// Payload of `retention.applied`: what one night's round did.
struct RetentionApplied {
  std::int64_t anonymised = 0, removed = 0;
};

// The tenant's, else the defaults.
RetentionSettings settings(const Context& context, const GetRetention& request);

// From the next night on, at 3 o'clock in the tenant's zone; the first round at once. Throws invalid_argument
// naming the field.
RetentionSettings configure(Context& context, const ConfigureRetention& request);

// The nightly rounds.
const std::vector<JobHandler>& job_handlers();

const Type& describe(const RetentionSettings*);
const Type& describe(const GetRetention*);
const Type& describe(const ConfigureRetention*);
const Type& describe(const RetentionApplied*);

}  // namespace smarthandoff::retention
