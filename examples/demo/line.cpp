#include "line.hpp"

#include <utility>

namespace demo {

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

Line::Line(std::string host, std::uint16_t port, std::string password) {
  esl::ClientOptions options;
  options.host = std::move(host);
  options.port = port;
  options.password = std::move(password);
  options.subscription.events = {"CHANNEL_CREATE", "CHANNEL_PROGRESS", "CHANNEL_ANSWER", "CHANNEL_PARK",
                                 "CHANNEL_BRIDGE", "CHANNEL_HANGUP",   "PLAYBACK_START"};
  esl::ClientHandlers handlers;
  handlers.on_event = [this](const esl::Event& event) { on_event(event); };
  handlers.on_state = [this](const esl::StateChange& change) { on_state(change); };
  client_ = std::make_unique<esl::Client>(std::move(options), std::move(handlers));
}

Line::~Line() {
  client_.reset();
}

void Line::open() {
  client_->open();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return state_ && state_->state != esl::ConnectionState::connecting; });
  if (state_->reason) throw *state_->reason;
}

std::optional<Line::Caller> Line::next_caller(std::chrono::seconds patience) {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, patience, [this] { return !waiting_.empty(); })) return std::nullopt;
  auto caller = std::move(waiting_.front());
  waiting_.pop_front();
  return caller;
}

void Line::follow(const std::string& leg, const std::string& name, std::shared_ptr<Timeline> timeline) {
  const std::lock_guard lock(mutex_);
  followed_[leg] = {name, std::move(timeline)};
}

void Line::hang_up(const std::string& call) {
  client_->api("uuid_kill " + call, [](const esl::Answer&) {});
}

void Line::on_event(const esl::Event& event) {
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

void Line::on_state(const esl::StateChange& change) {
  const std::lock_guard lock(mutex_);
  state_ = change;
  changed_.notify_all();
}

}  // namespace demo
