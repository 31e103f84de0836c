// The port over Twilio's REST API and the host's webhooks.
#include <algorithm>
#include <deque>
#include <future>
#include <set>
#include <utility>

#include "base/field_check.hpp"
#include "http/address.hpp"
#include "telephony/twilio/port_core.hpp"
#include "telephony/twilio/port_strand.hpp"
#include "telephony/twilio/url.hpp"

#include <smarthandoff/telephony/twilio/signature.hpp>

namespace smarthandoff::telephony {
namespace {

using namespace twilio_port;

constexpr std::size_t kMaxTokens = 4096;

Error not_started() {
  return {ErrorCode::unavailable, "the phone system is not started"};
}

void check(const TwilioOptions& options) {
  http::check_base_url("public_url", options.public_url);
  field::check_word("number", options.number, "+0123456789", 16);
  if (options.number.size() < 3 || options.number[0] != '+') throw invalid_field("number", "must be E.164");
  if (options.webhook_token.empty() && options.account.auth_token.empty())
    throw invalid_field("webhook_token", "must be given, or account.auth_token");
  field::check_name("extension_address", options.extension_address, 256);
  if (options.extension_address.find("{extension}") == std::string::npos)
    throw invalid_field("extension_address", "must contain {extension}");
  const std::string& stream = options.assistant_stream;
  if (!stream.empty() && (!stream.starts_with("wss:") || stream.find('?') != std::string::npos))
    throw invalid_field("assistant_stream", "must be a wss address without a query");
  field::check_between("answered_timeout", options.answered_timeout.count(), 1'000, 600'000);
}

http::Response respond(std::int64_t status, std::string body = {}) {
  const std::string type =
      body.starts_with("<?xml") ? "text/xml; charset=utf-8" : "text/plain; charset=utf-8";
  return {.status = status, .headers = {{"Content-Type", type}}, .body = std::move(body)};
}

std::string header(const http::Request& request, std::string_view name) {
  return http::Response{.status = 0, .headers = request.headers, .body = {}}.header(name);
}

// Sends what the core orders, and brings the answers back to its strand.
class RestWire final : public Wire {
 public:
  // `heard` is told how every request ended.
  using Heard = std::function<void(const std::optional<Error>&)>;
  RestWire(twilio::Rest& rest, std::shared_ptr<Strand> strand, Heard heard)
      : rest_(rest), strand_(std::move(strand)), heard_(std::move(heard)) {}

  void create_call(const twilio::CreateCall& request, std::function<bool()> wanted,
                   twilio::On<twilio::Call> done) override {
    rest_.create_call_if(request, std::move(wanted), here(std::move(done)));
  }
  void update_call(const twilio::UpdateCall& request, twilio::On<twilio::Call> done) override {
    rest_.update_call(request, here(std::move(done)));
  }
  void hang_up(const std::string& sid, twilio::On<twilio::Nothing> done) override {
    rest_.hang_up(sid, here(std::move(done)));
  }
  void fetch_call(const std::string& sid, twilio::On<twilio::Call> done) override {
    rest_.fetch_call(sid, here(std::move(done)));
  }
  void list_calls(const twilio::ListCalls& request, twilio::On<std::vector<twilio::Call>> done) override {
    rest_.list_calls(request, here(std::move(done)));
  }
  void list_rooms(const twilio::ListRooms& request, twilio::On<std::vector<twilio::Room>> done) override {
    rest_.list_rooms(request, here(std::move(done)));
  }
  void list_participants(const std::string& conference,
                         twilio::On<std::vector<twilio::Participant>> done) override {
    rest_.list_participants(conference, here(std::move(done)));
  }
  void start_recording(const twilio::StartRecording& request, twilio::On<twilio::Recording> done) override {
    rest_.start_recording(request, here(std::move(done)));
  }
  void after(Milliseconds delay, std::function<void()> done) override {
    rest_.after(delay, [strand = strand_, done = std::move(done)] { strand->post(done); });
  }
  void fetch_account(const std::string& sid, twilio::On<twilio::Account> done) {
    rest_.fetch_account(sid, here(std::move(done)));
  }

 private:
  template <class Value>
  twilio::On<Value> here(twilio::On<Value> done) {
    return [strand = strand_, heard = heard_, done = std::move(done)](twilio::Answer<Value> answer) {
      strand->post([heard, done, answer = std::move(answer)] {
        heard(answer.failure);
        done(answer);
      });
    };
  }

  twilio::Rest& rest_;
  const std::shared_ptr<Strand> strand_;
  const Heard heard_;
};

class Port final : public Twilio {
 public:
  Port(TwilioOptions options, twilio::Transport transport, std::shared_ptr<const Clock> clock)
      : strand_(std::make_shared<Strand>()),
        options_(posted(std::move(options))),
        clock_(clock ? std::move(clock) : std::make_shared<SystemClock>()),
        rest_(transport ? std::make_unique<twilio::Rest>(options_.account, std::move(transport))
                        : std::make_unique<twilio::Rest>(options_.account)),
        wire_(*rest_, strand_, [this](const std::optional<Error>& failure) { note_reached(failure); }) {}
  ~Port() override { stop(); }

  void start(Listener listener, Milliseconds patience) override;
  void stop() noexcept override;
  PortHealth health() const override;
  std::string own_domain() const override { return options_.domain; }
  http::Response webhook(const http::Request& request) override;

  void extension_status(const std::string& extension, const std::string& domain,
                        std::function<void(ExtensionStatus)> done) override {
    ExtensionStatus unknown{.extension = extension, .at = clock_->now()};
    if (!is_running()) return done(unknown);
    submit([=, this](Core& core) { core.extension_status(extension, domain, guarded(done)); });
  }
  void hold(const CallId& call, Done done) override {
    command(done, [call](Core& core, Done d) { core.hold(call, std::move(d)); });
  }
  void resume(const CallId& call, const AssistantTarget& target, Done done) override {
    command(done, [call, target](Core& core, Done d) { core.resume(call, target, std::move(d)); });
  }
  void ring(const RingRequest& request, Done done) override {
    command(done, [request](Core& core, Done d) { core.ring(request, std::move(d)); });
  }
  void cancel(const LegId& leg, Done done) override {
    command(done, [leg](Core& core, Done d) { core.cancel(leg, std::move(d)); });
  }
  void bridge(const CallId& call, const LegId& leg, Done done) override {
    command(done, [call, leg](Core& core, Done d) { core.bridge(call, leg, std::move(d)); });
  }
  void transfer_blind(const BlindTransfer& request, Done done) override {
    command(done, [request](Core& core, Done d) { core.transfer_blind(request, std::move(d)); });
  }
  void play(const LegId& leg, const std::string& text, const std::string& language, Done done) override {
    command(done, [=](Core& core, Done d) { core.play(leg, text, language, std::move(d)); });
  }
  void record(const CallId& call, const std::string&, Done done) override {
    command(done, [call](Core& core, Done d) { core.record(call, std::move(d)); });
  }
  void hangup(const CallId& call, Done done) override {
    command(done, [call](Core& core, Done d) { core.hangup(call, std::move(d)); });
  }
  void look_up(const std::string& id, std::function<void(Failure, LegState)> done) override {
    if (!is_running()) return done(not_started(), {});
    submit([=, this](Core& core) { core.look_up(id, guarded(done)); });
  }

 private:
  bool is_running() const {
    const std::lock_guard lock(mutex_);
    return core_ != nullptr;
  }
  void submit(std::function<void(Core&)> action) {
    std::shared_ptr<Core> core;
    {
      const std::lock_guard lock(mutex_);
      core = core_;
    }
    if (core) strand_->post([core, action = std::move(action)] { action(*core); });
  }
  void command(const Done& done, const std::function<void(Core&, Done)>& action) {
    if (!is_running()) return done(not_started());
    submit([this, done, action](Core& core) { action(core, guarded(done)); });
  }

  // A host's function that throws stops nobody else; health() tells.
  template <class... Arguments>
  std::function<void(Arguments...)> guarded(std::function<void(Arguments...)> callback) {
    return [this, callback = std::move(callback)](Arguments... arguments) {
      try {
        if (callback) callback(std::move(arguments)...);
      } catch (const std::exception& error) {
        note(PortState::connected, std::string("a callback failed: ") + error.what());
      }
    };
  }
  void note(PortState state, std::string detail) {
    const std::lock_guard lock(mutex_);
    if (health_.state != PortState::stopped) health_ = {state, std::move(detail)};
  }

  // Whether Twilio can be reached is what the last request met; a refusal of what was asked is an answer.
  void note_reached(const std::optional<Error>& failure) {
    if (!failure) return note(PortState::connected, "");
    const ErrorCode code = failure->code();
    if (code == ErrorCode::unauthorized) return note(PortState::refused, failure->what());
    const bool lost =
        code == ErrorCode::unavailable || code == ErrorCode::timeout || code == ErrorCode::in_doubt;
    note(lost ? PortState::lost : PortState::connected, lost ? failure->what() : "");
  }

  // The host's presence may answer from any thread, also when we are gone.
  TwilioOptions posted(TwilioOptions options) const {
    if (!options.presence) return options;
    options.presence = [strand = strand_, source = std::move(options.presence)](const std::string& extension,
                                                                                const std::string& domain,
                                                                                const StateAnswer& answer) {
      source(extension, domain, [strand, answer](std::optional<ExtensionState> state) {
        strand->post([answer, state] { answer(state); });
      });
    };
    return options;
  }

  bool is_signed(const http::Request& request, const std::string& url) const;
  std::optional<Visit> visit_of(const http::Request& request, const std::string& url) const;
  bool is_repeated(const std::string& token);
  http::Response answered(const Visit& visit);

  const std::shared_ptr<Strand> strand_;
  const TwilioOptions options_;
  const std::shared_ptr<const Clock> clock_;
  const std::unique_ptr<twilio::Rest> rest_;
  RestWire wire_;
  mutable std::mutex mutex_;  // guards what follows
  std::shared_ptr<Core> core_;
  PortHealth health_{PortState::connecting, "not started"};
  std::set<std::string> tokens_;  // of requests that were answered
  std::deque<std::string> token_order_;
};

void Port::start(Listener listener, Milliseconds patience) {
  {
    const std::lock_guard lock(mutex_);
    if (core_ || health_.state == PortState::stopped)
      throw Error(ErrorCode::failed_precondition, "the phone system is started only once");
    core_ = std::make_shared<Core>(options_, wire_, *clock_, guarded<const Event&>(std::move(listener)));
    health_ = {PortState::connecting, ""};
  }
  const auto refused = std::make_shared<std::promise<std::optional<Error>>>();
  auto future = refused->get_future();
  const auto told = [refused](const twilio::Answer<twilio::Account>& answer) {
    const auto& failure = answer.failure;
    const bool no = failure && failure->code() == ErrorCode::unauthorized;
    refused->set_value(no ? failure : std::nullopt);
  };
  wire_.fetch_account(options_.account.account_sid, told);
  if (future.wait_for(patience) != std::future_status::ready) return;
  const std::optional<Error> failure = future.get();
  if (!failure) return;
  stop();
  throw Error(*failure);
}

void Port::stop() noexcept {
  {
    const std::lock_guard lock(mutex_);
    health_ = {PortState::stopped, ""};
  }
  strand_->stop();
  rest_->stop();
  const std::lock_guard lock(mutex_);
  core_.reset();
}

PortHealth Port::health() const {
  const std::lock_guard lock(mutex_);
  return health_;
}

bool Port::is_signed(const http::Request& request, const std::string& url) const {
  const Secret& token = options_.webhook_token.empty() ? options_.account.auth_token : options_.webhook_token;
  return twilio::validate({.token = token,
                           .signature = header(request, "X-Twilio-Signature"),
                           .url = url,
                           .body = {request.body},
                           .content_type = header(request, "Content-Type")});
}

// Nothing for what is not below our address.
std::optional<Visit> Port::visit_of(const http::Request& request, const std::string& url) const {
  if (!url.starts_with(options_.public_url + "/")) return std::nullopt;
  const std::string rest = url.substr(options_.public_url.size() + 1);
  const std::size_t mark = rest.find('?');
  const std::string query = mark == std::string::npos ? "" : rest.substr(mark + 1);
  const twilio::Form address(query);
  const auto text = [&](std::string_view name) { return std::string(address.find(name).value_or("")); };
  Visit visit{.purpose = rest.substr(0, mark),
              .leg = text("leg"),
              .call = text("call"),
              .room = text("room"),
              .step = text("step")};
  if (request.method == "GET")
    visit.form = twilio::parse_webhook(address);
  else
    visit.form = twilio::parse_webhook_body(request.body, header(request, "Content-Type"));
  return visit;
}

// True for a repetition of Twilio's: what it says was taken in before.
bool Port::is_repeated(const std::string& token) {
  if (token.empty()) return false;
  const std::lock_guard lock(mutex_);
  if (!tokens_.insert(token).second) return true;
  token_order_.push_back(token);
  if (token_order_.size() > kMaxTokens) {
    tokens_.erase(token_order_.front());
    token_order_.pop_front();
  }
  return false;
}

http::Response Port::webhook(const http::Request& request) {
  if (!is_running()) return respond(503, "not started");
  try {
    const twilio::UrlParts given = twilio::split_url(request.url);
    const twilio::UrlParts own = twilio::split_url(options_.public_url);
    const std::string path(given.scheme.empty() ? std::string_view(request.url) : given.rest);
    const std::string url =
        std::string(own.scheme) + "://" + std::string(own.host) + std::string(own.port) + path;
    if (!is_signed(request, url)) return respond(403, "the signature does not fit");
    std::optional<Visit> visit = visit_of(request, url);
    if (!visit) return respond(404, "unknown path");
    if (is_repeated(header(request, "I-Twilio-Idempotency-Token"))) visit->step = "again";
    return answered(*visit);
  } catch (const Error& error) {
    const bool large = request.body.size() > twilio::kMaxBody;
    return respond(large ? 413 : 400, error.what());
  }
}

http::Response Port::answered(const Visit& visit) {
  const auto promise = std::make_shared<std::promise<std::optional<std::string>>>();
  auto future = promise->get_future();
  const auto work = [promise, visit](Core& core) {
    try {
      promise->set_value(core.on_webhook(visit));
    } catch (...) {
      promise->set_exception(std::current_exception());
    }
  };
  std::shared_ptr<Core> core;
  {
    const std::lock_guard lock(mutex_);
    core = core_;
  }
  if (!core) return respond(503, "stopped");
  if (strand_->runs_here())
    work(*core);
  else
    strand_->post([core, work] { work(*core); });
  core.reset();
  // What was dropped by stop() is answered by nobody.
  while (future.wait_for(Milliseconds(50)) != std::future_status::ready)
    if (health().state == PortState::stopped) return respond(503, "stopped");
  const std::optional<std::string> body = future.get();
  return body ? respond(200, *body) : respond(404, "unknown path");
}

}  // namespace

std::shared_ptr<Twilio> make_twilio(TwilioOptions options, twilio::Transport transport,
                                    std::shared_ptr<const Clock> clock) {
  check(options);
  return std::make_shared<Port>(std::move(options), std::move(transport), std::move(clock));
}

}  // namespace smarthandoff::telephony
