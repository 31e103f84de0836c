#include <smarthandoff/telephony/twilio_double.hpp>

#include <algorithm>

#include <smarthandoff/base/error.hpp>

#include "telephony/twilio_double/host.hpp"
#include "telephony/twilio_double/rest.hpp"
#include "telephony/twilio_double/server.hpp"

namespace smarthandoff::twilio_double {
namespace {

constexpr std::string_view kKeys = "0123456789*#ABCD";

void check_number(const std::string& field, const std::string& number) {
  if (!is_e164(number)) throw invalid_field(field, "must be a number in E.164, \"+5518997751234\"");
}

void check_time(std::string_view field, Milliseconds time) {
  if (time < Milliseconds(0)) throw invalid_field(field, "must not be negative");
}

void check_chance(std::string_view field, double chance) {
  if (!(chance >= 0 && chance <= 1)) throw invalid_field(field, "must be 0 to 1");
}

void check_reaction(const Person& person) {
  check_time("after", person.after);
  check_time("replies_after", person.replies_after);
  check_time("speaks_for", person.speaks_for);
  if (person.hangs_up_after) check_time("hangs_up_after", *person.hangs_up_after);
}

DoubleOptions checked(DoubleOptions options) {
  const std::string& sid = options.account_sid;
  if (sid.size() != 34 || !sid.starts_with("AC") ||
      sid.find_first_not_of("0123456789abcdef", 2) != std::string::npos)
    throw invalid_field("account_sid", "must be AC and 32 digits in lower-case hex");
  if (options.auth_token.empty()) throw invalid_field("auth_token", "must not be empty");
  for (const std::string& number : options.numbers) check_number("numbers", number);
  if (!(options.calls_per_second >= 0.1 && options.calls_per_second <= 1000))
    throw invalid_field("calls_per_second", "must be 0.1 to 1000");
  if (options.webhook_timeout < Milliseconds(1))
    throw invalid_field("webhook_timeout", "must be at least 1 ms");
  check_time("speech_per_character", options.speech_per_character);
  check_time("play_length", options.play_length);
  check_time("recording_processing", options.recording_processing);
  return options;
}

// A call that goes on, or null for one that has ended; throws for a sid that was never a call's.
Call* call_of(Model& model, const std::string& sid) {
  if (model.call(sid) == nullptr)
    throw Error(ErrorCode::not_found, "no call \"" + sid + "\" at the Twilio double");
  return model.live_call(sid);
}

}  // namespace

class TwilioDouble::Impl {
 public:
  explicit Impl(DoubleOptions options) : host(checked(std::move(options))), server(host) {}

  Host host;
  Server server;
};

TwilioDouble::TwilioDouble(DoubleOptions options) : impl_(std::make_shared<Impl>(std::move(options))) {}

TwilioDouble::~TwilioDouble() {
  stop();
}

void TwilioDouble::add_person(Person person) {
  if (person.number != "*" && !is_address(person.number))
    throw invalid_field("number", "must be \"+…\", \"client:…\", \"sip:…\" or \"*\"");
  check_reaction(person);
  impl_->host.with_model([&](Model& model) { model.add_person(std::move(person)); });
}

void TwilioDouble::script_calls(const std::string& number, std::vector<Person> calls) {
  for (const Person& one : calls) check_reaction(one);
  impl_->host.with_model([&](Model& model) { model.script_calls(number, std::move(calls)); });
}

std::string TwilioDouble::add_number(OwnedNumber number) {
  check_number("number", number.number);
  return impl_->host.with_model([&](Model& model) {
    const std::string account = number.account_sid.empty() ? model.options().account_sid : number.account_sid;
    if (model.account(account) == nullptr)
      throw Error(ErrorCode::not_found, "no account \"" + account + "\" at the Twilio double");
    Params settings;
    const auto set = [&](const char* name, const std::string& value) {
      if (!value.empty()) settings.emplace_back(name, value);
    };
    set("voice_url", number.voice_url);
    set("voice_method", number.voice_method);
    set("voice_fallback_url", number.voice_fallback_url);
    set("status_callback", number.status_callback);
    set("sms_url", number.sms_url);
    set("friendly_name", number.friendly_name);
    return model.add_number(account, number.number, std::move(settings)).sid;
  });
}

void TwilioDouble::add_available_number(const std::string& number) {
  check_number("number", number);
  impl_->host.with_model([&](Model& model) { model.available.push_back(number); });
}

std::string TwilioDouble::call(const std::string& from, const std::string& to) {
  if (!is_address(from)) throw invalid_field("from", "must be \"+…\", \"client:…\" or \"sip:…\"");
  return impl_->host.with_model([&](Model& model) {
    const bool dials_out = from.starts_with("client:") && !model.options().application_url.empty();
    if (!dials_out && model.owned(to) == nullptr)
      throw Error(ErrorCode::not_found, "nobody owns the number \"" + to + "\" at the Twilio double");
    return model.call_in(from, to);
  });
}

void TwilioDouble::hang_up(const std::string& call_or_number) {
  impl_->host.with_model([&](Model& model) {
    std::vector<std::string> meant;
    for (const Call& call : model.calls) {
      const std::string& who = call.direction == "inbound" ? call.from : call.to;
      if (!call.is_over() && (call.sid == call_or_number || who == call_or_number)) meant.push_back(call.sid);
    }
    for (const std::string& sid : meant) {
      Call* call = model.live_call(sid);
      if (call == nullptr) continue;
      // A phone that still rings is declined; a caller who gives up has no answer.
      const CallStatus unanswered = call->direction == "inbound" ? CallStatus::no_answer : CallStatus::busy;
      model.end(*call, call->is_answered() ? CallStatus::completed : unanswered);
    }
  });
}

void TwilioDouble::press_keys(const std::string& call, const std::string& keys) {
  if (keys.find_first_not_of(kKeys) != std::string::npos)
    throw invalid_field("keys", "must be digits, '*', '#' or A to D");
  impl_->host.with_model([&](Model& model) {
    if (Call* found = call_of(model, call)) model.press(*found, keys);
  });
}

void TwilioDouble::speak(const std::string& call, const std::string& words) {
  impl_->host.with_model([&](Model& model) {
    if (Call* found = call_of(model, call)) model.say(*found, words);
  });
}

std::string TwilioDouble::send_message(const std::string& from, const std::string& to,
                                       const std::string& body) {
  return impl_->host.with_model([&](Model& model) {
    if (model.owned(to) == nullptr)
      throw Error(ErrorCode::not_found, "nobody owns the number \"" + to + "\" at the Twilio double");
    return model.message_in(from, to, body);
  });
}

void TwilioDouble::end_stream(const std::string& call) {
  impl_->host.with_model([&](Model& model) {
    for (Stream& one : model.streams)
      if (one.call == call && !one.stopped) return model.stop_stream(one);
    throw Error(ErrorCode::not_found, "no stream runs in the call \"" + call + "\" at the Twilio double");
  });
}

std::string TwilioDouble::offer_task(const std::string& task, const std::string& worker_attributes,
                                     const std::string& url) {
  return impl_->host.with_model([&](Model& model) {
    Task* found = model.task(task);
    if (found == nullptr) throw Error(ErrorCode::not_found, "no task \"" + task + "\" at the Twilio double");
    return model.offer(*found, worker_attributes, url);
  });
}

std::vector<CallState> TwilioDouble::calls() const {
  return impl_->host.with_model([](Model& model) { return model.states(); });
}

std::vector<LogEntry> TwilioDouble::log() const {
  return log_after(0);
}

std::vector<LogEntry> TwilioDouble::log_after(std::size_t seen) const {
  return impl_->host.with_model([seen](Model& model) {
    const auto& all = model.log();
    const auto first = static_cast<std::ptrdiff_t>(std::min(seen, all.size()));
    return std::vector<LogEntry>(all.begin() + first, all.end());
  });
}

Instant TwilioDouble::now() const {
  return impl_->host.with_model([](Model& model) { return model.now(); });
}

void TwilioDouble::start() {
  impl_->host.start();
}

void TwilioDouble::step(Instant now) {
  impl_->host.step(now);
}

std::optional<Instant> TwilioDouble::next_due() const {
  return impl_->host.next_due();
}

void TwilioDouble::stop() {
  impl_->server.close();
  impl_->host.stop();
}

void TwilioDouble::answer_webhooks(HostFunction host) {
  impl_->host.answer_webhooks(std::move(host));
}

std::int64_t TwilioDouble::listen(std::int64_t port) {
  return impl_->server.listen(port);
}

std::int64_t TwilioDouble::port() const {
  return impl_->server.port();
}

std::string TwilioDouble::url() const {
  const std::int64_t port = impl_->server.port();
  return port == 0 ? "" : "http://127.0.0.1:" + std::to_string(port);
}

http::Outcome TwilioDouble::handle(const http::Request& request) {
  const Answered answered =
      impl_->host.with_model([&](Model& model) { return answer_request(model, request); });
  const auto failed = [](ErrorCode code, const char* what) {
    return http::Outcome{.response = {}, .failure = Error(code, what), .maybe_sent = true};
  };
  switch (answered.how) {
    case RequestFailure::silence_before:
    case RequestFailure::silence_done:
      return failed(ErrorCode::timeout, "the Twilio double does not answer, as it was told");
    case RequestFailure::half_answer:
    case RequestFailure::hangs_up_before:
    case RequestFailure::hangs_up_done:
      return failed(ErrorCode::unavailable, "the Twilio double ends the connection, as it was told");
    default:
      return {.response = answered.response, .failure = {}};
  }
}

void TwilioDouble::set_faults(Faults faults) {
  check_chance("lose", faults.lose);
  check_chance("repeat", faults.repeat);
  check_chance("late", faults.late);
  check_chance("swap", faults.swap);
  check_chance("requests", faults.requests);
  check_time("delay", faults.delay);
  impl_->host.with_model([&](Model& model) { model.faults = faults; });
}

void TwilioDouble::fail_requests(std::vector<RequestFailure> next) {
  impl_->host.with_model([&](Model& model) { model.request_failures.assign(next.begin(), next.end()); });
}

void TwilioDouble::fail_callbacks(std::vector<CallbackFailure> next) {
  impl_->host.with_model([&](Model& model) { model.callback_failures.assign(next.begin(), next.end()); });
}

}  // namespace smarthandoff::twilio_double
