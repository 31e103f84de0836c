#pragma once

#include <smarthandoff/calls/call.hpp>
#include <smarthandoff/calls/recording_store.hpp>
#include <smarthandoff/storage/job_handler.hpp>

// What becomes of a recording: told of, stored in its place, given up at Twilio only then, removed in the
// end. Whatever may happen twice does no harm the second time.
namespace smarthandoff::calls::recordings {

// Twilio has a call's recording, complete.
struct Told {
  std::string sid;
  std::int64_t seconds = 0;
  std::int64_t channels = 1;
};
void told(Context& context, const Call& call, const Told& recording);

// Whether a ticket of the call was made of this recording, wherever it lies by now; what was removed again
// had its ticket.
bool has_ticket(const Context& context, const Call& call, const std::string& sid);

// A person is erased, or a call grew old: its recordings go, everywhere. False: none is known here.
bool erase(Context& context, const CallId& call);

// What waits or failed is tried again with the new settings, or stays at Twilio where nothing is to be
// stored; retention is looked at anew.
void settings_changed(Context& context, const RecordingSettings& settings);

const std::vector<JobHandler>& job_handlers();

// Has it stored where the settings say.
void begin(Context& context, StoredRecording& recording, const RecordingSettings& settings);

}  // namespace smarthandoff::calls::recordings
