#include "telephony/simulator/model.hpp"

#include <algorithm>
#include <array>

#include <smarthandoff/base/error.hpp>

namespace smarthandoff::telephony::simulator {
namespace {

std::vector<Action> parse_actions(const Extension& extension) {
  constexpr std::array<std::string_view, 14> known{
      "answer", "park",  "set",  "playback", "say",   "sleep",          "bridge",
      "hangup", "unset", "echo", "transfer", "speak", "record_session", "socket"};
  std::vector<Action> actions;
  for (const std::string& line : extension.actions) {
    const auto colon = line.find(':');
    Action action{.app = line.substr(0, colon), .data = {}};
    if (colon != std::string::npos) action.data = line.substr(colon + 1);
    if (std::find(known.begin(), known.end(), action.app) == known.end()) {
      throw invalid_field("actions", "\"" + action.app + "\" is not an application of the simulated PBX");
    }
    actions.push_back(std::move(action));
  }
  return actions;
}

}  // namespace

Model::Model(const PbxOptions& options)
    : scheduler(options.now ? *options.now : SystemClock().now()),
      options_(options),
      random_(static_cast<std::uint64_t>(options.seed)) {
  scheduler.after_each = [this] { update_ears(); };
  add_extension({.number = "9000", .actions = {"answer", "park"}});
  scheduler.after(options_.heartbeat, [this] { heartbeat(); });
}

void Model::heartbeat() {
  const auto active = static_cast<std::int64_t>(by_uuid_.size());
  emit("HEARTBEAT", nullptr,
       {{"Event-Info", "System Ready"},
        {"FreeSWITCH-Version", "1.10.12-release~64bit"},
        {"Session-Count", std::to_string(active)},
        {"Max-Sessions", "200"},
        {"Session-Since-Startup", std::to_string(sessions_)}});
  scheduler.after(options_.heartbeat, [this] { heartbeat(); });
}

void Model::add_phone(Phone phone) {
  auto& place = phone.gateway.empty() ? phones_ : gateways_[phone.gateway];
  PhoneRecord record;
  record.registered = phone.behaviour != Behaviour::offline;
  record.phone = std::move(phone);
  const std::string number = record.phone.extension;
  place.insert_or_assign(number, std::move(record));
}

void Model::add_extension(Extension extension) {
  extensions_.insert_or_assign(extension.number, parse_actions(extension));
}

PhoneRecord* Model::phone(std::string_view extension, std::string_view gateway) {
  auto* place = &phones_;
  if (!gateway.empty()) {
    const auto found = gateways_.find(gateway);
    if (found == gateways_.end()) return nullptr;
    place = &found->second;
  }
  const auto found = place->find(extension);
  return found == place->end() ? nullptr : &found->second;
}

void Model::set_registered(PhoneRecord& record, bool registered) {
  if (record.registered == registered) return;
  record.registered = registered;
  const std::string& user = record.phone.extension;
  emit("CUSTOM", nullptr,
       {{"Event-Subclass", registered ? "sofia::register" : "sofia::unregister"},
        {"profile-name", "internal"},
        {"from-user", user},
        {"from-host", options_.domain},
        {"presence-hosts", options_.domain},
        {"contact", "\"\" <sip:" + user + "@127.0.0.1:5100>"},
        {"username", user},
        {"realm", options_.domain},
        {"status", registered ? "Registered(UDP)" : "Unregistered"}});
  note(LogKind::registration, nullptr, user + (registered ? " registered" : " unregistered"));
}

Channel* Model::find(std::string_view uuid) {
  const auto found = by_uuid_.find(uuid);
  return found == by_uuid_.end() ? nullptr : found->second;
}

const Channel* Model::find(std::string_view uuid) const {
  const auto found = by_uuid_.find(uuid);
  return found == by_uuid_.end() ? nullptr : found->second;
}

Channel* Model::find_alive(std::string_view uuid) {
  Channel* channel = find(uuid);
  return channel != nullptr && channel->alive() ? channel : nullptr;
}

std::vector<Channel*> Model::channels() {
  std::vector<Channel*> list;
  for (const auto& channel : channels_) {
    if (!channel->destroyed) list.push_back(channel.get());
  }
  return list;
}

// A version 4 UUID from the seeded generator.
std::string Model::new_uuid() {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text = "xxxxxxxx-xxxx-4xxx-axxx-xxxxxxxxxxxx";
  for (char& c : text) {
    if (c == 'x') c = digits[random_() % 16];
  }
  return text;
}

Channel& Model::create(std::string uuid, bool inbound) {
  auto channel = std::make_unique<Channel>();
  channel->uuid = std::move(uuid);
  channel->inbound = inbound;
  channel->created = scheduler.now();
  channel->session = ++sessions_;
  Channel& reference = *channel;
  by_uuid_.insert_or_assign(reference.uuid, &reference);
  channels_.push_back(std::move(channel));
  return reference;
}

std::string Model::place_call(const PlaceCall& call) {
  Channel& channel = create(new_uuid(), true);
  const std::string uuid = channel.uuid;
  channel.party = call.caller.empty() ? "anonymous" : call.caller;
  channel.caller_name = call.caller_name;
  channel.caller_number = channel.party;
  channel.destination = call.to;
  channel.context = "public";
  channel.name = "sofia/external/" + channel.party + "@127.0.0.1:5202";
  channel.state = "CS_INIT";
  channel.variables.set("direction", "inbound");
  channel.variables.set("uuid", uuid);
  channel.variables.set("call_uuid", uuid);
  channel.variables.set("session_id", std::to_string(channel.session));
  channel.variables.set("sip_from_user", channel.party);
  channel.variables.set("channel_name", channel.name);
  channel.variables.set("sip_call_id", new_uuid());
  channel.variables.set("sip_req_user", call.to);
  channel.variables.set("sip_to_user", call.to);
  channel.variables.set("endpoint_disposition", "DELAYED NEGOTIATION");
  call_index_.emplace(uuid, calls_.size());
  calls_.push_back({.call = uuid, .caller = channel.party, .to = call.to});
  note(LogKind::call_placed, &channel, call.to);
  emit("CHANNEL_CREATE", &channel);
  channel.call_state = "RINGING";
  channel.state = "CS_EXECUTE";
  start_action(channel, {"transfer", call.to + " XML default"}, Origin::script);
  run_script(uuid);
  return uuid;
}

// What a number of the default context does.
std::vector<Action> Model::dialplan(const std::string& number) {
  if (const auto found = extensions_.find(number); found != extensions_.end()) return found->second;
  if (phones_.contains(number)) {
    return {{"set", "call_timeout=10"},
            {"set", "hangup_after_bridge=true"},
            {"bridge", "user/" + number + "@" + options_.domain}};
  }
  return {{"hangup", "NO_ROUTE_DESTINATION"}};
}

void Model::answer(Channel& channel) {
  if (channel.was_answered()) return;
  if (!channel.progress_media) {
    channel.progress_media = scheduler.now();
    channel.answer_state = "early";
    channel.variables.set("endpoint_disposition", "EARLY MEDIA");
    emit("CHANNEL_PROGRESS_MEDIA", &channel);
    channel.call_state = "EARLY";
  }
  channel.answered = scheduler.now();
  channel.answer_state = "answered";
  emit("CHANNEL_ANSWER", &channel);
  channel.call_state = "ACTIVE";
  channel.variables.set("endpoint_disposition", "ANSWER");
}

void Model::emit(std::string_view name, const Channel* channel, Headers headers, std::string body) {
  if (channel != nullptr) touched_.push_back(channel->uuid);
  const Emission emission{name, channel, std::move(headers), std::move(body)};
  for (const auto& watcher : watchers) watcher(emission);
}

void Model::presence(const Channel& channel, std::string_view status, std::string_view info) {
  if (channel.presence_id.empty()) return;
  emit("PRESENCE_IN", &channel,
       {{"proto", "any"},
        {"login", "src/switch_channel.c"},
        {"from", channel.presence_id},
        {"rpid", "unknown"},
        {"status", std::string(status)},
        {"event_type", "presence"},
        {"alt_event_type", "dialog"},
        {"presence-call-info-state", std::string(info)}});
}

void Model::press_keys(Channel& channel, const std::string& keys) {
  for (const char key : keys) {
    if (!channel.alive()) return;
    note(LogKind::key, &channel, std::string(1, key));
    emit("DTMF", &channel,
         {{"DTMF-Digit", std::string(1, key)}, {"DTMF-Duration", "2000"}, {"DTMF-Source", "RTP"}});
  }
}

}  // namespace smarthandoff::telephony::simulator
