#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/callback/dial.hpp>
#include <smarthandoff/storage/context.hpp>

// How a tenant wants its callbacks watched and called: operations `callbacks.settings`,
// `callbacks.configure`. docs/callbacks.md; every figure there is a default here.
namespace smarthandoff::callbacks {

// Which retries dial by themselves; the others are announced again.
enum class AutoRetry {
  none,
  race,  // the one 30 s after a click that found the phone taken or no line
  all,   // and the one 5 minutes after a customer who was not reached
};

struct CallbackSettings {
  std::int64_t repeat_seconds = 120;      // until an ignored alert is repeated; 10-3600
  std::int64_t alerts = 2;                // alerts, the first included, before it is released; 1-10
  bool release = true;                    // to the department, once the alerts were ignored
  std::int64_t expire_hours = 72;         // age at which an open callback has failed; 0: never; at most 8760
  CallMode mode = CallMode::agent_first;  // where a callback or click names none
  AutoRetry auto_retry = AutoRetry::race;
  std::int64_t race_seconds = 30;           // after a taken phone or a refused line; 5-3600
  std::int64_t retry_minutes = 5;           // after a customer who was not reached; 1-1440
  std::int64_t agent_misses = 3;            // unanswered or taken agent legs before it is released; 1-20
  std::int64_t agent_ring_seconds = 30;     // 5-120
  std::int64_t customer_ring_seconds = 45;  // 5-120
  bool context_audio = false;       // the agent hears number and reason before the customer is dialled
  std::int64_t snooze_minutes = 5;  // where a snooze names none; 1-1440
  std::int64_t later_minutes = 30;  // the customer's "later"; 1-1440
  bool notices = true;              // WhatsApp notices to customers who asked for them
  bool ask_score = true;            // and the question how it went, 0-10, after a completed one
  std::string score_template = "callback_avaliacao";  // the approved one for that outside of the window

  bool operator==(const CallbackSettings&) const = default;
};

struct GetSettings {};

// Replaces the given members; the others stay.
struct Configure {
  std::optional<std::int64_t> repeat_seconds, alerts, expire_hours, race_seconds, retry_minutes, agent_misses,
      agent_ring_seconds, customer_ring_seconds, snooze_minutes, later_minutes;
  std::optional<bool> release, context_audio, notices, ask_score;
  std::optional<std::string> score_template;
  std::optional<CallMode> mode;
  std::optional<AutoRetry> auto_retry;
};

// The tenant's, else the defaults.
CallbackSettings settings(const Context& context, const GetSettings& request);

// Throws invalid_argument naming the field.
CallbackSettings configure(Context& context, const Configure& request);

const Type& describe(const AutoRetry*);
const Type& describe(const CallbackSettings*);
const Type& describe(const GetSettings*);
const Type& describe(const Configure*);

}  // namespace smarthandoff::callbacks
