#pragma once

#include <array>
#include <concepts>
#include <string_view>
#include <type_traits>

#include <smarthandoff/telephony/twilio/twiml.hpp>

// Which attributes each element has, with their values and limits, once for writing and reading: a visitor is
// shown the attributes first, then what stands inside the element. Names are Twilio's.
namespace smarthandoff::twiml {

template <class S, class T>
concept Of = std::same_as<std::remove_const_t<S>, T>;

using Choice = std::string_view;
inline constexpr std::array kMethods{Choice("GET"), Choice("POST")};
inline constexpr std::array kCallEvents{Choice("initiated"), Choice("ringing"), Choice("answered"),
                                        Choice("completed")};
inline constexpr std::array kRecordingEvents{Choice("in-progress"), Choice("completed"), Choice("absent")};
inline constexpr std::array kConferenceEvents{Choice("start"),  Choice("end"),     Choice("join"),
                                              Choice("leave"),  Choice("mute"),    Choice("hold"),
                                              Choice("modify"), Choice("speaker"), Choice("announcement")};
inline constexpr std::array kInputs{Choice("dtmf"), Choice("speech")};
inline constexpr std::array kDetections{Choice("Enable"), Choice("DetectMessageEnd")};
inline constexpr std::array kBeeps{Choice("true"), Choice("false"), Choice("onEnter"), Choice("onExit")};
inline constexpr std::array kConferenceRecords{Choice("do-not-record"), Choice("record-from-start")};
inline constexpr std::array kDialRecords{Choice("do-not-record"), Choice("record-from-answer"),
                                         Choice("record-from-ringing"), Choice("record-from-answer-dual"),
                                         Choice("record-from-ringing-dual")};
inline constexpr std::array kTrims{Choice("trim-silence"), Choice("do-not-trim")};
inline constexpr std::array kRegions{Choice("us1"), Choice("us2"), Choice("ie1"), Choice("sg1"),
                                     Choice("br1"), Choice("au1"), Choice("jp1"), Choice("de1")};
inline constexpr std::array kCallTracks{Choice("inbound"), Choice("outbound"), Choice("both")};
inline constexpr std::array kStreamTracks{Choice("inbound_track"), Choice("outbound_track"),
                                          Choice("both_tracks")};
inline constexpr std::array kChannels{Choice("mono"), Choice("dual")};
inline constexpr std::array kReasons{Choice("rejected"), Choice("busy")};

inline constexpr std::string_view kKeys = "0123456789*#";
inline constexpr std::string_view kTones = "0123456789*#wWABCD";
inline constexpr std::string_view kDialled = "+0123456789*#";

constexpr std::string_view element(const Say*) {
  return "Say";
}
constexpr std::string_view element(const Play*) {
  return "Play";
}
constexpr std::string_view element(const Pause*) {
  return "Pause";
}
constexpr std::string_view element(const Gather*) {
  return "Gather";
}
constexpr std::string_view element(const Number*) {
  return "Number";
}
constexpr std::string_view element(const Client*) {
  return "Client";
}
constexpr std::string_view element(const Sip*) {
  return "Sip";
}
constexpr std::string_view element(const Conference*) {
  return "Conference";
}
constexpr std::string_view element(const Queue*) {
  return "Queue";
}
constexpr std::string_view element(const Dial*) {
  return "Dial";
}
constexpr std::string_view element(const Record*) {
  return "Record";
}
constexpr std::string_view element(const Task*) {
  return "Task";
}
constexpr std::string_view element(const Enqueue*) {
  return "Enqueue";
}
constexpr std::string_view element(const Stream*) {
  return "Stream";
}
constexpr std::string_view element(const Recording*) {
  return "Recording";
}
constexpr std::string_view element(const Connect*) {
  return "Connect";
}
constexpr std::string_view element(const Start*) {
  return "Start";
}
constexpr std::string_view element(const Stop*) {
  return "Stop";
}
constexpr std::string_view element(const Leave*) {
  return "Leave";
}
constexpr std::string_view element(const Hangup*) {
  return "Hangup";
}
constexpr std::string_view element(const Redirect*) {
  return "Redirect";
}
constexpr std::string_view element(const Reject*) {
  return "Reject";
}

template <Of<Say> S, class V>
void fields(S& s, V& v) {
  v.text("voice", s.voice);
  v.text("language", s.language);
  v.number("loop", s.loop, 0, 1000);
  v.content("text", s.text, true);
}

template <Of<Play> S, class V>
void fields(S& s, V& v) {
  v.word("digits", s.digits, kTones);
  v.number("loop", s.loop, 0, 1000);
  v.content("url", s.url, s.digits.empty());
}

template <Of<Pause> S, class V>
void fields(S& s, V& v) {
  v.number("length", s.length, 1, 3600);
}

template <Of<Gather> S, class V>
void fields(S& s, V& v) {
  v.many("input", s.input, kInputs);
  v.text("action", s.action);
  v.choice("method", s.method, kMethods);
  v.number("numDigits", s.num_digits, 1, 1000);
  v.number("timeout", s.timeout, 0, 600);
  v.key("finishOnKey", s.finish_on_key, 1);
  v.text("speechTimeout", s.speech_timeout);
  v.text("language", s.language);
  v.text("hints", s.hints);
  v.text("speechModel", s.speech_model);
  v.flag("enhanced", s.enhanced);
  v.flag("profanityFilter", s.profanity_filter);
  v.flag("actionOnEmptyResult", s.action_on_empty_result);
  v.flag("bargeIn", s.barge_in);
  v.text("partialResultCallback", s.partial_result_callback);
  v.choice("partialResultCallbackMethod", s.partial_result_callback_method, kMethods);
  v.children("prompts", s.prompts);
}

template <Of<Ringing> S, class V>
void fields(S& s, V& v) {
  v.text("url", s.url);
  v.choice("method", s.method, kMethods);
  v.text("statusCallback", s.status_callback);
  v.many("statusCallbackEvent", s.status_callback_event, kCallEvents);
  v.choice("statusCallbackMethod", s.status_callback_method, kMethods);
}

template <Of<MachineDetection> S, class V>
void fields(S& s, V& v) {
  v.choice("machineDetection", s.machine_detection, kDetections);
  v.number("machineDetectionTimeout", s.machine_detection_timeout, 3, 59);
  v.number("machineDetectionSpeechThreshold", s.machine_detection_speech_threshold, 1000, 6000);
  v.number("machineDetectionSpeechEndThreshold", s.machine_detection_speech_end_threshold, 500, 5000);
  v.number("machineDetectionSilenceTimeout", s.machine_detection_silence_timeout, 2000, 10'000);
  v.text("amdStatusCallback", s.amd_status_callback);
  v.choice("amdStatusCallbackMethod", s.amd_status_callback_method, kMethods);
}

template <Of<Number> S, class V>
void fields(S& s, V& v) {
  fields(s.ringing, v);
  v.word("sendDigits", s.send_digits, kTones);
  fields(s.detection, v);
  v.text("byoc", s.byoc);
  v.dialled("number", s.number, kDialled);
}

template <Of<Client> S, class V>
void fields(S& s, V& v) {
  fields(s.ringing, v);
  v.named("identity", s.identity, s.parameters);
}

template <Of<Sip> S, class V>
void fields(S& s, V& v) {
  v.text("username", s.username);
  v.text("password", s.password);
  fields(s.ringing, v);
  fields(s.detection, v);
  v.content("uri", s.uri, true);
}

template <class S, class V>
void recording_callback(S& s, V& v) {
  v.text("recordingStatusCallback", s.recording_status_callback);
  v.many("recordingStatusCallbackEvent", s.recording_status_callback_event, kRecordingEvents);
  v.choice("recordingStatusCallbackMethod", s.recording_status_callback_method, kMethods);
}

template <Of<Conference> S, class V>
void fields(S& s, V& v) {
  v.flag("muted", s.muted);
  v.flag("startConferenceOnEnter", s.start_conference_on_enter);
  v.flag("endConferenceOnExit", s.end_conference_on_exit);
  v.choice("beep", s.beep, kBeeps);
  v.maybe("waitUrl", s.wait_url);
  v.choice("waitMethod", s.wait_method, kMethods);
  v.number("maxParticipants", s.max_participants, 2, 250);
  v.choice("record", s.record, kConferenceRecords);
  v.choice("region", s.region, kRegions);
  v.text("coach", s.coach);
  v.text("participantLabel", s.participant_label);
  v.choice("trim", s.trim, kTrims);
  v.text("statusCallback", s.status_callback);
  v.many("statusCallbackEvent", s.status_callback_event, kConferenceEvents);
  v.choice("statusCallbackMethod", s.status_callback_method, kMethods);
  recording_callback(s, v);
  v.name("name", s.name, 128);
}

template <Of<Queue> S, class V>
void fields(S& s, V& v) {
  v.text("url", s.url);
  v.choice("method", s.method, kMethods);
  v.text("reservationSid", s.reservation_sid);
  v.text("postWorkActivitySid", s.post_work_activity_sid);
  v.name("name", s.name, 64);
}

template <Of<Dial> S, class V>
void fields(S& s, V& v) {
  v.text("action", s.action);
  v.choice("method", s.method, kMethods);
  v.number("timeout", s.timeout, 5, 600);
  v.number("timeLimit", s.time_limit, 1, 86'400);
  v.text("callerId", s.caller_id);
  v.flag("answerOnBridge", s.answer_on_bridge);
  v.flag("hangupOnStar", s.hangup_on_star);
  v.flag("sequential", s.sequential);
  v.text("ringTone", s.ring_tone);
  v.choice("record", s.record, kDialRecords);
  v.choice("trim", s.trim, kTrims);
  v.choice("recordingTrack", s.recording_track, kCallTracks);
  recording_callback(s, v);
  v.children("targets", s.targets);
}

template <Of<Record> S, class V>
void fields(S& s, V& v) {
  v.text("action", s.action);
  v.choice("method", s.method, kMethods);
  v.number("timeout", s.timeout, 1, 600);
  v.number("maxLength", s.max_length, 1, 14'400);
  v.key("finishOnKey", s.finish_on_key, kKeys.size());
  v.flag("playBeep", s.play_beep);
  v.choice("trim", s.trim, kTrims);
  v.flag("transcribe", s.transcribe);
  v.text("transcribeCallback", s.transcribe_callback);
  recording_callback(s, v);
}

template <Of<Task> S, class V>
void fields(S& s, V& v) {
  v.number("priority", s.priority, 0, 2'147'483'647);
  v.number("timeout", s.timeout, 1, 1'209'600);
  v.content("attributes", s.attributes, true);
}

template <Of<Enqueue> S, class V>
void fields(S& s, V& v) {
  v.text("workflowSid", s.workflow_sid);
  v.text("action", s.action);
  v.choice("method", s.method, kMethods);
  v.maybe("waitUrl", s.wait_url);
  v.choice("waitUrlMethod", s.wait_url_method, kMethods);
  v.number("maxQueueSize", s.max_queue_size, 1, 5000);
  v.child("task", s.task);
  v.content("name", s.name, s.workflow_sid.empty(), 64);
}

template <Of<Stream> S, class V>
void fields(S& s, V& v) {
  v.text("url", s.url);
  v.text("name", s.name);
  v.choice("track", s.track, kStreamTracks);
  v.text("statusCallback", s.status_callback);
  v.choice("statusCallbackMethod", s.status_callback_method, kMethods);
  v.parameters(s.parameters);
}

template <Of<Recording> S, class V>
void fields(S& s, V& v) {
  v.choice("channels", s.channels, kChannels);
  v.choice("track", s.track, kCallTracks);
  v.choice("trim", s.trim, kTrims);
  recording_callback(s, v);
}

template <Of<Connect> S, class V>
void fields(S& s, V& v) {
  v.text("action", s.action);
  v.choice("method", s.method, kMethods);
  v.child("stream", s.stream);
}

template <Of<Start> S, class V>
void fields(S& s, V& v) {
  v.child("stream", s.stream);
  v.child("recording", s.recording);
}

template <Of<Stop> S, class V>
void fields(S& s, V& v) {
  v.stopped("stream", s.stream);
}

template <Of<Redirect> S, class V>
void fields(S& s, V& v) {
  v.choice("method", s.method, kMethods);
  v.content("url", s.url, true);
}

template <Of<Reject> S, class V>
void fields(S& s, V& v) {
  v.choice("reason", s.reason, kReasons);
}

template <class S, class V>
requires Of<S, Leave> || Of<S, Hangup>
void fields(S&, V&) {}

}  // namespace smarthandoff::twiml
