// Calls and their recordings.
#include <smarthandoff/base/error.hpp>

#include "base/field_check.hpp"
#include "telephony/twilio/rest_requests.hpp"

namespace smarthandoff::twilio::requests {
namespace {

constexpr std::size_t kMaxTwiml = 4000;
constexpr std::size_t kMaxAddress = 4096;

void check_twiml(const std::string& twiml) {
  if (field::characters(twiml) > kMaxTwiml) throw invalid_field("twiml", "must have at most 4000 characters");
}

void check(const Detection& detection) {
  check_one_of("detection.mode", detection.mode, {"", "Enable", "DetectMessageEnd"});
  check_between("detection.timeout_s", detection.timeout_s, 3, 59);
  check_between("detection.speech_threshold_ms", detection.speech_threshold_ms, 1000, 6000);
  check_between("detection.speech_end_ms", detection.speech_end_ms, 500, 5000);
  check_between("detection.silence_ms", detection.silence_ms, 2000, 10'000);
  check_hook("detection.verdict", detection.verdict);
}

void add_detection(FormText& form, const Detection& detection) {
  if (detection.mode.empty()) return;
  form.add("MachineDetection", detection.mode)
      .add("MachineDetectionTimeout", detection.timeout_s)
      .add("MachineDetectionSpeechThreshold", detection.speech_threshold_ms)
      .add("MachineDetectionSpeechEndThreshold", detection.speech_end_ms)
      .add("MachineDetectionSilenceTimeout", detection.silence_ms);
}

void check(const RecordingSettings& recording) {
  check_one_of("recording.channels", recording.channels, {"", "mono", "dual"});
  check_one_of("recording.track", recording.track, {"", "inbound", "outbound", "both"});
  check_one_of("recording.trim", recording.trim, {"", "trim-silence", "do-not-trim"});
  check_hook("recording.callback", recording.callback);
}

void add_recording(FormText& form, const RecordingSettings& recording) {
  form.add("RecordingChannels", recording.channels)
      .add("RecordingTrack", recording.track)
      .add("Trim", recording.trim)
      .add("RecordingStatusCallback", recording.callback);
}

void check(const CreateCall& request) {
  check_needed("to", request.to);
  check_needed("from", request.from);
  if (request.url.empty() && request.twiml.empty() && request.application_sid.empty())
    throw invalid_field("url", "must be given, or twiml, or application_sid");
  field::check_line("url", request.url, kMaxAddress);
  field::check_line("fallback_url", request.fallback_url, kMaxAddress);
  check_method("method", request.method);
  check_twiml(request.twiml);
  check_sid_or_none("application_sid", request.application_sid, "AP");
  check_hook("status", request.status);
  check_between("timeout_s", request.timeout_s, 1, 600);
  check_between("time_limit_s", request.time_limit_s, 1, 86'400);
  field::check_word("send_digits", request.send_digits, "0123456789*#wW", 32);
  field::check_line("call_reason", request.call_reason, 50);
  check(request.recording);
  check(request.detection);
}

std::string call_path(const std::string& account, const std::string& call_sid, const std::string& rest = {}) {
  check_sid("call_sid", call_sid, "CA");
  return account_path(account, "/Calls/" + call_sid + rest);
}

std::string recording_path(const std::string& account, const std::string& recording_sid) {
  check_sid("recording_sid", recording_sid, "RE");
  return account_path(account, "/Recordings/" + recording_sid);
}

std::string status_word(CallStatus status) {
  switch (status) {
    case CallStatus::queued:
    case CallStatus::initiated:
      return "queued";
    case CallStatus::ringing:
      return "ringing";
    case CallStatus::in_progress:
      return "in-progress";
    case CallStatus::completed:
      return "completed";
    case CallStatus::busy:
      return "busy";
    case CallStatus::no_answer:
      return "no-answer";
    case CallStatus::failed:
      return "failed";
    case CallStatus::canceled:
      return "canceled";
  }
  return {};
}

}  // namespace

RestRequest create_call(const std::string& account, const CreateCall& request) {
  check(request);
  FormText form;
  form.add("To", request.to).add("From", request.from);
  if (!request.url.empty())
    form.add("Url", request.url).add("Method", request.method);
  else if (!request.twiml.empty())
    form.add("Twiml", request.twiml);
  else
    form.add("ApplicationSid", request.application_sid);
  form.add("FallbackUrl", request.fallback_url)
      .add("StatusCallback", request.status)
      .add("Timeout", request.timeout_s)
      .add("TimeLimit", request.time_limit_s)
      .add("SendDigits", request.send_digits)
      .add("CallerId", request.caller_id)
      .add("CallReason", request.call_reason)
      .add("CallToken", request.call_token)
      .add("Byoc", request.byoc)
      .add("SipAuthUsername", request.sip_username)
      .add("SipAuthPassword", request.sip_password.reveal());
  if (request.record) add_recording(form.add("Record", "true"), request.recording);
  add_detection(form, request.detection);
  if (!request.detection.mode.empty() && request.detection.in_background)
    form.add("AsyncAmd", "true").add("AsyncAmdStatusCallback", request.detection.verdict);
  RestRequest made = post_request(RestKind::change, account_path(account, "/Calls"), form);
  made.dials = true;
  return made;
}

RestRequest fetch_call(const std::string& account, const std::string& call_sid) {
  return read_request(call_path(account, call_sid));
}

RestRequest update_call(const std::string& account, const UpdateCall& request) {
  check_one_of("status", request.status, {"", "completed", "canceled"});
  check_method("method", request.method);
  field::check_line("url", request.url, kMaxAddress);
  check_twiml(request.twiml);
  check_hook("status_callback", request.status_callback);
  check_between("time_limit_s", request.time_limit_s, 1, 86'400);
  FormText form;
  form.add("Status", request.status).add("Url", request.url);
  if (!request.url.empty()) form.add("Method", request.method);
  if (request.url.empty()) form.add("Twiml", request.twiml);
  form.add("StatusCallback", request.status_callback).add("TimeLimit", request.time_limit_s);
  if (form.text().empty()) throw invalid_field("status", "must be given, or something else to change");
  const RestKind kind = request.status.empty() ? RestKind::change : RestKind::repeat;
  return post_request(kind, call_path(account, request.call_sid), form);
}

RestRequest list_calls(const std::string& account, const ListCalls& request) {
  check_sid_or_none("parent_call_sid", request.parent_call_sid, "CA");
  FormText query;
  query.add("To", request.to)
      .add("From", request.from)
      .add("ParentCallSid", request.parent_call_sid)
      .add("Status", request.status ? status_word(*request.status) : std::string())
      .add_from("StartTime", request.started_after)
      .add_until("StartTime", request.started_before)
      .add("PageSize", page_size(request.limit));
  return read_request(account_path(account, "/Calls"), query);
}

RestRequest fetch_recording(const std::string& account, const std::string& recording_sid) {
  return read_request(recording_path(account, recording_sid));
}

RestRequest list_recordings(const std::string& account, const ListRecordings& request) {
  check_sid_or_none("call_sid", request.call_sid, "CA");
  check_sid_or_none("conference_sid", request.conference_sid, "CF");
  FormText query;
  query.add("CallSid", request.call_sid)
      .add("ConferenceSid", request.conference_sid)
      .add_from("DateCreated", request.created_after)
      .add_until("DateCreated", request.created_before)
      .add("PageSize", page_size(request.limit));
  return read_request(account_path(account, "/Recordings"), query);
}

RestRequest delete_recording(const std::string& account, const std::string& recording_sid) {
  return delete_request(recording_path(account, recording_sid));
}

RestRequest start_recording(const std::string& account, const StartRecording& request) {
  check(request.settings);
  FormText form;
  add_recording(form, request.settings);
  return post_request(RestKind::change, call_path(account, request.call_sid, "/Recordings"), form);
}

RestRequest control_recording(const std::string& account, const ControlRecording& request) {
  if (request.recording_sid != "Twilio.CURRENT") check_sid("recording_sid", request.recording_sid, "RE");
  check_one_of("status", request.status, {"paused", "in-progress", "stopped"});
  check_one_of("pause_behavior", request.pause_behavior, {"", "skip", "silence"});
  FormText form;
  form.add("Status", request.status).add("PauseBehavior", request.pause_behavior);
  return post_request(RestKind::repeat,
                      call_path(account, request.call_sid, "/Recordings/" + request.recording_sid), form);
}

RestRequest recording_media(const std::string& account, const std::string& recording_sid,
                            const std::string& format) {
  check_one_of("format", format, {"wav", "mp3"});
  std::string path = recording_path(account, recording_sid);
  path.replace(path.size() - 4, 4, format);
  return read_request(std::move(path));
}

}  // namespace smarthandoff::twilio::requests
