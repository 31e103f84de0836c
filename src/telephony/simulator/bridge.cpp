// Conversations: uuid_bridge, and what becomes of each side when a conversation ends (docs/freeswitch.md).
#include "telephony/simulator/model.hpp"

namespace smarthandoff::telephony::simulator {
namespace {

constexpr Milliseconds kJoinDelay{20};  // twice, until CHANNEL_BRIDGE

void meet(Channel& channel, const Channel& other, const char* type) {
  channel.other_type = type;
  channel.other_leg = other.uuid;
  channel.variables.set("bridge_uuid", other.uuid);
  channel.variables.set("signal_bond", other.uuid);
}

void detach(Channel& channel) {
  channel.partner.clear();
  channel.leads_bridge = false;
}

}  // namespace

// Only queued here; both threads take it up later.
bool Model::bridge(const std::string& uuid, const std::string& other) {
  const Channel* a = find_alive(uuid);
  if (a == nullptr || find_alive(other) == nullptr || uuid == other) return false;
  if (a->partner == other) return true;
  scheduler.after(kJoinDelay, [this, uuid, other] { join(uuid, other); });
  return true;
}

void Model::join(const std::string& uuid, const std::string& other) {
  Channel* a = find_alive(uuid);
  Channel* b = find_alive(other);
  if (a == nullptr || b == nullptr) return lose_partner(uuid, other);
  meet(*b, *a, "originator");
  meet(*a, *b, "originatee");
  interrupt(*b, "PLAYBACK ERROR");
  interrupt(*a, "PLAYBACK ERROR");
  scheduler.after(kJoinDelay, [this, uuid, other] {
    Channel* lead = find_alive(uuid);
    Channel* joined = find_alive(other);
    if (lead == nullptr || joined == nullptr) return lose_partner(uuid, other);
    lead->state = joined->state = "CS_SOFT_EXECUTE";
    emit("CHANNEL_EXECUTE", lead, {{"Application", "uuid_bridge"}, {"Application-Data", other}});
    emit("CHANNEL_EXECUTE", joined, {{"Application", "uuid_bridge"}, {"Application-Data", uuid}});
    connect(*lead, *joined, false);
  });
}

// One side went away before they met: the other goes where it would go after a conversation.
void Model::lose_partner(const std::string& uuid, const std::string& other) {
  for (const std::string& side : {uuid, other}) {
    Channel* left = find_alive(side);
    const bool interrupted = left != nullptr && left->running.empty() && left->parking == Parking::none;
    if (interrupted && left->partner.empty()) after_bridge(*left, "NORMAL_CLEARING");
  }
}

void Model::connect(Channel& a, Channel& b, bool by_app) {
  a.partner = b.uuid;
  b.partner = a.uuid;
  a.leads_bridge = true;
  a.bridged_by_app = by_app;
  b.bridged_by_app = false;
  a.bridged = b.bridged = scheduler.now();
  emit("CHANNEL_BRIDGE", &a, {{"Bridge-A-Unique-ID", a.uuid}, {"Bridge-B-Unique-ID", b.uuid}});
  b.state = "CS_EXCHANGE_MEDIA";
  a.variables.set("bridge_uuid", b.uuid);
  b.variables.set("bridge_uuid", a.uuid);
  if (b.was_answered()) b.variables.set("endpoint_disposition", "ANSWER");
  touched_.push_back(b.uuid);
}

// The channel is called away from its conversation.
void Model::leave_bridge(Channel& channel) {
  Channel* other = find(channel.partner);
  const bool led = channel.leads_bridge;
  detach(channel);
  if (other == nullptr) return;
  detach(*other);
  if (!led) {
    unbridge_lead(*other, channel, "NORMAL_CLEARING");
    if (other->alive()) after_bridge(*other, "NORMAL_CLEARING");
    return;
  }
  const std::string cause = "NORMAL_CLEARING";
  other->variables.set("last_bridge_to", channel.uuid);
  if (!other->alive() || other->variables.is_true("park_after_bridge")) {
    if (other->alive()) park_in_state(*other);
  } else {
    begin_hangup(*other, cause);
    finish_hangup(*other);
  }
  unbridge_lead(channel, *other, cause);
}

void Model::unbridge_lead(Channel& lead, Channel& other, const std::string& cause) {
  if (!other.alive() || !lead.alive()) {
    if (lead.alive()) lead.variables.set("last_bridge_hangup_cause", cause);
    lead.variables.set("bridge_hangup_cause", cause);
  }
  if (other.refused) {
    for (const char* name : {"sip_invite_failure_status", "sip_invite_failure_phrase"}) {
      lead.variables.set(name, other.variables.get(name));
    }
    lead.variables.set("sip_hangup_phrase", other.variables.get("sip_invite_failure_phrase"));
    lead.variables.set("last_bridge_proto_specific_hangup_cause",
                       other.variables.get("proto_specific_hangup_cause"));
  }
  lead.variables.set("last_bridge_to", other.uuid);
  emit("CHANNEL_UNBRIDGE", &lead, {{"Bridge-A-Unique-ID", lead.uuid}, {"Bridge-B-Unique-ID", other.uuid}});
}

// The other side is gone, the channel goes on: parked, sent elsewhere, to its next line, or hung up.
void Model::after_bridge(Channel& channel, const std::string& cause) {
  const std::string uuid = channel.uuid;
  const bool by_app = channel.bridged_by_app;
  channel.bridged_by_app = false;
  touched_.push_back(uuid);
  if (channel.variables.is_true("park_after_bridge")) {
    while (!channel.running.empty()) finish_top(channel, "_none_");
    return park_in_state(channel);
  }
  const std::string target = channel.variables.get("transfer_after_bridge");
  if (!target.empty()) {
    channel.variables.unset("signal_bond");
    channel.other_type.clear();
    channel.other_leg.clear();
    const auto script = dialplan(target.substr(0, target.find(':')));
    while (!channel.running.empty()) finish_top(channel, "_none_");
    channel.script.assign(script.begin(), script.end());
    return run_script(uuid);
  }
  if (by_app && !channel.variables.is_true("hangup_after_bridge")) {
    while (channel.running.size() > 1 && channel.running.back().app != "bridge")
      finish_top(channel, "_none_");
    finish_top(channel, "_none_");
    if (channel.running.empty()) run_script(uuid);
    return;
  }
  channel.state = "CS_EXECUTE";
  begin_hangup(channel, cause);
  scheduler.after(Milliseconds(1), [this, uuid] {
    if (Channel* gone = find(uuid)) finish_hangup(*gone);
  });
}

// A hung-up channel takes its conversation with it.
void Model::finish_bridge_of(Channel& gone) {
  Channel* other = find(gone.partner);
  const bool led = gone.leads_bridge;
  detach(gone);
  if (other == nullptr || other->partner != gone.uuid) return;
  detach(*other);
  if (!led) {
    unbridge_lead(*other, gone, gone.hangup_cause);
    if (other->alive()) after_bridge(*other, gone.hangup_cause);
    return;
  }
  other->variables.set("last_bridge_to", gone.uuid);
  other->variables.set("last_bridge_hangup_cause", gone.hangup_cause);
  if (other->alive() && other->variables.is_true("park_after_bridge")) {
    park_in_state(*other);
  } else if (other->alive()) {
    begin_hangup(*other, gone.hangup_cause);
    finish_hangup(*other);
  }
  unbridge_lead(gone, *other, gone.hangup_cause);
}

}  // namespace smarthandoff::telephony::simulator
