// The other end of the `socket` application: a peer that a call was handed over to (outbound mode).
#include "telephony/simulator/esl_session.hpp"

namespace smarthandoff::telephony::simulator {

void EslSession::control(std::string uuid, bool async, bool full) {
  controlled_ = std::move(uuid);
  async_ = async;
  full_ = full;
  authenticated_ = true;
}

void EslSession::let_go() {
  released_ = true;
  if (!closed_) goodbye();
}

// The reply to `connect` is a whole event, encoded, without a length.
void EslSession::hand_over() {
  const Channel* channel = model_.find(controlled_);
  if (channel == nullptr) return goodbye();
  Headers headers = headers_of(model_, {.name = "CHANNEL_DATA", .channel = channel}, 0);
  const std::size_t count = headers.size();
  for (std::size_t i = 0; i < count; ++i) {
    const auto [name, value] = headers[i];
    if (name.starts_with("Caller-")) headers.emplace_back("Channel-" + name.substr(7), value);
  }
  std::string text = plain_text(headers, "");
  text.pop_back();  // the blank line
  write_(text + "Content-Type: command/reply\nReply-Text: %2BOK%0A\nSocket-Mode: " +
             (async_ ? "async" : "static") + "\nControl: " + (full_ ? "full" : "single-channel") + "\n\n",
         false);
}

// What only such a peer may say, and what it says of its call without naming it. False: as for anybody else.
bool EslSession::handle_control(const Command&, const std::string& verb, const std::string& rest) {
  if (verb == "connect") {
    hand_over();
  } else if (verb == "myevents") {
    if (rest == "json") format_ = Format::json;
    if (rest == "plain" || rest.empty()) format_ = Format::plain;
    only_channel_ = controlled_;
    listening_ = all_ = true;
    reply("+OK Events Enabled");
  } else if (verb == "linger") {
    lingers_ = true;
    reply("+OK will linger");
  } else if (verb == "nolinger") {
    lingers_ = false;
    reply("+OK will not linger");
  } else if (verb == "divert_events") {
    reply("+OK");
  } else if (verb == "getvar") {
    const Channel* channel = model_.find(controlled_);
    reply(channel == nullptr ? "" : channel->variables.get(rest));
  } else if (!full_ && (verb == "api" || verb == "bgapi" || verb == "event" || verb == "filter")) {
    reply("-ERR command not found");
  } else {
    return false;
  }
  return true;
}

// The end of its call is told at once; with `linger` the rest of the events still comes.
void EslSession::own_event(const Emission& emission) {
  if (controlled_.empty() || emission.channel == nullptr || emission.channel->uuid != controlled_) return;
  if (emission.name == "CHANNEL_HANGUP" && lingers_) {
    write_("Content-Type: text/disconnect-notice\nControlled-Session-UUID: " + controlled_ +
               "\nContent-Disposition: linger\nChannel-Name: " + emission.channel->name +
               "\nLinger-Time: -1\nContent-Length: 0\n\n",
           false);
  } else if (emission.name == "CHANNEL_HANGUP") {
    hung_up_ = true;
    if (!busy_) goodbye();
  } else if (emission.name == "CHANNEL_DESTROY" && lingers_) {
    goodbye();
  }
}

}  // namespace smarthandoff::telephony::simulator
