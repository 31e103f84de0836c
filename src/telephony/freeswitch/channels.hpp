#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <smarthandoff/telephony/esl/event.hpp>

#include "telephony/freeswitch/snapshot.hpp"

namespace smarthandoff::telephony::freeswitch {

// What is known of a live channel of the PBX, ours or not.
struct Channel {
  bool inbound = false;
  bool answered = false;
  std::string presence_id;
  std::string destination;
  std::string peer;  // the channel it is bridged to; empty: none
};

// The live channels of the whole PBX: by events, and read again by snapshots. Pure.
class Channels {
 public:
  // Takes in a channel event; calls `touched` with the presence id whose calls changed, if any.
  void on_event(const esl::Event& event, const std::function<void(const std::string&)>& touched);

  // Replaces everything by what the PBX listed, without the channels that have ended meanwhile.
  void replace(const std::vector<ChannelRow>& rows);
  void replace_bridges(const std::vector<BridgedRow>& pairs);

  // Forgets what is alive: the connection was lost.
  void clear();

  const Channel* find(const std::string& id) const;
  // The channel that `id` is talking to; empty: none, or not known.
  std::string peer(const std::string& id) const;
  // True if the channel is known to have ended (kept for the last few thousand).
  bool has_ended(const std::string& id) const { return ended_.contains(id); }
  void mark_ended(const std::string& id);

  // The channels of an extension ("1001@pbx.local").
  std::vector<const Channel*> of(const std::string& presence_id) const;
  std::vector<std::string> presence_ids() const;
  const std::unordered_map<std::string, Channel>& all() const { return channels_; }

 private:
  void insert(const std::string& id, Channel channel);
  void erase(const std::string& id);
  void unbridge(const std::string& id);

  std::unordered_map<std::string, Channel> channels_;
  std::unordered_map<std::string, std::unordered_set<std::string>> by_presence_;
  std::unordered_set<std::string> ended_;
  std::deque<std::string> ended_order_;
};

}  // namespace smarthandoff::telephony::freeswitch
