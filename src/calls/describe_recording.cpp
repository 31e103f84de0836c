#include <smarthandoff/calls/recording.hpp>

namespace smarthandoff::calls {

const Type& describe(const RecordingState*) {
  static const Immortal<Type> type = describe_enum<RecordingState>("RecordingState", "Where a recording is.",
                                                                   {{RecordingState::at_twilio, "at_twilio"},
                                                                    {RecordingState::waiting, "waiting"},
                                                                    {RecordingState::stored, "stored"},
                                                                    {RecordingState::failed, "failed"},
                                                                    {RecordingState::expired, "expired"},
                                                                    {RecordingState::erased, "erased"}});
  return type;
}

const Type& describe(const ObjectPlace*) {
  using T = ObjectPlace;
  static const Immortal<Type> type =
      Description<T>("ObjectPlace", "Where an object of a bucket lies.")
          .field("endpoint", &T::endpoint, "empty: Amazon's of the region")
          .field("region", &T::region, "of the bucket")
          .field("bucket", &T::bucket, "its name")
          .field("path_style", &T::path_style, "whether the bucket is part of the path")
          .field("key", &T::key, "of the object; empty: it is nowhere yet")
          .build();
  return type;
}

const Type& describe(const StoredRecording*) {
  using T = StoredRecording;
  static const Immortal<Type> type =
      Description<T>("StoredRecording", "A recording, at Twilio or in the tenant's bucket.")
          .field("id", &T::id, "its id")
          .field("call_id", &T::call_id, "of which call")
          .field("account_id", &T::account_id, "of which account")
          .field("sid", &T::sid, "Twilio's id of it")
          .field("state", &T::state, "where it is")
          .field("failure", &T::failure, "why it is not stored, or not removed, so far")
          .field("at_twilio", &T::at_twilio, "whether it is still there")
          .field("place", &T::place, "of its object")
          .field("format", &T::format, "of the object")
          .field("bytes", &T::bytes, "of the object; 0: not stored")
          .field("sha256", &T::sha256, "of the object, 64 hex digits")
          .field("seconds", &T::seconds, "how long it plays")
          .field("channels", &T::channels, "2: each side on its own")
          .field("created_at", &T::created_at, "when we were told of it")
          .field("stored_at", &T::stored_at, "when it was stored and held to its checksum")
          .field("removed_at", &T::removed_at, "when its object was removed")
          .field("updated_at", &T::updated_at, "when it was changed last")
          .build();
  return type;
}

const Type& describe(const GetRecording*) {
  static const Immortal<Type> type = Description<GetRecording>("GetRecording", "One recording.")
                                         .required("recording_id", &GetRecording::recording_id, "its id")
                                         .build();
  return type;
}

const Type& describe(const ListRecordings*) {
  using T = ListRecordings;
  static const Immortal<Type> type = Description<T>("ListRecordings", "Recordings, newest first.")
                                         .field("call_id", &T::call_id, "only of this call")
                                         .field("state", &T::state, "only of this one")
                                         .field("limit", &T::limit, "at most so many, 1-1000")
                                         .field("after", &T::after, "the last id of the page before")
                                         .build();
  return type;
}

const Type& describe(const RecordingList*) {
  static const Immortal<Type> type = Description<RecordingList>("RecordingList", "A page of recordings.")
                                         .field("recordings", &RecordingList::recordings, "newest first")
                                         .build();
  return type;
}

const Type& describe(const StoreRecording*) {
  static const Immortal<Type> type =
      Description<StoreRecording>("StoreRecording", "A recording to be stored.")
          .required("recording_id", &StoreRecording::recording_id, "its id")
          .build();
  return type;
}

const Type& describe(const RecordingEvent*) {
  using T = RecordingEvent;
  static const Immortal<Type> type =
      Description<T>("RecordingEvent", "Payload of recording.stored, .failed and .removed.")
          .field("recording_id", &T::recording_id, "which recording")
          .field("call_id", &T::call_id, "of which call")
          .field("state", &T::state, "where it is now")
          .build();
  return type;
}

const Type& describe(const PlayRecording*) {
  using T = PlayRecording;
  static const Immortal<Type> type =
      Description<T>("PlayRecording", "What a player asks for, by one of the two ids.")
          .field("call_id", &T::call_id, "of a call the newest recording")
          .field("recording_id", &T::recording_id, "this one")
          .field("range", &T::range, "the player's Range header; empty: none")
          .build();
  return type;
}

const Type& describe(const RecordingAudio*) {
  using T = RecordingAudio;
  static const Immortal<Type> type =
      Description<T>("RecordingAudio", "What a player is answered, at most 2 MB at a time.")
          .field("status", &T::status, "200, 206 or 416")
          .field("content_type", &T::content_type, "audio/x-wav or audio/mpeg")
          .field("content_range", &T::content_range, "bytes 0-1023/146515; empty with 200")
          .field("accept_ranges", &T::accept_ranges, "bytes")
          .field("total", &T::total, "bytes of the whole; 0: not known")
          .field("body", &T::body, "the bytes")
          .build();
  return type;
}

}  // namespace smarthandoff::calls
