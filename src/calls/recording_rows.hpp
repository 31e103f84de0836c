#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/base/key_ring.hpp>
#include <smarthandoff/calls/recording.hpp>

// The SQL of recordings and of a tenant's settings for them, and nothing else.
namespace smarthandoff::calls::rows {

std::optional<StoredRecording> find_recording(const Context& context, const RecordingId& id);
std::optional<StoredRecording> find_recording_of(const Context& context, const std::string& sid);
// Newest first.
std::vector<StoredRecording> list_recordings(const Context& context, const ListRecordings& filter);
// Stored before then, oldest first; and those that wait or failed, after that id.
std::vector<StoredRecording> old_recordings(const Context& context, Instant before, std::int64_t limit);
std::vector<StoredRecording> open_recordings(const Context& context, const RecordingId& after,
                                             std::int64_t limit);
void save_recording(Context& context, const StoredRecording& recording);

struct RecordingSettingsRow {
  std::string json;
  Sealed credentials;
};
std::optional<RecordingSettingsRow> find_recording_settings(const Context& context);
void save_recording_settings(Context& context, const RecordingSettingsRow& row);

// Every statement above, so that a test prepares them on each driver.
std::vector<std::string_view> recording_statements();

}  // namespace smarthandoff::calls::rows
