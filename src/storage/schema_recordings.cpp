#include "storage/schema.hpp"

namespace smarthandoff::storage {

namespace {

// Recordings of calls: where each is, at Twilio or in a bucket.
constexpr std::string_view kRecordings = R"sql(
CREATE TABLE recordings (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  call_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  sid TEXT NOT NULL,
  state TEXT NOT NULL,
  failure TEXT NOT NULL,
  at_twilio INTEGER NOT NULL,
  endpoint TEXT NOT NULL,
  region TEXT NOT NULL,
  bucket TEXT NOT NULL,
  path_style INTEGER NOT NULL,
  object_key TEXT NOT NULL,
  format TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  seconds INTEGER NOT NULL,
  channels INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  stored_at INTEGER,
  removed_at INTEGER,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kRecordingsPostgresql = R"sql(
CREATE TABLE recordings (
  tenant TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  call_id TEXT COLLATE "C" NOT NULL,
  account_id TEXT COLLATE "C" NOT NULL,
  sid TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  failure TEXT NOT NULL,
  at_twilio BOOLEAN NOT NULL,
  endpoint TEXT NOT NULL,
  region TEXT COLLATE "C" NOT NULL,
  bucket TEXT COLLATE "C" NOT NULL,
  path_style BOOLEAN NOT NULL,
  object_key TEXT COLLATE "C" NOT NULL,
  format TEXT COLLATE "C" NOT NULL,
  bytes BIGINT NOT NULL,
  sha256 TEXT COLLATE "C" NOT NULL,
  seconds BIGINT NOT NULL,
  channels BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  stored_at BIGINT,
  removed_at BIGINT,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, id)
))sql";

// A described struct as JSON, and the bucket's credentials, encrypted.
constexpr std::string_view kRecordingSettings = R"sql(
CREATE TABLE recording_settings (
  tenant TEXT NOT NULL,
  settings TEXT NOT NULL,
  key_id TEXT NOT NULL,
  credentials TEXT NOT NULL,
  PRIMARY KEY (tenant)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kRecordingSettingsPostgresql = R"sql(
CREATE TABLE recording_settings (
  tenant TEXT COLLATE "C" NOT NULL,
  settings TEXT NOT NULL,
  key_id TEXT COLLATE "C" NOT NULL,
  credentials TEXT NOT NULL,
  PRIMARY KEY (tenant)
))sql";

constexpr std::string_view kRecordingsBySid =
    "CREATE UNIQUE INDEX recordings_sid ON recordings (tenant, sid)";
constexpr std::string_view kRecordingsByCall =
    "CREATE INDEX recordings_call ON recordings (tenant, call_id, id)";
constexpr std::string_view kRecordingsByState =
    "CREATE INDEX recordings_state ON recordings (tenant, state, id)";
constexpr std::string_view kRecordingsByAge =
    "CREATE INDEX recordings_age ON recordings (tenant, stored_at) WHERE state = 'stored'";

}  // namespace

std::vector<std::string_view> sqlite_recordings_schema() {
  return {kRecordings,       kRecordingSettings, kRecordingsBySid,
          kRecordingsByCall, kRecordingsByState, kRecordingsByAge};
}

std::vector<std::string_view> postgresql_recordings_schema() {
  return {kRecordingsPostgresql, kRecordingSettingsPostgresql, kRecordingsBySid,
          kRecordingsByCall,     kRecordingsByState,           kRecordingsByAge};
}

}  // namespace smarthandoff::storage
