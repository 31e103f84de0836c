// What the port reports of what the model emits.
#include <algorithm>
#include <charconv>

#include "telephony/simulator/causes.hpp"
#include "telephony/simulator/sim_port.hpp"

namespace smarthandoff::telephony::simulator {
namespace {

std::optional<std::int64_t> sip_code_of(const Channel& leg) {
  const std::string text = leg.variables.get("sip_term_status");
  std::int64_t code = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), code).ec != std::errc()) return std::nullopt;
  return code == 200 ? std::nullopt : std::optional(code);
}

std::string header_of(const Emission& emission, std::string_view name) {
  for (const auto& [key, value] : emission.headers) {
    if (key == name) return value;
  }
  return {};
}

bool survives(const Event& event) {
  return std::holds_alternative<CallEnded>(event) || std::holds_alternative<LegEnded>(event);
}

}  // namespace

LegEnd leg_end_of(const std::string& cause) {
  if (cause == "USER_BUSY") return LegEnd::busy;
  if (cause == "NO_ANSWER" || cause == "ALLOTTED_TIMEOUT" || cause == "PROGRESS_TIMEOUT")
    return LegEnd::no_answer;
  if (cause == "RECOVERY_ON_TIMER_EXPIRE") return LegEnd::no_answer;
  if (cause == "CALL_REJECTED") return LegEnd::rejected;
  if (cause == "NO_USER_RESPONSE") return LegEnd::unavailable;
  if (cause == "USER_NOT_REGISTERED") return LegEnd::not_registered;
  if (cause == "SUBSCRIBER_ABSENT" || cause == "UNALLOCATED_NUMBER") return LegEnd::unknown_number;
  if (cause == "NO_ROUTE_DESTINATION") return LegEnd::unknown_number;
  if (cause == "ORIGINATOR_CANCEL" || cause == "LOSE_RACE") return LegEnd::canceled;
  if (cause == "INVALID_GATEWAY") return LegEnd::no_route;
  return LegEnd::failed;
}

void SimPort::report(Event event) {
  const auto host = host_.lock();
  if (!host || !listener_) return;
  Model& model = host->model();
  if (state_ == PortState::lost) {
    if (survives(event))
      ended_unheard_.push_back(std::move(event));
    else
      missed_ = true;
    return;
  }
  if (state_ != PortState::connected || model.faults.stop_answering) return;
  auto tell = [self = shared_from_this(), listener = listener_, event = std::move(event)] {
    if (self->health().state != PortState::stopped) (*listener)(event);
  };
  const int copies = model.chance() < model.faults.duplicate ? 2 : 1;
  for (int i = 0; i < copies; ++i) {
    if (model.faults.delay == Milliseconds(0)) {
      host->deliver(tell);
    } else {
      model.scheduler.after(model.faults.delay, [host = host.get(), tell] { host->deliver(tell); });
    }
  }
}

void SimPort::watch(Model& model, const Emission& emission) {
  if (emission.channel != nullptr) {
    watch_leg(model, emission);
    watch_conversation(model, emission);
  }
  watch_presence(model, emission);
}

void SimPort::watch_leg(Model&, const Emission& emission) {
  const Channel& channel = *emission.channel;
  if (emission.name == "CHANNEL_EXECUTE_COMPLETE" && header_of(emission, "Application") == "say")
    end_plays(channel.uuid, {});
  if (emission.name == "CHANNEL_HANGUP")
    end_plays(channel.uuid, Error(ErrorCode::not_found, "the leg has ended", {{"leg", channel.uuid}}));
  if (channel.inbound) {
    if (emission.name == "CHANNEL_HANGUP") report(CallEnded{{channel.uuid}, channel.hangup_cause});
    return;
  }
  const LegId leg{channel.uuid};
  if (emission.name == "CHANNEL_CREATE") {
    seen_legs_.insert(channel.uuid);
  } else if (emission.name == "CHANNEL_PROGRESS" || emission.name == "CHANNEL_PROGRESS_MEDIA") {
    report(LegRinging{leg});
  } else if (emission.name == "CHANNEL_ANSWER") {
    report(LegAnswered{leg});
  } else if (emission.name == "CHANNEL_HANGUP") {
    report(ended(channel));
  } else if (emission.name == "DTMF") {
    report(LegKey{leg, header_of(emission, "DTMF-Digit")});
  } else if (emission.name == "CUSTOM" && header_of(emission, "Event-Subclass") == "avmd::beep") {
    report(LegMachine{leg});
  }
}

LegEnded SimPort::ended(const Channel& leg) const {
  LegEnded event{
      {leg.uuid}, LegEnd::completed, sip_code_of(leg), leg.hangup_cause, leg.progress || leg.progress_media};
  if (!leg.was_answered()) event.end = leg_end_of(leg.hangup_cause);
  return event;
}

void SimPort::watch_conversation(Model&, const Emission& emission) {
  const Channel& lead = *emission.channel;
  const std::string other = header_of(emission, "Bridge-B-Unique-ID");
  const std::string call = lead.inbound ? lead.uuid : other;
  const std::string leg = lead.inbound ? other : lead.uuid;
  if (emission.name == "CHANNEL_BRIDGE") report(Bridged{{call}, {leg}});
  // With a new leg already named, or with no way to stay, the caller is not left alone.
  const bool stays =
      lead.inbound && lead.alive() && lead.other_leg == other && lead.variables.is_true("park_after_bridge");
  if (emission.name == "CHANNEL_UNBRIDGE" && stays) report(Unbridged{{call}, {leg}});
}

void SimPort::watch_presence(Model& model, const Emission& emission) {
  std::string extension;
  if (emission.name == "PRESENCE_IN") extension = emission.channel->party;
  if (emission.name == "CUSTOM" && emission.channel == nullptr) extension = header_of(emission, "from-user");
  if (extension.empty()) return;
  report(PresenceChanged{model.options().domain, status_of(model, extension)});
}

ExtensionStatus SimPort::status_of(Model& model, const std::string& extension) const {
  ExtensionStatus status{.extension = extension, .at = model.scheduler.now()};
  const PhoneRecord* record = model.phone(extension);
  if (record == nullptr) return status;
  const auto dnd = record->phone.variables.find("do_not_disturb");
  status.registered = record->registered;
  status.dnd = dnd != record->phone.variables.end() && dnd->second == "true";
  status.state = ExtensionState::available;
  for (const Channel* channel : model.channels()) {
    if (channel->inbound || channel->party != extension || !channel->alive()) continue;
    if (channel->was_answered())
      status.state = ExtensionState::in_call;
    else if (status.state != ExtensionState::in_call)
      status.state = ExtensionState::ringing;
  }
  if (*status.dnd) status.state = ExtensionState::dnd;
  if (!record->registered) status.state = ExtensionState::offline;
  status.available = status.state == ExtensionState::available;
  return status;
}

void SimPort::lose(Model&, const std::string& reason) {
  if (state_ != PortState::connected) return;
  report(ConnectionLost{reason});
  state_ = PortState::lost;
  end_plays({}, Error(ErrorCode::in_doubt, "the connection was lost while it was played"));
}

void SimPort::restore() {
  if (state_ != PortState::lost) return;
  state_ = PortState::connected;
  while (!ended_unheard_.empty()) {
    report(std::move(ended_unheard_.front()));
    ended_unheard_.pop_front();
  }
  report(ConnectionRestored{std::exchange(missed_, false)});
}

}  // namespace smarthandoff::telephony::simulator
