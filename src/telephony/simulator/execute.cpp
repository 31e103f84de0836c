// Applications of the dialplan: what runs on a channel, how it ends, and how it is interrupted.
#include <algorithm>
#include <charconv>
#include <utility>

#include <smarthandoff/base/error.hpp>

#include "telephony/simulator/causes.hpp"
#include "telephony/simulator/model.hpp"

namespace smarthandoff::telephony::simulator {
namespace {

constexpr Milliseconds kThreadDelay{20};      // until a channel's thread takes a command
constexpr Milliseconds kBroadcastDelay{200};  // docs/freeswitch.md
constexpr Milliseconds kPerLetter{60};        // of a spoken text
constexpr Milliseconds kShortestText{500};

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end == text.data()) return std::nullopt;
  return value;
}

// "tone_stream://%(300,100,800);loops=2": on and off times, and how often.
std::optional<Milliseconds> tone_length(std::string_view data) {
  const auto open = data.find("%(");
  if (open == std::string_view::npos) return Milliseconds(1000);
  const auto on = number_in(data.substr(open + 2)).value_or(1000);
  const auto comma = data.find(',', open);
  const auto off = comma == std::string_view::npos ? 0 : number_in(data.substr(comma + 1)).value_or(0);
  const auto loops_at = data.find("loops=");
  const auto loops =
      loops_at == std::string_view::npos ? 1 : number_in(data.substr(loops_at + 6)).value_or(1);
  if (loops < 0) return std::nullopt;
  return Milliseconds(loops * (on + off));
}

bool is_sound(const std::string& app) {
  return app == "playback" || app == "say" || app == "speak";
}

}  // namespace

// Nothing for a sound without end.
std::optional<Milliseconds> Model::length_of(const std::string& app, const std::string& data) const {
  if (app == "playback") {
    if (data.starts_with("local_stream://")) return std::nullopt;
    return data.starts_with("tone_stream://") ? tone_length(data) : Milliseconds(1000);
  }
  const std::string text = app == "speak" ? data.substr(data.rfind('|') + 1) : data;
  return std::max(kShortestText, static_cast<std::int64_t>(text.size()) * kPerLetter);
}

void Model::run_script(const std::string& uuid) {
  while (Channel* channel = find_alive(uuid)) {
    if (channel->is_controlled()) return;
    if (channel->script.empty()) return hang_up(*channel, "NORMAL_CLEARING");
    channel->state = "CS_EXECUTE";
    const Action action = channel->script.front();
    channel->script.pop_front();
    if (start_action(*channel, action, Origin::script)) return;
  }
}

bool Model::start_action(Channel& channel, const Action& action, Origin origin) {
  const std::string uuid = channel.uuid;
  Running running{action.app, action.data, action.uuid.empty() ? new_uuid() : action.uuid, origin};
  channel.response.clear();
  channel.variables.set("current_application", running.app);
  channel.running.push_back(running);
  emit(
      "CHANNEL_EXECUTE", &channel,
      {{"Application", running.app}, {"Application-Data", running.data}, {"Application-UUID", running.uuid}});
  if (perform(channel, channel.running.back())) return true;
  Channel* still = find(uuid);
  if (still == nullptr || still->running.empty() || still->running.back().uuid != running.uuid) return false;
  still->running.pop_back();
  complete(*still, running);
  return false;
}

void Model::complete(Channel& channel, const Running& running) {
  emit("CHANNEL_EXECUTE_COMPLETE", &channel,
       {{"Application", running.app},
        {"Application-Data", running.data},
        {"Application-Response", channel.response.empty() ? "_none_" : channel.response},
        {"Application-UUID", running.uuid}});
  if (running.origin != Origin::script)
    emit_command(channel, {running.app, running.data, running.uuid}, running.origin);
}

// The command itself as an event, once it is done. A broadcast's has two names.
void Model::emit_command(const Channel& channel, const Action& action, Origin origin) {
  const bool broadcast = origin == Origin::broadcast;
  emit("PRIVATE_COMMAND", &channel,
       {broadcast ? std::pair<std::string, std::string>{"Event-Name", "COMMAND"}
                  : std::pair<std::string, std::string>{"Command", "sendmsg " + channel.uuid},
        {"call-command", "execute"},
        {"execute-app-name", action.app},
        {"execute-app-arg", action.data}});
}

// What a dead park never played comes to an end when the channel is taken from it.
void Model::fail_unheard(Channel& channel) {
  for (const Action& action : std::exchange(channel.unheard, {})) {
    const Running running{action.app, action.data, new_uuid(), Origin::broadcast};
    emit("CHANNEL_EXECUTE", &channel,
         {{"Application", running.app},
          {"Application-Data", running.data},
          {"Application-UUID", running.uuid}});
    channel.response = "PLAYBACK ERROR";
    complete(channel, running);
  }
}

// True if the application goes on after this.
bool Model::perform(Channel& channel, Running& running) {
  const std::string data = running.data;
  const auto equals = data.find('=');
  if (running.app == "set" && equals != std::string::npos) {
    if (equals + 1 == data.size())
      channel.variables.unset(data.substr(0, equals));
    else
      channel.variables.set(data.substr(0, equals), data.substr(equals + 1));
  } else if (running.app == "unset") {
    channel.variables.unset(data);
  } else if (running.app == "answer") {
    answer(channel);
  } else if (running.app == "transfer") {
    const auto words = split_words(data);
    const auto script = dialplan(words.empty() ? "" : words.front());
    if (!words.empty()) channel.destination = words.front();
    channel.context = "default";
    channel.script.assign(script.begin(), script.end());
  } else if (running.app == "hangup") {
    hang_up(channel, cause_named(data));
    return true;
  } else if (running.app == "park") {
    start_park(channel);
    return true;
  } else if (running.app == "bridge") {
    start_bridge_app(channel, data);
    return true;
  } else if (running.app == "socket") {
    return start_socket(channel, data);
  } else if (running.app == "record_session") {
    record(channel, data, true);
  } else if (running.app == "sleep" || running.app == "echo") {
    if (running.app == "sleep") {
      const std::string uuid = channel.uuid;
      running.timer = scheduler.after(Milliseconds(number_in(data).value_or(0)), [this, uuid] {
        if (Channel* sleeper = find_alive(uuid)) finish_top(*sleeper, "_none_");
        run_script(uuid);
      });
    }
    return true;
  } else if (is_sound(running.app)) {
    return play(channel, running);
  }
  return false;
}

// "host:port async full"; what cannot be handed over goes on in the dialplan.
bool Model::start_socket(Channel& channel, const std::string& data) {
  const auto words = split_words(data);
  const auto colon = words.empty() ? std::string::npos : words[0].rfind(':');
  if (colon == std::string::npos || !open_socket) return false;
  const auto says = [&](const char* word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  const SocketTarget target{.host = words[0].substr(0, colon),
                            .port = number_in(words[0].substr(colon + 1)).value_or(0),
                            .async = says("async"),
                            .full = says("full")};
  channel.variables.set("socket_host", target.host);
  return open_socket(channel.uuid, target);
}

void Model::socket_closed(const std::string& uuid) {
  Channel* channel = find_alive(uuid);
  if (channel == nullptr || !channel->is_controlled()) return;
  if (channel->bridging != 0) cancel_attempt(channel->bridging, "ORIGINATOR_CANCEL");
  while (channel->is_controlled()) finish_top(*channel, "PLAYBACK ERROR");
  run_script(uuid);
}

bool Model::play(Channel& channel, Running& running) {
  if (std::find(faults.missing_files.begin(), faults.missing_files.end(), running.data) !=
      faults.missing_files.end()) {
    channel.response = "FILE NOT FOUND";
    return false;
  }
  if (running.app == "playback") emit("PLAYBACK_START", &channel, {{"Playback-File-Path", running.data}});
  const auto length = length_of(running.app, running.data);
  if (!length) return true;
  const std::string uuid = channel.uuid;
  running.timer = scheduler.after(*length, [this, uuid, id = running.uuid] {
    Channel* player = find_alive(uuid);
    if (player == nullptr || player->running.empty() || player->running.back().uuid != id) return;
    const bool nested = player->running.size() > 1 || player->running.back().origin != Origin::script;
    finish_top(*player, "FILE PLAYED");
    if (!nested) run_script(uuid);
  });
  return true;
}

void Model::start_park(Channel& channel) {
  channel.parking = Parking::by_app;
  const auto timeout = number_in(channel.variables.get("park_timeout"));
  channel.variables.unset("park_timeout");
  emit("CHANNEL_PARK", &channel);
  if (!timeout) return;
  channel.park_timer = scheduler.after(Seconds(*timeout), [this, uuid = channel.uuid] {
    Channel* parked = find_alive(uuid);
    if (parked != nullptr && parked->parking == Parking::by_app) hang_up(*parked, "NORMAL_CLEARING");
  });
}

void Model::park_in_state(Channel& channel) {
  channel.script.clear();
  channel.parking = Parking::by_state;
  channel.state = "CS_PARK";
  emit("CHANNEL_PARK", &channel);
}

// Ends the topmost application with the events that its end has.
void Model::finish_top(Channel& channel, const std::string& playback_result) {
  const Running top = channel.running.back();
  channel.running.pop_back();
  if (top.timer) scheduler.cancel(*top.timer);
  if (is_sound(top.app)) {
    channel.response = playback_result;
    if (top.app == "playback")
      emit("PLAYBACK_STOP", &channel, {{"Playback-Status", "done"}, {"Playback-File-Path", top.data}});
  } else if (top.app == "park") {
    channel.parking = Parking::none;
    if (channel.park_timer) scheduler.cancel(*channel.park_timer);
    channel.park_timer.reset();
    emit("CHANNEL_UNPARK", &channel);
  }
  complete(channel, top);
}

// Ends whatever the channel does; what it shall do next is the caller's business.
void Model::interrupt(Channel& channel, const std::string& playback_result) {
  if (channel.bridging != 0) cancel_attempt(channel.bridging, "ORIGINATOR_CANCEL");
  if (!channel.partner.empty()) leave_bridge(channel);
  while (!channel.running.empty()) finish_top(channel, playback_result);
  if (channel.parking == Parking::by_state) emit("CHANNEL_UNPARK", &channel);
  if (channel.parking == Parking::dead) fail_unheard(channel);
  channel.parking = Parking::none;
}

void Model::transfer(Channel& channel, std::vector<Action> script) {
  scheduler.after(kThreadDelay, [this, uuid = channel.uuid, script = std::move(script)] {
    Channel* moved = find_alive(uuid);
    if (moved == nullptr) return;
    const bool controlled = moved->is_controlled();
    interrupt(*moved, "PLAYBACK ERROR");
    if (controlled && close_socket) close_socket(uuid);
    if (!moved->alive()) return;
    moved->other_type.clear();
    moved->other_leg.clear();
    moved->script.assign(script.begin(), script.end());
    run_script(uuid);
  });
}

void Model::park(Channel& channel) {
  scheduler.after(kThreadDelay, [this, uuid = channel.uuid] {
    Channel* parked = find_alive(uuid);
    if (parked == nullptr || parked->parking == Parking::dead) return;
    const bool twice = parked->parking == Parking::by_state;
    interrupt(*parked, "PLAYBACK ERROR");
    if (!parked->alive()) return;
    if (!twice) return park_in_state(*parked);
    parked->parking = Parking::dead;
  });
}

void Model::execute(Channel& channel, Action action) {
  scheduler.after(kThreadDelay, [this, uuid = channel.uuid, action = std::move(action)] {
    Channel* runner = find_alive(uuid);
    if (runner == nullptr || runner->parking == Parking::dead) return;
    if (!runner->is_controlled() && (action.app == "park" || action.app == "transfer")) {
      interrupt(*runner, "PLAYBACK ERROR");
      runner->script.assign(1, action);
      return run_script(uuid);
    }
    start_action(*runner, action, Origin::message);
  });
}

void Model::broadcast(Channel& channel, const std::string& path) {
  Action action{"playback", path, {}};
  for (const std::string app : {"playback", "say", "speak"}) {
    if (path.starts_with(app + "::")) action = {app, path.substr(app.size() + 2), {}};
  }
  scheduler.after(kBroadcastDelay, [this, uuid = channel.uuid, action, breaks = channel.breaks] {
    Channel* player = find_alive(uuid);
    if (player == nullptr || player->breaks != breaks) return;  // uuid_break all flushes what is queued
    if (player->parking == Parking::dead) return player->unheard.push_back(action);
    if (!player->running.empty() && player->running.back().origin == Origin::broadcast)
      finish_top(*player, "PLAYBACK ERROR");
    start_action(*player, action, Origin::broadcast);
  });
}

void Model::stop_playback(Channel& channel) {
  ++channel.breaks;
  scheduler.after(kThreadDelay, [this, uuid = channel.uuid] {
    Channel* player = find_alive(uuid);
    if (player == nullptr || player->running.empty() || !is_sound(player->running.back().app)) return;
    const bool in_script = player->running.size() == 1 && player->running.back().origin == Origin::script;
    finish_top(*player, "FILE PLAYED");
    if (in_script) run_script(uuid);
  });
}

}  // namespace smarthandoff::telephony::simulator
