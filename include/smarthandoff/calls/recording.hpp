#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/body.hpp>
#include <smarthandoff/calls/ids.hpp>
#include <smarthandoff/calls/recording_settings.hpp>
#include <smarthandoff/storage/fetched.hpp>

// Recordings of calls, at the phone service and in the tenant's bucket: operations `recordings.get`, `.list`,
// `.store`, `.audio`. docs/recordings.md.
namespace smarthandoff::calls {

enum class RecordingState {
  at_twilio,  // only there: it was not to be stored
  waiting,    // to be stored
  stored,     // in the bucket, held to its checksum
  failed,     // could not be stored, and is still at Twilio
  expired,    // removed after the days of retention
  erased,     // removed with the person
};

// Where an object of a bucket lies.
struct ObjectPlace {
  std::string endpoint, region, bucket;  // as in the settings
  bool path_style = true;
  std::string key;  // empty: nowhere yet

  bool operator==(const ObjectPlace&) const = default;
};

struct StoredRecording {
  RecordingId id;
  CallId call_id;
  AccountId account_id;  // may be empty
  std::string sid;       // Twilio's
  RecordingState state = RecordingState::at_twilio;
  std::string failure;    // why it is not stored, or not removed, so far
  bool at_twilio = true;  // whether it is still there
  ObjectPlace place;
  AudioFormat format = AudioFormat::wav;
  std::int64_t bytes = 0;     // of the object; 0: not stored
  std::string sha256;         // of the object, 64 hex digits
  std::int64_t seconds = 0;   // how long it plays
  std::int64_t channels = 1;  // 2: each side on its own
  Instant created_at;         // when we were told of it
  std::optional<Instant> stored_at, removed_at;
  Instant updated_at;

  bool operator==(const StoredRecording&) const = default;
};

struct GetRecording {
  RecordingId recording_id;
};
// Filters; an absent one lets everything pass.
struct ListRecordings {
  CallId call_id;
  std::optional<RecordingState> state;
  std::int64_t limit = 100;  // 1-1000
  RecordingId after;         // the last id of the page before; empty: from the newest
};
struct RecordingList {
  std::vector<StoredRecording> recordings;  // newest first
};
struct StoreRecording {
  RecordingId recording_id;
};

// Payload of `recording.stored`, `recording.failed` and `recording.removed`. No personal data.
struct RecordingEvent {
  RecordingId recording_id;
  CallId call_id;
  RecordingState state = RecordingState::at_twilio;
};

// Throws not_found.
StoredRecording get_recording(const Context& context, const GetRecording& request);
// Throws invalid_argument for a limit out of range.
RecordingList list_recordings(const Context& context, const ListRecordings& request);
// Has one stored (again) that is at Twilio, whatever it failed of. Throws failed_precondition where storing
// is switched off, or for one that is stored or removed.
StoredRecording store_recording(Context& context, const StoreRecording& request);

// --- the audio, for a player ---

// By exactly one of the two ids; of a call its newest recording.
struct PlayRecording {
  CallId call_id;
  RecordingId recording_id;
  std::string range;  // the player's Range header, "bytes=0-"; empty: none, or one that is no range of bytes
};
// What a player is answered, at most 2 MB at a time: it asks for the rest by range. A player that asked for
// no range gets 200 with all of it, or 206 with the beginning of a longer one, of which a host that must
// answer 200 asks for the rest itself.
struct RecordingAudio {
  std::int64_t status = 200;  // 200, 206, 416
  std::string content_type;   // audio/x-wav, audio/mpeg
  std::string content_range;  // "bytes 0-1023/146515"; empty with 200
  std::string accept_ranges;  // "bytes"
  std::int64_t total = 0;     // bytes of the whole; 0: not known
  Bytes body;

  bool operator==(const RecordingAudio&) const = default;
};

struct AudioQuestion;  // what the port is asked (calls/recording_store.hpp)

// Throws not_found where there is none; failed_precondition for one that was removed; of the port:
// unauthorized, unavailable, timeout, rate_limited.
extern const Fetched<PlayRecording, AudioQuestion, RecordingAudio> recording_audio;

const Type& describe(const RecordingState*);
const Type& describe(const ObjectPlace*);
const Type& describe(const StoredRecording*);
const Type& describe(const GetRecording*);
const Type& describe(const ListRecordings*);
const Type& describe(const RecordingList*);
const Type& describe(const StoreRecording*);
const Type& describe(const RecordingEvent*);
const Type& describe(const PlayRecording*);
const Type& describe(const RecordingAudio*);

}  // namespace smarthandoff::calls
