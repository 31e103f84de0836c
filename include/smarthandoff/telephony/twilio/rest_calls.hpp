#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/secret.hpp>
#include <smarthandoff/base/time.hpp>
#include <smarthandoff/telephony/twilio/call_status.hpp>

// Twilio's calls and their recordings, as its REST API has them. Of a request, what is left out is not sent,
// so that Twilio's default holds. Times named _s are whole seconds. A method is GET or POST.
namespace smarthandoff::twilio {

// A call as Twilio answers it. Read at once after a change it may still be the old state.
struct Call {
  std::string sid, account_sid, parent_call_sid, phone_number_sid;
  std::string to, from, direction, answered_by, forwarded_from, caller_name;
  std::optional<CallStatus> status;
  std::optional<Instant> created_at, started_at, ended_at;
  std::optional<std::int64_t> duration_s, queue_ms;
  std::string price, price_unit;  // "-0.00750" and "USD"; empty until Twilio knows
  bool operator==(const Call&) const = default;
};

// Who is told about something, and of what.
struct Hook {
  std::string url, method;
  std::vector<std::string> events;  // none: Twilio's default
};

// Recording a call from its beginning, or from now on.
struct RecordingSettings {
  std::string channels;  // mono, dual
  std::string track;     // inbound, outbound, both
  std::string trim;      // trim-silence, do-not-trim
  Hook callback;         // in-progress, completed, absent
};

// Telling people from machines.
struct Detection {
  std::string mode;                                 // Enable, DetectMessageEnd; empty: none
  std::optional<std::int64_t> timeout_s;            // 3-59
  std::optional<std::int64_t> speech_threshold_ms;  // 1000-6000
  std::optional<std::int64_t> speech_end_ms;        // 500-5000
  std::optional<std::int64_t> silence_ms;           // 2000-10000
  bool in_background = false;                       // the call goes on; `verdict` is told
  Hook verdict;                                     // no events
};

// Dials. There is no key that makes a repetition harmless: a create whose answer was lost is `in_doubt`, and
// is looked for before it is tried again.
struct CreateCall {
  std::string to;               // a number in E.164, client:… or sip:…
  std::string from;             // a number of the account, or client:…
  std::string url, method;      // of the TwiML; or
  std::string twiml;            // itself, at most 4000 characters; or
  std::string application_sid;  // AP…
  std::string fallback_url;
  Hook status;                               // initiated, ringing, answered, completed
  std::optional<std::int64_t> timeout_s;     // of ringing, 1-600
  std::optional<std::int64_t> time_limit_s;  // 1-86400
  std::string send_digits;                   // at most 32; 'w' is half a second
  std::string caller_id, call_reason, call_token, byoc;
  std::string sip_username;
  Secret sip_password;
  bool record = false;
  RecordingSettings recording;
  Detection detection;
};

struct UpdateCall {
  std::string call_sid;
  std::string status;       // completed: hang up; canceled: only while it is queued or rings; or
  std::string url, method;  // other TwiML from now on; or
  std::string twiml;        // itself, at most 4000 characters, every address in it absolute
  Hook status_callback;     // no events
  std::optional<std::int64_t> time_limit_s;
};

struct ListCalls {
  std::string to, from, parent_call_sid;
  std::optional<CallStatus> status;
  std::optional<Instant> started_after, started_before;  // at or after, at or before; to the second
  std::int64_t limit = 1000;                             // 1-10000
};

struct Recording {
  std::string sid, account_sid, call_sid, conference_sid;
  std::string status, source, track;  // status: in-progress, paused, stopped, processing, completed, absent
  std::optional<std::int64_t> duration_s, channels, error_code;
  std::optional<Instant> created_at, started_at;
  std::string price, price_unit;
  bool operator==(const Recording&) const = default;
};

struct ListRecordings {
  std::string call_sid, conference_sid;
  std::optional<Instant> created_after, created_before;
  std::int64_t limit = 1000;
};

struct StartRecording {
  std::string call_sid;
  RecordingSettings settings;
};

// Pauses, goes on with, or stops a recording while the call lasts.
struct ControlRecording {
  std::string call_sid;
  std::string recording_sid = "Twilio.CURRENT";  // RE…
  std::string status;                            // paused, in-progress, stopped
  std::string pause_behavior;                    // skip, silence
};

}  // namespace smarthandoff::twilio
