#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace smarthandoff::telephony::twilio_port {

// Who is in which conference, from events in any order and any number. A room is ours, by the id of the
// caller who owns it; Twilio makes a new conference of the same name whenever it was empty. Pure.
class Rooms {
 public:
  struct Change {
    std::string conference, call_sid;
    bool joined = false;
    std::optional<std::int64_t> sequence;  // counted per conference
  };
  // True if it changed who is in.
  bool change(const std::string& room, const Change& change);
  // Everybody has left that conference.
  bool end(const std::string& room, const std::string& conference);
  // A call is in no conference any more.
  void gone(const std::string& room, const std::string& call_sid);

  bool contains(const std::string& room, const std::string& call_sid) const;
  bool met(const std::string& room) const;  // there were two in the conference that it is now

  // Who of ours was reported as talking to the owner.
  std::string& bridged(const std::string& room) { return rooms_[room].bridged; }
  std::string bridged_in(const std::string& room) const;
  void forget(const std::string& room) { rooms_.erase(room); }

 private:
  struct Place {
    std::int64_t sequence = -1;
    bool in = false;
  };
  struct Room {
    std::map<std::pair<std::string, std::string>, Place> places;  // by conference and CallSid
    std::string bridged;
    bool met = false;
  };
  static std::size_t count(const Room& room);

  std::map<std::string, Room> rooms_;
};

}  // namespace smarthandoff::telephony::twilio_port
