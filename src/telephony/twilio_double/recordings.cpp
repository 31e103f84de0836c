#include <algorithm>

#include "telephony/twilio_double/model.hpp"

namespace smarthandoff::twilio_double {

Recording& Model::record(NewRecording made) {
  Recording& tape = recordings.emplace_back();
  tape.sid = sids.sid("RE");
  tape.account = std::move(made.account);
  tape.call = std::move(made.call);
  tape.conference = std::move(made.conference);
  tape.source = std::move(made.source);
  tape.track = std::move(made.track);
  tape.channels = made.channels;
  tape.hook = std::move(made.hook);
  tape.started = tape.updated = now();
  note(LogKind::recording, call(tape.call), "starts " + tape.source);
  recording_event(tape);
  return tape;
}

void Model::stop_recording(Recording& tape) {
  if (tape.status != "in-progress" && tape.status != "paused") return;
  if (tape.paused_at) tape.paused += now() - *tape.paused_at;
  tape.duration_s = seconds_between(tape.started + tape.paused, now());
  tape.status = "processing";
  tape.updated = now();
  note(LogKind::recording, call(tape.call), "stops after " + std::to_string(tape.duration_s) + " s");
  scheduler.after(options_.recording_processing, [this, sid = tape.sid] {
    Recording* done = recording(sid);
    if (done == nullptr || done->status != "processing") return;
    done->status = done->duration_s == 0 ? "absent" : "completed";
    done->updated = now();
    recording_event(*done);
  });
}

std::string Model::recording_url(const Recording& tape) const {
  return base_url + "/2010-04-01/Accounts/" + tape.account + "/Recordings/" + tape.sid;
}

void Model::recording_event(const Recording& tape) {
  if (!tape.hook.wants(tape.status)) return;
  Params params{{"AccountSid", tape.account},
                {"CallSid", tape.call},
                {"RecordingSid", tape.sid},
                {"RecordingUrl", recording_url(tape)},
                {"RecordingStatus", tape.status},
                {"RecordingChannels", std::to_string(tape.channels)},
                {"RecordingStartTime", rfc2822(tape.started)},
                {"RecordingSource", tape.source},
                {"RecordingTrack", tape.track}};
  if (tape.status == "completed") params.emplace_back("RecordingDuration", std::to_string(tape.duration_s));
  if (!tape.conference.empty()) params.emplace_back("ConferenceSid", tape.conference);
  callback({.account = tape.account,
            .call = tape.call,
            .what = "recording " + tape.status,
            .url = tape.hook.url,
            .method = tape.hook.method,
            .params = std::move(params)});
}

}  // namespace smarthandoff::twilio_double
