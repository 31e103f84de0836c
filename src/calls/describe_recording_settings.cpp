#include <smarthandoff/calls/recording_settings.hpp>

namespace smarthandoff::calls {

const Type& describe(const AudioFormat*) {
  static const Immortal<Type> type = describe_enum<AudioFormat>(
      "AudioFormat", "Of an audio file.", {{AudioFormat::wav, "wav"}, {AudioFormat::mp3, "mp3"}});
  return type;
}

const Type& describe(const RecordingSettings*) {
  using T = RecordingSettings;
  static const Immortal<Type> type =
      Description<T>("RecordingSettings", "Whether recordings are stored in a bucket, and how long.")
          .field("store", &T::store, "completed recordings are stored")
          .field("endpoint", &T::endpoint, "https address; empty: Amazon's of the region")
          .field("region", &T::region, "of the bucket")
          .field("bucket", &T::bucket, "its name")
          .field("path_style", &T::path_style, "whether the bucket is part of the path")
          .field("prefix", &T::prefix, "before each object's key")
          .field("access_key_id", &T::access_key_id, "whose requests they are")
          .field("has_secret", &T::has_secret, "whether its secret is stored")
          .field("has_session_token", &T::has_session_token, "of temporary credentials")
          .field("format", &T::format, "of the audio")
          .field("delete_at_twilio", &T::delete_at_twilio, "there only once it is stored")
          .field("retention_days", &T::retention_days, "of what is stored; 0: for ever")
          .field("key_id", &T::key_id, "the key that the credentials are encrypted with")
          .build();
  return type;
}

const Type& describe(const GetRecordingSettings*) {
  static const Immortal<Type> type =
      Description<GetRecordingSettings>("GetRecordingSettings", "How a tenant wants its recordings.").build();
  return type;
}

const Type& describe(const ConfigureRecordings*) {
  using T = ConfigureRecordings;
  static const Immortal<Type> type =
      Description<T>("ConfigureRecordings", "Replaces the given members; the others stay.")
          .field("store", &T::store, "completed recordings are stored from now on")
          .field("endpoint", &T::endpoint, "https address without a path; empty: Amazon's of the region")
          .field("region", &T::region, "of the bucket")
          .field("bucket", &T::bucket, "its name")
          .field("path_style", &T::path_style, "whether the bucket is part of the path")
          .field("prefix", &T::prefix, "before each object's key; at most 200 characters")
          .field("access_key_id", &T::access_key_id, "whose requests they are")
          .field("secret_access_key", &T::secret_access_key, "its secret")
          .field("session_token", &T::session_token, "of temporary credentials; empty: none")
          .field("format", &T::format, "of the audio")
          .field("delete_at_twilio", &T::delete_at_twilio, "there only once it is stored")
          .field("retention_days", &T::retention_days, "of what is stored, 0-36500; 0: for ever")
          .build();
  return type;
}

const Type& describe(const RotateRecordings*) {
  static const Immortal<Type> type =
      Description<RotateRecordings>("RotateRecordings", "Encrypts the credentials with the newest key.")
          .build();
  return type;
}

const Type& describe(const RotatedRecordings*) {
  using T = RotatedRecordings;
  static const Immortal<Type> type = Description<T>("RotatedRecordings", "What was encrypted anew.")
                                         .field("rotated", &T::rotated, "how many")
                                         .field("key_id", &T::key_id, "with which key")
                                         .build();
  return type;
}

}  // namespace smarthandoff::calls
