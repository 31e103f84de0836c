#pragma once

#include <smarthandoff/calls/recording_store.hpp>
#include <smarthandoff/storage/job_handler.hpp>

// The orders to where recordings are kept: made in transactions, done in recording_jobs.cpp.
namespace smarthandoff::calls::recordings {

// All that an effect needs to know.
struct RecordingOrder {
  RecordingId recording_id;
  AccountId account_id;
  std::string sid;
  AudioFormat format = AudioFormat::wav;
  std::int64_t channels = 1;
  ObjectPlace place;
  bool once_more = false;  // of a removal: and again later, should a move elsewhere end after it
  std::int64_t tries = 0;  // that failed
  std::int64_t looks = 0;  // at one that is under way
};

namespace kind {
inline constexpr const char* kMove = "recording.move";
inline constexpr const char* kRemove = "recording.remove";
inline constexpr const char* kRelease = "recording.release";  // at Twilio
inline constexpr const char* kResume = "recording.resume";
inline constexpr const char* kRetain = "recording.retain";
}  // namespace kind

RecordingOrder order_of(const StoredRecording& recording);

// How long until the next try; nothing: there is none any more. `hopeless`: few are left to an error that
// another try seldom mends.
std::optional<Milliseconds> wait_before(std::int64_t tries, bool hopeless);

// What the answers mean (recording_steps.cpp).
void moved(Context& context, const RecordingOrder& order, const Moved& result);
void removed(Context& context, const RecordingOrder& order, const Failure& failure);
void released(Context& context, const RecordingOrder& order, const Failure& failure);
void resume(Context& context, const RecordingOrder& from);
void retain(Context& context);

const Type& describe(const RecordingOrder*);

}  // namespace smarthandoff::calls::recordings
