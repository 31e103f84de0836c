#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/telephony/esl/decoder.hpp>

#include "simulation/byte_pipe.hpp"
#include "simulation/esl_switch.hpp"
#include "telephony/freeswitch/core.hpp"

namespace simulation {

namespace fs = smarthandoff::telephony::freeswitch;
namespace tp = smarthandoff::telephony;

// The FreeSWITCH adapter of one life of one engine: its real core and the Event Socket's real codec, on
// connections to the simulated PBX whose bytes a seed cuts, delays and breaks off. It logs in, matches
// answers by their order and connects again as the adapter's own connection does, whose time and sockets no
// seed could repeat. Used by one thread; commands begin at the next step.
class EslLine final : public tp::Telephony, private fs::Wire {
 public:
  EslLine(EslSwitch& pbx, Random& random, const smarthandoff::Clock& clock);
  ~EslLine() override { stop(); }

  void behave(const WireTrouble& trouble) { trouble_ = trouble; }
  // Told why a connection ended, for the story.
  std::function<void(const std::string& reason)> on_end;

  // Ends the connection in the middle of what is on its way.
  void break_connection();

  // Carries bytes and does what is due by now; true if there was anything.
  bool step();
  std::optional<smarthandoff::Instant> next_due() const;

  // Connects before it returns, if the way is quick. Afterwards it goes on by step().
  void start(Listener listener, smarthandoff::Milliseconds patience) override;
  void stop() noexcept override;
  tp::PortHealth health() const override { return health_; }
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
  // A command that was sent; the answers come in the same order.
  struct Pending {
    smarthandoff::Instant deadline;
    Answer answer;  // empty once the deadline has passed
  };
  struct Connection {
    Connection(Random& random, const smarthandoff::Clock& clock) : up(random, clock), down(random, clock) {}
    BytePipe up, down;  // to the PBX, and from it
    std::shared_ptr<EslSwitch::Session> session;
    smarthandoff::esl::Decoder decoder{{.max_frame_bytes = std::size_t{16} << 20}};
    std::deque<Pending> pending;
    std::string lost;  // why, once it is to end
  };

  void api(const std::string& line, Answer answer) override;
  void background(const std::string& line, const std::string& job, Answer accepted) override;
  void send(const std::string& wire, Answer answer);

  void connect();
  void log_in();
  void give_up(const std::string& reason);
  bool carry();
  void take(Connection& connection, const smarthandoff::esl::Frame& frame);
  void take_answer(Connection& connection, const smarthandoff::esl::Frame& frame);
  void lose(const std::string& reason);
  bool expire();
  bool run_tasks();
  bool run_timers();

  const tp::FreeSwitchOptions options_;
  EslSwitch& pbx_;
  Random& random_;
  const smarthandoff::Clock& clock_;
  WireTrouble trouble_;
  Listener listener_;
  fs::Core core_;
  std::deque<std::function<void()>> tasks_;
  std::shared_ptr<Connection> connection_;  // null: there is none
  std::optional<smarthandoff::Instant> connects_at_;
  tp::PortHealth health_;
  bool ready_ = false;  // logged in and subscribed
  bool stopped_ = false;
};

}  // namespace simulation
