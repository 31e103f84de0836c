// What callers and people at phones see and hear: the model's log and the state of its calls.
#include <cstdio>

#include "telephony/simulator/model.hpp"

namespace smarthandoff::telephony::simulator {
namespace {

constexpr std::size_t kMaxLogEntries = 200'000;

std::string sound_of(const Running& running) {
  if (running.app == "say") return "announcement: " + running.data;
  if (running.app == "speak") return "announcement: " + running.data.substr(running.data.rfind('|') + 1);
  const bool music =
      running.data.starts_with("local_stream://") || running.data.find("moh") != std::string::npos;
  return music ? "music" : "playback: " + running.data;
}

}  // namespace

void Model::note(LogKind kind, const Channel* channel, std::string text) {
  LogEntry entry{scheduler.now(), kind, {}, {}, std::move(text)};
  if (channel != nullptr) {
    entry.id = channel->uuid;
    entry.party = channel->party;
  }
  log_.push_back(std::move(entry));
  if (log_.size() > kMaxLogEntries) log_.pop_front();
}

void Model::note_connection(std::string text) {
  note(LogKind::connection, nullptr, std::move(text));
}

// The topmost sound wins; a leg in a conversation hears the other one.
std::string Model::hears(const Channel& channel) {
  for (auto running = channel.running.rbegin(); running != channel.running.rend(); ++running) {
    if (running->app == "playback" || running->app == "say" || running->app == "speak")
      return sound_of(*running);
  }
  if (const Channel* other = find(channel.partner)) {
    return (other->was_answered() ? "talking to " : "early media of ") + other->party;
  }
  if (channel.bridging != 0) return "ringing";
  return channel.was_answered() ? "silence" : "";
}

void Model::update_ears() {
  for (std::size_t i = 0; i < touched_.size(); ++i) {
    Channel* channel = find_alive(touched_[i]);
    if (channel == nullptr) continue;
    std::string now = hears(*channel);
    if (now == channel->hears) continue;
    channel->hears = now;
    note(channel->inbound ? LogKind::call_hears : LogKind::leg_hears, channel, std::move(now));
  }
  touched_.clear();
}

void Model::note_end(Channel& channel) {
  note(channel.inbound ? LogKind::call_ended : LogKind::leg_ended, &channel, channel.hangup_cause);
  const auto index = call_index_.find(channel.uuid);
  if (index == call_index_.end()) return;
  CallState& call = calls_[index->second];
  call.active = false;
  call.hangup_cause = channel.hangup_cause;
}

std::vector<CallState> Model::calls() const {
  std::vector<CallState> list = calls_;
  for (CallState& call : list) {
    const auto found = by_uuid_.find(call.call);
    if (found == by_uuid_.end() || !found->second->alive()) continue;
    const Channel& channel = *found->second;
    call.hears = channel.hears;
    call.parked = channel.parking != Parking::none;
    const auto other = by_uuid_.find(channel.partner);
    if (other != by_uuid_.end()) call.talking_to = other->second->party;
  }
  return list;
}

std::string to_string(const LogEntry& entry) {
  const auto kind = [&]() -> std::string {
    for (const Enumerator& name : describe(static_cast<const LogKind*>(nullptr)).enumerators) {
      if (name.value == static_cast<std::int64_t>(entry.kind)) return name.name;
    }
    return "?";
  }();
  const auto ms = entry.at.time_since_epoch().count() % 86'400'000;
  char time[32];
  std::snprintf(time, sizeof time, "%02d:%02d:%02d.%03d", static_cast<int>(ms / 3'600'000),
                static_cast<int>(ms / 60'000 % 60), static_cast<int>(ms / 1000 % 60),
                static_cast<int>(ms % 1000));
  return std::string(time) + " " + (entry.party.empty() ? "-" : entry.party) + " " + kind + " " + entry.text;
}

}  // namespace smarthandoff::telephony::simulator
