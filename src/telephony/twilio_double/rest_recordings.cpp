#include <algorithm>

#include <nlohmann/json.hpp>

#include "telephony/twilio_double/rest.hpp"

namespace smarthandoff::twilio_double {
namespace {

constexpr std::int64_t kRate = 8000;       // samples a second
constexpr std::int64_t kMaxSeconds = 600;  // of silence in a file, however long the recording is said to be

Recording& recording_of(Model& model, const Ask& ask, const std::string& sid) {
  Recording* found = model.recording(sid);
  if (found == nullptr || found->account != ask.account->sid) not_found(ask);
  return *found;
}

// Of one call: its sid, or the one that runs.
Recording& recording_in_call(Model& model, const Ask& ask) {
  const std::string &call = ask.parts.at(1), &sid = ask.parts.at(2);
  for (auto one = model.recordings.rbegin(); one != model.recordings.rend(); ++one) {
    const bool runs = one->status == "in-progress" || one->status == "paused";
    const bool is_meant = sid == "Twilio.CURRENT" ? runs : one->sid == sid;
    if (one->call == call && one->account == ask.account->sid && is_meant) return *one;
  }
  not_found(ask);
}

Reply list(Model& model, Ask& ask) {
  const std::string call = ask.parts.size() > 1 ? ask.parts[1] : value_of(ask.query, "CallSid");
  std::vector<Json> all;
  for (auto one = model.recordings.rbegin(); one != model.recordings.rend(); ++one) {
    const bool fits = one->account == ask.account->sid && (call.empty() || one->call == call) &&
                      is_asked_for(ask, "ConferenceSid", one->conference) &&
                      is_within(ask, "DateCreated", one->started);
    if (fits) all.push_back(to_json(model, *one));
  }
  return page(ask, "recordings", all);
}

Reply get(Model& model, Ask& ask) {
  return reply(to_json(model, recording_of(model, ask, ask.parts.back())));
}

Reply get_in_call(Model& model, Ask& ask) {
  return reply(to_json(model, recording_in_call(model, ask)));
}

Reply remove_one(Model& model, Recording& recording) {
  if (recording.status == "in-progress" || recording.status == "paused")
    refuse(409, 20009, "Recording is in progress and cannot be deleted");
  std::erase_if(model.recordings, [sid = recording.sid](const Recording& one) { return one.sid == sid; });
  return done();
}

Reply remove(Model& model, Ask& ask) {
  return remove_one(model, recording_of(model, ask, ask.parts.back()));
}

Reply remove_in_call(Model& model, Ask& ask) {
  return remove_one(model, recording_in_call(model, ask));
}

Reply start(Model& model, Ask& ask) {
  Call* call = model.call(ask.parts.at(1));
  if (call == nullptr || call->account != ask.account->sid) not_found(ask);
  if (!call->is_answered()) refuse(400, 21220, "Requested resource is not eligible for recording");
  Recording& made = model.record({.account = call->account,
                                  .call = call->sid,
                                  .conference = {},
                                  .source = "StartCallRecordingAPI",
                                  .track = value_of(ask.form, "RecordingTrack", "both"),
                                  .channels = value_of(ask.form, "RecordingChannels") == "dual" ? 2 : 1,
                                  .hook = hook_from(ask.form, "RecordingStatusCallback", {"completed"})});
  return reply(to_json(model, made), 201);
}

Reply control(Model& model, Ask& ask) {
  Recording& recording = recording_in_call(model, ask);
  const std::string status = value_of(ask.form, "Status");
  if (recording.status != "in-progress" && recording.status != "paused")
    refuse(400, 21220, "Recording is not in progress");
  if (status == "stopped") {
    model.stop_recording(recording);
  } else if (status == "paused") {
    if (!recording.paused_at) recording.paused_at = model.now();
    recording.status = "paused";
  } else if (status == "in-progress") {
    if (recording.paused_at) recording.paused += model.now() - *recording.paused_at;
    recording.paused_at.reset();
    recording.status = "in-progress";
  } else {
    refuse(400, 20001, "Invalid value for parameter 'Status': " + status);
  }
  recording.updated = model.now();
  return reply(to_json(model, recording));
}

void append(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i)
    out += static_cast<char>((value >> (8U * static_cast<unsigned>(i))) & 0xffU);
}

// Silence, 8 bits a sample.
std::string wav(const Recording& recording) {
  const auto size =
      static_cast<std::uint32_t>(std::min(recording.duration_s, kMaxSeconds) * kRate * recording.channels);
  const auto channels = static_cast<std::uint32_t>(recording.channels);
  std::string out = "RIFF";
  append(out, 36 + size, 4);
  out += "WAVEfmt ";
  append(out, 16, 4);
  append(out, 1, 2);
  append(out, channels, 2);
  append(out, kRate, 4);
  append(out, static_cast<std::uint32_t>(kRate) * channels, 4);
  append(out, channels, 2);
  append(out, 8, 2);
  out += "data";
  append(out, size, 4);
  return out.append(size, '\x80');
}

// One frame of silence of MPEG-1 layer III, 32 kbit/s, for every 26 ms.
std::string mp3(const Recording& recording) {
  constexpr std::size_t kFrame = 104;
  std::string frame("\xff\xfb\x10\xc4", 4);
  frame.resize(kFrame, '\0');
  std::string out;
  const auto frames = std::min(recording.duration_s, kMaxSeconds) * 38;
  for (std::int64_t i = 0; i < std::max<std::int64_t>(1, frames); ++i) out += frame;
  return out;
}

// 404 until it has been processed, as at Twilio.
Reply download(Model& model, Ask& ask) {
  std::string sid = ask.parts.back();
  const std::size_t dot = std::min(sid.find('.'), sid.size());
  const std::string suffix = sid.substr(dot);
  const Recording& recording = recording_of(model, ask, sid.substr(0, dot));
  if (recording.status != "completed" || (suffix != "" && suffix != ".wav" && suffix != ".mp3"))
    not_found(ask);
  if (suffix == ".mp3") return {.status = 200, .body = mp3(recording), .type = "audio/mpeg"};
  return {.status = 200, .body = wav(recording), .type = "audio/x-wav"};
}

}  // namespace

Json to_json(const Model& model, const Recording& recording) {
  const bool is_done = recording.status == "completed";
  return {{"sid", recording.sid},
          {"account_sid", recording.account},
          {"call_sid", recording.call},
          {"conference_sid", text_or_null(recording.conference)},
          {"api_version", "2010-04-01"},
          {"date_created", rfc2822(recording.started)},
          {"date_updated", rfc2822(recording.updated)},
          {"start_time", rfc2822(recording.started)},
          {"duration", is_done ? Json(std::to_string(recording.duration_s)) : Json(nullptr)},
          {"price", nullptr},
          {"price_unit", "USD"},
          {"status", recording.status},
          {"channels", recording.channels},
          {"source", recording.source},
          {"track", recording.track},
          {"error_code", nullptr},
          {"encryption_details", nullptr},
          {"media_url", model.recording_url(recording)},
          {"uri", path_of(recording.account, "Recordings/" + recording.sid + ".json")}};
}

std::vector<Route> recording_routes() {
  return {{"GET", "Accounts/*/Recordings.json", list},
          {"GET", "Accounts/*/Recordings/*.json", get},
          {"DELETE", "Accounts/*/Recordings/*.json", remove},
          {"GET", "Accounts/*/Recordings/*", download},
          {"GET", "Accounts/*/Calls/*/Recordings.json", list},
          {"POST", "Accounts/*/Calls/*/Recordings.json", start},
          {"GET", "Accounts/*/Calls/*/Recordings/*.json", get_in_call},
          {"POST", "Accounts/*/Calls/*/Recordings/*.json", control},
          {"DELETE", "Accounts/*/Calls/*/Recordings/*.json", remove_in_call}};
}

}  // namespace smarthandoff::twilio_double
