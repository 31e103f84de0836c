#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/telephony/port.hpp>

#include "simulation/late_work.hpp"
#include "simulation/random.hpp"

namespace simulation {

namespace tp = smarthandoff::telephony;

// How badly the way to the phone system behaves: chances of 0 to 1 for each command or event.
struct Misbehaviour {
  double lost_answer = 0;     // carried out, but the answer is `in_doubt`
  double lost_command = 0;    // not carried out, and the answer is `in_doubt`
  double late_answer = 0;     // by up to 20 s
  double doubled_answer = 0;  // the completion comes twice
  double doubled_event = 0;
  double late_event = 0;  // so that events of different legs overtake each other
};

// A phone system seen through a bad line, for one life of one engine: passes commands on to the real port,
// which several may share and which runs already, and spoils what comes back. After `end` nothing passes any
// more, in either direction, as with a killed process. Used by one thread, that of the simulation.
class FaultyTelephony final : public tp::Telephony {
 public:
  FaultyTelephony(std::shared_ptr<tp::Telephony> real, Random& random, const smarthandoff::Clock& clock);
  ~FaultyTelephony() override;

  void behave(const Misbehaviour& misbehaviour) { misbehaviour_ = misbehaviour; }

  // Called before every command; may end this life.
  std::function<void()> before_command;
  // Called when the engine has begun to listen; starts a port that is this life's own.
  std::function<void()> on_start;

  // Something that the real port reported.
  void hear(const tp::Event& event);
  // Delivers what is late and due by now; true if there was any.
  bool step() { return late_.step(clock_.now()); }
  std::optional<smarthandoff::Instant> next_due() const { return late_.next_due(); }
  void end();
  bool ended() const { return life_ == nullptr; }

  void start(Listener listener, smarthandoff::Milliseconds patience) override;
  void stop() noexcept override { end(); }
  tp::PortHealth health() const override { return real_->health(); }
  void extension_status(const std::string& extension, const std::string& domain,
                        std::function<void(tp::ExtensionStatus)> done) override;
  void known_statuses(const std::vector<std::string>& extensions, const std::string& domain,
                      std::function<void(std::vector<tp::ExtensionStatus>)> done) override;
  void hold(const tp::CallId& call, tp::Done done) override;
  void resume(const tp::CallId& call, const tp::AssistantTarget& target, tp::Done done) override;
  void ring(const tp::RingRequest& request, tp::Done done) override;
  void cancel(const tp::LegId& leg, tp::Done done) override;
  void bridge(const tp::CallId& call, const tp::LegId& leg, tp::Done done) override;
  void transfer_blind(const tp::BlindTransfer& request, tp::Done done) override;
  void play(const tp::LegId& leg, const std::string& text, const std::string& language,
            tp::Done done) override;
  void record(const tp::CallId& call, const std::string& path, tp::Done done) override;
  void hangup(const tp::CallId& call, tp::Done done) override;
  void look_up(const std::string& id, std::function<void(tp::Failure, tp::LegState)> done) override;

 private:
  struct Life {
    Listener listener;
  };

  // The command `run` with the spoilt completion.
  void command(tp::Done done, const std::function<void(tp::Done)>& run);
  void later(LateWork::Work work);

  std::shared_ptr<tp::Telephony> real_;
  Random& random_;
  const smarthandoff::Clock& clock_;
  Misbehaviour misbehaviour_;
  std::shared_ptr<Life> life_ = std::make_shared<Life>();
  LateWork late_;
};

}  // namespace simulation
