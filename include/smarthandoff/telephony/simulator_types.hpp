#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/base/describe.hpp>
#include <smarthandoff/base/time.hpp>

// The plain values of the simulated PBX. All are described, so that a binding converts them by walking
// their descriptions.
namespace smarthandoff::telephony::simulator {

// What a phone does when it is rung. `Phone::after` says when.
enum class Behaviour {
  answers,              // 180, then 200
  busy,                 // 486 at once
  no_answer,            // 180, and nobody comes
  declines,             // 180, then a person presses reject: 603
  dnd_480,              // do not disturb, as phones tell it: 480 …
  dnd_486,              // … or 486
  dnd_603,              // … or 603, in each case without ringing
  offline,              // known to the PBX, not registered
  stale,                // registered at a dead port: 503 made by the PBX's own stack
  silent,               // registered, unplugged: no answer of any kind
  early_media_answers,  // a trunk: 183 with audio, then 200
  early_media_busy,     // a trunk: 183 with audio, then 486
  voicemail,            // a machine answers
  not_found,            // 404
  unavailable,          // 503 by the phone
};

// A phone, or a number behind a trunk, and how it reacts to every call.
struct Phone {
  std::string extension;  // "1001", or the number dialled through the gateway
  Behaviour behaviour = Behaviour::answers;
  std::optional<Milliseconds> after;        // until it answers, declines or refuses; by default as recorded
  std::optional<Milliseconds> drops_after;  // hangs up so long after answering; absent: never
  std::string presses;                      // keys pressed after answering, e.g. "1"
  Milliseconds presses_after{500};          // after the answer, or after what is played to the person
  std::string gateway;                      // the trunk behind which it is; empty: an extension of the PBX
  bool call_waiting = true;                 // rings though it is in a call; otherwise 486 then
  std::map<std::string, std::string> variables;  // of the PBX's directory, e.g. {"do_not_disturb", "true"}

  bool operator==(const Phone&) const = default;
};

// A number of the PBX's dialplan: its actions run one after the other, then the caller is hung up.
struct Extension {
  std::string number;                // "9000"
  std::vector<std::string> actions;  // "answer", "park", "set:name=value", "playback:local_stream://moh", …

  bool operator==(const Extension&) const = default;
};

// A call that comes in from outside.
struct PlaceCall {
  std::string caller;  // the number it comes from; empty: withheld
  std::string caller_name;
  std::string to = "9000";  // the extension of the dialplan it reaches

  bool operator==(const PlaceCall&) const = default;
};

// One caller, as the PBX sees it. Ended calls are kept.
struct CallState {
  std::string call;  // its id on the PBX
  std::string caller;
  std::string to;
  bool active = true;
  bool parked = false;
  std::string hears;         // "silence", "music", "announcement: …", "ringing", "talking to 1001"
  std::string talking_to;    // extension or number; empty: nobody
  std::string hangup_cause;  // once ended, e.g. "NORMAL_CLEARING"

  bool operator==(const CallState&) const = default;
};

enum class LogKind {
  call_placed,
  call_ended,
  call_hears,  // what the caller hears from now on
  leg_placed,
  leg_ringing,
  leg_answered,
  leg_ended,
  leg_hears,  // what the person hears from now on
  key,        // a key was pressed
  recording,  // of a call, started or stopped
  registration,
  connection,  // of a client, accepted, lost or refused
};

// Something that happened on the PBX.
struct LogEntry {
  Instant at;
  LogKind kind = LogKind::call_placed;
  std::string id;     // of the call or leg; empty for registrations and connections
  std::string party;  // the caller's number, or the extension
  std::string text;   // e.g. "music", "USER_BUSY", "1"

  bool operator==(const LogEntry&) const = default;
};

// "12:37:17.644 1001 leg_ended USER_BUSY" (UTC): one line for a demo's timeline.
std::string to_string(const LogEntry& entry);

struct PbxOptions {
  std::string domain = "pbx.local";
  std::int64_t seed = 1;          // of ids and of the faults' chances: the same seed makes the same run
  std::optional<Instant> now;     // where its time starts; absent: the machine's clock
  Milliseconds heartbeat{20000};  // between HEARTBEAT events

  bool operator==(const PbxOptions&) const = default;
};

// What goes wrong from now on. Chances are 0 to 1 for each frame sent (events and replies); the port
// suffers delay, refusal, silence and duplicates alike.
struct Faults {
  bool refuse_connections = false;         // new connections are closed at once
  bool reject_by_acl = false;              // new connections get the access list's rejection
  bool stop_answering = false;             // commands are carried out; their replies and all events are lost
  Milliseconds delay{0};                   // by which every reply and event is late
  std::int64_t bytes_at_once = 0;          // a slow line: at most so many bytes per write; 0: no limit
  double duplicate = 0;                    // chance that an event is sent twice
  double drop = 0;                         // chance that the connection breaks in the middle of a frame
  bool recording_fails = false;            // recordings cannot be written
  std::vector<std::string> missing_files;  // sounds that the PBX does not have

  bool operator==(const Faults&) const = default;
};

const Type& describe(const Behaviour*);
const Type& describe(const Phone*);
const Type& describe(const Extension*);
const Type& describe(const PlaceCall*);
const Type& describe(const CallState*);
const Type& describe(const LogKind*);
const Type& describe(const LogEntry*);
const Type& describe(const PbxOptions*);
const Type& describe(const Faults*);

}  // namespace smarthandoff::telephony::simulator
