#include "telephony/twilio/port_rooms.hpp"

#include <algorithm>

namespace smarthandoff::telephony::twilio_port {

std::size_t Rooms::count(const Room& room) {
  return static_cast<std::size_t>(
      std::count_if(room.places.begin(), room.places.end(), [](const auto& each) { return each.second.in; }));
}

bool Rooms::change(const std::string& name, const Change& change) {
  Room& room = rooms_[name];
  Place& place = room.places[{change.conference, change.call_sid}];
  // What was looked up has no number, and must not hide what is told next.
  if (change.sequence && *change.sequence <= place.sequence) return false;
  place.sequence = change.sequence.value_or(place.sequence);
  const bool changed = place.in != change.joined;
  place.in = change.joined;
  const std::size_t left = count(room);
  if (left >= 2) room.met = true;
  if (left == 0) room.met = false;
  return changed;
}

bool Rooms::end(const std::string& name, const std::string& conference) {
  const auto found = rooms_.find(name);
  if (found == rooms_.end()) return false;
  bool changed = false;
  for (auto& [key, place] : found->second.places)
    if (key.first == conference && std::exchange(place.in, false)) changed = true;
  if (count(found->second) == 0) found->second.met = false;
  return changed;
}

void Rooms::gone(const std::string& name, const std::string& call_sid) {
  const auto found = rooms_.find(name);
  if (found == rooms_.end()) return;
  for (auto& [key, place] : found->second.places)
    if (key.second == call_sid) place.in = false;
}

bool Rooms::contains(const std::string& name, const std::string& call_sid) const {
  const auto found = rooms_.find(name);
  if (found == rooms_.end()) return false;
  const auto& places = found->second.places;
  return std::any_of(places.begin(), places.end(),
                     [&](const auto& each) { return each.first.second == call_sid && each.second.in; });
}

bool Rooms::met(const std::string& name) const {
  const auto found = rooms_.find(name);
  return found != rooms_.end() && found->second.met;
}

std::string Rooms::bridged_in(const std::string& name) const {
  const auto found = rooms_.find(name);
  return found == rooms_.end() ? std::string() : found->second.bridged;
}

}  // namespace smarthandoff::telephony::twilio_port
