#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include <smarthandoff/calls/carrier.hpp>
#include <smarthandoff/calls/recording.hpp>

// The port to where recordings are kept: the phone service, and the tenants' buckets.
namespace smarthandoff::calls {

// A recording that is to be in its place.
struct MoveOrder {
  RecordingId recording_id;
  Over over;
  std::string sid;  // at the phone service
  AudioFormat format = AudioFormat::wav;
  std::int64_t channels = 1;
  ObjectPlace place;
};
// How it ended. Without a failure these bytes are there: it was asked of the bucket afterwards.
struct Moved {
  Failure failure;
  std::int64_t bytes = 0;
  std::string sha256;  // 64 hex digits
};

// Of a recording: from `first` to `last` (none: to its end), or its last `suffix` bytes.
struct AudioRange {
  std::int64_t first = 0;
  std::optional<std::int64_t> last, suffix;

  bool operator==(const AudioRange&) const = default;
};

struct AudioQuestion {
  Over over;
  std::string sid;
  AudioFormat format = AudioFormat::wav;
  std::int64_t channels = 1;
  std::optional<ObjectPlace> place;  // none: at the phone service
  std::optional<AudioRange> range;
};
struct AudioPart {
  bool beyond = false;     // the range lies beyond the end
  std::int64_t first = 0;  // position of the first byte
  std::int64_t total = 0;  // of the whole; 0: not known
  std::string content_type;
  std::string bytes;  // at most kMostAudio
};
inline constexpr std::int64_t kMostAudio = 2 << 20;

// Every method may be called from any thread and returns at once.
class RecordingStore {
 public:
  virtual ~RecordingStore() = default;

  // Begins to move a recording into its place, if that is not under way in this process already. Asked again
  // until it answers how it ended, once; nothing: not yet. What was begun in another process, or before a
  // crash, is begun again: the same bytes come to lie in the same place.
  virtual std::optional<Moved> move(const MoveOrder& order) = 0;

  // Calls back exactly once, on the adapter's thread or before it returns.
  virtual void read(const AudioQuestion& question, std::function<void(Failure, AudioPart)> done) = 0;
  // The same; an object that is gone is no failure.
  virtual void remove(const TenantId& tenant, const ObjectPlace& place, Done done) = 0;
};

}  // namespace smarthandoff::calls
