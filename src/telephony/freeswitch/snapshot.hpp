#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace smarthandoff::telephony::freeswitch {

// A row of `show channels as json`. It is a database behind the switch's back: up to 0.3 s old
// (docs/freeswitch.md).
struct ChannelRow {
  std::string id;
  bool inbound = false;
  bool answered = false;    // callstate ACTIVE or HELD
  std::string presence_id;  // "1001@pbx.local"; empty for trunk legs
  std::string destination;
};

// A row of `show calls as json` whose two legs talk to each other.
struct BridgedRow {
  std::string a, b;
};

struct RegistrationRow {
  std::string user;   // "1001@pbx.local"
  std::string token;  // its registration's Call-ID
};

// Each answers nothing where the text is not what FreeSWITCH would send (an -ERR, a cut-off JSON).
std::optional<std::vector<ChannelRow>> parse_channels(std::string_view json);
std::optional<std::vector<BridgedRow>> parse_calls(std::string_view json);
std::optional<std::vector<RegistrationRow>> parse_registrations(std::string_view json);

// What `uuid_dump <id> json` says of a channel.
struct ChannelDump {
  bool inbound = false;
  bool answered = false;
  bool ended = false;  // hung up, and not yet taken down
  std::string sh_leg, sh_call;
};
std::optional<ChannelDump> parse_dump(std::string_view json);

}  // namespace smarthandoff::telephony::freeswitch
