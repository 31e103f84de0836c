#include "simulation/twilio_cloud.hpp"

#include <algorithm>
#include <utility>

#include <smarthandoff/telephony/twilio/webhook.hpp>

namespace simulation {
namespace {

using sh::Error;
using sh::ErrorCode;
using sh::Milliseconds;
using sh::Seconds;
using sh::twilio_double::Behaviour;
using sh::twilio_double::LogEntry;
using sh::twilio_double::LogKind;
using sh::twilio_double::Person;

const std::string kOurs = "+551130000000";
const std::string kHost = "https://host.example";
constexpr Milliseconds kRetryWait{200};  // of a repetition: chance that no seed could repeat is taken out
constexpr Milliseconds kNoWait{100};

Behaviour behaviour_of(model::Behaviour way) {
  switch (way) {
    case model::Behaviour::busy:
    case model::Behaviour::early_media_busy:
      return Behaviour::busy;
    case model::Behaviour::no_answer:
    case model::Behaviour::unavailable:
      return Behaviour::no_answer;
    case model::Behaviour::declines:
      return Behaviour::declines;
    case model::Behaviour::voicemail:
      return Behaviour::voicemail;
    case model::Behaviour::not_found:
      return Behaviour::failed;
    default:
      return Behaviour::answers;
  }
}

std::string client_of(const std::string& extension) {
  return "client:" + extension;
}

// As people are called here.
std::string party_of(const std::string& address) {
  if (address.starts_with("client:")) return address.substr(7);
  return address.starts_with("+55") ? address.substr(3) : address;
}

PhoneEntry::Kind kind_of(LogKind kind) {
  switch (kind) {
    case LogKind::call_placed:
      return PhoneEntry::Kind::placed;
    case LogKind::call_ringing:
      return PhoneEntry::Kind::ringing;
    case LogKind::call_answered:
      return PhoneEntry::Kind::answered;
    default:
      return PhoneEntry::Kind::other;
  }
}

bool is_create(const sh::http::Request& request) {
  return request.method == "POST" && request.url.ends_with("/Calls.json");
}

// Which of our legs a call is made for: it stands in its address.
std::string leg_of(const sh::http::Request& create) {
  const sh::twilio::Form form(create.body);
  const std::string url(form.find("Url").value_or(""));
  const sh::twilio::Form address(url.substr(std::min(url.find('?') + 1, url.size())));
  return std::string(address.find("leg").value_or(""));
}

}  // namespace

TwilioCloud::TwilioCloud(std::int64_t seed, Random& random, sh::Instant now)
    : twilio_({.numbers = {}, .seed = seed, .now = now, .calls_per_second = 1000}), random_(random) {
  twilio_.add_number({.number = kOurs,
                      .account_sid = {},
                      .voice_url = kHost + "/twilio/incoming",
                      .status_callback = kHost + "/twilio/status"});
  twilio_.answer_webhooks([this](const sh::http::Request& request) {
    ++figures_.webhooks;
    if (refuses_) throw Error(ErrorCode::unavailable, "no way to the host");
    return host(request);
  });
}

void TwilioCloud::Figures::add(const Figures& more) {
  requests += more.requests;
  placed += more.placed;
  talks += more.talks;
  webhooks += more.webhooks;
  mishaps += more.mishaps;
}

TwilioCloud::Figures TwilioCloud::figures() const {
  Figures all = figures_;
  for (const LogEntry& entry : twilio_.log()) {
    const bool failed = entry.kind == LogKind::request && entry.text.ends_with(")");
    if (entry.kind == LogKind::callback_lost || failed) ++all.mishaps;
    if (entry.kind == LogKind::hears && entry.text.starts_with("talking to")) ++all.talks;
  }
  return all;
}

tp::TwilioOptions TwilioCloud::options() {
  return {.account = {.account_sid = "AC" + std::string(32, 'a'),
                      .auth_token = sh::Secret("12345"),
                      .base_url = "https://twilio.example",
                      .calls_per_second = 1000,
                      .first_retry = kRetryWait,
                      .longest_retry = kRetryWait},
          .public_url = kHost + "/twilio",
          .number = kOurs,
          .assistant_stream = "wss://host.example/assistant"};
}

void TwilioCloud::add_extension(const std::string& extension) {
  register_phone(extension, true);
}

void TwilioCloud::behave(const TwilioTrouble& trouble) {
  trouble_ = trouble;
  twilio_.set_faults({.lose = trouble.lost,
                      .repeat = trouble.doubled,
                      .late = trouble.late,
                      .swap = trouble.swapped,
                      .requests = trouble.failed_change});
}

sh::http::Outcome TwilioCloud::failed_question() {
  ++figures_.mishaps;
  switch (random_.below(3)) {
    case 0:
      return {.response = sh::http::Response{.status = 429, .headers = {}, .body = R"({"code":20429})"},
              .failure = {}};
    case 1:
      return {.response = sh::http::Response{.status = 500, .headers = {}, .body = R"({"code":20500})"},
              .failure = {}};
    default:
      return {.response = {}, .failure = Error(ErrorCode::timeout, "no answer"), .maybe_sent = true};
  }
}

sh::http::Outcome TwilioCloud::handle(const sh::http::Request& request) {
  ++figures_.requests;
  if (refuses_) return {.response = {}, .failure = Error(ErrorCode::unavailable, "no way to Twilio")};
  if (request.method == "GET" && random_.chance(trouble_.failed_question)) return failed_question();
  if (!is_create(request)) return twilio_.handle(request);
  const auto before = twilio_.calls().size();
  auto outcome = twilio_.handle(request);
  note_placed(leg_of(request), before);
  return outcome;
}

void TwilioCloud::note_placed(const std::string& leg, std::size_t before) {
  const auto calls = twilio_.calls();
  for (std::size_t i = before; i < calls.size(); ++i) {
    legs_[calls[i].call_sid] = leg;
    ++figures_.placed;
  }
}

sh::telephony::ExtensionState TwilioCloud::presence(const std::string& extension) const {
  using State = sh::telephony::ExtensionState;
  if (!registered_.contains(extension)) return State::offline;
  const auto calls = twilio_.calls();
  for (const auto& call : calls) {
    if (call.to_number != client_of(extension)) continue;
    if (call.status == "in-progress") return State::in_call;
    if (call.status == "ringing" || call.status == "queued" || call.status == "initiated")
      return State::ringing;
  }
  return State::available;
}

std::string TwilioCloud::place_call(const std::string& customer) {
  const std::string sid = twilio_.call("+55" + customer, kOurs);
  inbound_.insert(sid);
  return sid;
}

void TwilioCloud::register_phone(const std::string& extension, bool registered) {
  if (registered)
    registered_.insert(extension);
  else
    registered_.erase(extension);
  twilio_.add_person(
      {.number = client_of(extension), .behaviour = registered ? Behaviour::answers : Behaviour::failed});
}

void TwilioCloud::script_calls(const std::string& extension, const std::vector<model::Behaviour>& ways) {
  std::vector<Person> calls;
  for (const model::Behaviour way : ways)
    calls.push_back(
        {.number = {}, .behaviour = registered_.contains(extension) ? behaviour_of(way) : Behaviour::failed});
  twilio_.script_calls(client_of(extension), std::move(calls));
}

void TwilioCloud::hang_up_phone(const std::string& extension) {
  twilio_.hang_up(client_of(extension));
}

void TwilioCloud::change_customer(const std::string& customer, model::Behaviour way,
                                  std::optional<Milliseconds> drops_after) {
  twilio_.add_person(
      {.number = "+55" + customer, .behaviour = behaviour_of(way), .hangs_up_after = drops_after});
}

std::vector<PhoneEntry> TwilioCloud::log_after(std::size_t seen) const {
  std::vector<PhoneEntry> all;
  for (const LogEntry& entry : twilio_.log_after(seen)) {
    const auto leg = legs_.find(entry.id);
    const bool theirs = inbound_.contains(entry.id);
    all.push_back({.kind = theirs ? PhoneEntry::Kind::other : kind_of(entry.kind),
                   .at = entry.at,
                   .id = leg == legs_.end() ? entry.id : leg->second,
                   .party = party_of(entry.party),
                   .text = to_string(entry) + " " + entry.id});
  }
  return all;
}

std::vector<std::string> TwilioCloud::left_behind() const {
  static const std::set<std::string> over = {"completed", "busy", "failed", "no-answer", "canceled"};
  std::vector<std::string> all;
  for (const auto& call : twilio_.calls()) {
    if (over.contains(call.status)) continue;
    const auto leg = legs_.find(call.call_sid);
    all.push_back(leg == legs_.end()
                      ? "the caller " + call.from_number + ", " + call.call_sid + ", hearing " + call.hears
                      : "the leg " + leg->second + ", hearing " + call.hears);
  }
  return all;
}

TwilioLine::TwilioLine(TwilioCloud& cloud, Random& random, std::shared_ptr<const sh::Clock> clock)
    : cloud_(cloud), random_(random), clock_(std::move(clock)) {
  tp::TwilioOptions options = TwilioCloud::options();
  options.presence = [this](const std::string& extension, const std::string&, const tp::StateAnswer& answer) {
    if (!stopped_) answer(cloud_.presence(extension));
  };
  port_ = tp::make_twilio(
      std::move(options),
      [this](const sh::http::Request& request, const sh::http::Callback& done) { send(request, done); },
      clock_);
}

void TwilioLine::stop() noexcept {
  if (std::exchange(stopped_, true)) return;
  port_->stop();
  late_.clear();
}

// Mostly quick, at times nearly as slow as anybody waits.
Milliseconds TwilioLine::way() {
  if (random_.chance(cloud_.trouble().slow)) return random_.between(Milliseconds(150), Seconds(7));
  return random_.between(Milliseconds(0), Milliseconds(150));
}

void TwilioLine::send(const sh::http::Request& request, const sh::http::Callback& done) {
  if (stopped_) return;
  Milliseconds wait = request.delay;
  if (wait < kNoWait)
    wait = Milliseconds(0);
  else if (wait <= kRetryWait)
    wait = kRetryWait;
  late_.add(clock_->now() + wait + way(), [this, request, done] { arrive(request, done); });
}

void TwilioLine::arrive(const sh::http::Request& request, const sh::http::Callback& done) {
  if (request.wanted && !request.wanted())
    return done({.response = {}, .failure = Error(ErrorCode::failed_precondition, "not wanted")});
  const sh::http::Outcome outcome = cloud_.handle(request);
  const bool silent = outcome.failure && outcome.failure->code() == ErrorCode::timeout;
  late_.add(clock_->now() + (silent ? Milliseconds(Seconds(15)) : way()), [done, outcome] { done(outcome); });
}

}  // namespace simulation
