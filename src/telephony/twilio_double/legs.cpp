// A call from its number being dialled to its end.
#include <algorithm>

#include "telephony/twilio_double/model.hpp"

namespace smarthandoff::twilio_double {
namespace {

constexpr Milliseconds kUntilRinging{200};
constexpr Seconds kSlack{5};  // that Twilio adds to a timeout
constexpr std::int64_t kTimeout = 60;
constexpr std::int64_t kTimeLimit = 14'400;

void add_place(Params& params, const std::string& role, const std::string& number) {
  params.emplace_back(role + "City", "");
  params.emplace_back(role + "State", "");
  params.emplace_back(role + "Zip", "");
  params.emplace_back(role + "Country", country_of(number));
}

int sip_code_of(CallStatus how) {
  switch (how) {
    case CallStatus::completed:
      return 200;
    case CallStatus::busy:
      return 486;
    case CallStatus::failed:
      return 404;
    default:
      return 487;
  }
}

}  // namespace

Params Model::params_of(const Call& call) const {
  Params params{{"CallSid", call.sid},
                {"AccountSid", call.account},
                {"From", call.from},
                {"To", call.to},
                {"Caller", call.from},
                {"Called", call.to},
                {"CallStatus", std::string(word(call.status))},
                {"ApiVersion", "2010-04-01"},
                {"Direction", call.direction}};
  if (!call.parent.empty()) params.emplace_back("ParentCallSid", call.parent);
  if (!call.forwarded_from.empty()) params.emplace_back("ForwardedFrom", call.forwarded_from);
  add_place(params, "From", call.from);
  add_place(params, "To", call.to);
  add_place(params, "Caller", call.from);
  add_place(params, "Called", call.to);
  return params;
}

void Model::after(Call& call, Milliseconds delay, std::function<void(Call&)> then) {
  scheduler.after(delay, [this, sid = call.sid, epoch = call.epoch, then = std::move(then)] {
    Call* found = live_call(sid);
    if (found != nullptr && found->epoch == epoch) then(*found);
  });
}

void Model::while_alive(Call& call, Milliseconds delay, std::function<void(Call&)> then) {
  scheduler.after(delay, [this, sid = call.sid, then = std::move(then)] {
    if (Call* found = live_call(sid)) then(*found);
  });
}

// Only calls made through the API count against the limit.
void Model::dial(Call& call) {
  note(LogKind::call_placed, &call, call.direction + " from " + call.from);
  Milliseconds wait{0};
  Account* account_of = account(call.account);
  if (call.direction == "outbound-api" && account_of != nullptr) {
    const Instant turn = std::max(now(), account_of->next_call.value_or(now()));
    wait = turn - now();
    account_of->next_call = turn + Milliseconds(static_cast<std::int64_t>(1000 / options_.calls_per_second));
  }
  call.queue_time_ms = wait.count();
  while_alive(call, wait, [this](Call& due) {
    due.status = CallStatus::initiated;
    due.started = due.updated = now();
    status_event(due, "initiated");
    while_alive(due, kUntilRinging, [this](Call& leg) { ring(leg); });
  });
}

void Model::ring(Call& call) {
  call.person = next_person(call.to);
  if (call.person.behaviour == Behaviour::failed) return end(call, CallStatus::failed, 404);
  call.status = CallStatus::ringing;
  call.updated = now();
  note(LogKind::call_ringing, &call, {});
  status_event(call, "ringing");
  while_alive(call, call.person.after, [this](Call& leg) { react(leg); });
  const Milliseconds patience =
      Seconds(to_number(value_of(call.asked, "Timeout"), kTimeout)) + kSlack - kUntilRinging;
  while_alive(call, patience, [this](Call& leg) {
    if (!leg.is_answered()) end(leg, CallStatus::no_answer, 487);
  });
}

void Model::react(Call& call) {
  if (call.is_answered()) return;
  switch (call.person.behaviour) {
    case Behaviour::answers:
    case Behaviour::voicemail:
      return answer(call);
    case Behaviour::busy:
      return end(call, CallStatus::busy, 486);
    case Behaviour::declines:
      return end(call, CallStatus::busy, 603);
    case Behaviour::no_answer:
    case Behaviour::failed:
      return;
  }
}

void Model::answer(Call& call) {
  if (call.is_over() || call.is_answered()) return;
  call.status = CallStatus::in_progress;
  call.answered = call.updated = now();
  note(LogKind::call_answered, &call, {});
  status_event(call, "answered");
  if (call.person.hangs_up_after)
    while_alive(call, *call.person.hangs_up_after, [this](Call& leg) { end(leg, CallStatus::completed); });
  const Seconds limit(to_number(value_of(call.asked, "TimeLimit"), kTimeLimit));
  while_alive(call, limit, [this](Call& leg) { end(leg, CallStatus::completed); });
  if (value_of(call.asked, "Record") == "true") {
    Hook hook{value_of(call.asked, "RecordingStatusCallback"),
              value_of(call.asked, "RecordingStatusCallbackMethod", "POST"),
              values_of(call.asked, "RecordingStatusCallbackEvent")};
    if (hook.events.empty()) hook.events = {"completed"};
    record({.account = call.account,
            .call = call.sid,
            .conference = {},
            .source = "OutboundAPI",
            .track = value_of(call.asked, "RecordingTrack", "both"),
            .channels = value_of(call.asked, "RecordingChannels") == "dual" ? 2 : 1,
            .hook = std::move(hook)});
  }
  if (call.direction == "outbound-api") return answered_by_api(call);
  if (!call.parent.empty()) leg_answered(call);
}

void Model::answered_by_api(Call& call) {
  if (call.detection.mode.empty()) return first_document(call, {});
  hear(call, "silence");
  if (call.detection.async) {
    detect(call, [this](Call& leg, std::int64_t took_ms) {
      callback({.account = leg.account,
                .call = leg.sid,
                .what = "detection " + leg.answered_by,
                .url = leg.detection.hook.url,
                .method = leg.detection.hook.method,
                .params = {{"AccountSid", leg.account},
                           {"CallSid", leg.sid},
                           {"AnsweredBy", leg.answered_by},
                           {"MachineDetectionDuration", std::to_string(took_ms)}}});
    });
    return first_document(call, {});
  }
  detect(call, [this](Call& leg, std::int64_t took_ms) {
    first_document(leg,
                   {{"AnsweredBy", leg.answered_by}, {"MachineDetectionDuration", std::to_string(took_ms)}});
  });
}

void Model::detect(Call& call, std::function<void(Call&, std::int64_t)> then) {
  const bool machine = call.person.behaviour == Behaviour::voicemail;
  const bool to_its_end = call.detection.mode == "DetectMessageEnd";
  std::string verdict = "human";
  std::int64_t took_ms = 1500;
  if (machine) {
    verdict = to_its_end ? "machine_end_beep" : "machine_start";
    took_ms = to_its_end ? 5230 : 2500;
  }
  verdict = call.person.detection.value_or(verdict);
  if (took_ms > call.detection.timeout_s * 1000) {
    took_ms = call.detection.timeout_s * 1000;
    verdict = "unknown";
  }
  while_alive(call, Milliseconds(took_ms), [verdict, took_ms, then = std::move(then)](Call& leg) {
    leg.answered_by = verdict;
    then(leg, took_ms);
  });
}

void Model::first_document(Call& call, const Params& extra) {
  if (call.url.empty()) return load(call, Role::main, {}, call.twiml);
  fetch(call,
        {.role = Role::main, .url = call.url, .method = call.method, .what = "document", .extra = extra});
}

void Model::status_event(Call& call, std::string_view event) {
  if (!call.status_hook.wants(event)) return;
  Params params = params_of(call);
  params.emplace_back("Timestamp", rfc2822(now()));
  params.emplace_back("CallbackSource", "call-progress-events");
  params.emplace_back("SequenceNumber", std::to_string(call.sequence++));
  if (!call.is_over()) {
    if (call.direction != "inbound") params.emplace_back("StirStatus", "A");
  } else {
    const std::int64_t seconds = call.answered ? seconds_between(*call.answered, now()) : 0;
    params.emplace_back("CallDuration", std::to_string(seconds));
    if (call.status == CallStatus::completed)
      params.emplace_back("Duration", std::to_string((seconds + 59) / 60));
    params.emplace_back("SipResponseCode", std::to_string(call.sip_code));
    for (const Recording& one : recordings) {
      if (one.call != call.sid || one.source != "OutboundAPI") continue;
      params.emplace_back("RecordingUrl", recording_url(one));
      params.emplace_back("RecordingSid", one.sid);
      params.emplace_back("RecordingDuration", std::to_string(one.duration_s));
      break;
    }
  }
  if (!call.answered_by.empty()) params.emplace_back("AnsweredBy", call.answered_by);
  callback({.account = call.account,
            .call = call.sid,
            .what = "status " + std::string(word(call.status)),
            .url = call.status_hook.url,
            .method = call.status_hook.method,
            .params = std::move(params)});
}

// The callback of an inbound call's number: once, at its end.
void Model::number_event(const Call& call) {
  const Number* number = owned(call.to);
  if (call.direction != "inbound" || number == nullptr) return;
  const std::string url = value_of(number->settings, "status_callback");
  if (url.empty()) return;
  Params params = params_of(call);
  const std::int64_t seconds = call.answered ? seconds_between(*call.answered, now()) : 0;
  params.emplace_back("CallDuration", std::to_string(seconds));
  params.emplace_back("Duration", std::to_string((seconds + 59) / 60));
  params.emplace_back("Timestamp", rfc2822(now()));
  callback({.account = call.account,
            .call = call.sid,
            .what = "status " + std::string(word(call.status)),
            .url = url,
            .method = value_of(number->settings, "status_callback_method", "POST"),
            .params = std::move(params)});
}

std::string Model::call_in(const std::string& from, const std::string& to) {
  Number* number = owned(to);
  Call& call = add_call({.account = number == nullptr ? options_.account_sid : number->account,
                         .from = from,
                         .to = to,
                         .direction = "inbound",
                         .parent = {}});
  call.status = CallStatus::ringing;
  call.started = now();
  call.person = next_person(from);
  if (call.person.behaviour == Behaviour::failed) call.person = {.number = from};
  note(LogKind::call_placed, &call, "inbound to " + to);
  const Params settings = number == nullptr ? Params{} : number->settings;
  const bool dials_out = from.starts_with("client:") && !options_.application_url.empty();
  call.url = dials_out ? options_.application_url : value_of(settings, "voice_url");
  call.method = value_of(settings, "voice_method", "POST");
  call.fallback_url = value_of(settings, "voice_fallback_url");
  call.fallback_method = value_of(settings, "voice_fallback_method", "POST");
  if (call.url.empty()) {
    error(&call, 21218, "the number has no VoiceUrl");
    end(call, CallStatus::failed);
  } else {
    first_document(call, {});
  }
  return call.sid;
}

void Model::end(Call& call, CallStatus how, int sip_code) {
  if (call.is_over()) return;
  const bool silent = call.status == CallStatus::queued && how == CallStatus::canceled;
  call.status = how;
  call.sip_code = sip_code != 0 ? sip_code : sip_code_of(how);
  call.ended = call.updated = now();
  if (call.taping) record_done(call, "hangup");
  turn(call, "hangup");
  for (Recording& one : recordings)
    if (one.call == call.sid && one.conference.empty()) stop_recording(one);
  for (Stream& one : streams)
    if (one.call == call.sid) stop_stream(one);
  note(LogKind::call_ended, &call, std::string(word(how)));
  if (!silent) status_event(call, "completed");
  number_event(call);
}

void Model::turn(Call& call, const std::string& queue_result) {
  ++call.epoch;
  call.gathering.reset();
  if (call.taping) {
    if (Recording* tape = recording(call.taping->recording)) stop_recording(*tape);
    call.taping.reset();
  }
  if (call.connected) {
    // First, or the end of the stream would be followed by its action.
    call.connected.reset();
    for (Stream& one : streams)
      if (one.call == call.sid && !one.one_way) stop_stream(one);
  }
  if (!call.queue.empty()) leave_queue(call, queue_result, false);
  if (!call.conference.empty()) leave_conference(call, "participant_hung_up");
  if (call.dialling) leave_dial(call);
  leg_over(call);
  if (call.queue_verb) queue_action(call, call.is_over() ? "bridged" : "redirected-from-bridged", false);
  call.programs.clear();
}

// The legs end; whoever was taken from a queue goes on by itself.
void Model::leave_dial(Call& call) {
  const Dialling ended = *call.dialling;
  call.dialling.reset();
  call.bridged_to.clear();
  if (Recording* tape = recording(ended.recording)) stop_recording(*tape);
  for (const std::string& sid : ended.legs) {
    Call* leg = live_call(sid);
    if (leg == nullptr) continue;
    leg->bridged_to.clear();
    if (!ended.queue.empty())
      queue_action(*leg, "bridged", true);
    else
      end(*leg, leg->is_answered() ? CallStatus::completed : CallStatus::canceled);
  }
  if (!call.is_over()) return;
  // Twilio tells the action how it ended also where nobody is there any more.
  const Call* leg = this->call(ended.answered);
  Params result{{"DialCallStatus", leg != nullptr ? "completed" : "canceled"}};
  if (leg != nullptr) result.emplace_back("DialCallSid", leg->sid);
  result.emplace_back("DialBridged", ended.bridged ? "true" : "false");
  send_action(call, ended.verb, result, "dial action");
}

void Model::redirect(Call& call, const std::string& url, const std::string& method,
                     const std::string& twiml) {
  turn(call);
  if (url.empty()) return load(call, Role::main, {}, twiml);
  fetch(call, {.role = Role::main, .url = url, .method = method.empty() ? "POST" : method});
}

}  // namespace smarthandoff::twilio_double
