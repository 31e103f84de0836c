#include "telephony/simulator/sim_port.hpp"

#include <algorithm>
#include <charconv>

#include "telephony/simulator/causes.hpp"

namespace smarthandoff::telephony::simulator {
namespace {

constexpr Milliseconds kAnswerDeadline{5'000};  // of a command whose reply is lost
constexpr Milliseconds kPlayDeadline{60'000};   // for what is played to its end
constexpr std::string_view kMusic = "local_stream://moh";

std::int64_t whole_seconds(Milliseconds time) {
  return std::max<std::int64_t>(1, std::chrono::ceil<Seconds>(time).count());
}

Error lost_connection() {
  return {ErrorCode::unavailable, "the connection to the PBX is lost"};
}

Failure no_call(const std::string& id) {
  return Error(ErrorCode::not_found, "no call or leg \"" + id + "\" on the PBX");
}

Target target_of(const RingRequest& request) {
  switch (request.kind) {
    case DialKind::extension:
      return {TargetKind::user, request.number, request.domain, {}};
    case DialKind::trunk:
      return {TargetKind::gateway, request.number, request.gateway, {}};
    case DialKind::number:
      break;
  }
  return {TargetKind::loopback, request.number, {}, {}};
}

}  // namespace

void SimPort::start(Listener listener, Milliseconds) {
  const auto host = host_.lock();
  if (!host) throw lost_connection();
  host->with_model([&](Model& model) {
    listener_ = std::make_shared<Listener>(std::move(listener));
    state_ = model.faults.refuse_connections ? PortState::lost : PortState::connected;
  });
}

void SimPort::stop() noexcept {
  const auto host = host_.lock();
  if (!host) return;
  host->between_deliveries([&] {
    host->with_model([&](Model&) {
      state_ = PortState::stopped;
      listener_.reset();
    });
  });
}

PortHealth SimPort::health() const {
  const auto host = host_.lock();
  if (!host) return {PortState::lost, "the simulated PBX is gone"};
  return host->with_model([&](Model&) {
    return PortHealth{state_, state_ == PortState::lost ? "connection lost" : ""};
  });
}

// A reply, after the faults have had their way with it. `lost` says so when it can never come.
void SimPort::answer(Host& host, std::function<void()> callback, std::function<void()> lost) {
  Model& model = host.model();
  const bool silent = model.faults.stop_answering;
  const Milliseconds delay = silent ? kAnswerDeadline : model.faults.delay;
  auto reply = silent ? std::move(lost) : std::move(callback);
  auto checked = [self = shared_from_this(), reply = std::move(reply)] {
    if (self->health().state != PortState::stopped) reply();
  };
  if (delay == Milliseconds(0)) return host.deliver(std::move(checked));
  model.scheduler.after(delay, [&host, checked] { host.deliver(checked); });
}

void SimPort::command(Command run, Done done) {
  const auto host = host_.lock();
  if (!host) return done(lost_connection());
  host->with_model([&](Model& model) {
    model.scheduler.after(Milliseconds(0), [self = shared_from_this(), host = host.get(), run, done] {
      if (self->state_ == PortState::stopped) return;
      if (self->state_ != PortState::connected) {
        return host->deliver([done] { done(lost_connection()); });
      }
      // The answer goes first: what the command sets in motion is reported after it.
      auto result = std::make_shared<Failure>();
      self->answer(
          *host, [done, result] { done(*result); },
          [done] { done(Error(ErrorCode::in_doubt, "the PBX did not answer in time")); });
      *result = run(*host);
    });
  });
}

void SimPort::hold(const CallId& call, Done done) {
  command(
      [call](Host& host) -> Failure {
        Channel* caller = host.model().find_alive(call.value);
        if (caller == nullptr) return no_call(call.value);
        host.model().transfer(*caller, {{"park", {}, {}}});
        host.model().broadcast(*caller, std::string(kMusic));
        return {};
      },
      std::move(done));
}

void SimPort::resume(const CallId& call, const AssistantTarget& target, Done done) {
  command(
      [call, target](Host& host) -> Failure {
        Channel* caller = host.model().find_alive(call.value);
        if (caller == nullptr) return no_call(call.value);
        if (target.leg.empty() && target.extension.empty()) {
          host.model().stop_playback(*caller);  // stays parked, for an assistant outside of the dialplan
          return {};
        }
        if (target.leg.empty()) {
          host.model().transfer(*caller, host.model().dialplan(target.extension));
          return {};
        }
        return host.model().bridge(call.value, target.leg.value) ? Failure() : no_call(target.leg.value);
      },
      std::move(done));
}

void SimPort::ring(const RingRequest& request, Done done) {
  command([self = shared_from_this(), request](Host& host) { return self->ring_now(host, request); },
          std::move(done));
}

Failure SimPort::ring_now(Host& host, const RingRequest& request) {
  const std::string uuid = request.leg.value;
  if (never_to_ring_.contains(uuid)) {
    report(LegEnded{request.leg, LegEnd::canceled, {}, "ORIGINATOR_CANCEL", false});
    return {};
  }
  Originate order;
  order.dial.variables = {{"origination_uuid", uuid},
                          {"originate_timeout", std::to_string(whole_seconds(request.timeout))},
                          {"ignore_early_media", "true"},
                          {"origination_caller_id_name", request.caller_name},
                          {"origination_caller_id_number", request.caller_number}};
  order.dial.groups = {{target_of(request)}};
  order.then = {{"park", {}, {}}};
  order.done = [self = shared_from_this(), leg = request.leg](bool ok, const std::string& cause) {
    if (ok || self->seen_legs_.contains(leg.value)) return;
    self->report(LegEnded{leg, leg_end_of(cause), {}, cause, false});
  };
  host.model().originate(std::move(order));
  return {};
}

void SimPort::cancel(const LegId& leg, Done done) {
  command(
      [self = shared_from_this(), leg](Host& host) -> Failure {
        Channel* ringing = host.model().find_alive(leg.value);
        if (ringing != nullptr) {
          host.model().hang_up(*ringing, ringing->was_answered() ? "NORMAL_CLEARING" : "ORIGINATOR_CANCEL");
        } else if (!self->seen_legs_.contains(leg.value)) {
          self->never_to_ring_.insert(leg.value);
        }
        return {};
      },
      std::move(done));
}

void SimPort::bridge(const CallId& call, const LegId& leg, Done done) {
  command(
      [call, leg](Host& host) -> Failure {
        Channel* caller = host.model().find_alive(call.value);
        if (caller == nullptr) return no_call(call.value);
        caller->variables.set("park_after_bridge", "true");
        return host.model().bridge(call.value, leg.value) ? Failure() : no_call(leg.value);
      },
      std::move(done));
}

void SimPort::transfer_blind(const BlindTransfer& request, Done done) {
  command(
      [request](Host& host) -> Failure {
        Model& model = host.model();
        Channel* caller = model.find_alive(request.call.value);
        if (caller == nullptr) return no_call(request.call.value);
        auto script = model.dialplan(request.number);
        caller->variables.unset("park_after_bridge");
        for (Action& action : script) {
          if (action.data.starts_with("call_timeout=")) {
            action.data = "call_timeout=" + std::to_string(whole_seconds(request.timeout));
          }
        }
        model.transfer(*caller, std::move(script));
        return {};
      },
      std::move(done));
}

void SimPort::play(const LegId& leg, const std::string& text, const std::string&, Done done) {
  const Done once = [told = std::make_shared<bool>(false), done = std::move(done)](const Failure& failure) {
    if (!std::exchange(*told, true)) done(failure);
  };
  command(
      [self = shared_from_this(), leg, text, once](Host& host) -> Failure {
        Model& model = host.model();
        Channel* listener = model.find_alive(leg.value);
        if (listener == nullptr) return no_call(leg.value);
        model.broadcast(*listener, "say::" + text);
        const auto deadline = model.scheduler.after(kPlayDeadline, [self, leg] {
          self->end_plays(leg.value, Error(ErrorCode::timeout, "what was played did not end in time"));
        });
        self->plays_.push_back({leg.value, once, deadline});
        return {};
      },
      [once](const Failure& failure) {
        if (failure) once(failure);  // else its end is told
      });
}

// What the leg heard has ended, first the oldest; or all of it, with the leg or the connection.
void SimPort::end_plays(const std::string& leg, const Failure& failure) {
  const auto host = host_.lock();
  for (auto play = plays_.begin(); host && play != plays_.end();) {
    if (!leg.empty() && play->leg != leg) {
      ++play;
      continue;
    }
    host->model().scheduler.cancel(play->deadline);
    answer(
        *host, [done = play->done, failure] { done(failure); },
        [done = play->done] { done(Error(ErrorCode::in_doubt, "the PBX did not answer in time")); });
    play = plays_.erase(play);
    if (!failure) return;
  }
}

void SimPort::record(const CallId& call, const std::string& path, Done done) {
  command(
      [self = shared_from_this(), call, path](Host& host) -> Failure {
        Channel* caller = host.model().find_alive(call.value);
        if (caller == nullptr) return no_call(call.value);
        if (!host.model().record(*caller, path, true)) {
          self->report(RecordingFailed{call, "cannot write " + path});
        }
        return {};
      },
      std::move(done));
}

void SimPort::hangup(const CallId& call, Done done) {
  command(
      [call](Host& host) -> Failure {
        Channel* caller = host.model().find_alive(call.value);
        if (caller == nullptr) return no_call(call.value);
        host.model().hang_up(*caller, "NORMAL_CLEARING");
        return {};
      },
      std::move(done));
}

void SimPort::extension_status(const std::string& extension, const std::string&,
                               std::function<void(ExtensionStatus)> done) {
  auto status = std::make_shared<ExtensionStatus>();
  status->extension = extension;
  if (const auto host = host_.lock())
    status->at = host->with_model([](Model& m) { return m.scheduler.now(); });
  command(
      [self = shared_from_this(), extension, status](Host& host) -> Failure {
        *status = self->status_of(host.model(), extension);
        return {};
      },
      [done = std::move(done), status](const Failure& failure) {
        if (failure) status->state = ExtensionState::unknown;
        done(*status);
      });
}

void SimPort::look_up(const std::string& id, std::function<void(Failure, LegState)> done) {
  auto state = std::make_shared<LegState>();
  command(
      [id, state](Host& host) -> Failure {
        const Channel* channel = host.model().find_alive(id);
        if (channel == nullptr) return {};
        *state = {.exists = true, .answered = channel->was_answered(), .bridged = !channel->partner.empty()};
        return {};
      },
      [done = std::move(done), state](const Failure& failure) { done(failure, *state); });
}

}  // namespace smarthandoff::telephony::simulator
