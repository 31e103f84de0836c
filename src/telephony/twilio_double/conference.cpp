// Conferences: who is in, who hears whom, and what the host is told.
#include <algorithm>

#include "telephony/twilio_double/model.hpp"

namespace smarthandoff::twilio_double {
namespace {

std::string number_of(const Call& call) {
  return call.direction == "inbound" ? call.from : call.to;
}

bool is_true(const Element& verb, std::string_view name, bool otherwise) {
  return verb.attribute(name, otherwise ? "true" : "false") == "true";
}

std::string flag(bool value) {
  return value ? "true" : "false";
}

}  // namespace

// The first who comes decides where the host is told.
Conference& Model::conference_named(const Call& call, const Element& verb) {
  for (Conference& known : conferences)
    if (known.account == call.account && known.name == verb.text && known.status != "completed") return known;
  Conference& made = conferences.emplace_back();
  made.sid = sids.sid("CF");
  made.account = call.account;
  made.name = verb.text;
  made.created = made.updated = now();
  made.hook = hook_of(call, verb, "statusCallback", "start end");
  made.most = to_number(verb.attribute("maxParticipants"), 250);
  return made;
}

void Model::join_conference(Call& call, const Element& verb) {
  Conference& room = conference_named(call, verb);
  if (static_cast<std::int64_t>(room.participants.size()) >= room.most) {
    error(&call, 13214, "the conference is full");
    return dial_done(call, "failed", nullptr);
  }
  const Program& program = call.programs.back();
  const std::string wait = verb.attribute("waitUrl");
  room.participants.push_back(
      {.call = call.sid,
       .label = verb.attribute("participantLabel"),
       .coached = verb.attribute("coach"),
       .muted = is_true(verb, "muted", false),
       .hold = false,
       .starts = is_true(verb, "startConferenceOnEnter", true),
       .ends = is_true(verb, "endConferenceOnExit", false),
       .joined = now(),
       .wait_url = wait.empty() ? (verb.has("waitUrl") ? "none" : "") : resolve(program.url, wait),
       .wait_method = verb.attribute("waitMethod", "POST"),
       .hold_url = {}});
  call.conference = room.sid;
  note_other(LogKind::conference, room.sid, room.name, "join " + number_of(call));
  conference_event(room, "join", &call, {});
  if (room.recording.empty() && verb.attribute("record") == "record-from-start") {
    room.recording = record({.account = call.account,
                             .call = call.sid,
                             .conference = room.sid,
                             .source = "Conference",
                             .track = "both",
                             .channels = 1,
                             .hook = hook_of(call, verb, "recordingStatusCallback", "completed")})
                         .sid;
  }
  if (room.status == "init") wait_document(call);
  try_start(room);
  conference_ears(room);
}

// It begins with the second participant, once one of those is in who may begin it.
void Model::try_start(Conference& room) {
  const bool may = std::any_of(room.participants.begin(), room.participants.end(),
                               [](const Participant& one) { return one.starts; });
  if (room.status != "init" || !may || room.participants.size() < 2) return;
  room.status = "in-progress";
  room.updated = now();
  for (const Participant& one : room.participants) {
    Call* call = live_call(one.call);
    // What was played to those who waited ends.
    ++call->epoch;
    while (call->programs.size() > 1) call->programs.pop_back();
    if (call->dialling) call->dialling->bridged = now();
  }
  conference_event(room, "start", nullptr, {});
}

void Model::conference_ears(Conference& room) {
  if (room.status != "in-progress") return;
  for (const Participant& one : room.participants) {
    Call* call = live_call(one.call);
    if (call == nullptr) continue;
    if (one.hold) {
      hear(*call, one.hold_url.empty() ? "music" : "plays: " + one.hold_url);
      continue;
    }
    std::string others;
    for (const Participant& other : room.participants) {
      const Call* theirs = live_call(other.call);
      if (other.call == one.call || theirs == nullptr || other.hold || other.muted) continue;
      if (!other.coached.empty() && other.coached != one.call) continue;
      others += (others.empty() ? "" : ", ") + number_of(*theirs);
    }
    hear(*call, others.empty() ? "silence" : "talking to " + others);
  }
}

void Model::leave_conference(Call& call, const std::string& reason) {
  Conference* room = conference(std::exchange(call.conference, {}));
  if (room == nullptr) return;
  Participant* gone = room->find(call.sid);
  if (gone == nullptr) return;
  const bool ends = gone->ends;
  note_other(LogKind::conference, room->sid, room->name, "leave " + number_of(call));
  conference_event(*room, "leave", &call, {{"ReasonParticipantLeft", reason}});
  std::erase_if(room->participants, [&](const Participant& one) { return one.call == call.sid; });
  if (ends) return end_conference(*room, "participant-with-end-conference-on-exit-left", call.sid);
  if (room->participants.empty()) return end_conference(*room, "last-participant-left", call.sid);
  conference_ears(*room);
}

void Model::kick(Call& call) {
  leave_conference(call, "participant_updated_via_api");
  if (call.dialling) dial_done(call, "answered", nullptr);
}

void Model::end_conference(Conference& room, const std::string& reason, const std::string& by) {
  if (room.status == "completed") return;
  room.status = "completed";
  room.end_reason = reason;
  room.ended_by = by;
  room.updated = now();
  if (Recording* tape = recording(room.recording)) stop_recording(*tape);
  const std::vector<Participant> left = std::exchange(room.participants, {});
  for (const Participant& one : left) {
    Call* call = live_call(one.call);
    if (call == nullptr) continue;
    conference_event(room, "leave", call, {{"ReasonParticipantLeft", "conference_ended"}});
  }
  note_other(LogKind::conference, room.sid, room.name, "end " + reason);
  Params more{{"ReasonConferenceEnded", reason}};
  if (!by.empty()) more.emplace_back("CallSidEndingConference", by);
  conference_event(room, "end", nullptr, std::move(more));
  for (const Participant& one : left) {
    Call* call = live_call(one.call);
    if (call == nullptr) continue;
    call->conference.clear();
    if (call->dialling) dial_done(*call, "answered", nullptr);
  }
}

void Model::change_participant(Conference& room, Participant& participant, const Params& form) {
  const Call* call = this->call(participant.call);
  const auto change = [&](std::string_view name, bool& member, std::string_view event) {
    if (!has(form, name)) return;
    const bool value = value_of(form, name) == "true";
    if (value == member) return;
    member = value;
    conference_event(room, event, call, {});
  };
  if (has(form, "HoldUrl")) participant.hold_url = value_of(form, "HoldUrl");
  change("Muted", participant.muted, value_of(form, "Muted") == "true" ? "mute" : "unmute");
  change("Hold", participant.hold, value_of(form, "Hold") == "true" ? "hold" : "unhold");
  if (has(form, "EndConferenceOnExit")) change("EndConferenceOnExit", participant.ends, "modify");
  if (value_of(form, "Coaching") == "false") participant.coached.clear();
  if (has(form, "CallSidToCoach")) participant.coached = value_of(form, "CallSidToCoach");
  room.updated = now();
  conference_ears(room);
}

void Model::conference_event(Conference& room, std::string_view event, const Call* call, Params more) {
  const bool of_room = event == "start" || event == "end";
  std::string_view subscription = event;
  if (event == "unmute" || event == "unhold") subscription.remove_prefix(2);
  if (!room.hook.wants(subscription)) return;
  const std::string name = (of_room ? "conference-" : "participant-") + std::string(event);
  Params params{{"AccountSid", room.account},
                {"ConferenceSid", room.sid},
                {"FriendlyName", room.name},
                {"StatusCallbackEvent", name},
                {"SequenceNumber", std::to_string(++room.sequence)},
                {"Timestamp", rfc2822(now())}};
  const Participant* one = call == nullptr ? nullptr : room.find(call->sid);
  if (call != nullptr) params.emplace_back("CallSid", call->sid);
  if (one != nullptr) {
    if (!one->label.empty()) params.emplace_back("ParticipantLabel", one->label);
    params.emplace_back("Muted", flag(one->muted));
    params.emplace_back("Hold", flag(one->hold));
    params.emplace_back("Coaching", flag(!one->coached.empty()));
    params.emplace_back("EndConferenceOnExit", flag(one->ends));
    params.emplace_back("StartConferenceOnEnter", flag(one->starts));
  }
  params.insert(params.end(), more.begin(), more.end());
  callback({.account = room.account,
            .call = call == nullptr ? "" : call->sid,
            .what = name,
            .url = room.hook.url,
            .method = room.hook.method,
            .params = std::move(params)});
}

}  // namespace smarthandoff::twilio_double
