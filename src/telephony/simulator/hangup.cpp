// How a leg ends: CHANNEL_HANGUP at once, the rest when its thread comes round (docs/freeswitch.md).
#include <algorithm>

#include "telephony/simulator/causes.hpp"
#include "telephony/simulator/model.hpp"

namespace smarthandoff::telephony::simulator {
namespace {

constexpr Milliseconds kThreadDelay{20};

// sip_hangup_disposition and what the stack adds when we are the ones who end it.
void set_disposition(Channel& channel) {
  if (channel.variables.has("sip_hangup_disposition")) return;
  const bool cancels = !channel.inbound && !channel.was_answered();
  if (cancels) {
    channel.variables.set("sip_invite_failure_status", "487");
    channel.variables.set("sip_invite_failure_phrase", "CANCEL");
  }
  channel.variables.set("sip_hangup_disposition", cancels ? "send_cancel" : "send_bye");
}

}  // namespace

void Model::hang_up(Channel& channel, const std::string& cause, bool by_far_end) {
  if (!channel.alive()) return;
  if (by_far_end) {
    channel.variables.set("sip_term_status", "200");
    channel.variables.set("proto_specific_hangup_cause", "sip:200");
    channel.variables.set("sip_term_cause", "16");
  }
  begin_hangup(channel, cause);
  if (by_far_end) channel.variables.set("sip_hangup_disposition", "recv_bye");
  scheduler.after(kThreadDelay, [this, uuid = channel.uuid] {
    if (Channel* gone = find(uuid)) finish_hangup(*gone);
  });
}

void Model::begin_hangup(Channel& channel, const std::string& cause) {
  if (!channel.alive()) return;
  channel.hungup = scheduler.now();
  channel.hangup_cause = cause;
  channel.answer_state = "hangup";
  channel.script.clear();
  if (!channel.partner.empty()) {
    channel.variables.set("last_bridge_to", channel.partner);
    channel.variables.set("bridge_to", channel.partner);
    touched_.push_back(channel.partner);
  }
  if (channel.bridging != 0) {
    channel.variables.set("originate_disposition", "failure");
    channel.variables.set("DIALSTATUS", "INVALIDARGS");
  }
  note_end(channel);
  emit("CHANNEL_HANGUP", &channel);
}

void Model::finish_hangup(Channel& channel) {
  if (channel.destroyed || channel.state == "CS_REPORTING") return;
  if (channel.bridging != 0) cancel_attempt(channel.bridging, "ORIGINATOR_CANCEL");
  if (!channel.partner.empty()) finish_bridge_of(channel);
  while (!channel.running.empty()) finish_top(channel, "FILE PLAYED");
  if (channel.parking == Parking::by_state) emit("CHANNEL_UNPARK", &channel);
  for (const Action& action : channel.unheard) emit_command(channel, action, Origin::broadcast);
  channel.parking = Parking::none;
  if (!channel.refused) leg_failed(channel);
  set_disposition(channel);
  channel.call_state = "HANGUP";
  channel.state = "CS_HANGUP";
  presence(channel, "CS_HANGUP", "idle");
  channel.state = "CS_REPORTING";
  channel.variables.unset("bridge_to");
  channel.variables.set("hangup_cause", channel.hangup_cause);
  channel.variables.set("hangup_cause_q850", std::to_string(q850_of(channel.hangup_cause)));
  emit("CHANNEL_HANGUP_COMPLETE", &channel);
  if (channel.refused) leg_failed(channel);
  const Attempt* owner = attempt(channel.attempt);
  if (owner == nullptr || owner->settled) destroy(channel);
}

void Model::destroy(Channel& channel) {
  if (channel.destroyed) return;
  channel.destroyed = true;
  emit("CHANNEL_DESTROY", &channel);
  by_uuid_.erase(channel.uuid);
  scheduler.after(Milliseconds(0), [this, gone = &channel] {
    std::erase_if(channels_, [&](const auto& owned) { return owned.get() == gone; });
  });
}

// The phone or trunk answers the INVITE with a failure.
void Model::refuse(Channel& channel, std::int64_t status) {
  if (!channel.alive()) return;
  const Refusal refusal = refusal_of(status);
  const std::string code = std::to_string(refusal.status);
  channel.refused = true;
  channel.variables.set("sip_hangup_disposition", "recv_refuse");
  channel.variables.set("sip_invite_failure_status", code);
  channel.variables.set("sip_invite_failure_phrase", std::string(refusal.phrase));
  channel.variables.set("sip_term_status", code);
  channel.variables.set("proto_specific_hangup_cause", "sip:" + code);
  channel.variables.set("sip_term_cause", std::to_string(q850_of(refusal.cause)));
  begin_hangup(channel, std::string(refusal.cause));
  finish_hangup(channel);
}

void Model::hold(Channel& channel, bool on) {
  if (!channel.alive() || channel.held == on) return;
  channel.held = on;
  channel.call_state = on ? "HELD" : "UNHELD";
  emit(on ? "CHANNEL_HOLD" : "CHANNEL_UNHOLD", &channel);
  if (!on) channel.call_state = "ACTIVE";
}

bool Model::record(Channel& channel, const std::string& path, bool start) {
  if (start && faults.recording_fails) return false;
  if (!start && channel.recording != path) return false;
  channel.recording = start ? path : "";
  note(LogKind::recording, &channel, (start ? "started " : "stopped ") + path);
  emit(start ? "RECORD_START" : "RECORD_STOP", &channel, {{"Record-File-Path", path}});
  return true;
}

}  // namespace smarthandoff::telephony::simulator
