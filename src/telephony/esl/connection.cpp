#include "telephony/esl/connection.hpp"

#include <algorithm>
#include <utility>

#include <asio/connect.hpp>
#include <asio/post.hpp>

#include "telephony/esl/guarded.hpp"

namespace smarthandoff::esl {
namespace {

using asio::ip::tcp;

constexpr std::string_view kJobEvent = "BACKGROUND_JOB";

Error closed_by_us() {
  return {ErrorCode::unavailable, "event socket: closed"};
}

SessionOptions session_options(const ClientOptions& options) {
  return {.decoder = {.max_frame_bytes = options.max_frame_bytes},
          .max_pending_commands = options.max_pending_commands};
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The connect commands of a subscription, in the order in which they are sent.
std::vector<std::string> subscription_wires(const ClientOptions& options) {
  std::vector<std::string> names = options.subscription.events;
  if (!contains(names, kJobEvent) && !contains(names, "ALL")) names.emplace_back(kJobEvent);
  std::vector<std::string> wires = {
      command::event(options.subscription.format, names, options.subscription.custom_subclasses)};
  // One filter removes everything else, the results of our jobs included.
  if (!options.filters.empty()) wires.push_back(command::filter("Event-Name", kJobEvent));
  for (const Filter& filter : options.filters) wires.push_back(command::filter(filter.header, filter.value));
  return wires;
}

}  // namespace

void check(const ClientOptions& options) {
  if (options.host.empty()) throw invalid_field("host", "must not be empty");
  if (options.port == 0) throw invalid_field("port", "must not be 0");
  if (options.subscription.format == command::EventFormat::xml) {
    throw invalid_field("subscription.format", "must be plain or json");
  }
  if (options.max_pending_commands == 0) throw invalid_field("max_pending_commands", "must be at least 1");
  for (const Milliseconds wait : {options.connect_timeout, options.command_timeout, options.job_timeout,
                                  options.keep_alive_interval, options.reconnect_min}) {
    if (wait <= Milliseconds{0}) throw invalid_field("timeouts", "must be positive");
  }
  if (options.reconnect_max < options.reconnect_min) {
    throw invalid_field("reconnect_max", "must not be below reconnect_min");
  }
  subscription_wires(options);
  options.user.empty() ? command::auth(options.password) : command::userauth(options.user, options.password);
  const Decoder limits({.max_frame_bytes = options.max_frame_bytes});
}

Connection::Connection(asio::io_context& io, ClientOptions options, ClientHandlers handlers)
    : io_(io),
      options_(std::move(options)),
      handlers_(std::move(handlers)),
      deadline_(io),
      pause_(io),
      random_(std::random_device{}()) {
  check(options_);
}

Connection::~Connection() {
  handlers_ = {};
  close();
}

std::string Connection::peer() const {
  return options_.host + ":" + std::to_string(options_.port);
}

void Connection::open() {
  if (state_ != ConnectionState::closed && state_ != ConnectionState::refused) return;
  failures_ = 0;
  attempt();
}

void Connection::close() {
  if (state_ == ConnectionState::closed) return;
  state_ = ConnectionState::closed;
  end_attempt(closed_by_us());
  if (state_ == ConnectionState::closed) set_state(ConnectionState::closed, false, std::nullopt);
}

void Connection::attempt() {
  attempt_ = std::make_shared<int>(0);
  greeted_ = false;
  deadline_.expires_after(options_.connect_timeout);
  deadline_.async_wait(of_attempt([this](const asio::error_code& error) {
    if (error) return;
    lose({ErrorCode::timeout, "event socket: " + peer() + " did not let us in within " +
                                  std::to_string(options_.connect_timeout.count()) + " ms"});
  }));
  resolve();
  set_state(ConnectionState::connecting, false, std::nullopt);
}

void Connection::resolve() {
  asio::error_code not_numeric;
  const auto address = asio::ip::make_address(options_.host, not_numeric);
  if (!not_numeric) return connect({tcp::endpoint(address, options_.port)});
  resolver_ = std::make_unique<tcp::resolver>(io_);
  resolver_->async_resolve(
      options_.host, std::to_string(options_.port),
      of_attempt([this](const asio::error_code& error, const tcp::resolver::results_type& found) {
        if (error) {
          return lose(
              {ErrorCode::unavailable, "event socket: cannot resolve " + peer() + ": " + error.message()});
        }
        connect({found.begin(), found.end()});
      }));
}

void Connection::connect(const std::vector<tcp::endpoint>& endpoints) {
  const auto socket = std::make_shared<tcp::socket>(io_);
  connecting_ = socket;
  // The operation looks at the socket when it completes, so it shares it.
  asio::async_connect(
      *socket, endpoints, of_attempt([this, socket](const asio::error_code& error, const tcp::endpoint&) {
        if (error) {
          return lose(
              {ErrorCode::unavailable, "event socket: cannot connect to " + peer() + ": " + error.message()});
        }
        converse(std::move(*socket));
      }));
}

void Connection::converse(tcp::socket socket) {
  session_ = std::make_shared<Session>(io_.get_executor(), session_options(options_),
                                       static_cast<SessionOwner&>(*this));
  session_->start(std::move(socket));
}

void Connection::log_in() {
  std::string wire = options_.user.empty() ? command::auth(options_.password)
                                           : command::userauth(options_.user, options_.password);
  session_->send(std::move(wire), options_.connect_timeout, of_attempt([this](const Answer& answer) {
                   if (answer.ok()) return subscribe_all();
                   if (answer.error) return;  // the loss or the deadline of the attempt follows
                   refuse({ErrorCode::unauthorized,
                           "event socket: " + peer() + " refused the password: " + answer.text,
                           {{"reason", "password"}}});
                 }));
}

void Connection::subscribe_all() {
  issue(subscription_wires(options_));
}

// Sends all commands and is established when all were accepted.
void Connection::issue(std::vector<std::string> wires) {
  const auto open = std::make_shared<std::size_t>(wires.size());
  for (std::string& wire : wires) {
    const std::string shown = wire.substr(0, wire.find('\n'));
    session_->send(
        std::move(wire), options_.connect_timeout, of_attempt([this, open, shown](const Answer& answer) {
          if (answer.error) return;
          if (answer.refused()) {
            return lose({ErrorCode::failed_precondition,
                         "event socket: " + peer() + " refused \"" + shown + "\": " + answer.text});
          }
          if (--*open == 0) established();
        }));
  }
}

void Connection::established() {
  deadline_.cancel();
  connected_at_ = std::chrono::steady_clock::now();
  keep_alive();
  set_state(ConnectionState::connected, std::exchange(was_connected_, true), std::nullopt);
}

void Connection::keep_alive() {
  pause_.expires_after(options_.keep_alive_interval);
  pause_.async_wait(of_attempt([this](const asio::error_code& error) {
    if (!error) keep_alive_tick();
  }));
}

// A command that is waited for is a sign of life asked for already (and `api` holds everything else back).
void Connection::keep_alive_tick() {
  const auto silence = std::chrono::steady_clock::now() - session_->last_received();
  if (silence >= options_.keep_alive_interval && !session_->is_waiting()) {
    session_->send(command::api("echo alive"), options_.command_timeout,
                   of_attempt([this](const Answer& answer) {
                     if (!answer.error || answer.error->code() == ErrorCode::rate_limited) return;
                     lose({ErrorCode::timeout, "event socket: " + peer() + " gives no sign of life"});
                   }));
  }
  keep_alive();
}

void Connection::on_session_notice(const Frame& frame) {
  const std::string_view type = frame.content_type();
  if (type == "auth/request") {
    if (!std::exchange(greeted_, true)) log_in();
  } else if (type == "text/rude-rejection") {
    lose({ErrorCode::unauthorized,
          "event socket: " + peer() + " refuses our address (its access control list)",
          {{"reason", "acl"}}});
  } else if (type == "text/disconnect-notice") {
    if (frame.header("Content-Disposition") == "linger") return;
    const std::string_view said = frame.body().substr(0, frame.body().find('\n'));
    lose({ErrorCode::unavailable, "event socket: " + peer() + " ended the session: " + std::string(said)});
  }
}

bool Connection::wants(std::string_view event) const {
  return contains(options_.subscription.events, event) || contains(options_.subscription.events, "ALL");
}

void Connection::on_session_event(const Event& event) {
  if (!handlers_.on_event) return;
  if (event.name() == kJobEvent && !wants(kJobEvent)) return;
  guarded(
      "on_event", [&] { handlers_.on_event(event); },
      [this](const std::string& line) { on_session_log(line); });
}

void Connection::on_session_damage(const Error& reason) {
  if (!handlers_.on_gap) return;
  guarded(
      "on_gap",
      [&] {
        handlers_.on_gap({1, reason.what()});
      },
      [this](const std::string& line) { on_session_log(line); });
}

void Connection::on_session_lost(const Error& reason) {
  lose(reason);
}

void Connection::on_session_log(const std::string& line) {
  if (handlers_.on_log) handlers_.on_log(line);
}

void Connection::end_attempt(const Error& reason) {
  attempt_.reset();
  deadline_.cancel();
  pause_.cancel();
  resolver_.reset();
  if (const auto socket = connecting_.lock()) {
    asio::error_code ignored;  // it is given up either way
    socket->close(ignored);
  }
  if (!session_) return;
  // We may be in one of its calls, so it goes later.
  const auto session = std::exchange(session_, nullptr);
  asio::post(io_, [session] {});
  session->close(reason);
}

void Connection::lose(const Error& reason) {
  if (!attempt_) return;
  const bool long_lived = state_ == ConnectionState::connected &&
                          std::chrono::steady_clock::now() - connected_at_ >= options_.reconnect_max;
  failures_ = long_lived ? 0 : failures_;
  state_ = ConnectionState::lost;
  end_attempt(reason);
  if (state_ != ConnectionState::lost) return;
  retry_later();
  set_state(ConnectionState::lost, false, reason);
}

void Connection::retry_later() {
  attempt_ = std::make_shared<int>(0);
  pause_.expires_after(next_delay());
  pause_.async_wait(of_attempt([this](const asio::error_code& error) {
    if (!error) attempt();
  }));
}

Milliseconds Connection::next_delay() {
  Milliseconds delay = options_.reconnect_min;
  for (unsigned i = 0; i < failures_ && delay < options_.reconnect_max; ++i) delay *= 2;
  ++failures_;
  delay = std::min(delay, options_.reconnect_max);
  return Milliseconds(std::uniform_int_distribution<std::int64_t>(delay.count() / 2, delay.count())(random_));
}

void Connection::refuse(const Error& reason) {
  state_ = ConnectionState::refused;
  end_attempt(reason);
  if (state_ == ConnectionState::refused) set_state(ConnectionState::refused, false, reason);
}

void Connection::set_state(ConnectionState state, bool gap, std::optional<Error> reason) {
  state_ = state;
  if (!handlers_.on_state) return;
  guarded(
      "on_state",
      [&] {
        handlers_.on_state({state, gap, std::move(reason)});
      },
      [this](const std::string& line) { on_session_log(line); });
}

}  // namespace smarthandoff::esl
