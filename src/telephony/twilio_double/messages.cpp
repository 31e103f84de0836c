#include <algorithm>

#include "telephony/twilio_double/model.hpp"

namespace smarthandoff::twilio_double {
namespace {

constexpr Milliseconds kUntilSent{500};
constexpr Milliseconds kUntilDelivered{1500};
constexpr std::int64_t kUnreachable = 30003;

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return text;
}

}  // namespace

// No callback tells of the first status.
void Model::send_message(Message& message) {
  note_other(LogKind::message, message.sid, message.to, "from " + message.from + ": " + message.body);
  if (message.status != "queued") return;
  const bool reached = exists(message.to);
  const auto later = [&](Milliseconds delay, const std::string& status) {
    scheduler.after(delay, [this, sid = message.sid, status] {
      for (Message& one : messages)
        if (one.sid == sid && one.status != "canceled") message_status(one, status);
    });
  };
  later(kUntilSent, "sent");
  later(kUntilDelivered, reached ? "delivered" : "undelivered");
}

void Model::message_status(Message& message, const std::string& status) {
  message.status = status;
  message.updated = now();
  if (status == "sent") message.sent = now();
  if (status == "undelivered") message.error_code = kUnreachable;
  note_other(LogKind::message, message.sid, message.to, status);
  if (message.hook.url.empty()) return;
  Params params{{"MessageSid", message.sid}, {"SmsSid", message.sid}, {"AccountSid", message.account},
                {"From", message.from},      {"To", message.to},      {"ApiVersion", "2010-04-01"},
                {"MessageStatus", status},   {"SmsStatus", status}};
  if (message.error_code != 0) params.emplace_back("ErrorCode", std::to_string(message.error_code));
  callback({.account = message.account,
            .call = {},
            .what = "message " + status,
            .url = message.hook.url,
            .method = message.hook.method,
            .params = std::move(params)});
}

std::string Model::message_in(const std::string& from, const std::string& to, const std::string& body) {
  const Number* number = owned(to);
  Message& message = messages.emplace_back();
  message.sid = sids.sid("SM");
  message.account = number == nullptr ? options_.account_sid : number->account;
  message.from = from;
  message.to = to;
  message.body = body;
  message.direction = "inbound";
  message.status = "received";
  message.created = message.updated = now();
  note_other(LogKind::message, message.sid, from, "to " + to + ": " + body);
  const std::string command = upper(body);
  const std::pair<std::string, std::string> pair(from, to);
  if (command == "STOP") opted_out.push_back(pair);
  if (command == "START") std::erase(opted_out, pair);
  const std::string url = number == nullptr ? "" : value_of(number->settings, "sms_url");
  if (url.empty()) return message.sid;
  Params params{{"MessageSid", message.sid},
                {"SmsSid", message.sid},
                {"SmsMessageSid", message.sid},
                {"AccountSid", message.account},
                {"From", from},
                {"To", to},
                {"Body", body},
                {"NumMedia", "0"},
                {"NumSegments", "1"},
                {"ApiVersion", "2010-04-01"},
                {"FromCountry", std::string(country_of(from))},
                {"ToCountry", std::string(country_of(to))}};
  if (command == "STOP" || command == "START" || command == "HELP")
    params.emplace_back("OptOutType", command);
  send({.account = message.account,
        .call = {},
        .what = "message",
        .url = url,
        .method = value_of(number->settings, "sms_method", "POST"),
        .params = std::move(params)});
  return message.sid;
}

}  // namespace smarthandoff::twilio_double
