#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "telephony/simulator/channel.hpp"

namespace smarthandoff::telephony::simulator {

using Assignments = std::vector<std::pair<std::string, std::string>>;

enum class TargetKind { user, gateway, error, loopback, unknown };

// One endpoint of a dial string.
struct Target {
  TargetKind kind = TargetKind::unknown;
  std::string number;     // extension, or number behind the gateway; of error/… the cause
  std::string place;      // domain, gateway
  Assignments variables;  // [of this leg alone]
};

// "{a=1,b=2}[c=3]user/1001@pbx.local,sofia/gateway/trunk/8000|error/user_busy": groups are tried one after
// the other, the targets of a group are rung at once.
struct DialString {
  Assignments variables;
  std::vector<std::vector<Target>> groups;
};

DialString parse_dial_string(std::string_view text);

// "set:a=1,bridge:user/1001@pbx.local,park:" of the inline dialplan; `\,` is a comma.
std::vector<Action> parse_inline(std::string_view text);

// Words separated by spaces; what is between single quotes is one word without its quotes.
std::vector<std::string> split_words(std::string_view text);

}  // namespace smarthandoff::telephony::simulator
