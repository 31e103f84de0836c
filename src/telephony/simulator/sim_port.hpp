#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>

#include <smarthandoff/telephony/port.hpp>

#include "telephony/simulator/host.hpp"

namespace smarthandoff::telephony::simulator {

// A hang-up cause in neutral words (docs/freeswitch.md).
LegEnd leg_end_of(const std::string& cause);

// The Telephony port on the model itself. Commands are tasks of the model, events are what it emits; both
// callbacks run where the host delivers (its thread, or step). Faults delay, repeat and lose them.
class SimPort final : public Telephony, public std::enable_shared_from_this<SimPort> {
 public:
  explicit SimPort(std::weak_ptr<Host> host) : host_(std::move(host)) {}

  void start(Listener listener, Milliseconds patience) override;
  void stop() noexcept override;
  PortHealth health() const override;
  void extension_status(const std::string& extension, const std::string& domain,
                        std::function<void(ExtensionStatus)> done) override;
  void hold(const CallId& call, Done done) override;
  void resume(const CallId& call, const AssistantTarget& target, Done done) override;
  void ring(const RingRequest& request, Done done) override;
  void cancel(const LegId& leg, Done done) override;
  void bridge(const CallId& call, const LegId& leg, Done done) override;
  void transfer_blind(const BlindTransfer& request, Done done) override;
  void play(const LegId& leg, const std::string& text, const std::string& language, Done done) override;
  void record(const CallId& call, const std::string& path, Done done) override;
  void hangup(const CallId& call, Done done) override;
  void look_up(const std::string& id, std::function<void(Failure, LegState)> done) override;

  // The PBX behind it, for another front of it; null once that is gone.
  std::shared_ptr<Host> host() const { return host_.lock(); }

  // Called by the host with the model locked.
  void watch(Model& model, const Emission& emission);
  void lose(Model& model, const std::string& reason);
  void restore();

 private:
  struct Play {
    std::string leg;
    Done done;
    Scheduler::TaskId deadline;
  };
  using Command = std::function<Failure(Host&)>;
  void command(Command run, Done done);
  void answer(Host& host, std::function<void()> callback, std::function<void()> lost);
  void report(Event event);
  void watch_leg(Model& model, const Emission& emission);
  void watch_conversation(Model& model, const Emission& emission);
  void watch_presence(Model& model, const Emission& emission);
  ExtensionStatus status_of(Model& model, const std::string& extension) const;
  LegEnded ended(const Channel& leg) const;
  void end_plays(const std::string& leg, const Failure& failure);
  Failure ring_now(Host& host, const RingRequest& request);

  std::weak_ptr<Host> host_;
  // Everything below is guarded by the host's mutex.
  PortState state_ = PortState::connecting;
  std::shared_ptr<Listener> listener_;
  std::set<std::string> seen_legs_;      // of which a channel was made
  std::set<std::string> never_to_ring_;  // cancelled before they were placed
  std::deque<Play> plays_;               // whose end is still to be told
  std::deque<Event> ended_unheard_;      // while the connection was lost
  bool missed_ = false;
};

}  // namespace smarthandoff::telephony::simulator
