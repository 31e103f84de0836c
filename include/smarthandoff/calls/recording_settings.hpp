#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <smarthandoff/base/describe_secret.hpp>
#include <smarthandoff/storage/context.hpp>

// Whether a tenant's recordings are stored in a bucket of its own, and how long: operations
// `recordings.settings`, `recordings.configure`, `recordings.rotate`. docs/recordings.md.
namespace smarthandoff::s3 {
struct Access;  // s3/client.hpp
}

namespace smarthandoff::calls {

enum class AudioFormat { wav, mp3 };

struct RecordingSettings {
  bool store = false;    // completed recordings are stored from now on
  std::string endpoint;  // https address without a path; empty: Amazon's of the region
  std::string region = "us-east-1";
  std::string bucket;
  bool path_style = true;  // https://endpoint/bucket/key; false: https://bucket.endpoint/key
  std::string prefix;      // before each object's key, "acme/calls"; at most 200 characters; may be empty
  std::string access_key_id;
  bool has_secret = false;
  bool has_session_token = false;
  AudioFormat format = AudioFormat::wav;
  bool delete_at_twilio = false;  // there only once it is stored, and held to its checksum
  std::int64_t retention_days =
      0;               // of what is stored, 0-36500; then it is removed, also at Twilio; 0: for ever
  std::string key_id;  // the key that the credentials are encrypted with; empty without

  bool operator==(const RecordingSettings&) const = default;
};

struct GetRecordingSettings {};

// Replaces the given members; the others stay. What could not be stored so far is tried again.
struct ConfigureRecordings {
  std::optional<bool> store, path_style, delete_at_twilio;
  std::optional<std::string> endpoint, region, bucket, prefix, access_key_id;
  std::optional<Secret> secret_access_key, session_token;  // an empty session token removes it
  std::optional<AudioFormat> format;
  std::optional<std::int64_t> retention_days;
};

// Encrypts the credentials anew with the newest key, so that older keys can be retired.
struct RotateRecordings {};
struct RotatedRecordings {
  std::int64_t rotated = 0;
  std::string key_id;
};

// The tenant's, else the defaults.
RecordingSettings recording_settings(const Context& context, const GetRecordingSettings& request);

// Throws invalid_argument naming the field; failed_precondition for credentials without an encryption key.
RecordingSettings configure_recordings(Context& context, const ConfigureRecordings& request);
RotatedRecordings rotate_recordings(Context& context, const RotateRecordings& request);

// Not an operation: for adapters. Throws failed_precondition where there are none.
s3::Access recording_access(const Context& context);

const Type& describe(const AudioFormat*);
const Type& describe(const RecordingSettings*);
const Type& describe(const GetRecordingSettings*);
const Type& describe(const ConfigureRecordings*);
const Type& describe(const RotateRecordings*);
const Type& describe(const RotatedRecordings*);

}  // namespace smarthandoff::calls
