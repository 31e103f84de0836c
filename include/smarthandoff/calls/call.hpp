#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/calls/ids.hpp>
#include <smarthandoff/calls/settings.hpp>
#include <smarthandoff/contact/ids.hpp>

// Calls over the phone service, as their webhooks tell: operations `calls.get`, `calls.list`,
// `calls.metrics`. docs/twilio-tasks.md.
namespace smarthandoff::calls {

enum class CallDirection { inbound, outbound };

// Where a call that we place stands; one that comes in is accepted from the start.
enum class CallStage {
  intended,  // stored, with our id in its addresses, before it was ordered
  accepted,  // the phone service has it
  in_doubt,  // the order's answer got lost: it is looked for, never placed again
  ended,
};

// In the order of their rank; the last five end the call.
enum class CallStatus {
  queued,
  initiated,
  ringing,
  in_progress,
  completed,
  busy,
  no_answer,
  failed,
  canceled
};

enum class RecordingStatus { in_progress, completed, absent };

struct CallRecording {
  std::string sid;
  std::string url;  // at the phone service, empty once it is gone there; for browsers: recordings.audio
  RecordingStatus status = RecordingStatus::in_progress;
  std::int64_t seconds = 0;
  std::int64_t channels = 1;  // 2: each side on its own

  bool operator==(const CallRecording&) const = default;
};

struct Call {
  CallId id;
  std::string sid;         // the phone service's; empty: not known yet
  AccountId account_id;    // may be empty
  std::string parent_sid;  // of the call that this is a leg of
  CallDirection direction = CallDirection::inbound;
  CallStage stage = CallStage::accepted;
  CallStatus status = CallStatus::queued;
  AgentId agent_id;                    // who talked, or is to talk; may be empty
  NumberId number_id;                  // of ours; may be empty
  std::string from_number, to_number;  // E.164, else as told: a client, a SIP address, a withheld number
  std::int64_t seconds = 0;
  std::string cost;         // four decimals, "0.0075"; empty: not known yet
  std::string currency;     // ISO 4217, of `cost`
  std::string answered_by;  // human, machine_start, machine_end_beep …, fax, unknown; empty: nobody looked
  std::string cause;        // why it ended, where that is known: the service's code, SIP …
  std::optional<CallRecording> recording;
  std::string reference;  // the host's
  Instant started_at;
  std::optional<Instant> answered_at;  // by a person or machine we call; of a call to us: by an agent
  std::optional<Instant> ended_at;
  Instant updated_at;

  bool operator==(const Call&) const = default;
};

// By exactly one of the two.
struct GetCall {
  CallId call_id;
  std::string sid;
};

// Filters; an absent one lets everything pass. Legs are listed with `parent_sid` only.
struct ListCalls {
  std::optional<Instant> since, until;  // of its beginning; `until` exclusive
  std::optional<CallStatus> status;
  std::optional<CallDirection> direction;
  AgentId agent_id;
  std::string parent_sid;
  std::int64_t limit = 100;  // 1-1000
  CallId after;              // the last id of the page before; empty: from the newest
};
struct CallList {
  std::vector<Call> calls;  // newest first
};

// Payload of `call.updated` (at each change of status) and `call.recording`. No personal data.
struct CallEvent {
  CallId call_id;
  std::string sid;
  CallDirection direction = CallDirection::inbound;
  CallStage stage = CallStage::accepted;
  CallStatus status = CallStatus::queued;
  AgentId agent_id;
  std::string answered_by;
};

// Throws not_found; invalid_argument unless exactly one key is given.
Call get_call(const Context& context, const GetCall& request);
// Throws invalid_argument for a limit out of range.
CallList list_calls(const Context& context, const ListCalls& request);

// --- figures ---

enum class Trend { hour, day, week, month };

// Of calls that began in a period, without legs; an absent filter lets everything pass.
struct GetCallMetrics {
  std::optional<Instant> since;  // none: 30 days before `until`
  std::optional<Instant> until;  // exclusive; none: up to now
  Trend trend = Trend::day;
  std::optional<CallDirection> direction;
  AgentId agent_id;
};

struct CallFigures {
  std::int64_t total = 0;
  std::int64_t answered = 0;
  std::int64_t unanswered = 0;            // ended without
  std::optional<double> average_seconds;  // of the answered ones that are over
};
struct TrendPoint {
  std::string begins;  // local in the tenant's zone: "2026-01-16T14:00"; weeks begin on Monday
  CallFigures figures;
};
struct CallMetrics {
  Instant since, until;
  CallFigures figures;
  CallFigures today, this_week, this_month;  // up to `until`, whatever `since`
  std::vector<TrendPoint> trend;             // each hour, day, week or month of the period, also empty ones
};

// Throws invalid_argument for a period that ends before it begins, or is longer than 400 days (hours: 31).
CallMetrics call_metrics(const Context& context, const GetCallMetrics& request);

const Type& describe(const CallDirection*);
const Type& describe(const CallStage*);
const Type& describe(const CallStatus*);
const Type& describe(const RecordingStatus*);
const Type& describe(const CallRecording*);
const Type& describe(const Call*);
const Type& describe(const GetCall*);
const Type& describe(const ListCalls*);
const Type& describe(const CallList*);
const Type& describe(const CallEvent*);
const Type& describe(const Trend*);
const Type& describe(const GetCallMetrics*);
const Type& describe(const CallFigures*);
const Type& describe(const TrendPoint*);
const Type& describe(const CallMetrics*);

}  // namespace smarthandoff::calls
