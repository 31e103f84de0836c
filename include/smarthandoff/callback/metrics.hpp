#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/callback/ids.hpp>
#include <smarthandoff/storage/context.hpp>

// How well a tenant calls back: operation `callbacks.metrics`. docs/callbacks.md.
namespace smarthandoff::callbacks {

// Of callbacks asked for in a period; an absent filter lets everything pass.
struct GetMetrics {
  std::optional<Instant> since;  // none: 30 days before `until`
  std::optional<Instant> until;  // exclusive; none: up to now
  std::string extension;         // of the agent: asked for or served there
  std::string department;        // case and accents do not matter
};

// One figure with its goal.
struct Kpi {
  std::optional<double> value;  // none: nothing to measure yet
  double goal = 0;
  bool met = false;     // false also without a value
  std::int64_t of = 0;  // how many it was measured on
};

struct CallbackMetrics {
  Instant since, until;
  std::int64_t created = 0, completed = 0, failed = 0, canceled = 0, open = 0;
  std::int64_t expired = 0;    // of the failed: by age
  std::int64_t abandoned = 0;  // of the canceled: by the customer
  Kpi answered_percent;        // completed of completed and failed; goal above 80
  Kpi minutes_to_call_back;    // request or agreed time until the customer answers; goal below 15
  Kpi abandoned_percent;       // of the created; goal below 10
  Kpi reaction_seconds;        // first alert until the click; goal below 60
  Kpi expired_percent;         // failed by attempts or by age, of the created; goal below 5
  Kpi satisfaction;            // 0-10, mean; goal above 8
  std::optional<double> nps;   // share of 9 and 10 less share of 0 to 6, in percent
};

// Throws invalid_argument for a period that ends before it begins.
CallbackMetrics metrics(const Context& context, const GetMetrics& request);

const Type& describe(const GetMetrics*);
const Type& describe(const Kpi*);
const Type& describe(const CallbackMetrics*);

}  // namespace smarthandoff::callbacks
