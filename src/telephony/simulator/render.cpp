#include "telephony/simulator/render.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

namespace smarthandoff::telephony::simulator {
namespace {

constexpr std::string_view kArrayMark = "ARRAY::";

std::string stamp(Instant instant, const char* format) {
  const std::time_t seconds = std::chrono::floor<Seconds>(instant).time_since_epoch().count();
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 64> text{};
  std::strftime(text.data(), text.size(), format, &parts);
  return text.data();
}

std::string micros(const std::optional<Instant>& instant) {
  return instant ? std::to_string(instant->time_since_epoch().count() * 1000) : "0";
}

std::string state_number(const std::string& state) {
  constexpr std::array<std::string_view, 13> states{
      "CS_NEW",    "CS_INIT",          "CS_ROUTING",   "CS_SOFT_EXECUTE", "CS_EXECUTE", "CS_EXCHANGE_MEDIA",
      "CS_PARK",   "CS_CONSUME_MEDIA", "CS_HIBERNATE", "CS_RESET",        "CS_HANGUP",  "CS_REPORTING",
      "CS_DESTROY"};
  const auto found = std::find(states.begin(), states.end(), state);
  return found == states.end() ? "0" : std::to_string(found - states.begin());
}

// The events that carry no channel variables (docs/freeswitch.md).
bool has_variables(std::string_view event) {
  return event != "CHANNEL_OUTGOING" && event != "PRESENCE_IN" && event != "PRIVATE_COMMAND" &&
         event != "CUSTOM";
}

void add_times(Headers& headers, const std::string& prefix, const Channel& channel) {
  headers.emplace_back(prefix + "Profile-Created-Time", micros(channel.created));
  headers.emplace_back(prefix + "Channel-Created-Time", micros(channel.created));
  headers.emplace_back(prefix + "Channel-Answered-Time", micros(channel.answered));
  headers.emplace_back(prefix + "Channel-Progress-Time", micros(channel.progress));
  headers.emplace_back(prefix + "Channel-Progress-Media-Time", micros(channel.progress_media));
  headers.emplace_back(prefix + "Channel-Hangup-Time", micros(channel.hungup));
  headers.emplace_back(prefix + "Channel-Transfer-Time", "0");
  headers.emplace_back(prefix + "Channel-Bridged-Time", micros(channel.bridged));
}

void add_caller(Headers& headers, const Channel& channel) {
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) headers.emplace_back(name, value);
  };
  const std::string direction = channel.inbound ? "inbound" : "outbound";
  add("Caller-Direction", direction);
  add("Caller-Logical-Direction", direction);
  if (channel.inbound) add("Caller-Username", channel.party);
  if (channel.inbound) add("Caller-Dialplan", "XML");
  add("Caller-Caller-ID-Name", channel.caller_name);
  add("Caller-Caller-ID-Number", channel.caller_number);
  add("Caller-Orig-Caller-ID-Number", channel.caller_number);
  if (!channel.inbound) add("Caller-Callee-ID-Name", "Outbound Call");
  if (!channel.inbound) add("Caller-Callee-ID-Number", channel.destination);
  add("Caller-Network-Addr", "127.0.0.1");
  add("Caller-ANI", channel.caller_number);
  add("Caller-Destination-Number", channel.destination);
  add("Caller-Unique-ID", channel.uuid);
  add("Caller-Source", channel.inbound ? "mod_sofia" : "src/switch_ivr_originate.c");
  add("Caller-Context", channel.context);
  add("Caller-Channel-Name", channel.name);
  add_times(headers, "Caller-", channel);
}

void add_other_leg(Headers& headers, const Channel& channel, const Channel* other) {
  if (channel.other_leg.empty()) return;
  headers.emplace_back("Other-Type", channel.other_type);
  headers.emplace_back("Other-Leg-Unique-ID", channel.other_leg);
  if (other == nullptr) return;
  headers.emplace_back("Other-Leg-Direction", other->inbound ? "inbound" : "outbound");
  headers.emplace_back("Other-Leg-Caller-ID-Number", other->caller_number);
  headers.emplace_back("Other-Leg-Destination-Number", other->destination);
  headers.emplace_back("Other-Leg-Channel-Name", other->name);
  add_times(headers, "Other-Leg-", *other);
}

void add_channel(Headers& headers, const Channel& channel) {
  const std::string direction = channel.inbound ? "inbound" : "outbound";
  headers.emplace_back("Channel-State", channel.state);
  headers.emplace_back("Channel-Call-State", channel.call_state);
  headers.emplace_back("Channel-State-Number", state_number(channel.state));
  headers.emplace_back("Channel-Name", channel.name);
  headers.emplace_back("Unique-ID", channel.uuid);
  headers.emplace_back("Call-Direction", direction);
  headers.emplace_back("Presence-Call-Direction", direction);
  headers.emplace_back("Channel-HIT-Dialplan", channel.inbound ? "true" : "false");
  if (!channel.presence_id.empty()) headers.emplace_back("Channel-Presence-ID", channel.presence_id);
  headers.emplace_back("Channel-Call-UUID", channel.uuid);
  headers.emplace_back("Answer-State", channel.answer_state);
  if (!channel.hangup_cause.empty()) headers.emplace_back("Hangup-Cause", channel.hangup_cause);
  if (channel.was_answered() || channel.progress_media)
    headers.emplace_back("Channel-Read-Codec-Name", "PCMU");
  if (channel.name != "N/A") add_caller(headers, channel);
}

bool must_encode(unsigned char c) {
  constexpr std::string_view unsafe = "\"#%&+:;<=>?@[\\]^`{|}";
  return c <= 32 || c >= 127 || unsafe.find(static_cast<char>(c)) != std::string_view::npos;
}

std::string encoded(std::string_view value) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text;
  text.reserve(value.size());
  for (const char letter : value) {
    const auto c = static_cast<unsigned char>(letter);
    if (must_encode(c)) {
      text += '%';
      text += digits[c >> 4U];
      text += digits[c & 15U];
    } else {
      text += letter;
    }
  }
  return text;
}

std::string json_array(std::string_view value) {
  std::string text = "[";
  value.remove_prefix(kArrayMark.size());
  while (true) {
    const auto end = value.find("|:");
    text += json_string(value.substr(0, end));
    if (end == std::string_view::npos) return text + "]";
    text += ",";
    value.remove_prefix(end + 2);
  }
}

}  // namespace

std::string local_stamp(Instant instant) {
  return stamp(instant, "%Y-%m-%d %H:%M:%S");
}

Headers channel_headers(const Channel& channel, const Channel* other) {
  Headers headers;
  add_channel(headers, channel);
  add_other_leg(headers, channel, other);
  for (const auto& [name, values] : channel.variables.items())
    headers.emplace_back("variable_" + name, joined(values));
  return headers;
}

Headers headers_of(const Model& model, const Emission& emission, std::int64_t sequence) {
  const Instant now = model.scheduler.now();
  Headers headers{
      {"Event-Name", std::string(emission.name)}, {"Core-UUID", "eec38d7e-7b49-405c-9680-d7092c7da727"},
      {"FreeSWITCH-Hostname", "simulator"},       {"FreeSWITCH-Switchname", "simulator"},
      {"FreeSWITCH-IPv4", "127.0.0.1"},           {"FreeSWITCH-IPv6", "::1"},
      {"Event-Date-Local", local_stamp(now)},     {"Event-Date-GMT", stamp(now, "%a, %d %b %Y %H:%M:%S GMT")},
      {"Event-Date-Timestamp", micros(now)},      {"Event-Sequence", std::to_string(sequence)}};
  const bool first = emission.name == "PRIVATE_COMMAND";  // the command's own headers come before
  headers.insert(first ? headers.begin() : headers.end(), emission.headers.begin(), emission.headers.end());
  if (const Channel* channel = emission.channel) {
    const Channel* other = model.find(channel->other_leg);
    add_channel(headers, *channel);
    add_other_leg(headers, *channel, other);
    if (!has_variables(emission.name)) return headers;
    for (const auto& [name, values] : channel->variables.items()) {
      headers.emplace_back("variable_" + name, joined(values));
    }
  }
  return headers;
}

std::string header_value(const Headers& headers, std::string_view name) {
  const auto found =
      std::find_if(headers.begin(), headers.end(), [&](const auto& h) { return h.first == name; });
  return found == headers.end() ? std::string() : found->second;
}

std::string plain_text(const Headers& headers, const std::string& body) {
  std::string text;
  for (const auto& [name, value] : headers) {
    text += name;
    text += ": ";
    text += encoded(value);
    text += '\n';
  }
  if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\n";
  return text + "\n" + body;
}

std::string json_string(std::string_view value) {
  std::string text = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') {
      text += '\\';
      text += c;
    } else if (c == '\n') {
      text += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      std::array<char, 8> escape{};
      std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(c));
      text += escape.data();
    } else {
      text += c;
    }
  }
  return text + "\"";
}

std::string json_text(const Headers& headers, const std::string& body) {
  std::string text = "{";
  for (std::size_t i = 0; i < headers.size(); ++i) {
    const auto& [name, value] = headers[i];
    const bool repeated = std::any_of(headers.begin(), headers.begin() + static_cast<std::ptrdiff_t>(i),
                                      [&](const auto& earlier) { return earlier.first == name; });
    if (repeated) continue;
    if (text.size() > 1) text += ",";
    text +=
        json_string(name) + ":" + (value.starts_with(kArrayMark) ? json_array(value) : json_string(value));
  }
  if (!body.empty()) {
    text += ",\"Content-Length\":\"" + std::to_string(body.size()) + "\",\"_body\":" + json_string(body);
  }
  return text + "}";
}

}  // namespace smarthandoff::telephony::simulator
