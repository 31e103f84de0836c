#include "freeswitch_line.hpp"

#include <cstdio>
#include <stdexcept>
#include <utility>

namespace demo {

namespace sh = smarthandoff;
namespace esl = smarthandoff::esl;

namespace {

constexpr const char* kAssistant = "9000";

// What an event means to somebody who reads the demo; empty: nothing worth a line.
std::string meaning(const esl::Event& event) {
  const std::string_view name = event.name();
  if (name == "CHANNEL_CREATE") return "is dialled";
  if (name == "CHANNEL_PROGRESS") return "rings";
  if (name == "CHANNEL_ANSWER") return "answers";
  if (name == "CHANNEL_PARK") return "is parked";
  if (name == "CHANNEL_BRIDGE") return "is connected with the other side";
  if (name == "PLAYBACK_START") return "hears " + event.value("Playback-File-Path");
  if (name == "CHANNEL_HANGUP") return "hangs up (" + event.value("Hangup-Cause") + ")";
  return "";
}

}  // namespace

FreeSwitchLine::FreeSwitchLine() : simulated_(std::make_unique<sh::SimulatedPbx>()) {
  simulated_->add_standard_phones();
  using sh::telephony::simulator::Behaviour;
  simulated_->add_phone({.extension = "1007", .behaviour = Behaviour::no_answer});
  simulated_->add_phone({.extension = "1008", .behaviour = Behaviour::voicemail});
  simulated_->start();
  address_.port = static_cast<std::uint16_t>(simulated_->listen(0, address_.password));
  listen();
}

FreeSwitchLine::FreeSwitchLine(Address address) : address_(std::move(address)) {
  listen();
}

FreeSwitchLine::~FreeSwitchLine() {
  client_.reset();
}

void FreeSwitchLine::listen() {
  esl::ClientOptions options;
  options.host = address_.host;
  options.port = address_.port;
  options.password = address_.password;
  options.subscription.events = {"CHANNEL_CREATE", "CHANNEL_PROGRESS", "CHANNEL_ANSWER", "CHANNEL_PARK",
                                 "CHANNEL_BRIDGE", "CHANNEL_HANGUP",   "PLAYBACK_START"};
  esl::ClientHandlers handlers;
  handlers.on_event = [this](const esl::Event& event) { on_event(event); };
  handlers.on_state = [this](const esl::StateChange& change) { on_state(change); };
  client_ = std::make_unique<esl::Client>(std::move(options), std::move(handlers));
}

std::string FreeSwitchLine::name() const {
  return (simulated_ ? "simulated PBX at " : "FreeSWITCH at ") + address_.host + ":" +
         std::to_string(address_.port);
}

std::shared_ptr<sh::telephony::Telephony> FreeSwitchLine::telephony() {
  sh::FreeSwitchOptions options;
  options.host = address_.host;
  options.port = address_.port;
  options.password = sh::Secret(address_.password);
  options.domain = address_.domain;
  options.assistant_extension = kAssistant;
  options.detect_beep = simulated_ != nullptr;  // mod_avmd may not be loaded elsewhere
  return sh::telephony::make_freeswitch(options);
}

void FreeSwitchLine::open() {
  client_->open();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return state_ && state_->state != esl::ConnectionState::connecting; });
  if (state_->reason) throw *state_->reason;
}

Line::Caller FreeSwitchLine::next_caller(const std::string& story) {
  if (simulated_)
    simulated_->place_call({.caller = "+5518997751234"});
  else
    std::printf("call 9000 now, for: %s\n", story.c_str());
  const auto patience = std::chrono::seconds(simulated_ ? 10 : 120);
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, patience, [this] { return !waiting_.empty(); }))
    throw std::runtime_error("no caller reached extension 9000");
  auto caller = std::move(waiting_.front());
  waiting_.pop_front();
  return caller;
}

void FreeSwitchLine::follow(const Caller& caller, const std::string&, std::shared_ptr<Timeline> timeline) {
  const std::lock_guard lock(mutex_);
  followed_[caller.call] = {"the caller", std::move(timeline)};
}

void FreeSwitchLine::hang_up(const Caller& caller) {
  client_->api("uuid_kill " + caller.call, [](const esl::Answer&) {});
}

void FreeSwitchLine::on_event(const esl::Event& event) {
  const std::string id = event.value("Unique-ID");
  const std::string text = meaning(event);
  const std::lock_guard lock(mutex_);
  if (event.name() == "CHANNEL_PARK" && event.value("Caller-Destination-Number") == kAssistant &&
      event.value("Call-Direction") == "inbound" && !std::exchange(seen_[id], true)) {
    waiting_.push_back({id, event.value("Caller-Caller-ID-Number")});
    changed_.notify_all();
  }
  // The leg of a person carries the call it was placed for from its first event on.
  const auto followed = followed_.find(id);
  if (followed != followed_.end() && !text.empty()) {
    followed->second.timeline->add("pbx", followed->second.name + " " + text);
    return;
  }
  const auto other = followed_.find(event.variable("sh_call"));
  if (other != followed_.end() && !text.empty()) {
    other->second.timeline->add("pbx", event.value("Caller-Destination-Number") + " " + text);
  }
}

void FreeSwitchLine::on_state(const esl::StateChange& change) {
  const std::lock_guard lock(mutex_);
  state_ = change;
  changed_.notify_all();
}

}  // namespace demo
