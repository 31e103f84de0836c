// The uuid_… commands.
#include "telephony/simulator/api.hpp"
#include "telephony/simulator/causes.hpp"
#include "telephony/simulator/render.hpp"

namespace smarthandoff::telephony::simulator {
namespace {

constexpr const char* kNoChannel = "-ERR No such channel!\n";
constexpr const char* kOk = "+OK\n";

std::string usage(const char* text) {
  return std::string("-USAGE: ") + text + "\n";
}

void set_or_unset(Channel& channel, const std::string& name, const std::string& value) {
  if (value.empty())
    channel.variables.unset(name);
  else
    channel.variables.set(name, value);
}

}  // namespace

std::string Api::uuid_exists(const Words& words, std::string_view) {
  return !words.empty() && model_.find(words[0]) != nullptr ? "true" : "false";
}

std::string Api::uuid_kill(const Words& words, std::string_view) {
  if (words.empty()) return usage("<uuid> [cause]");
  Channel* channel = model_.find(words[0]);
  if (channel == nullptr) return kNoChannel;
  model_.hang_up(*channel, cause_named(words.size() > 1 ? words[1] : ""));
  return kOk;
}

std::string Api::uuid_setvar(const Words& words, std::string_view arguments) {
  if (words.size() < 2) return usage("<uuid> <var> [value]");
  Channel* channel = model_.find(words[0]);
  if (channel == nullptr) return kNoChannel;
  const auto name_at = arguments.find(words[1], words[0].size());
  const auto value_at = name_at == std::string_view::npos ? name_at : arguments.find(' ', name_at);
  set_or_unset(*channel, words[1],
               value_at == std::string_view::npos ? "" : std::string(arguments.substr(value_at + 1)));
  return kOk;
}

std::string Api::uuid_setvar_multi(const Words& words, std::string_view arguments) {
  if (words.size() < 2) return usage("<uuid> <var>=<value>;<var>=<value>...");
  Channel* channel = model_.find(words[0]);
  if (channel == nullptr) return kNoChannel;
  auto rest = arguments.substr(arguments.find(' ') + 1);
  while (!rest.empty()) {
    const auto part = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    const auto equals = part.find('=');
    const auto value = equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1);
    set_or_unset(*channel, std::string(part.substr(0, equals)), std::string(value));
  }
  return kOk;
}

std::string Api::uuid_getvar(const Words& words, std::string_view) {
  if (words.size() < 2) return usage("<uuid> <var>");
  const Channel* channel = model_.find(words[0]);
  if (channel == nullptr) return kNoChannel;
  return channel->variables.has(words[1]) ? channel->variables.get(words[1]) : "_undef_";
}

std::string Api::uuid_transfer(const Words& words, std::string_view) {
  if (words.size() < 2) return usage("<uuid> [-bleg|-both] <dest-exten> [<dialplan>] [<context>]");
  Channel* channel = model_.find_alive(words[0]);
  if (channel == nullptr) return kNoChannel;
  const bool flag = words[1].starts_with("-");
  const std::size_t at = flag ? 2 : 1;
  if (words.size() <= at) return usage("<uuid> [-bleg|-both] <dest-exten> [<dialplan>] [<context>]");
  const bool is_inline = words.size() > at + 1 && words[at + 1] == "inline";
  const auto script = is_inline ? parse_inline(words[at]) : model_.dialplan(words[at]);
  Channel* other = model_.find_alive(channel->partner);
  if (flag && other == nullptr) return "-ERR No such channel!\n";
  if (flag) model_.transfer(*other, script);
  if (!flag || words[1] == "-both") model_.transfer(*channel, script);
  return kOk;
}

std::string Api::uuid_park(const Words& words, std::string_view) {
  if (words.empty()) return usage("<uuid>");
  Channel* channel = model_.find_alive(words[0]);
  if (channel == nullptr) return kNoChannel;
  model_.park(*channel);
  return kOk;
}

std::string Api::uuid_broadcast(const Words& words, std::string_view) {
  if (words.size() < 2) return usage("<uuid> <path> [aleg|bleg|holdb|both]");
  Channel* channel = model_.find_alive(words[0]);
  if (channel == nullptr) return kNoChannel;
  const std::string leg = words.size() > 2 ? words[2] : "aleg";
  Channel* other = model_.find_alive(channel->partner);
  if (leg != "bleg") model_.broadcast(*channel, words[1]);
  if (leg != "aleg" && other != nullptr) model_.broadcast(*other, words[1]);
  return "+OK Message sent\n";
}

std::string Api::uuid_break(const Words& words, std::string_view) {
  if (words.empty()) return usage("<uuid> [all]");
  Channel* channel = model_.find_alive(words[0]);
  if (channel == nullptr) return kNoChannel;
  model_.stop_playback(*channel);
  return kOk;
}

std::string Api::uuid_bridge(const Words& words, std::string_view) {
  if (words.size() < 2) return usage("<uuid> <other_uuid>");
  return model_.bridge(words[0], words[1]) ? "+OK " + words[1] + "\n" : "-ERR Invalid uuid\n";
}

std::string Api::uuid_record(const Words& words, std::string_view) {
  if (words.size() < 3) return usage("<uuid> [start|stop|mask|unmask] <path> [<limit>] [<recording_vars>]");
  Channel* channel = model_.find_alive(words[0]);
  if (channel == nullptr) return "-ERR Cannot locate session!\n";
  const bool start = words[1] == "start";
  if (!model_.record(*channel, words[2], start)) return "-ERR Cannot record session!\n";
  return "+OK Success\n";
}

std::string Api::uuid_send_dtmf(const Words& words, std::string_view) {
  if (words.size() < 2) return usage("<uuid> <dtmf_data>");
  Channel* channel = model_.find_alive(words[0]);
  if (channel == nullptr) return kNoChannel;
  model_.note(LogKind::key, channel, "sent " + words[1]);
  return kOk;
}

std::string Api::uuid_recv_dtmf(const Words& words, std::string_view) {
  if (words.size() < 2) return usage("<uuid> <dtmf_data>");
  Channel* channel = model_.find_alive(words[0]);
  if (channel == nullptr) return kNoChannel;
  model_.press_keys(*channel, words[1]);
  return kOk;
}

std::string Api::uuid_dump(const Words& words, std::string_view) {
  if (words.empty()) return usage("<uuid> [format]");
  const Channel* channel = model_.find(words[0]);
  if (channel == nullptr) return kNoChannel;
  const Headers headers = headers_of(model_, {.name = "CHANNEL_DATA", .channel = channel}, 0);
  return words.size() > 1 && words[1] == "json" ? json_text(headers, {}) : plain_text(headers, {});
}

std::string Api::uuid_hold(const Words& words, std::string_view) {
  if (words.empty()) return usage("[off|toggle] <uuid> [<display>]");
  const bool off = words[0] == "off";
  const bool toggle = words[0] == "toggle";
  Channel* channel =
      words.size() > 1 && (off || toggle) ? model_.find_alive(words[1]) : model_.find_alive(words[0]);
  if (channel == nullptr) return "-ERR Operation failed\n";
  model_.hold(*channel, toggle ? !channel->held : !off);
  return "+OK Success\n";
}

// Media bugs are only seen to start and stop.
std::string Api::uuid_displace(const Words& words, std::string_view) {
  if (words.size() < 3) return usage("<uuid> [start|stop] <path> [<limit>] [mux]");
  const Channel* channel = model_.find_alive(words[0]);
  if (channel == nullptr) return "-ERR Cannot locate session!\n";
  model_.emit(words[1] == "start" ? "MEDIA_BUG_START" : "MEDIA_BUG_STOP", channel);
  return "+OK Success\n";
}

std::string Api::uuid_audio(const Words& words, std::string_view) {
  if (words.size() < 2) return usage("<uuid> [start [read|write] [mute|level <level>]|stop]");
  const Channel* channel = model_.find_alive(words[0]);
  if (channel == nullptr) return "-ERR Cannot locate session!\n";
  model_.emit(words[1] == "start" ? "MEDIA_BUG_START" : "MEDIA_BUG_STOP", channel);
  return kOk;
}

}  // namespace smarthandoff::telephony::simulator
