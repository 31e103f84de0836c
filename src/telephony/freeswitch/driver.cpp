#include <asio/post.hpp>
#include <utility>

#include <smarthandoff/telephony/esl/command.hpp>

#include "telephony/freeswitch/driver.hpp"

namespace smarthandoff::telephony::freeswitch {
namespace {

esl::ClientOptions connection_options(const FreeSwitchOptions& options) {
  esl::ClientOptions result;
  result.host = options.host;
  result.port = static_cast<std::uint16_t>(options.port);
  result.password = options.password.reveal();
  result.user = options.user;
  result.subscription.events = event_names();
  result.subscription.custom_subclasses = custom_subclasses();
  result.command_timeout = options.command_timeout;
  result.reconnect_min = options.reconnect_min;
  result.reconnect_max = options.reconnect_max;
  result.max_frame_bytes = std::size_t{16} << 20;  // `show channels as json` of a large PBX
  return result;
}

}  // namespace

Driver::Driver(FreeSwitchOptions options, Telephony::Listener listener)
    : options_(with_posted_dnd(std::move(options))),
      core_(options_, *this, clock_, wall_, guarded<const Event&>(std::move(listener))),
      connection_(io_, connection_options(options_),
                  {.on_event =
                       [this](const esl::Event& event) {
                         core_.on_event(event);
                         arm();
                       },
                   .on_state = [this](const esl::StateChange& change) { on_state(change); },
                   .on_gap = [this](const esl::Gap&) { core_.on_gap(); },
                   .on_log = [this](const std::string& line) { note(line); }}) {}

// The host's answer may come from any thread, also when we are gone.
FreeSwitchOptions Driver::with_posted_dnd(FreeSwitchOptions options) {
  if (!options.dnd) return options;
  options.dnd = [this, source = options.dnd](const std::string& extension, const std::string& domain,
                                             DndAnswer answer) {
    const auto posted = [driver = weak_from_this(), answer = std::move(answer)](std::optional<bool> dnd) {
      if (const auto alive = driver.lock()) alive->post([answer, dnd](Core&) { answer(dnd); }, true);
    };
    guarded(std::function<void()>([&] { source(extension, domain, posted); }))();
  };
  return options;
}

void Driver::run() {
  asio::post(io_, [this] { connection_.open(); });
  while (!stopped_) {
    try {
      io_.run();
      return;
    } catch (const std::exception& error) {
      note(std::string("a handler failed: ") + error.what());
    }
  }
}

void Driver::stop() {
  if (stopped_.exchange(true)) return;
  io_.stop();
  set_health(PortState::stopped, "");
}

void Driver::wait(Milliseconds patience) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, patience, [this] {
    return refused_ || health_.state == PortState::connected || health_.state == PortState::stopped;
  });
  if (refused_) throw Error(*refused_);
}

PortHealth Driver::health() const {
  const std::lock_guard lock(mutex_);
  PortHealth result = health_;
  if (!problem_.empty()) result.detail += (result.detail.empty() ? "" : "; ") + problem_;
  return result;
}

bool Driver::post(std::function<void(Core&)> action, bool urgent) {
  if (!urgent && queued_ >= options_.max_queued) return false;
  ++queued_;
  // What is queued must not own us: after stop() it stays in the queue that we own.
  asio::post(io_, [this, action = std::move(action)] {
    --queued_;
    if (stopped_) return;
    action(core_);
    arm();
  });
  return true;
}

void Driver::api(const std::string& line, Answer answer) {
  connection_.api(line, handler_of(std::move(answer)));
}

void Driver::background(const std::string& line, const std::string& job, Answer accepted) {
  connection_.send(esl::command::bgapi(line, job), handler_of(std::move(accepted)));
}

esl::AnswerHandler Driver::handler_of(Answer answer) {
  return [this, answer = std::move(answer)](const esl::Answer& given) {
    if (stopped_) return;
    answer(given.error ? Failure(*given.error) : std::nullopt, given.text);
    arm();
  };
}

void Driver::on_state(const esl::StateChange& change) {
  if (stopped_) return;
  const std::string reason = change.reason ? change.reason->what() : "";
  switch (change.state) {
    case esl::ConnectionState::connecting:
      break;  // `lost` is worth more to who looks
    case esl::ConnectionState::connected:
      core_.on_connected([this] { set_health(PortState::connected, ""); });
      break;
    case esl::ConnectionState::lost:
    case esl::ConnectionState::refused: {
      const bool refused = change.state == esl::ConnectionState::refused ||
                           (change.reason && change.reason->code() == ErrorCode::unauthorized);
      if (refused) {
        const std::lock_guard lock(mutex_);
        refused_ =
            change.reason ? *change.reason : Error(ErrorCode::unauthorized, "the phone system refused us");
      }
      const bool was_connected = health().state != PortState::connecting;
      set_health(refused         ? PortState::refused
                 : was_connected ? PortState::lost
                                 : PortState::connecting,
                 reason);
      core_.on_lost(reason);
      break;
    }
    case esl::ConnectionState::closed:
      break;
  }
  arm();
}

void Driver::set_health(PortState state, const std::string& detail) {
  {
    const std::lock_guard lock(mutex_);
    if (health_.state == PortState::stopped) return;
    health_ = {state, detail};
    if (state == PortState::connected) {
      refused_.reset();
      problem_.clear();
    }
  }
  changed_.notify_all();
}

void Driver::note(const std::string& problem) {
  const std::lock_guard lock(mutex_);
  problem_ = problem;
}

void Driver::arm() {
  const auto due = core_.due();
  if (stopped_ || due == armed_for_) return;
  armed_for_ = due;
  if (!due) {
    timer_.cancel();
    return;
  }
  timer_.expires_after(std::max(Milliseconds(0), *due - clock_.now()));
  timer_.async_wait([this](const asio::error_code& error) {
    if (error || stopped_) return;
    armed_for_.reset();
    core_.run_timers();
    arm();
  });
}

}  // namespace smarthandoff::telephony::freeswitch
