#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include <smarthandoff/telephony/simulator.hpp>

#include "telephony/simulator/esl_session.hpp"
#include "telephony/simulator/host.hpp"

namespace simulation {

// The Event Socket of a simulated PBX without sockets: who connects gets the server's end as bytes. Used by
// one thread.
class EslSwitch {
 public:
  using Session = smarthandoff::telephony::simulator::EslSession;

  explicit EslSwitch(smarthandoff::SimulatedPbx& pbx);

  static constexpr std::string_view kPassword = "ClueCon";

  // A client connects; `write` gets what it is told, in the middle of the model's work. Null: nobody answers.
  std::shared_ptr<Session> accept(Session::Write write);
  void receive(Session& session, std::string_view bytes);

  void refuse_connections(bool refuse) { refuses_ = refuse; }

 private:
  // Watched by the model, which may outlive us.
  struct Clients {
    std::vector<std::weak_ptr<Session>> sessions;
    std::int64_t sequence = 0;
  };

  std::shared_ptr<smarthandoff::telephony::simulator::Host> host_;
  smarthandoff::telephony::simulator::Api api_;
  std::shared_ptr<Clients> clients_ = std::make_shared<Clients>();
  bool refuses_ = false;
};

}  // namespace simulation
