#include <algorithm>

#include <nlohmann/json.hpp>

#include "telephony/twilio_double/rest.hpp"

namespace smarthandoff::twilio_double {
namespace {

constexpr std::size_t kMaxTwiml = 4000;

std::string path_of_call(const Call& call) {
  return path_of(call.account, "Calls/" + call.sid);
}

Call& call_of(Model& model, const Ask& ask) {
  Call* found = model.call(ask.parts.at(1));
  if (found == nullptr || found->account != ask.account->sid) not_found(ask);
  return *found;
}

void check_address(Model& model, const std::string& to) {
  if (!is_address(to))
    refuse(400, 21211, "The phone number you are attempting to call, " + to + ", is not valid.");
  for (const std::string& prefix : model.options().forbidden_prefixes)
    if (to.starts_with(prefix))
      refuse(400, 21215,
             "Account not authorized to call " + to +
                 ". Perhaps you need to enable some international permissions");
}

void check_from(Model& model, const std::string& account, const std::string& from) {
  if (from.starts_with("client:") || from.starts_with("sip:")) return;
  if (!is_e164(from)) refuse(400, 21212, "The 'From' number " + from + " is not valid.");
  const Number* owned = model.owned(from);
  if (owned == nullptr || (owned->account != account && account != model.options().account_sid))
    refuse(400, 21210,
           "The source phone number provided, " + from + ", is not yet verified for your account.");
}

void check_between(const Params& form, std::string_view name, std::int64_t least, std::int64_t most) {
  if (!has(form, name)) return;
  const std::int64_t value = to_number(value_of(form, name), -1);
  if (value < least || value > most)
    refuse(400, 20001,
           "'" + std::string(name) + "' must be " + std::to_string(least) + " to " + std::to_string(most));
}

void check_ranges(const Params& form) {
  check_between(form, "Timeout", 0, 600);
  check_between(form, "MachineDetectionTimeout", 3, 59);
  check_between(form, "MachineDetectionSpeechThreshold", 1000, 6000);
  check_between(form, "MachineDetectionSpeechEndThreshold", 500, 5000);
  check_between(form, "MachineDetectionSilenceTimeout", 2000, 10'000);
  const std::string mode = value_of(form, "MachineDetection");
  if (!mode.empty() && mode != "Enable" && mode != "DetectMessageEnd")
    refuse(400, 20001, "Invalid value for parameter 'MachineDetection': " + mode);
  if (value_of(form, "Twiml").size() > kMaxTwiml)
    refuse(400, 20001, "'Twiml' must be at most 4000 characters");
  if (value_of(form, "SendDigits").size() > 32)
    refuse(400, 20001, "'SendDigits' must be at most 32 characters");
  for (const std::string& event : values_of(form, "StatusCallbackEvent"))
    if (event != "initiated" && event != "ringing" && event != "answered" && event != "completed")
      refuse(400, 21626, "Invalid value for parameter 'StatusCallbackEvent': " + event);
}

Reply create(Model& model, Ask& ask) {
  return reply(to_json(place_call(model, ask)), 201);
}

Reply list(Model& model, Ask& ask) {
  std::vector<Json> all;
  for (auto call = model.calls.rbegin(); call != model.calls.rend(); ++call) {
    const bool fits = call->account == ask.account->sid && is_asked_for(ask, "To", call->to) &&
                      is_asked_for(ask, "From", call->from) &&
                      is_asked_for(ask, "ParentCallSid", call->parent) &&
                      is_asked_for(ask, "Status", to_json(*call)["status"].get<std::string>()) &&
                      is_within(ask, "StartTime", call->started.value_or(call->created)) &&
                      (!call->ended || is_within(ask, "EndTime", *call->ended));
    if (fits) all.push_back(to_json(*call));
  }
  return page(ask, "calls", all);
}

Reply get(Model& model, Ask& ask) {
  return reply(to_json(call_of(model, ask)));
}

void finish(Model& model, Call& call, const std::string& status) {
  if (status == "canceled") {
    // Answered calls are left alone, without an error.
    if (!call.is_answered()) model.end(call, CallStatus::canceled);
    return;
  }
  model.end(call, call.is_answered() ? CallStatus::completed : CallStatus::canceled);
}

Reply update(Model& model, Ask& ask) {
  Call& call = call_of(model, ask);
  if (call.is_over()) refuse(400, 21220, "Call is not in-progress. Cannot redirect.");
  if (has(ask.form, "StatusCallback")) {
    call.status_hook.url = value_of(ask.form, "StatusCallback");
    call.status_hook.method = value_of(ask.form, "StatusCallbackMethod", "POST");
    if (call.status_hook.events.empty()) call.status_hook.events = {"completed"};
  }
  if (has(ask.form, "FallbackUrl")) {
    call.fallback_url = value_of(ask.form, "FallbackUrl");
    call.fallback_method = value_of(ask.form, "FallbackMethod", "POST");
    call.fell_back = false;
  }
  const std::string status = value_of(ask.form, "Status"), url = value_of(ask.form, "Url");
  const std::string twiml = value_of(ask.form, "Twiml"), method = value_of(ask.form, "Method", "POST");
  if (has(ask.form, "TimeLimit"))
    model.while_alive(call, Seconds(to_number(value_of(ask.form, "TimeLimit"), 14'400)),
                      [&model](Call& late) { model.end(late, CallStatus::completed); });
  if (!status.empty()) {
    finish(model, call, status);
  } else if (!url.empty() || !twiml.empty()) {
    if (twiml.size() > kMaxTwiml) refuse(400, 20001, "'Twiml' must be at most 4000 characters");
    if (call.is_answered() || call.direction == "inbound") {
      model.redirect(call, url, method, twiml);
    } else {
      call.url = url;
      call.method = method;
      call.twiml = twiml;
    }
  }
  return reply(to_json(call));
}

Reply remove(Model& model, Ask& ask) {
  if (!call_of(model, ask).is_over()) refuse(409, 20009, "Call is in progress and cannot be deleted");
  return done();
}

Json to_json(const Stream& stream) {
  return {{"sid", stream.sid},
          {"account_sid", stream.account},
          {"call_sid", stream.call},
          {"name", stream.name},
          {"status", stream.stopped ? "stopped" : "in-progress"},
          {"date_updated", rfc2822(stream.updated)},
          {"uri", path_of(stream.account, "Calls/" + stream.call + "/Streams/" + stream.sid + ".json")}};
}

Reply update_stream(Model& model, Ask& ask) {
  Stream* found = model.stream(ask.parts.at(2), call_of(model, ask).sid);
  if (found == nullptr) not_found(ask);
  model.stop_stream(*found);
  return reply(to_json(*found));
}

}  // namespace

Json to_json(const Call& call) {
  const std::string path = path_of_call(call);
  // The word of callbacks is none of the resource's.
  const CallStatus status = call.status == CallStatus::initiated ? CallStatus::queued : call.status;
  Json duration = nullptr, price = nullptr;
  if (call.is_over()) {
    const std::int64_t seconds = call.answered ? seconds_between(*call.answered, *call.ended) : 0;
    duration = std::to_string(seconds);
    if (seconds > 0) price = "-" + std::string("0.0") + std::to_string(10 + (seconds + 59) / 60);
  }
  return {
      {"sid", call.sid},
      {"account_sid", call.account},
      {"parent_call_sid", text_or_null(call.parent)},
      {"to", call.to},
      {"to_formatted", call.to},
      {"from", call.from},
      {"from_formatted", call.from},
      {"phone_number_sid", text_or_null(call.phone_number_sid)},
      {"status", std::string(word(status))},
      {"start_time", date(call.started)},
      {"end_time", date(call.ended)},
      {"duration", duration},
      {"price", price},
      {"price_unit", "USD"},
      {"direction", call.direction},
      {"answered_by", text_or_null(call.answered_by)},
      {"api_version", "2010-04-01"},
      {"forwarded_from", text_or_null(call.forwarded_from)},
      {"group_sid", nullptr},
      {"caller_name", nullptr},
      {"queue_time", std::to_string(call.queue_time_ms)},
      {"trunk_sid", nullptr},
      {"annotation", nullptr},
      {"date_created", rfc2822(call.created)},
      {"date_updated", rfc2822(call.updated)},
      {"uri", path + ".json"},
      {"subresource_uris", {{"recordings", path + "/Recordings.json"}, {"streams", path + "/Streams.json"}}}};
}

Call& place_call(Model& model, Ask& ask) {
  const Params& form = ask.form;
  const std::string to = value_of(form, "To"), from = value_of(form, "From");
  if (ask.account->status != "active") refuse(403, 20005, "Account not active");
  check_address(model, to);
  check_from(model, ask.account->sid, from);
  check_ranges(form);
  Call& call = model.add_call({.account = ask.account->sid,
                               .from = value_of(form, "CallerId", from),
                               .to = to,
                               .direction = "outbound-api",
                               .parent = {}});
  call.asked = form;
  call.url = value_of(form, "Url");
  call.method = value_of(form, "Method", "POST");
  call.twiml = value_of(form, "Twiml");
  if (has(form, "ApplicationSid")) call.url = model.options().application_url;
  call.fallback_url = value_of(form, "FallbackUrl");
  call.fallback_method = value_of(form, "FallbackMethod", "POST");
  call.status_hook = hook_from(form, "StatusCallback", {"completed"});
  if (value_of(form, "SendDigits").empty()) {
    call.detection.mode = value_of(form, "MachineDetection");
    call.detection.async = value_of(form, "AsyncAmd") == "true";
    call.detection.hook = hook_from(form, "AsyncAmdStatusCallback", {});
    call.detection.timeout_s = to_number(value_of(form, "MachineDetectionTimeout"), 30);
  }
  model.dial(call);
  return call;
}

std::vector<Route> call_routes() {
  return {{"POST", "Accounts/*/Calls.json", create},
          {"GET", "Accounts/*/Calls.json", list},
          {"GET", "Accounts/*/Calls/*.json", get},
          {"POST", "Accounts/*/Calls/*.json", update},
          {"DELETE", "Accounts/*/Calls/*.json", remove},
          {"POST", "Accounts/*/Calls/*/Streams/*.json", update_stream}};
}

}  // namespace smarthandoff::twilio_double
