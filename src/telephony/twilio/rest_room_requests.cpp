// Queues and conferences.
#include <smarthandoff/base/error.hpp>

#include "base/field_check.hpp"
#include "http/address.hpp"
#include "telephony/twilio/rest_requests.hpp"

namespace smarthandoff::twilio::requests {
namespace {

constexpr std::int64_t kEverything = 10'000;

std::string queue_path(const std::string& account, const std::string& queue_sid,
                       const std::string& rest = {}) {
  check_sid("queue_sid", queue_sid, "QU");
  return account_path(account, "/Queues/" + queue_sid + rest);
}

std::string room_path(const std::string& account, const std::string& conference_sid) {
  check_sid("conference_sid", conference_sid, "CF");
  return account_path(account, "/Conferences/" + conference_sid);
}

std::string participants_path(const std::string& account, const std::string& conference,
                              const std::string& participant = {}) {
  check_needed("conference", conference, 128);
  std::string rest = "/Conferences/" + http::percent_encoded(conference) + "/Participants";
  if (!participant.empty()) rest += "/" + http::percent_encoded(participant);
  return account_path(account, rest);
}

std::string participant_path(const std::string& account, const std::string& conference,
                             const std::string& participant) {
  check_needed("participant", participant, 128);
  return participants_path(account, conference, participant);
}

void check(const CreateParticipant& request) {
  check_needed("to", request.to);
  check_needed("from", request.from);
  field::check_line("label", request.label, 128);
  check_hook("status", request.status);
  check_hook("conference_status", request.conference_status);
  check_hook("detection.verdict", request.detection.verdict);
  check_between("timeout_s", request.timeout_s, 5, 600);
  check_between("time_limit_s", request.time_limit_s, 1, 86'400);
  check_one_of("beep", request.beep, {"", "true", "false", "onEnter", "onExit"});
  check_one_of("conference_record", request.conference_record,
               {"", "true", "false", "record-from-start", "do-not-record"});
  check_one_of("detection.mode", request.detection.mode, {"", "Enable", "DetectMessageEnd"});
  field::check_line("call_reason", request.call_reason, 50);
}

}  // namespace

RestRequest create_queue(const std::string& account, const CreateQueue& request) {
  check_needed("name", request.name, 64);
  check_between("max_size", request.max_size, 1, 5000);
  FormText form;
  form.add("FriendlyName", request.name).add("MaxSize", request.max_size);
  return post_request(RestKind::change, account_path(account, "/Queues"), form);
}

RestRequest fetch_queue(const std::string& account, const std::string& queue_sid) {
  return read_request(queue_path(account, queue_sid));
}

RestRequest update_queue(const std::string& account, const UpdateQueue& request) {
  field::check_line("name", request.name, 64);
  check_between("max_size", request.max_size, 1, 5000);
  FormText form;
  form.add("FriendlyName", request.name).add("MaxSize", request.max_size);
  return post_request(RestKind::repeat, queue_path(account, request.queue_sid), form);
}

RestRequest list_queues(const std::string& account) {
  return read_request(account_path(account, "/Queues"), FormText().add("PageSize", page_size(kEverything)));
}

RestRequest delete_queue(const std::string& account, const std::string& queue_sid) {
  return delete_request(queue_path(account, queue_sid));
}

RestRequest list_members(const std::string& account, const std::string& queue_sid) {
  return read_request(queue_path(account, queue_sid, "/Members"),
                      FormText().add("PageSize", page_size(kEverything)));
}

RestRequest dequeue(const std::string& account, const Dequeue& request) {
  if (request.member != "Front") check_sid("member", request.member, "CA");
  check_needed("url", request.url, 4096);
  check_method("method", request.method);
  FormText form;
  form.add("Url", request.url).add("Method", request.method);
  return post_request(RestKind::change, queue_path(account, request.queue_sid, "/Members/" + request.member),
                      form);
}

RestRequest list_rooms(const std::string& account, const ListRooms& request) {
  check_one_of("status", request.status, {"", "init", "in-progress", "completed"});
  FormText query;
  query.add("FriendlyName", request.name)
      .add("Status", request.status)
      .add("PageSize", page_size(request.limit));
  return read_request(account_path(account, "/Conferences"), query);
}

RestRequest fetch_room(const std::string& account, const std::string& conference_sid) {
  return read_request(room_path(account, conference_sid));
}

RestRequest update_room(const std::string& account, const UpdateRoom& request) {
  check_one_of("status", request.status, {"", "completed"});
  field::check_line("announce_url", request.announce_url, 4096);
  check_method("announce_method", request.announce_method);
  FormText form;
  form.add("Status", request.status)
      .add("AnnounceUrl", request.announce_url)
      .add("AnnounceMethod", request.announce_method);
  if (form.text().empty()) throw invalid_field("status", "must be given, or announce_url");
  const RestKind kind = request.announce_url.empty() ? RestKind::repeat : RestKind::change;
  return post_request(kind, room_path(account, request.conference_sid), form);
}

RestRequest create_participant(const std::string& account, const CreateParticipant& request) {
  check(request);
  FormText form;
  form.add("To", request.to)
      .add("From", request.from)
      .add("Label", request.label)
      .add("StatusCallback", request.status)
      .add("Timeout", request.timeout_s)
      .add("TimeLimit", request.time_limit_s)
      .add("Muted", request.muted)
      .add("EarlyMedia", request.early_media)
      .add("StartConferenceOnEnter", request.start_conference_on_enter)
      .add("EndConferenceOnExit", request.end_conference_on_exit)
      .add("Beep", request.beep);
  if (request.wait_url && request.wait_url->empty()) form.add_empty("WaitUrl");
  if (request.wait_url) form.add("WaitUrl", *request.wait_url);
  form.add("ConferenceStatusCallback", request.conference_status)
      .add("ConferenceRecord", request.conference_record)
      .add("CallerId", request.caller_id)
      .add("CallReason", request.call_reason)
      .add("CallToken", request.call_token);
  const Detection& detection = request.detection;
  if (!detection.mode.empty()) {
    form.add("MachineDetection", detection.mode)
        .add("MachineDetectionTimeout", detection.timeout_s)
        .add("MachineDetectionSpeechThreshold", detection.speech_threshold_ms)
        .add("MachineDetectionSpeechEndThreshold", detection.speech_end_ms)
        .add("MachineDetectionSilenceTimeout", detection.silence_ms)
        .add("AmdStatusCallback", detection.verdict);
  }
  RestRequest made = post_request(RestKind::change, participants_path(account, request.conference), form);
  made.dials = true;
  return made;
}

RestRequest fetch_participant(const std::string& account, const ParticipantKey& key) {
  return read_request(participant_path(account, key.conference, key.participant));
}

RestRequest update_participant(const std::string& account, const UpdateParticipant& request) {
  check_method("hold_method", request.hold_method);
  check_method("announce_method", request.announce_method);
  field::check_line("hold_url", request.hold_url, 4096);
  field::check_line("announce_url", request.announce_url, 4096);
  FormText form;
  form.add("Muted", request.muted)
      .add("Hold", request.hold)
      .add("HoldUrl", request.hold_url)
      .add("HoldMethod", request.hold_method)
      .add("AnnounceUrl", request.announce_url)
      .add("AnnounceMethod", request.announce_method)
      .add("EndConferenceOnExit", request.end_conference_on_exit);
  if (form.text().empty()) throw invalid_field("muted", "must be given, or something else to change");
  const RestKind kind = request.announce_url.empty() ? RestKind::repeat : RestKind::change;
  return post_request(kind, participant_path(account, request.conference, request.participant), form);
}

RestRequest remove_participant(const std::string& account, const ParticipantKey& key) {
  return delete_request(participant_path(account, key.conference, key.participant));
}

RestRequest list_participants(const std::string& account, const std::string& conference) {
  return read_request(participants_path(account, conference),
                      FormText().add("PageSize", page_size(kEverything)));
}

}  // namespace smarthandoff::twilio::requests
