#include <algorithm>

#include <nlohmann/json.hpp>

#include "telephony/twilio_double/rest.hpp"

namespace smarthandoff::twilio_double {
namespace {

constexpr std::size_t kMaxBody = 1600;

Message& message_of(Model& model, const Ask& ask) {
  for (Message& one : model.messages)
    if (one.sid == ask.parts.at(1) && one.account == ask.account->sid) return one;
  not_found(ask);
}

Json to_json(const Message& message) {
  const std::string path = path_of(message.account, "Messages/" + message.sid);
  return {
      {"sid", message.sid},
      {"account_sid", message.account},
      {"from", text_or_null(message.from)},
      {"to", message.to},
      {"body", message.body},
      {"status", message.status},
      {"direction", message.direction},
      {"messaging_service_sid", text_or_null(message.service)},
      {"num_media", std::to_string(message.media.size())},
      {"num_segments", std::to_string(1 + message.body.size() / 160)},
      {"error_code", message.error_code == 0 ? Json(nullptr) : Json(message.error_code)},
      {"error_message", message.error_code == 0 ? Json(nullptr) : Json("Unreachable destination handset")},
      {"price", nullptr},
      {"price_unit", "USD"},
      {"api_version", "2010-04-01"},
      {"date_created", rfc2822(message.created)},
      {"date_updated", rfc2822(message.updated)},
      {"date_sent", date(message.sent)},
      {"uri", path + ".json"},
      {"subresource_uris", {{"media", path + "/Media.json"}}}};
}

std::string without_channel(const std::string& address) {
  const std::size_t colon = address.find(':');
  return colon == std::string::npos ? address : address.substr(colon + 1);
}

void check(Model& model, const Ask& ask, const std::string& from, const std::string& to) {
  if (!is_e164(without_channel(to)))
    refuse(400, 21211, "The 'To' number " + to + " is not a valid phone number.");
  for (const std::string& prefix : model.options().forbidden_prefixes)
    if (to.starts_with(prefix))
      refuse(400, 21408, "Permission to send an SMS has not been enabled for the region indicated by " + to);
  if (value_of(ask.form, "Body").size() > kMaxBody)
    refuse(400, 21617, "The concatenated message body exceeds the 1600 character limit");
  if (from.empty() || from.find(':') != std::string::npos) return;
  const Number* owned = model.owned(from);
  if (owned == nullptr || owned->account != ask.account->sid)
    refuse(400, 21606,
           "The 'From' phone number " + from + " is not a valid, SMS-capable number of your account");
  const std::pair<std::string, std::string> pair(to, from);
  if (std::find(model.opted_out.begin(), model.opted_out.end(), pair) != model.opted_out.end())
    refuse(400, 21610, "Attempt to send to unsubscribed recipient");
}

Reply create(Model& model, Ask& ask) {
  const std::string from = value_of(ask.form, "From"), to = value_of(ask.form, "To");
  const std::string service = value_of(ask.form, "MessagingServiceSid");
  if (ask.account->status != "active") refuse(403, 20005, "Account not active");
  check(model, ask, from, to);
  const bool scheduled = has(ask.form, "SendAt");
  if (scheduled && service.empty())
    refuse(400, 35118, "MessagingServiceSid is required to schedule a message");
  Message& made = model.messages.emplace_back();
  made.media = values_of(ask.form, "MediaUrl");
  made.sid = model.sids.sid(made.media.empty() ? "SM" : "MM");
  made.account = ask.account->sid;
  made.from = from;
  made.to = to;
  made.body = value_of(ask.form, "Body");
  made.service = service;
  if (scheduled) made.status = "scheduled";
  made.hook = hook_from(ask.form, "StatusCallback", {});
  made.created = made.updated = model.now();
  model.send_message(made);
  Json json = to_json(made);
  if (!service.empty() && !scheduled) json["status"] = "accepted";
  return reply(json, 201);
}

Reply list(Model& model, Ask& ask) {
  std::vector<Json> all;
  for (auto one = model.messages.rbegin(); one != model.messages.rend(); ++one) {
    const bool fits = one->account == ask.account->sid && is_asked_for(ask, "To", one->to) &&
                      is_asked_for(ask, "From", one->from) &&
                      is_within(ask, "DateSent", one->sent.value_or(one->created));
    if (fits) all.push_back(to_json(*one));
  }
  return page(ask, "messages", all);
}

Reply get(Model& model, Ask& ask) {
  return reply(to_json(message_of(model, ask)));
}

Reply update(Model& model, Ask& ask) {
  Message& message = message_of(model, ask);
  if (value_of(ask.form, "Status") == "canceled") {
    if (message.status != "scheduled") refuse(400, 30409, "Message is not scheduled and cannot be canceled");
    model.message_status(message, "canceled");
  }
  if (has(ask.form, "Body")) {
    if (!value_of(ask.form, "Body").empty()) refuse(400, 20001, "A body can only be removed");
    message.body.clear();
  }
  message.updated = model.now();
  return reply(to_json(message));
}

Reply remove(Model& model, Ask& ask) {
  const std::string sid = message_of(model, ask).sid;
  std::erase_if(model.messages, [&](const Message& one) { return one.sid == sid; });
  return done();
}

}  // namespace

std::vector<Route> message_routes() {
  return {{"POST", "Accounts/*/Messages.json", create},
          {"GET", "Accounts/*/Messages.json", list},
          {"GET", "Accounts/*/Messages/*.json", get},
          {"POST", "Accounts/*/Messages/*.json", update},
          {"DELETE", "Accounts/*/Messages/*.json", remove}};
}

}  // namespace smarthandoff::twilio_double
