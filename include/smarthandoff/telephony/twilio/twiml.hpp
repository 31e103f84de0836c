#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <smarthandoff/base/describe.hpp>

// TwiML: what a voice webhook answers. A document is a list of verbs; members are Twilio's attributes, and
// one that is left out (empty, or no value) is not written, so that Twilio's default holds. Times are whole
// seconds. A method is GET or POST.
namespace smarthandoff::twiml {

using Text = std::string;
using MaybeText = std::optional<std::string>;  // where empty says something else than nothing
using MaybeNumber = std::optional<std::int64_t>;
using MaybeFlag = std::optional<bool>;
using Words = std::vector<std::string>;
using Parameters = std::map<std::string, std::string>;

struct Say {
  Text text;  // must not be empty
  Text voice, language;
  MaybeNumber loop;  // 0-1000; 0: until the call ends
  bool operator==(const Say&) const = default;
};

struct Play {
  Text url;     // of a file; or
  Text digits;  // tones, 'w' is half a second
  MaybeNumber loop;
  bool operator==(const Play&) const = default;
};

struct Pause {
  MaybeNumber length;  // 1-3600
  bool operator==(const Pause&) const = default;
};

using Prompt = std::variant<Say, Play, Pause>;

struct Gather {
  std::vector<Prompt> prompts;
  Words input;  // dtmf, speech
  Text action, method;
  MaybeNumber num_digits;   // 1-1000
  MaybeNumber timeout;      // 0-600
  MaybeText finish_on_key;  // one key; empty: none
  Text speech_timeout;      // seconds or "auto"
  Text language, hints, speech_model;
  MaybeFlag enhanced, profanity_filter, action_on_empty_result, barge_in;
  Text partial_result_callback, partial_result_callback_method;
  bool operator==(const Gather&) const = default;
};

// Who is rung and what is told about it: shared by numbers, clients and SIP addresses.
struct Ringing {
  Text url, method;  // the whisper: TwiML for who answers, before the callers are joined
  Text status_callback, status_callback_method;
  Words status_callback_event;  // initiated, ringing, answered, completed
  bool operator==(const Ringing&) const = default;
};
struct MachineDetection {
  Text machine_detection;                              // Enable or DetectMessageEnd
  MaybeNumber machine_detection_timeout;               // 3-59
  MaybeNumber machine_detection_speech_threshold;      // 1000-6000 ms
  MaybeNumber machine_detection_speech_end_threshold;  // 500-5000 ms
  MaybeNumber machine_detection_silence_timeout;       // 2000-10000 ms
  Text amd_status_callback, amd_status_callback_method;
  bool operator==(const MachineDetection&) const = default;
};
struct Number {
  Text number;  // '+', digits and '#', '*'
  Ringing ringing;
  MachineDetection detection;
  Text send_digits, byoc;
  bool operator==(const Number&) const = default;
};
struct Client {
  Text identity;  // 1-256 characters
  Parameters parameters;
  Ringing ringing;
  bool operator==(const Client&) const = default;
};
struct Sip {
  Text uri;  // "sip:…"
  Text username, password;
  Ringing ringing;
  MachineDetection detection;
  bool operator==(const Sip&) const = default;
};
struct Conference {
  Text name;
  MaybeFlag muted, start_conference_on_enter, end_conference_on_exit;
  Text beep;           // true, false, onEnter, onExit
  MaybeText wait_url;  // empty: silence
  Text wait_method;
  MaybeNumber max_participants;  // 2-250
  Text record;                   // do-not-record, record-from-start
  Text coach, participant_label, region, trim;
  Text status_callback, status_callback_method;
  Words status_callback_event;  // start, end, join, leave, mute, hold, modify, speaker, announcement
  Text recording_status_callback, recording_status_callback_method;
  Words recording_status_callback_event;  // in-progress, completed, absent
  bool operator==(const Conference&) const = default;
};
struct Queue {
  Text name;         // 1-64 characters
  Text url, method;  // TwiML for the waiting caller, just before
  Text reservation_sid, post_work_activity_sid;
  bool operator==(const Queue&) const = default;
};
using DialTarget = std::variant<Number, Client, Sip, Conference, Queue>;

struct Dial {
  std::vector<DialTarget> targets;  // up to 10 that ring together, or one conference, or one queue
  Text action, method;
  MaybeNumber timeout;     // 5-600
  MaybeNumber time_limit;  // 1-86400
  Text caller_id;
  MaybeFlag answer_on_bridge, hangup_on_star, sequential;
  Text ring_tone, record, trim, recording_track;
  Text recording_status_callback, recording_status_callback_method;
  Words recording_status_callback_event;
  bool operator==(const Dial&) const = default;
};

struct Record {
  Text action, method;
  MaybeNumber timeout;     // 1-600 of silence
  MaybeNumber max_length;  // 1-14400
  MaybeText finish_on_key;
  MaybeFlag play_beep, transcribe;
  Text trim, transcribe_callback;
  Text recording_status_callback, recording_status_callback_method;
  Words recording_status_callback_event;
  bool operator==(const Record&) const = default;
};

// What TaskRouter is given with a caller.
struct Task {
  Text attributes;  // a JSON object
  MaybeNumber priority, timeout;
  bool operator==(const Task&) const = default;
};
struct Enqueue {
  Text name;  // of the queue, at most 64 characters; or
  Text workflow_sid;
  std::optional<Task> task;
  Text action, method;
  MaybeText wait_url;  // empty: silence
  Text wait_url_method;
  MaybeNumber max_queue_size;  // 1-5000
  bool operator==(const Enqueue&) const = default;
};

struct Stream {
  Text url;  // wss, without a query
  Text name, track;
  Text status_callback, status_callback_method;
  Parameters parameters;
  bool operator==(const Stream&) const = default;
};
struct Recording {
  Text channels;  // mono, dual
  Text track, trim;
  Text recording_status_callback, recording_status_callback_method;
  Words recording_status_callback_event;
  bool operator==(const Recording&) const = default;
};
struct Connect {
  Stream stream;
  Text action, method;
  bool operator==(const Connect&) const = default;
};
struct Start {
  std::optional<Stream> stream;
  std::optional<Recording> recording;
  bool operator==(const Start&) const = default;
};
struct Stop {
  Text stream;  // its name
  bool operator==(const Stop&) const = default;
};

struct Leave {
  bool operator==(const Leave&) const = default;
};
struct Hangup {
  bool operator==(const Hangup&) const = default;
};
struct Redirect {
  Text url;
  Text method;
  bool operator==(const Redirect&) const = default;
};
struct Reject {
  Text reason;  // rejected, busy
  bool operator==(const Reject&) const = default;
};

using Verb = std::variant<Say, Play, Pause, Gather, Dial, Record, Enqueue, Leave, Redirect, Hangup, Reject,
                          Connect, Start, Stop>;

struct Document {
  std::vector<Verb> verbs;  // none: hangs up
  bool operator==(const Document&) const = default;
};

// The document as XML. Throws invalid_argument naming the field ("verbs[1].targets[0].number") for a value
// that Twilio refuses, a character that XML cannot hold, or (field "verbs") more than 64 kB.
std::string write(const Document& document);

// The same into memory that is used again.
void write_into(const Document& document, std::string& xml);

// From outside a verb is an object with its `kind` ("say", "dial" …) and its members.
const Type& describe(const Verb*);
const Type& describe(const Document*);

}  // namespace smarthandoff::twiml
