#include "telephony/twilio/port_documents.hpp"

#include <algorithm>

#include "http/address.hpp"

namespace smarthandoff::telephony::twilio_port {
namespace {

constexpr std::int64_t kLongPause = 3600;
constexpr std::int64_t kAfterPrompt = 1;  // s in which a key still belongs to it

void replace(std::string& text, const std::string& name, const std::string& value) {
  const std::size_t at = text.find(name);
  if (at != std::string::npos) text.replace(at, name.size(), value);
}

std::int64_t seconds(Milliseconds time) {
  return std::chrono::ceil<Seconds>(time).count();
}

twiml::Gather keys(const TwilioOptions& options, const Subject& subject, const std::string& step) {
  twiml::Gather gather;
  gather.input = {"dtmf"};
  gather.action = address(options, "next", subject, step);
  gather.num_digits = 1;
  gather.finish_on_key = "";  // '#' is a key like the others
  gather.action_on_empty_result = true;
  return gather;
}

twiml::DialTarget target_of(const std::string& address) {
  if (address.starts_with("client:")) return twiml::Client{.identity = address.substr(7)};
  if (address.starts_with("sip:")) return twiml::Sip{.uri = address};
  return twiml::Number{.number = address};
}

}  // namespace

std::string address(const TwilioOptions& options, const std::string& purpose, const Subject& subject,
                    const std::string& step) {
  std::string url = options.public_url + "/" + purpose + "?";
  url += (subject.is_leg ? "leg=" : "call=") + http::percent_encoded(subject.id);
  if (subject.is_leg && !subject.call.empty()) url += "&call=" + http::percent_encoded(subject.call);
  if (!step.empty()) url += "&step=" + http::percent_encoded(step);
  return url;
}

std::string room_name(const std::string& id) {
  return "sh-" + id;
}

std::string dialled(const TwilioOptions& options, DialKind kind, const std::string& number,
                    const std::string& domain) {
  if (kind != DialKind::extension) return number;
  if (number.starts_with("client:") || number.starts_with("sip:") || number.starts_with('+')) return number;
  std::string text = options.extension_address;
  replace(text, "{extension}", number);
  replace(text, "{domain}", domain.empty() ? options.domain : domain);
  return text;
}

namespace document {

twiml::Document listen(const TwilioOptions& options, const Subject& subject) {
  twiml::Gather gather = keys(options, subject, "keys");
  gather.timeout = seconds(options.answered_timeout);
  return {{gather, twiml::Hangup{}}};
}

twiml::Document prompt(const TwilioOptions& options, const Subject& subject, std::int64_t number,
                       const std::string& text, const std::string& language) {
  twiml::Gather gather = keys(options, subject, "play-" + std::to_string(number));
  gather.timeout = kAfterPrompt;
  if (text.starts_with("https:")) {
    gather.prompts = {twiml::Play{.url = text}};
  } else {
    const auto voice = options.voices.find(language);
    gather.prompts = {twiml::Say{
        .text = text, .voice = voice == options.voices.end() ? "" : voice->second, .language = language}};
  }
  return {{gather, twiml::Hangup{}}};
}

twiml::Document meet(const TwilioOptions& options, const Subject& subject, const std::string& room) {
  const bool owns = subject.id == room;
  twiml::Conference conference;
  conference.name = room_name(room);
  conference.beep = "false";
  conference.start_conference_on_enter = true;
  conference.end_conference_on_exit = owns;
  conference.participant_label = subject.id;
  if (!owns) conference.wait_url = "";
  if (owns && !options.music_url.empty()) {
    conference.wait_url = options.music_url;
    conference.wait_method = "GET";
  }
  conference.status_callback = options.public_url + "/room?room=" + http::percent_encoded(room);
  conference.status_callback_event = {"join", "leave", "end"};
  twiml::Dial dial;
  dial.targets = {conference};
  dial.action = address(options, "next", subject, "room");
  return {{dial}};
}

twiml::Document assistant(const TwilioOptions& options, const Subject& subject, const std::string& stream,
                          const std::string& extension, bool resumed) {
  twiml::Connect connect;
  connect.stream.url = stream;
  connect.stream.parameters = {{"call", subject.id}, {"resumed", resumed ? "true" : "false"}};
  if (!extension.empty()) connect.stream.parameters["extension"] = extension;
  connect.action = address(options, "next", subject, "assistant");
  return {{connect}};
}

twiml::Document silence(const TwilioOptions& options, const Subject& subject) {
  return {{twiml::Pause{.length = kLongPause},
           twiml::Redirect{.url = address(options, "next", subject, "silence"), .method = "POST"}}};
}

twiml::Document transfer(const TwilioOptions& options, const Subject& subject, const BlindTransfer& request) {
  twiml::Dial dial;
  dial.targets = {target_of(dialled(options, DialKind::extension, request.number, request.domain))};
  dial.timeout = std::clamp<std::int64_t>(seconds(request.timeout), 5, 600);
  dial.action = address(options, "next", subject, "transfer");
  return {{dial, twiml::Hangup{}}};
}

twiml::Document hang_up() {
  return {{twiml::Hangup{}}};
}

}  // namespace document
}  // namespace smarthandoff::telephony::twilio_port
