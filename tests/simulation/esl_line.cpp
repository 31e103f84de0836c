#include "simulation/esl_line.hpp"

#include <algorithm>
#include <utility>

#include <smarthandoff/telephony/esl/command.hpp>

namespace simulation {

namespace esl = smarthandoff::esl;
using smarthandoff::Error;
using smarthandoff::ErrorCode;
using smarthandoff::Instant;
using smarthandoff::Milliseconds;

namespace {

constexpr int kMostRoundsOfStart = 100;
constexpr std::string_view kHalfAnEvent =
    "Content-Length: 500\nContent-Type: text/event-plain\n\nEvent-Name: CHANN";

tp::FreeSwitchOptions line_options() {
  tp::FreeSwitchOptions options;
  options.domain = "pbx.local";
  options.assistant_extension = "9000";
  return options;
}

}  // namespace

EslLine::EslLine(EslSwitch& pbx, Random& random, const smarthandoff::Clock& clock)
    : options_(line_options()),
      pbx_(pbx),
      random_(random),
      clock_(clock),
      core_(options_, *this, clock, clock, [this](const tp::Event& event) {
        if (!stopped_) listener_(event);
      }) {}

void EslLine::start(Listener listener, Milliseconds) {
  listener_ = std::move(listener);
  connects_at_ = clock_.now();
  for (int i = 0; i < kMostRoundsOfStart && step(); ++i) {
  }
}

// As when the process dies: what was written may still arrive in part.
void EslLine::stop() noexcept {
  if (std::exchange(stopped_, true)) return;
  health_ = {tp::PortState::stopped, ""};
  tasks_.clear();
  if (!connection_) return;
  connection_->up.break_off([this](std::string_view bytes) { pbx_.receive(*connection_->session, bytes); });
  connection_->session.reset();
}

bool EslLine::step() {
  if (stopped_) return false;
  bool moved = run_tasks();
  if (!connection_ && connects_at_ && *connects_at_ <= clock_.now()) {
    connect();
    moved = true;
  }
  moved = carry() || moved;
  moved = expire() || moved;
  return run_timers() || moved;
}

std::optional<Instant> EslLine::next_due() const {
  if (stopped_) return std::nullopt;
  std::optional<Instant> next = core_.due();
  const auto consider = [&next](const std::optional<Instant>& due) {
    if (due && (!next || *due < *next)) next = due;
  };
  if (!tasks_.empty()) consider(clock_.now());
  if (!connection_) consider(connects_at_);
  if (!connection_) return next;
  consider(connection_->up.next_due());
  consider(connection_->down.next_due());
  for (const Pending& pending : connection_->pending)
    if (pending.answer) consider(pending.deadline);
  return next;
}

bool EslLine::run_tasks() {
  const auto tasks = std::exchange(tasks_, {});
  for (const auto& task : tasks)
    if (!stopped_) task();
  return !tasks.empty();
}

bool EslLine::run_timers() {
  if (stopped_ || !core_.due() || *core_.due() > clock_.now()) return false;
  core_.run_timers();
  return true;
}

// --- the connection ---

void EslLine::connect() {
  connects_at_.reset();
  auto connection = std::make_shared<Connection>(random_, clock_);
  connection->session = pbx_.accept(
      [this, weak = std::weak_ptr<Connection>(connection)](const std::string& frame, bool is_event) {
        const auto known = weak.lock();
        if (!known) return;
        known->down.write(frame, trouble_);
        if (is_event && random_.chance(trouble_.doubled_event)) known->down.write(frame, trouble_);
      });
  if (connection->session)
    connection_ = std::move(connection);
  else
    connects_at_ = clock_.now() + random_.between(options_.reconnect_min, options_.reconnect_max);
}

void EslLine::log_in() {
  send(esl::command::auth(EslSwitch::kPassword), [](const tp::Failure&, const std::string&) {});
  send(esl::command::event(esl::command::EventFormat::plain, fs::event_names(), fs::custom_subclasses()),
       [this](const tp::Failure& failure, const std::string&) {
         if (failure) return give_up("not logged in in time");
         ready_ = true;
         core_.on_connected([this] { health_ = {tp::PortState::connected, ""}; });
       });
}

// As the adapter's own connection does, which would wait for ever otherwise.
void EslLine::give_up(const std::string& reason) {
  if (connection_ && connection_->lost.empty()) connection_->lost = reason;
}

bool EslLine::carry() {
  const auto connection = connection_;
  if (!connection) return false;
  bool moved = connection->up.step(
      trouble_, [&](std::string_view bytes) { pbx_.receive(*connection->session, bytes); });
  try {
    moved = connection->down.step(trouble_, [&](std::string_view bytes) {
      connection->decoder.feed(bytes, [&](const esl::Frame& frame) { take(*connection, frame); });
    }) || moved;
  } catch (const Error& damage) {
    connection->lost = damage.what();
  }
  if (stopped_) return moved;
  const bool ended = connection->session->closed() && connection->down.empty();
  if (connection->up.broken() || connection->down.broken() || ended) connection->lost = "connection reset";
  if (connection->lost.empty()) return moved;
  lose(connection->lost);
  return true;
}

void EslLine::take(Connection& connection, const esl::Frame& frame) {
  if (stopped_ || !connection.lost.empty()) return;
  const std::string_view type = frame.content_type();
  if (type == "command/reply" || type == "api/response") return take_answer(connection, frame);
  if (frame.is_event()) return core_.on_event(frame.event());
  if (type == "auth/request") return log_in();
  connection.lost = "the phone system ended the session";
}

void EslLine::take_answer(Connection& connection, const esl::Frame& frame) {
  if (connection.pending.empty()) throw Error(ErrorCode::corrupt, "an answer that no command asked for");
  const Answer answer = std::move(connection.pending.front().answer);
  connection.pending.pop_front();
  if (answer) answer(std::nullopt, frame.answer_text());
}

void EslLine::lose(const std::string& reason) {
  const auto connection = std::exchange(connection_, nullptr);
  connection->up.break_off([&](std::string_view bytes) { pbx_.receive(*connection->session, bytes); });
  connects_at_ = clock_.now() + random_.between(options_.reconnect_min, options_.reconnect_max);
  for (const Pending& pending : std::exchange(connection->pending, {}))
    if (pending.answer && !stopped_) pending.answer(Error(ErrorCode::in_doubt, "sent, not answered"), "");
  if (on_end && !stopped_) on_end(reason);
  if (stopped_ || !std::exchange(ready_, false)) return;
  health_ = {tp::PortState::lost, reason};
  core_.on_lost(reason);
}

void EslLine::break_connection() {
  if (!connection_) return;
  const auto connection = connection_;
  if (connection->down.empty()) connection->down.write(kHalfAnEvent, {});
  try {
    connection->down.break_off([&](std::string_view bytes) {
      connection->decoder.feed(bytes, [&](const esl::Frame& frame) { take(*connection, frame); });
    });
  } catch (const Error& damage) {
    connection->lost = damage.what();
  }
  if (!stopped_) lose("connection reset");
}

// An unanswered command keeps its place: its answer may still come.
bool EslLine::expire() {
  std::vector<Answer> late;
  if (!connection_) return false;
  for (Pending& pending : connection_->pending)
    if (pending.answer && pending.deadline <= clock_.now())
      late.push_back(std::exchange(pending.answer, nullptr));
  for (const Answer& answer : late)
    if (!stopped_) answer(Error(ErrorCode::in_doubt, "the deadline has passed"), "");
  return !late.empty();
}

// --- the core's commands ---

void EslLine::send(const std::string& wire, Answer answer) {
  if (!connection_ || !connection_->lost.empty()) {
    tasks_.push_back(
        [answer = std::move(answer)] { answer(Error(ErrorCode::unavailable, "not connected"), ""); });
    return;
  }
  connection_->pending.push_back({clock_.now() + options_.command_timeout, std::move(answer)});
  connection_->up.write(wire, trouble_);
}

void EslLine::api(const std::string& line, Answer answer) {
  send(esl::command::api(line), std::move(answer));
}

void EslLine::background(const std::string& line, const std::string& job, Answer accepted) {
  send(esl::command::bgapi(line, job), std::move(accepted));
}

// --- the port ---

void EslLine::extension_status(const std::string& extension, const std::string& domain,
                               std::function<void(tp::ExtensionStatus)> done) {
  tasks_.push_back([=, this] { core_.extension_status(extension, domain, done); });
}

void EslLine::known_statuses(const std::vector<std::string>& extensions, const std::string& domain,
                             std::function<void(std::vector<tp::ExtensionStatus>)> done) {
  tasks_.push_back([=, this] { core_.known_statuses(extensions, domain, done); });
}

void EslLine::hold(const tp::CallId& call, tp::Done done) {
  tasks_.push_back([=, this] { core_.hold(call, done); });
}

void EslLine::resume(const tp::CallId& call, const tp::AssistantTarget& target, tp::Done done) {
  tasks_.push_back([=, this] { core_.resume(call, target, done); });
}

void EslLine::ring(const tp::RingRequest& request, tp::Done done) {
  tasks_.push_back([=, this] { core_.ring(request, done); });
}

void EslLine::cancel(const tp::LegId& leg, tp::Done done) {
  tasks_.push_back([=, this] { core_.cancel(leg, done); });
}

void EslLine::bridge(const tp::CallId& call, const tp::LegId& leg, tp::Done done) {
  tasks_.push_back([=, this] { core_.bridge(call, leg, done); });
}

void EslLine::transfer_blind(const tp::BlindTransfer& request, tp::Done done) {
  tasks_.push_back([=, this] { core_.transfer_blind(request, done); });
}

void EslLine::play(const tp::LegId& leg, const std::string& text, const std::string& language,
                   tp::Done done) {
  tasks_.push_back([=, this] { core_.play(leg, text, language, done); });
}

void EslLine::record(const tp::CallId& call, const std::string& path, tp::Done done) {
  tasks_.push_back([=, this] { core_.record(call, path, done); });
}

void EslLine::hangup(const tp::CallId& call, tp::Done done) {
  tasks_.push_back([=, this] { core_.hangup(call, done); });
}

void EslLine::look_up(const std::string& id, std::function<void(tp::Failure, tp::LegState)> done) {
  tasks_.push_back([=, this] { core_.look_up(id, done); });
}

}  // namespace simulation
