// <Dial>: legs that ring, the whisper, and two who talk.
#include <algorithm>
#include <utility>

#include "telephony/twilio_double/model.hpp"

namespace smarthandoff::twilio_double {
namespace {

std::string dialled_address(const Element& target) {
  if (target.name != "Client") return target.text;
  for (const Element& child : target.children)
    if (child.name == "Identity") return "client:" + child.text;
  return "client:" + target.text;
}

std::string number_of(const Call& call) {
  return call.direction == "inbound" ? call.from : call.to;
}

// Of several legs that all failed: what tells most.
int weight(CallStatus status) {
  switch (status) {
    case CallStatus::completed:
      return 4;
    case CallStatus::no_answer:
      return 3;
    case CallStatus::busy:
      return 2;
    default:
      return 1;
  }
}

}  // namespace

void Model::run_dial(Call& call, const Element& verb) {
  call.dialling = Dialling{.verb = verb};
  std::vector<Element> targets = verb.children;
  // A number may stand in <Dial> itself.
  if (targets.empty())
    targets.push_back({.name = "Number", .attributes = {}, .children = {}, .text = verb.text});
  call.dialling->verb.children = targets;
  const Element& first = call.dialling->verb.children.front();
  if (first.name == "Conference") return join_conference(call, first);
  if (first.name == "Queue") {
    if (serve_queue(call)) return;
    hear(call, "silence");
    const Seconds timeout(to_number(verb.attribute("timeout"), 30));
    return after(call, timeout, [this](Call& agent) {
      if (agent.dialling && agent.bridged_to.empty()) dial_done(agent, "no-answer", nullptr);
    });
  }
  if (call.is_answered()) hear(call, "ringing");
  const bool one_by_one = verb.attribute("sequential") == "true";
  call.dialling->waiting = one_by_one ? targets.size() - 1 : 0;
  for (std::size_t i = 0; i < (one_by_one ? 1 : targets.size()); ++i) {
    if (!call.dialling) return;  // the last of them has failed at once
    dial_leg(call, targets[i]);
  }
}

void Model::dial_leg(Call& call, const Element& target) {
  const std::string to = dialled_address(target);
  const std::string caller_id = call.dialling->verb.attribute("callerId", call.from);
  Call& leg = add_call({.account = call.account,
                        .from = caller_id,
                        .to = to,
                        .direction = "outbound-dial",
                        .parent = call.sid});
  leg.whisper = target;
  leg.url = call.programs.back().url;
  leg.asked = {{"Timeout", call.dialling->verb.attribute("timeout", "30")},
               {"TimeLimit", call.dialling->verb.attribute("timeLimit", "14400")}};
  leg.status_hook = hook_of(call, target, "statusCallback", "completed");
  leg.detection.mode = target.attribute("machineDetection");
  leg.detection.hook = hook_of(call, target, "amdStatusCallback", "");
  leg.detection.timeout_s = to_number(target.attribute("machineDetectionTimeout"), 30);
  call.dialling->legs.push_back(leg.sid);
  const bool is_forbidden =
      std::any_of(options_.forbidden_prefixes.begin(), options_.forbidden_prefixes.end(),
                  [&](const std::string& prefix) { return leg.to.starts_with(prefix); });
  if (!is_address(to) || is_forbidden) {
    error(&leg, is_forbidden ? 13227 : 13224, "cannot dial " + to);
    leg.started = now();
    // Not in the middle of the verb.
    while_alive(leg, Milliseconds(0), [this](Call& bad) { end(bad, CallStatus::failed); });
    return;
  }
  dial(leg);
}

// The first to answer is the one; the others stop ringing.
void Model::leg_answered(Call& leg) {
  Call* call = live_call(leg.parent);
  if (call == nullptr || !call->dialling) return end(leg, CallStatus::completed);
  call->dialling->answered = leg.sid;
  drop_legs(*call, leg.sid);
  if (!leg.detection.mode.empty() && !leg.detection.hook.url.empty())
    detect(leg, [this](Call& found, std::int64_t took_ms) {
      callback({.account = found.account,
                .call = found.sid,
                .what = "detection " + found.answered_by,
                .url = found.detection.hook.url,
                .method = found.detection.hook.method,
                .params = {{"AccountSid", found.account},
                           {"CallSid", found.sid},
                           {"AnsweredBy", found.answered_by},
                           {"MachineDetectionDuration", std::to_string(took_ms)}}});
    });
  const std::string url = leg.whisper.attribute("url");
  if (url.empty()) return join(*call, leg);
  hear(leg, "silence");
  fetch(leg, {.role = Role::whisper,
              .url = resolve(leg.url, url),
              .method = leg.whisper.attribute("method", "POST"),
              .what = "whisper"});
}

void Model::dial_ready(Call& leg) {
  Call* call = live_call(leg.parent);
  if (call == nullptr || !call->dialling || call->dialling->answered != leg.sid)
    return end(leg, CallStatus::completed);
  join(*call, leg);
}

void Model::join(Call& call, Call& leg) {
  if (call.direction == "inbound") answer(call);
  call.dialling->bridged = now();
  call.bridged_to = leg.sid;
  leg.bridged_to = call.sid;
  hear(call, "talking to " + number_of(leg));
  hear(leg, "talking to " + number_of(call));
  const std::string how = call.dialling->verb.attribute("record", "do-not-record");
  if (how == "do-not-record" || how.empty()) return;
  Recording& tape =
      record({.account = call.account,
              .call = call.sid,
              .conference = {},
              .source = "DialVerb",
              .track = call.dialling->verb.attribute("recordingTrack", "both"),
              .channels = how.ends_with("-dual") ? 2 : 1,
              .hook = hook_of(call, call.dialling->verb, "recordingStatusCallback", "completed")});
  call.dialling->recording = tape.sid;
}

void Model::drop_legs(Call& call, const std::string& but) {
  const std::vector<std::string> legs = call.dialling->legs;
  for (const std::string& sid : legs) {
    Call* leg = sid == but ? nullptr : live_call(sid);
    if (leg != nullptr) end(*leg, leg->is_answered() ? CallStatus::completed : CallStatus::canceled);
  }
}

// A leg has ended, or gone elsewhere.
void Model::leg_over(Call& leg) {
  const std::string other = std::exchange(leg.bridged_to, {});
  Call* call = live_call(leg.parent.empty() ? other : leg.parent);
  if (call == nullptr || !call->dialling) return;
  Dialling& dialling = *call->dialling;
  if (std::find(dialling.legs.begin(), dialling.legs.end(), leg.sid) == dialling.legs.end()) return;
  if (dialling.answered == leg.sid) return dial_done(*call, "completed", &leg);
  if (!dialling.answered.empty()) return;
  if (dialling.waiting > 0) {
    const std::size_t next = dialling.verb.children.size() - dialling.waiting--;
    const Element target = dialling.verb.children[next];
    return dial_leg(*call, target);
  }
  const Call* last = nullptr;
  for (const std::string& sid : dialling.legs) {
    const Call* one = this->call(sid);
    if (!one->is_over() && one != &leg) return;
    if (last == nullptr || weight(one->status) > weight(last->status)) last = one;
  }
  dial_done(*call, last->is_over() ? std::string(word(last->status)) : "canceled", last);
}

void Model::dial_done(Call& call, const std::string& status, const Call* leg) {
  const Dialling dialling = *call.dialling;
  if (leg != nullptr) drop_legs(call, leg->sid);
  call.dialling.reset();
  call.bridged_to.clear();
  ++call.epoch;
  hear(call, "silence");
  while (call.programs.size() > 1) call.programs.pop_back();  // what was played to who waited
  Params result{{"DialCallStatus", status}};
  if (leg != nullptr) {
    result.emplace_back("DialCallSid", leg->sid);
    if (leg->answered)
      result.emplace_back("DialCallDuration", std::to_string(seconds_between(*leg->answered, now())));
  }
  result.emplace_back("DialBridged", dialling.bridged ? "true" : "false");
  if (Recording* tape = recording(dialling.recording)) {
    stop_recording(*tape);
    result.emplace_back("RecordingUrl", recording_url(*tape));
  }
  act(call, dialling.verb, result, "dial action");
}

}  // namespace smarthandoff::twilio_double
