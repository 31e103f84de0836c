// Placing legs: `originate` and the bridge application (docs/freeswitch.md).
#include <algorithm>
#include <charconv>

#include "telephony/simulator/causes.hpp"
#include "telephony/simulator/model.hpp"

namespace smarthandoff::telephony::simulator {
namespace {

constexpr Milliseconds kSettleDelay{20};  // from a refusal to the job's result
constexpr std::int64_t kDefaultTimeout = 60;

std::optional<std::int64_t> seconds_in(const Assignments& variables, std::string_view name) {
  for (const auto& [key, value] : variables) {
    std::int64_t seconds = 0;
    const auto result = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (key == name && result.ec == std::errc() && seconds > 0) return seconds;
  }
  return std::nullopt;
}

std::string value_in(const Assignments& variables, std::string_view name) {
  for (const auto& [key, value] : variables) {
    if (key == name) return value;
  }
  return {};
}

// Timeouts are compared in whole seconds of the wall clock, so they fire up to a second early.
Instant whole_seconds_after(Instant start, std::int64_t seconds) {
  return std::chrono::floor<Seconds>(start) + Seconds(seconds);
}

}  // namespace

Model::Attempt* Model::attempt(std::int64_t id) {
  const auto found = attempts_.find(id);
  return found == attempts_.end() ? nullptr : &found->second;
}

void Model::originate(Originate request) {
  const std::int64_t id = ++attempt_count_;
  Attempt& made = attempts_[id];
  made.id = id;
  made.request = std::move(request);
  if (Channel* originator = find(made.request.originator)) originator->bridging = id;
  start_timers(made);
  start_group(id);
}

void Model::start_group(std::int64_t id) {
  Attempt& current = attempts_.at(id);
  current.legs.clear();
  for (const Target& target : current.request.dial.groups[current.group]) {
    const std::string cause = refuse_target(target);
    if (cause.empty()) {
      place_leg(current, target);
      continue;
    }
    if (current.first_cause.empty()) current.first_cause = cause;
    if (cause == "INVALID_GATEWAY") emit_stillborn(current, target);
  }
  if (current.legs.empty()) next_group(id);
}

// Of a leg for an unknown gateway nothing is seen but its end (docs/freeswitch.md).
void Model::emit_stillborn(const Attempt& owner, const Target& target) {
  Channel leg;
  leg.uuid = value_in(owner.request.dial.variables, "origination_uuid");
  if (leg.uuid.empty()) leg.uuid = new_uuid();
  leg.name = "N/A";
  leg.destination = target.number;
  leg.state = "CS_NONE";
  leg.created = scheduler.now();
  leg.variables.set("direction", "outbound");
  leg.variables.set("uuid", leg.uuid);
  emit("CHANNEL_DESTROY", &leg);
}

// Why no leg is made for a target; empty if one is.
std::string Model::refuse_target(const Target& target) {
  switch (target.kind) {
    case TargetKind::error:
      return cause_named(target.number);
    case TargetKind::user: {
      const PhoneRecord* record = phone(target.number);
      if (record == nullptr || (!target.place.empty() && target.place != options_.domain))
        return "SUBSCRIBER_ABSENT";
      return record->registered ? "" : "USER_NOT_REGISTERED";
    }
    case TargetKind::gateway:
      return gateways_.contains(target.place) ? "" : "INVALID_GATEWAY";
    case TargetKind::loopback:
      return phones_.contains(target.number) ? "" : "NO_ROUTE_DESTINATION";
    case TargetKind::unknown:
      break;
  }
  return "CHAN_NOT_IMPLEMENTED";
}

void Model::place_leg(Attempt& owner, const Target& target) {
  std::string uuid = value_in(target.variables, "origination_uuid");
  if (uuid.empty()) uuid = value_in(owner.request.dial.variables, "origination_uuid");
  if (!uuid.empty() && find(uuid) != nullptr) {
    owner.first_cause = "DESTINATION_OUT_OF_ORDER";
    return;
  }
  PhoneRecord* record = phone(target.number, target.kind == TargetKind::gateway ? target.place : "");
  Phone reaction{.extension = target.number, .behaviour = Behaviour::not_found};
  if (record != nullptr) reaction = next_reaction(*record);
  Channel& leg = create(uuid.empty() ? new_uuid() : uuid, false);
  owner.legs.push_back(leg.uuid);
  dress_leg(leg, owner, target);
  leg.state = "CS_NONE";
  note(LogKind::leg_placed, &leg, target.kind == TargetKind::gateway ? "through " + target.place : "");
  emit("CHANNEL_OUTGOING", &leg);
  const bool user = target.kind == TargetKind::user;
  const bool forked = owner.request.dial.groups[owner.group].size() > 1;
  leg.user_dialled = user && !forked;
  if (user) leg.presence_id = target.number + "@" + options_.domain;
  if (user && forked) emit("CHANNEL_OUTGOING", &leg);
  leg.state = "CS_INIT";
  emit("CHANNEL_CREATE", &leg);
  emit("CHANNEL_ORIGINATE", &leg);
  leg.state = "CS_ROUTING";
  presence(leg, "CS_ROUTING", "progressing");
  leg.state = "CS_CONSUME_MEDIA";
  react(leg.uuid, reaction);
}

// Variables and names of a new leg, in the order of the recordings.
void Model::dress_leg(Channel& leg, const Attempt& owner, const Target& target) {
  const bool trunk = target.kind == TargetKind::gateway;
  leg.attempt = owner.id;
  leg.party = leg.destination = target.number;
  leg.name =
      trunk ? "sofia/external/" + target.number : "sofia/internal/" + target.number + "@127.0.0.1:5100";
  auto& variables = leg.variables;
  variables.set("direction", "outbound");
  variables.set("is_outbound", "true");
  variables.set("uuid", leg.uuid);
  variables.set("call_uuid", leg.uuid);
  variables.set("session_id", std::to_string(leg.session));
  variables.set("sip_profile_name", trunk ? "gateway" : "internal");
  variables.set("channel_name", leg.name);
  for (const auto& [name, value] : owner.request.dial.variables) variables.set(name, value);
  for (const auto& [name, value] : target.variables) variables.set(name, value);
  if (target.kind == TargetKind::user) {
    variables.set("dialed_user", target.number);
    variables.set("dialed_domain", options_.domain);
    variables.set("sip_invite_domain", options_.domain);
    variables.set("presence_id", target.number + "@" + options_.domain);
  }
  variables.set("sip_call_id", new_uuid());
  leg.caller_name = variables.get("origination_caller_id_name");
  leg.caller_number = variables.get("origination_caller_id_number");
  Channel* originator = find(owner.request.originator);
  if (originator == nullptr) return;
  leg.other_type = "originator";
  leg.other_leg = originator->uuid;
  for (const char* name : {"originator", "originating_leg_uuid", "signal_bond"})
    variables.set(name, originator->uuid);
  if (originator->variables.is_true("ignore_early_media")) variables.set("ignore_early_media", "true");
  originator->variables.unset("sip_invite_failure_status");
  originator->variables.unset("sip_invite_failure_phrase");
}

void Model::start_timers(Attempt& owner) {
  const auto& variables = owner.request.dial.variables;
  auto overall = seconds_in(variables, "originate_timeout");
  auto leg = seconds_in(variables, "leg_timeout");
  if (!leg && !owner.request.dial.groups.empty() && !owner.request.dial.groups.front().empty()) {
    leg = seconds_in(owner.request.dial.groups.front().front().variables, "leg_timeout");
  }
  auto call = seconds_in(variables, "call_timeout");
  if (const Channel* originator = find(owner.request.originator); originator != nullptr && !call) {
    call = seconds_in({{"call_timeout", originator->variables.get("call_timeout")}}, "call_timeout");
  }
  const Instant start = scheduler.now();
  const auto add = [&](Instant due, const std::string& cause) {
    owner.timers.push_back(scheduler.at(due, [this, id = owner.id, cause] { time_out(id, cause); }));
  };
  if (leg && overall) add(whole_seconds_after(start, *leg + 1), "ALLOTTED_TIMEOUT");
  const auto plain = overall ? overall : call ? call : leg;
  add(whole_seconds_after(start, plain.value_or(kDefaultTimeout)), "NO_ANSWER");
  if (const auto progress = seconds_in(variables, "progress_timeout")) {
    add(whole_seconds_after(start, *progress + 1), "PROGRESS_TIMEOUT");
  }
}

void Model::time_out(std::int64_t id, const std::string& cause) {
  Attempt* late = attempt(id);
  if (late == nullptr || late->settled) return;
  const std::vector<std::string> legs = late->legs;
  for (const std::string& uuid : legs) {
    Channel* leg = find_alive(uuid);
    if (leg == nullptr) continue;
    begin_hangup(*leg, cause);
    scheduler.after(Milliseconds(1), [this, uuid] {
      if (Channel* gone = find(uuid)) finish_hangup(*gone);
    });
  }
  settle(*late, false, cause);
}

// A leg is answered, or gives early media that is not ignored: the attempt has succeeded.
void Model::leg_ready(Channel& leg) {
  Attempt* owner = attempt(leg.attempt);
  if (owner == nullptr || owner->settled) return;
  if (leg.user_dialled && leg.was_answered()) emit("CHANNEL_OUTGOING", &leg);
  const std::string uuid = leg.uuid;
  const auto then = owner->request.then;
  const std::vector<std::string> legs = owner->legs;
  settle(*owner, true, uuid);
  for (const std::string& other : legs) {
    Channel* loser = other == uuid ? nullptr : find_alive(other);
    if (loser != nullptr) hang_up(*loser, "LOSE_RACE");
  }
  Channel* winner = find_alive(uuid);
  if (winner == nullptr || then.empty()) return;
  if (winner->was_answered()) winner->variables.set("endpoint_disposition", "ANSWER");
  winner->script.assign(then.begin(), then.end());
  run_script(uuid);
}

void Model::leg_failed(Channel& leg) {
  Attempt* owner = attempt(leg.attempt);
  if (owner == nullptr || owner->settled) return;
  if (owner->first_cause.empty()) owner->first_cause = leg.hangup_cause;
  const bool any_left = std::any_of(owner->legs.begin(), owner->legs.end(),
                                    [this](const std::string& uuid) { return find_alive(uuid) != nullptr; });
  if (any_left) return;
  if (!leg.refused) return next_group(owner->id);
  scheduler.after(kSettleDelay, [this, id = owner->id] { next_group(id); });
}

void Model::next_group(std::int64_t id) {
  Attempt* failed = attempt(id);
  if (failed == nullptr || failed->settled) return;
  if (failed->group + 1 >= failed->request.dial.groups.size()) {
    return settle(*failed, false, failed->first_cause.empty() ? "NORMAL_CLEARING" : failed->first_cause);
  }
  ++failed->group;
  failed->first_cause.clear();
  start_group(id);
}

// Ends the attempt and tells its owner; legs that ended before it are destroyed now.
void Model::settle(Attempt& ended, bool ok, const std::string& result) {
  ended.settled = true;
  for (const auto& timer : ended.timers) scheduler.cancel(timer);
  const std::int64_t id = ended.id;
  const auto done = std::move(ended.request.done);
  const std::vector<std::string> legs = ended.legs;
  if (Channel* originator = find(ended.request.originator)) originator->bridging = 0;
  if (done) done(ok, result);
  for (const std::string& uuid : legs) {
    Channel* leg = find(uuid);
    if (leg != nullptr && leg->state == "CS_REPORTING") destroy(*leg);
  }
  scheduler.after(Milliseconds(0), [this, id] { attempts_.erase(id); });
}

// The originator does something else: its ringing legs are cancelled, and nobody is told.
void Model::cancel_attempt(std::int64_t id, const std::string& cause) {
  Attempt* current = attempt(id);
  if (current == nullptr || current->settled) return;
  if (Channel* originator = find(current->request.originator))
    note_bridge_result(*originator, *current, cause);
  current->request.done = nullptr;
  time_out(id, cause);
}

void Model::start_bridge_app(Channel& channel, const std::string& data) {
  Originate request{.dial = parse_dial_string(data), .originator = channel.uuid};
  const std::int64_t id = attempt_count_ + 1;
  request.done = [this, uuid = channel.uuid, id](bool ok, const std::string& result) {
    if (!ok) return bridge_failed(id, result);
    Channel* caller = find_alive(uuid);
    Channel* leg = find_alive(result);
    if (caller == nullptr || leg == nullptr) return;
    note_bridge_result(*caller, attempts_.at(id), "SUCCESS");
    caller->other_type = "originatee";
    caller->other_leg = leg->uuid;
    caller->variables.set("signal_bond", leg->uuid);
    connect(*caller, *leg, true);
  };
  originate(std::move(request));
}

// The variables of docs/freeswitch.md, stale ones of earlier attempts included.
void Model::note_bridge_result(Channel& channel, const Attempt& ended, const std::string& cause) {
  auto& variables = channel.variables;
  const bool answered = cause == "SUCCESS";
  variables.set("originate_disposition", cause);
  variables.set("DIALSTATUS", dial_status_of(cause));
  const Target& target = ended.request.dial.groups[ended.group].front();
  if (target.kind == TargetKind::user) variables.set("dialed_user", target.number);
  if (!answered) variables.set("originate_failed_cause", cause);
  for (const std::string& uuid : ended.legs) {
    const Channel* leg = find(uuid);
    variables.add("originated_legs", uuid + ";Outbound Call;" + (leg != nullptr ? leg->destination : ""));
    variables.add("originate_causes", uuid + ";" + (answered ? "NONE" : cause));
    if (answered || leg == nullptr) continue;
    variables.set("last_bridge_hangup_cause", cause);
    if (!leg->refused) continue;
    variables.set("last_bridge_proto_specific_hangup_cause",
                  leg->variables.get("proto_specific_hangup_cause"));
    variables.set("sip_invite_failure_status", leg->variables.get("sip_invite_failure_status"));
    variables.set("sip_invite_failure_phrase", leg->variables.get("sip_invite_failure_phrase"));
    variables.set("sip_hangup_phrase", leg->variables.get("sip_invite_failure_phrase"));
  }
}

// Without continue_on_fail a failure ends the call, but for no answer, which goes on to the next line.
void Model::bridge_failed(std::int64_t id, const std::string& cause) {
  const Attempt& ended = attempts_.at(id);
  Channel* caller = find_alive(ended.request.originator);
  if (caller == nullptr) return;
  const std::string uuid = caller->uuid;
  note_bridge_result(*caller, ended, cause);
  const bool goes_on =
      caller->variables.is_true("continue_on_fail") || cause == "NO_ANSWER" || cause == "NO_USER_RESPONSE";
  if (!goes_on) {
    begin_hangup(*caller, cause);
    return finish_hangup(*caller);
  }
  finish_top(*caller, "_none_");
  if (caller->running.empty()) run_script(uuid);
}

}  // namespace smarthandoff::telephony::simulator
