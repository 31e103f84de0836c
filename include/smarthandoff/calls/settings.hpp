#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/storage/context.hpp>

// How a tenant wants its calls over the phone service: operations `calls.settings`, `calls.configure`.
// docs/twilio-tasks.md. Sentences are texts of the catalogue (`twilio.*`), replaced in the tenant's profile.
namespace smarthandoff::calls {

// By which of the tenant's numbers people are called.
enum class Rotation {
  round_robin,  // the one that rested longest
  random,
  least_used,      // the one with the fewest calls
  local_presence,  // one of the state of the person's area code, else a toll-free one
};

// What a caller hears of the recording.
enum class Disclaimer { none, text, audio };

enum class Recorded {
  off,
  mono,
  dual,  // each side on a channel of its own
};

// Whether the phone service finds out who answered.
enum class Detection {
  off,
  sync,   // before the call is connected
  async,  // while it is
};

// What becomes of a call that a machine answered.
enum class MachineAction { hang_up, message };

// What people are told about by alerts.
enum class AlertKind {
  missed_call,
  voicemail,
  call_failed,
  no_caller_id,
  recording_failed,
  account_refused,    // by the phone service
  phone_system_lost,  // the connection to the PBX
  channel_refused,    // a messaging channel's credentials
  job_dead,           // a background job that was given up
};

struct CallSettings {
  // --- whom is called by which number ---
  Rotation rotation = Rotation::round_robin;
  std::int64_t daily_cap = 0;     // calls of one number on one local day, where it has no own; 0: no cap
  std::int64_t sticky_days = 30;  // a person is called by the same number for so long; 0: never; at most 365
  std::vector<std::string> local_states = {"FL", "TX"};  // of local_presence; at most 100
  // --- what is said, and recorded ---
  Disclaimer disclaimer = Disclaimer::text;
  std::string disclaimer_audio;  // https address of an MP3
  std::string language;          // pt-BR or en-US; empty: the tenant's
  std::string voice;             // of the phone service; empty: the language's usual one
  Recorded recorded = Recorded::dual;
  bool whisper = true;  // who answers hears first who calls
  // --- who answers ---
  Detection detection = Detection::off;
  MachineAction machine_action = MachineAction::hang_up;
  std::string machine_audio;  // https address of an MP3; empty: the text `twilio.machine_message`
  // --- routing ---
  std::string base_url;  // public https address of the host's routes; needed to place and route calls
  std::string queue = "suporte";         // 1-64 characters
  std::string queue_music;               // https address; empty: the sentence alone, every 10 s
  std::int64_t queue_size = 100;         // 1-5000 callers
  std::int64_t ring_seconds = 15;        // the agent's phone; 5-600
  std::int64_t follow_seconds = 20;      // the agent's mobile; 5-600
  std::int64_t voicemail_seconds = 120;  // 1-3600
  std::string workflow_sid;              // of TaskRouter; empty: the queue alone
  std::string workspace_sid;             // of TaskRouter; empty: presence is not kept in step
  std::string available_activity;        // TaskRouter's activity of each presence; empty: not kept in step
  std::string busy_activity;
  std::string offline_activity;
  // --- alerts ---
  std::vector<AlertKind> alerts;  // none: nobody is alerted; where to: calls/alert_target.hpp
  std::int64_t alert_limit = 5;   // single alerts in a window; what is more waits for the digest; 0-1000
  std::int64_t alert_window_seconds = 300;  // 60-86400

  bool operator==(const CallSettings&) const = default;
};

struct GetCallSettings {};

// Replaces the given members; the others stay.
struct ConfigureCalls {
  std::optional<Rotation> rotation;
  std::optional<std::int64_t> daily_cap, sticky_days, queue_size, ring_seconds, follow_seconds,
      voicemail_seconds, alert_limit, alert_window_seconds;
  std::optional<std::vector<std::string>> local_states;
  std::optional<Disclaimer> disclaimer;
  std::optional<Recorded> recorded;
  std::optional<bool> whisper;
  std::optional<Detection> detection;
  std::optional<MachineAction> machine_action;
  std::optional<std::string> disclaimer_audio, language, voice, machine_audio, base_url, queue, queue_music,
      workflow_sid, workspace_sid, available_activity, busy_activity, offline_activity;
  std::optional<std::vector<AlertKind>> alerts;
};

// The tenant's, else the defaults.
CallSettings settings(const Context& context, const GetCallSettings& request);

// Throws invalid_argument naming the field. Numbers that the phone service was told another `base_url` of by
// us are told the one given, in the background.
CallSettings configure(Context& context, const ConfigureCalls& request);

const Type& describe(const Rotation*);
const Type& describe(const Disclaimer*);
const Type& describe(const Recorded*);
const Type& describe(const Detection*);
const Type& describe(const MachineAction*);
const Type& describe(const AlertKind*);
const Type& describe(const CallSettings*);
const Type& describe(const GetCallSettings*);
const Type& describe(const ConfigureCalls*);

}  // namespace smarthandoff::calls
