#include "telephony/freeswitch/channels.hpp"

#include <utility>

namespace smarthandoff::telephony::freeswitch {
namespace {

constexpr std::size_t kEndedKept = 10000;

std::string presence_id_of(const esl::Event& event) {
  std::string id = event.value("Channel-Presence-ID");
  return id.empty() ? event.variable("presence_id") : id;
}

bool ends(std::string_view name) {
  return name == "CHANNEL_HANGUP" || name == "CHANNEL_HANGUP_COMPLETE" || name == "CHANNEL_DESTROY";
}

}  // namespace

void Channels::on_event(const esl::Event& event, const std::function<void(const std::string&)>& touched) {
  const std::string id = event.value("Unique-ID");
  const std::string_view name = event.name();
  if (id.empty() || !name.starts_with("CHANNEL_")) return;
  if (ends(name)) {
    const Channel* known = find(id);
    const std::string presence = known ? known->presence_id : std::string();
    mark_ended(id);
    if (!presence.empty()) touched(presence);
    return;
  }
  if (has_ended(id)) return;
  if (name == "CHANNEL_CREATE" && !channels_.contains(id))
    insert(id, {event.value("Call-Direction") == "inbound", event.value("Answer-State") == "answered",
                presence_id_of(event), event.value("Caller-Destination-Number"), ""});
  const auto known = channels_.find(id);
  if (known == channels_.end()) return;
  if (name == "CHANNEL_ANSWER") known->second.answered = true;
  if (name == "CHANNEL_BRIDGE")
    replace_bridges({{event.value("Bridge-A-Unique-ID"), event.value("Bridge-B-Unique-ID")}});
  if (name == "CHANNEL_UNBRIDGE" || name == "CHANNEL_PARK") unbridge(id);
  if ((name == "CHANNEL_CREATE" || name == "CHANNEL_ANSWER") && !known->second.presence_id.empty())
    touched(known->second.presence_id);
}

void Channels::replace(const std::vector<ChannelRow>& rows) {
  auto before = std::exchange(channels_, {});
  by_presence_.clear();
  for (const ChannelRow& row : rows) {
    if (row.id.empty() || has_ended(row.id)) continue;
    const auto known = before.find(row.id);
    // What an event said is newer than the table (docs/freeswitch.md).
    const bool answered = row.answered || (known != before.end() && known->second.answered);
    const std::string peer = known == before.end() ? std::string() : known->second.peer;
    insert(row.id, {row.inbound, answered, row.presence_id, row.destination, peer});
  }
}

void Channels::replace_bridges(const std::vector<BridgedRow>& pairs) {
  for (const BridgedRow& pair : pairs) {
    const auto a = channels_.find(pair.a);
    const auto b = channels_.find(pair.b);
    if (a != channels_.end()) a->second.peer = pair.b;
    if (b != channels_.end()) b->second.peer = pair.a;
  }
}

void Channels::clear() {
  channels_.clear();
  by_presence_.clear();
}

const Channel* Channels::find(const std::string& id) const {
  const auto known = channels_.find(id);
  return known == channels_.end() ? nullptr : &known->second;
}

std::string Channels::peer(const std::string& id) const {
  const Channel* known = find(id);
  return known ? known->peer : std::string();
}

void Channels::mark_ended(const std::string& id) {
  erase(id);
  if (!ended_.insert(id).second) return;
  ended_order_.push_back(id);
  if (ended_order_.size() <= kEndedKept) return;
  ended_.erase(ended_order_.front());
  ended_order_.pop_front();
}

std::vector<const Channel*> Channels::of(const std::string& presence_id) const {
  std::vector<const Channel*> result;
  const auto ids = by_presence_.find(presence_id);
  if (ids == by_presence_.end()) return result;
  for (const std::string& id : ids->second) result.push_back(find(id));
  return result;
}

std::vector<std::string> Channels::presence_ids() const {
  std::vector<std::string> result;
  for (const auto& [presence_id, ids] : by_presence_) result.push_back(presence_id);
  return result;
}

void Channels::insert(const std::string& id, Channel channel) {
  if (!channel.presence_id.empty()) by_presence_[channel.presence_id].insert(id);
  channels_.insert_or_assign(id, std::move(channel));
}

void Channels::erase(const std::string& id) {
  const auto known = channels_.find(id);
  if (known == channels_.end()) return;
  unbridge(id);
  const auto ids = by_presence_.find(known->second.presence_id);
  if (ids != by_presence_.end()) {
    ids->second.erase(id);
    if (ids->second.empty()) by_presence_.erase(ids);
  }
  channels_.erase(known);
}

void Channels::unbridge(const std::string& id) {
  const auto known = channels_.find(id);
  if (known == channels_.end() || known->second.peer.empty()) return;
  const auto other = channels_.find(known->second.peer);
  if (other != channels_.end() && other->second.peer == id) other->second.peer.clear();
  known->second.peer.clear();
}

}  // namespace smarthandoff::telephony::freeswitch
