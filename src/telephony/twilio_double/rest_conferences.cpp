#include <nlohmann/json.hpp>

#include "telephony/twilio/xml.hpp"
#include "telephony/twilio_double/rest.hpp"

namespace smarthandoff::twilio_double {
namespace {

Conference& conference_of(Model& model, const Ask& ask) {
  Conference* found = model.conference(ask.parts.at(1));
  if (found == nullptr || found->account != ask.account->sid) not_found(ask);
  return *found;
}

Participant& participant_of(Model& model, const Ask& ask) {
  Participant* found = conference_of(model, ask).find(ask.parts.at(2));
  if (found == nullptr) not_found(ask);
  return *found;
}

Json to_json(const Conference& room) {
  const std::string path = path_of(room.account, "Conferences/" + room.sid);
  return {{"sid", room.sid},
          {"account_sid", room.account},
          {"friendly_name", room.name},
          {"status", room.status},
          {"region", room.region},
          {"api_version", "2010-04-01"},
          {"reason_conference_ended", text_or_null(room.end_reason)},
          {"call_sid_ending_conference", text_or_null(room.ended_by)},
          {"date_created", rfc2822(room.created)},
          {"date_updated", rfc2822(room.updated)},
          {"uri", path + ".json"},
          {"subresource_uris",
           {{"participants", path + "/Participants.json"}, {"recordings", path + "/Recordings.json"}}}};
}

Json participant_json(const std::string& account, const std::string& room, const Participant& one,
                      const std::string& status) {
  return {{"call_sid", one.call},
          {"conference_sid", room},
          {"account_sid", account},
          {"label", text_or_null(one.label)},
          {"call_sid_to_coach", text_or_null(one.coached)},
          {"coaching", !one.coached.empty()},
          {"muted", one.muted},
          {"hold", one.hold},
          {"start_conference_on_enter", one.starts},
          {"end_conference_on_exit", one.ends},
          {"status", status},
          {"queue_time", "0"},
          {"date_created", rfc2822(one.joined)},
          {"date_updated", rfc2822(one.joined)},
          {"uri", path_of(account, "Conferences/" + room + "/Participants/" + one.call + ".json")}};
}

Reply list(Model& model, Ask& ask) {
  std::vector<Json> all;
  for (auto one = model.conferences.rbegin(); one != model.conferences.rend(); ++one) {
    const bool fits = one->account == ask.account->sid && is_asked_for(ask, "Status", one->status) &&
                      is_asked_for(ask, "FriendlyName", one->name) &&
                      is_within(ask, "DateCreated", one->created);
    if (fits) all.push_back(to_json(*one));
  }
  return page(ask, "conferences", all);
}

Reply get(Model& model, Ask& ask) {
  return reply(to_json(conference_of(model, ask)));
}

Reply update(Model& model, Ask& ask) {
  Conference& room = conference_of(model, ask);
  if (value_of(ask.form, "Status") == "completed") model.end_conference(room, "conference-ended-via-api", {});
  const std::string announced = value_of(ask.form, "AnnounceUrl");
  if (!announced.empty())
    for (const Participant& one : room.participants)
      if (Call* call = model.live_call(one.call)) model.hear(*call, "announcement: " + announced);
  return reply(to_json(room));
}

Reply list_participants(Model& model, Ask& ask) {
  const Conference& room = conference_of(model, ask);
  std::vector<Json> all;
  for (const Participant& one : room.participants) {
    const bool fits = is_asked_for(ask, "Muted", one.muted ? "true" : "false") &&
                      is_asked_for(ask, "Hold", one.hold ? "true" : "false");
    if (fits) all.push_back(participant_json(room.account, room.sid, one, "connected"));
  }
  return page(ask, "participants", all);
}

Reply get_participant(Model& model, Ask& ask) {
  const Conference& room = conference_of(model, ask);
  return reply(participant_json(room.account, room.sid, participant_of(model, ask), "connected"));
}

Reply update_participant(Model& model, Ask& ask) {
  Conference& room = conference_of(model, ask);
  Participant& one = participant_of(model, ask);
  model.change_participant(room, one, ask.form);
  return reply(participant_json(room.account, room.sid, one, "connected"));
}

Reply remove_participant(Model& model, Ask& ask) {
  Call* call = model.live_call(participant_of(model, ask).call);
  if (call != nullptr) model.kick(*call);
  return done();
}

// The call's document is the conference itself, with what the form says of it.
std::string twiml_of(const Params& form, const std::string& room) {
  std::string xml = "<Response><Dial><Conference";
  const auto add = [&](const char* field, const char* attribute) {
    std::string value;
    for (const std::string& one : values_of(form, field)) value += (value.empty() ? "" : " ") + one;
    if (std::string_view(field) == "ConferenceRecord" && value == "true") value = "record-from-start";
    if (value.empty()) return;
    xml += std::string(" ") + attribute + "=\"";
    xml::append_attribute(xml, value);
    xml += '"';
  };
  add("Label", "participantLabel");
  add("Muted", "muted");
  add("Beep", "beep");
  add("StartConferenceOnEnter", "startConferenceOnEnter");
  add("EndConferenceOnExit", "endConferenceOnExit");
  add("WaitUrl", "waitUrl");
  add("WaitMethod", "waitMethod");
  add("MaxParticipants", "maxParticipants");
  add("ConferenceRecord", "record");
  add("ConferenceStatusCallback", "statusCallback");
  add("ConferenceStatusCallbackMethod", "statusCallbackMethod");
  add("ConferenceStatusCallbackEvent", "statusCallbackEvent");
  add("ConferenceRecordingStatusCallback", "recordingStatusCallback");
  add("ConferenceRecordingStatusCallbackEvent", "recordingStatusCallbackEvent");
  add("CallSidToCoach", "coach");
  xml += '>';
  xml::append_text(xml, room);
  return xml + "</Conference></Dial></Response>";
}

Reply add_participant(Model& model, Ask& ask) {
  const std::string named = ask.parts.at(1);
  const Conference* room = model.conference(named);
  if (room == nullptr && named.starts_with("CF")) not_found(ask);
  const std::string name = room != nullptr ? room->name : named;
  Ask call_ask = ask;
  call_ask.form.emplace_back("Twiml", "<Response/>");
  Call& call = place_call(model, call_ask);
  call.twiml = twiml_of(ask.form, name);
  call.detection.async = true;
  call.detection.hook = hook_from(ask.form, "AmdStatusCallback", {});
  const Participant one{.call = call.sid,
                        .label = value_of(ask.form, "Label"),
                        .coached = value_of(ask.form, "CallSidToCoach"),
                        .muted = value_of(ask.form, "Muted") == "true",
                        .hold = false,
                        .starts = value_of(ask.form, "StartConferenceOnEnter", "true") == "true",
                        .ends = value_of(ask.form, "EndConferenceOnExit") == "true",
                        .joined = model.now(),
                        .wait_url = {},
                        .wait_method = {},
                        .hold_url = {}};
  return reply(participant_json(call.account, room != nullptr ? room->sid : named, one, "queued"), 201);
}

}  // namespace

std::vector<Route> conference_routes() {
  return {{"GET", "Accounts/*/Conferences.json", list},
          {"GET", "Accounts/*/Conferences/*.json", get},
          {"POST", "Accounts/*/Conferences/*.json", update},
          {"GET", "Accounts/*/Conferences/*/Participants.json", list_participants},
          {"POST", "Accounts/*/Conferences/*/Participants.json", add_participant},
          {"GET", "Accounts/*/Conferences/*/Participants/*.json", get_participant},
          {"POST", "Accounts/*/Conferences/*/Participants/*.json", update_participant},
          {"DELETE", "Accounts/*/Conferences/*/Participants/*.json", remove_participant}};
}

}  // namespace smarthandoff::twilio_double
