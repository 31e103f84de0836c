#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/describe.hpp>
#include <smarthandoff/base/secret.hpp>
#include <smarthandoff/base/time.hpp>

// The plain values of the Twilio double. All are described, so that a binding converts them by walking their
// descriptions.
namespace smarthandoff::twilio_double {

// What a person, or the network, does with a call. `Person::after` says when.
enum class Behaviour {
  answers,    // rings, then answers
  busy,       // 486
  no_answer,  // rings, and nobody comes
  declines,   // rings, then rejects: busy to Twilio, as most phones and carriers do it
  voicemail,  // rings, then a machine answers
  failed,     // no such number: 404 without ringing
};

// Who is behind a number that Twilio may call, and how each call to it goes.
struct Person {
  std::string number;  // "+5518997751234", "client:ana", "sip:1001@pbx.example"; "*": every other number
  Behaviour behaviour = Behaviour::answers;
  Milliseconds after{1000};                    // from ringing until it answers or refuses
  std::optional<Milliseconds> hangs_up_after;  // so long after answering; absent: never
  // What it says or does at each Gather it meets, one after the other: keys ("1", "12#"), or words, which
  // are speech; empty: nothing. None left: nothing.
  std::vector<std::string> replies;
  Milliseconds replies_after{500};       // the end of what is played
  Milliseconds speaks_for{3000};         // into each Record; 0: silence
  std::optional<std::string> detection;  // the verdict of detection; absent: human, or of a machine

  bool operator==(const Person&) const = default;
};

// A number that an account owns.
struct OwnedNumber {
  std::string number;       // E.164
  std::string account_sid;  // empty: the main account's
  std::string voice_url, voice_method = "POST", voice_fallback_url;
  std::string status_callback;  // called when an inbound call has ended
  std::string sms_url;
  std::string friendly_name;

  bool operator==(const OwnedNumber&) const = default;
};

// One call or leg, as the double sees it. Ended ones are kept.
struct CallState {
  std::string call_sid, parent_call_sid, account_sid;
  std::string from_number, to_number;
  std::string direction;   // inbound, outbound-api, outbound-dial
  std::string status;      // Twilio's word: "in-progress"
  std::string hears;       // "silence", "music", "says: …", "ringing", "talking to +55…"
  std::string talking_to;  // the other's number; a conference's name; empty: nobody
  std::string queue;       // in which it waits
  std::string answered_by;

  bool operator==(const CallState&) const = default;
};

enum class LogKind {
  call_placed,
  call_ringing,
  call_answered,
  call_ended,
  hears,          // what a party hears from now on
  key,            // keys were pressed
  speech,         // words were said
  webhook,        // sent to the host, with its answer
  callback_lost,  // and other mishaps on demand
  request,        // to the REST API, with its answer
  recording,
  conference,
  queue,
  stream,
  message,
  task,
  error,  // that Twilio's debugger would show, with its code
};

// Something that happened.
struct LogEntry {
  Instant at;
  LogKind kind = LogKind::call_placed;
  std::string id;     // of the call, message, conference …
  std::string party;  // whose number
  std::string text;

  bool operator==(const LogEntry&) const = default;
};

// "12:37:17.644 +5518… call_ended busy" (UTC): one line for a demo's timeline.
std::string to_string(const LogEntry& entry);

struct DoubleOptions {
  std::string account_sid = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
  Secret auth_token{"12345"};
  std::vector<std::string> numbers;  // owned at the start, without a VoiceUrl
  std::string application_url;       // VoiceUrl of the TwiML App that clients' calls go to
  std::int64_t seed = 1;             // of sids and of the faults' chances: the same seed makes the same run
  std::optional<Instant> now;        // where its time starts; absent: the machine's clock
  double calls_per_second = 1;       // 0.1-1000; more wait, as at Twilio
  Milliseconds webhook_timeout{15'000};         // of the machine's time, also when time is moved by hand
  Milliseconds speech_per_character{50};        // how long Say takes
  Milliseconds play_length{3000};               // of every file
  Milliseconds recording_processing{1000};      // until a finished recording can be had
  std::vector<std::string> forbidden_prefixes;  // without geographic permission, e.g. "+53"

  bool operator==(const DoubleOptions&) const = default;
};

// How one request to the REST API goes wrong; `done` were carried out nevertheless.
enum class RequestFailure {
  none,
  too_many,        // 429, 20429, not carried out
  error_before,    // 500, not carried out
  error_done,      // 500 after it was carried out
  silence_before,  // no answer until the client gives up
  silence_done,
  half_answer,      // carried out; half of the answer, then the connection ends
  hangs_up_before,  // the connection ends without an answer
  hangs_up_done,
};

// How one callback goes wrong.
enum class CallbackFailure {
  none,
  lost,
  doubled,  // twice at once
  late,     // by Faults::delay
  swapped,  // with the next one, or by Faults::delay if none follows
};

// What goes wrong from now on, by chance (0-1) drawn from the seed. Callbacks are those about what happened
// (statuses, recordings, detection, conferences, messages), not the requests for documents.
struct Faults {
  double lose = 0;      // a callback
  double repeat = 0;    // a callback
  double late = 0;      // a callback
  double swap = 0;      // a callback
  double requests = 0;  // a POST to the REST API, in one of the ways of RequestFailure
  Milliseconds delay{5000};

  bool operator==(const Faults&) const = default;
};

const Type& describe(const Behaviour*);
const Type& describe(const Person*);
const Type& describe(const OwnedNumber*);
const Type& describe(const CallState*);
const Type& describe(const LogKind*);
const Type& describe(const LogEntry*);
const Type& describe(const DoubleOptions*);
const Type& describe(const RequestFailure*);
const Type& describe(const CallbackFailure*);
const Type& describe(const Faults*);

}  // namespace smarthandoff::twilio_double
