#include <algorithm>
#include <utility>

#include <smarthandoff/telephony/esl/api_line.hpp>

#include "telephony/freeswitch/commands.hpp"
#include "telephony/freeswitch/core.hpp"

namespace smarthandoff::telephony::freeswitch {
namespace {

namespace line = esl::api_line;

constexpr Milliseconds kParkedWait{1000};   // for CHANNEL_PARK after a park: 20 to 60 ms when all is well
constexpr Milliseconds kSettledWait{2000};  // for the end of an originate after CHANNEL_ANSWER: 20 ms
constexpr std::size_t kCanceledKept = 10000;

// The end of a command's answer by which FreeSWITCH says what is wrong (docs/freeswitch.md).
Failure failure_of(const std::string& answer) {
  if (!answer.starts_with("-")) return std::nullopt;
  const Error::Details details{{"answer", answer.substr(0, 200)}};
  if (answer.find("No such channel") != std::string::npos || answer.find("Invalid uuid") != std::string::npos)
    return Error(ErrorCode::not_found, "the call or leg is not there any more", details);
  if (answer.find("Command not found") != std::string::npos)
    return Error(ErrorCode::unsupported, "the phone system does not know the command", details);
  return Error(ErrorCode::failed_precondition, "the phone system refused: " + answer.substr(0, 200), details);
}

bool is_gone(const Failure& failure) {
  return failure && failure->code() == ErrorCode::not_found;
}

// Runs a command's beginning; what it refuses ends the command.
template <class Action>
void guarded(const Done& done, Action&& action) {
  try {
    action();
  } catch (const Error& error) {
    done(error);
  }
}

}  // namespace

void Core::send(const std::string& text, Done done) {
  wire_.api(text, [done = std::move(done)](const Failure& failure, const std::string& answer) {
    done(failure ? failure : failure_of(answer));
  });
}

void Core::send_all(std::vector<std::string> lines, Done done) {
  if (lines.empty()) return done(std::nullopt);
  const std::string first = lines.front();
  lines.erase(lines.begin());
  send(first, [this, lines = std::move(lines), done = std::move(done)](const Failure& failure) mutable {
    if (failure) return done(failure);
    send_all(std::move(lines), std::move(done));
  });
}

// When a command finds nobody, the call may have ended without our knowing it: then it is reported.
Done Core::about_call(const CallId& call, Done done) {
  return [this, call, done = std::move(done)](const Failure& failure) {
    if (is_gone(failure)) {
      wire_.api(line::uuid_exists(call.value), [this, call](const Failure& lost, const std::string& answer) {
        if (!lost) call_checked(call.value, answer == "true");
      });
    }
    done(failure);
  };
}

bool Core::ready(const Done& done) {
  if (connected_) return true;
  done(Error(ErrorCode::unavailable, "the phone system is not connected"));
  return false;
}

Core::Call* Core::follow(const CallId& call) {
  if (call.empty() || channels_.has_ended(call.value)) return nullptr;
  return &calls_[call.value];
}

Core::Tracked* Core::find_leg(const std::string& id) {
  const auto known = legs_.find(id);
  return known == legs_.end() ? nullptr : &known->second;
}

Core::Tracked& Core::track(const LegId& leg, const CallId& call) {
  if (const auto old = legs_.find(leg.value); old != legs_.end()) {
    if (old->second.timer) timers_.cancel(*old->second.timer);
    legs_.erase(old);
  }
  if (Call* state = follow(call)) state->legs.push_back(leg.value);
  return legs_.emplace(leg.value, Tracked{Leg(leg, call), clock_.now(), {}, {}, std::nullopt}).first->second;
}

void Core::kill(const std::string& id, std::string_view cause) {
  // No answer is needed: the leg's own events tell, and after a lost connection it is looked for again.
  wire_.api(line::uuid_kill(id, cause), [](const Failure&, const std::string&) {});
}

void Core::ring(const RingRequest& request, Done done) {
  guarded(done, [&] {
    const std::string command = originate(request, options_);
    if (!ready(done)) return;
    const std::string& id = request.leg.value;
    const auto early = std::find(canceled_early_.begin(), canceled_early_.end(), id);
    if (early != canceled_early_.end() || channels_.has_ended(request.call.value)) {
      emit(LegEnded{request.leg, LegEnd::canceled, std::nullopt, "ORIGINATOR_CANCEL", false});
      return done(std::nullopt);
    }
    const Tracked* known = find_leg(id);
    if (known && !known->leg.ended()) return done(std::nullopt);  // placed already: never twice
    track(request.leg, request.call);
    wire_.background(command, job_of(request.leg),
                     [this, leg = request.leg, done](const Failure& failure, const std::string& text) {
                       accepted(leg, failure ? failure : failure_of(text), done);
                     });
  });
}

void Core::accepted(const LegId& leg, const Failure& failure, const Done& done) {
  // What may have happened is looked for after the next connection.
  if (failure && failure->code() != ErrorCode::in_doubt) legs_.erase(leg.value);
  done(failure);
}

void Core::cancel(const LegId& leg, Done done) {
  guarded(done, [&] {
    const std::string command = line::uuid_kill(leg.value, "ORIGINATOR_CANCEL");
    Tracked* tracked = find_leg(leg.value);
    if (tracked && tracked->leg.ended()) return done(std::nullopt);
    if (tracked)
      tracked->leg.cancel();
    else if (canceled_early_.push_back(leg.value); canceled_early_.size() > kCanceledKept)
      canceled_early_.pop_front();
    if (!ready(done)) return;
    // A leg without a channel yet is killed by its first event (traps 2 and 3).
    send(command, [done](const Failure& failure) { done(is_gone(failure) ? std::nullopt : failure); });
  });
}

void Core::hold(const CallId& call, Done done) {
  guarded(done, [&] {
    const std::string peer = assistant_leg_of(call);
    park(call.value);  // refuses what cannot be an id before anything is sent
    if (!ready(done)) return;
    follow(call);
    const Done parked = about_call(call, done);
    if (peer.empty()) return park_and_play(call, parked);
    send(line::uuid_setvar(peer, "park_after_bridge", "true"),
         [this, call, peer, parked](const Failure& failure) {
           const auto known = calls_.find(call.value);
           if (!failure && known != calls_.end()) known->second.assistant = peer;
           park_and_play(call, parked);
         });
  });
}

// The channel the caller talks to, if it is not a person's leg of ours.
std::string Core::assistant_leg_of(const CallId& call) const {
  const std::string peer = channels_.peer(call.value);
  return options_.keep_assistant_leg && !legs_.contains(peer) ? peer : std::string();
}

void Core::park_and_play(const CallId& call, const Done& done) {
  auto parked = std::make_shared<bool>(false);
  wait_for_park(call, [this, call, done, parked] {
    if (!std::exchange(*parked, true)) send(line::uuid_broadcast(call.value, options_.music), done);
  });
  send(park(call.value), [done, parked](const Failure& failure) {
    if (failure && !std::exchange(*parked, true)) done(failure);
  });
}

void Core::wait_for_park(const CallId& call, std::function<void()> parked) {
  if (const auto known = calls_.find(call.value); known != calls_.end())
    known->second.on_park.push_back(parked);
  timers_.at(clock_.now() + kParkedWait, std::move(parked));
}

void Core::resume(const CallId& call, const AssistantTarget& target, Done done) {
  guarded(done, [&] {
    if (!target.extension.empty() && !target.leg.empty())
      throw Error(ErrorCode::invalid_argument, "an assistant has an extension or a leg, not both");
    if (!ready(done)) return;
    const Call* state = follow(call);
    const Done finish = about_call(call, std::move(done));
    if (!target.leg.empty()) return return_to_leg(call, target.leg.value, false, finish);
    if (!target.extension.empty()) return return_to_extension(call, target.extension, target.context, finish);
    const std::string kept = state ? state->assistant : std::string();
    if (!kept.empty() && !channels_.has_ended(kept)) return return_to_leg(call, kept, true, finish);
    if (options_.assistant_extension.empty()) return silence(call, finish);
    return_to_extension(call, options_.assistant_extension, options_.assistant_context, finish);
  });
}

// An assistant that is no part of the dialplan (a host that plays and listens by itself) finds the caller
// where it had him: parked, without the music.
void Core::silence(const CallId& call, Done done) {
  send_all({line::uuid_setvar(call.value, "park_after_bridge", ""), line::uuid_break(call.value)},
           std::move(done));
}

void Core::return_to_leg(const CallId& call, const std::string& leg, bool fall_back, Done done) {
  const auto finish = [this, call, fall_back, done](const Failure& failure) {
    if (is_gone(failure) && fall_back && !options_.assistant_extension.empty())
      return return_to_extension(call, options_.assistant_extension, options_.assistant_context, done);
    done(failure);
  };
  // From here on the caller hangs up with the assistant, as before the hold.
  send_all({line::uuid_setvar(call.value, "park_after_bridge", ""), line::uuid_bridge(call.value, leg)},
           finish);
}

void Core::return_to_extension(const CallId& call, const std::string& extension, const std::string& context,
                               Done done) {
  guarded(done, [&] {
    if (extension.empty())
      throw Error(ErrorCode::failed_precondition,
                  "no assistant to return to: neither a kept leg nor an extension");
    // The music may be ordered and not yet heard: it would start over the assistant's voice.
    send_all({line::uuid_setvar(call.value, "park_after_bridge", ""), line::uuid_break(call.value),
              transfer(call.value, extension, context)},
             [this, call, done](const Failure& failure) {
               const auto known = calls_.find(call.value);
               // The extension starts anew: a kept leg would stay in silence.
               if (!failure && known != calls_.end() && !known->second.assistant.empty())
                 kill(std::exchange(known->second.assistant, {}), "NORMAL_CLEARING");
               done(failure);
             });
  });
}

void Core::when_settled(const LegId& leg, const Done& done, std::function<void()> action) {
  Tracked* tracked = find_leg(leg.value);
  if (!tracked) return action();
  if (tracked->leg.ended() || tracked->leg.canceled())
    return done(Error(ErrorCode::not_found, "the leg has ended", {{"leg", leg.value}}));
  if (tracked->leg.settled()) return action();
  // Between CHANNEL_ANSWER and the job's end the originate still owns the leg (docs/freeswitch.md).
  auto decided = std::make_shared<bool>(false);
  const auto decide = [decided, done, action = std::move(action)](const Failure& failure) {
    if (std::exchange(*decided, true)) return;
    failure ? done(failure) : action();
  };
  tracked->on_settled.push_back(decide);
  timers_.at(clock_.now() + kSettledWait, [this, leg, decide] {
    const Tracked* waiting = find_leg(leg.value);
    const bool answered = waiting && waiting->leg.answered();
    decide(answered ? Failure() : Error(ErrorCode::failed_precondition, "the leg has not been answered"));
  });
}

void Core::bridge(const CallId& call, const LegId& leg, Done done) {
  guarded(done, [&] {
    std::vector<std::string> lines{line::uuid_setvar(call.value, "park_after_bridge", "true")};
    const std::string command = line::uuid_bridge(call.value, leg.value);
    if (!ready(done)) return;
    follow(call);
    when_settled(leg, done, [this, call, leg, lines, command, done]() mutable {
      // A caller who was not put on hold still talks to the assistant: its leg is kept for his return.
      const std::string peer = assistant_leg_of(call);
      const auto known = calls_.find(call.value);
      if (!peer.empty() && peer != leg.value && known != calls_.end()) {
        known->second.assistant = peer;
        lines.push_back(line::uuid_setvar(peer, "park_after_bridge", "true"));
      }
      lines.push_back(command);
      send_all(std::move(lines), about_call(call, std::move(done)));
    });
  });
}

void Core::transfer_blind(const BlindTransfer& request, Done done) {
  guarded(done, [&] {
    const std::string& call = request.call.value;
    std::vector<std::string> lines{line::uuid_setvar(call, "park_after_bridge", ""),
                                   line::uuid_setvar(call, "call_timeout", seconds(request.timeout)),
                                   transfer(call, request.number, request.context)};
    if (!ready(done)) return;
    follow(request.call);
    send_all(std::move(lines), about_call(request.call, std::move(done)));
  });
}

void Core::play(const LegId& leg, const std::string& text, const std::string& language, Done done) {
  guarded(done, [&] {
    const std::string command = freeswitch::play(leg, text, language, options_);
    if (!ready(done)) return;
    when_settled(leg, done, [this, leg, command, done] { start_play(leg, command, done); });
  });
}

void Core::start_play(const LegId& leg, const std::string& command, const Done& done) {
  auto decided = std::make_shared<bool>(false);
  const Done once = [decided, done](const Failure& failure) {
    if (!std::exchange(*decided, true)) done(failure);
  };
  // "+OK Message sent" comes for missing files too: the end of the application tells (docs/freeswitch.md).
  Tracked* tracked = find_leg(leg.value);
  if (tracked) tracked->plays.push_back({decided, once});
  const bool wait = tracked != nullptr;
  send(command, [once, wait](const Failure& failure) {
    if (failure || !wait) once(failure);
  });
  timers_.at(clock_.now() + options_.play_timeout,
             [once] { once(Error(ErrorCode::timeout, "what was played did not end in time")); });
}

void Core::end_play(Tracked& tracked, Failure failure) {
  while (!tracked.plays.empty() && *tracked.plays.front().decided) tracked.plays.pop_front();
  if (tracked.plays.empty()) return;
  const Done done = std::move(tracked.plays.front().done);
  tracked.plays.pop_front();
  done(std::move(failure));
}

void Core::record(const CallId& call, const std::string& path, Done done) {
  guarded(done, [&] {
    const std::string command = freeswitch::record(call.value, path, options_);
    if (!ready(done)) return;
    follow(call);
    send(command, about_call(call, [this, call, done](const Failure& failure) {
           if (failure) emit(RecordingFailed{call, failure->what()});
           done(failure);
         }));
  });
}

void Core::hangup(const CallId& call, Done done) {
  guarded(done, [&] {
    const std::string command = line::uuid_kill(call.value, "NORMAL_CLEARING");
    if (!ready(done)) return;
    follow(call);
    send(command, about_call(call, [done](const Failure& failure) {
           done(is_gone(failure) ? std::nullopt : failure);
         }));
  });
}

}  // namespace smarthandoff::telephony::freeswitch
