#include "simulation/esl_switch.hpp"

#include <string>
#include <utility>

#include "telephony/simulator/sim_port.hpp"

namespace simulation {

namespace model = smarthandoff::telephony::simulator;

EslSwitch::EslSwitch(smarthandoff::SimulatedPbx& pbx)
    : host_(std::static_pointer_cast<model::SimPort>(pbx.telephony())->host()), api_(host_->model()) {
  host_->with_model([this](model::Model& pbx_model) {
    pbx_model.watchers.push_back([clients = clients_](const model::Emission& emission) {
      ++clients->sequence;
      for (const auto& weak : clients->sessions)
        if (const auto session = weak.lock()) session->watch(emission, clients->sequence);
    });
  });
}

std::shared_ptr<EslSwitch::Session> EslSwitch::accept(Session::Write write) {
  if (refuses_) return nullptr;
  return host_->with_model([&](model::Model& pbx_model) {
    auto session = std::make_shared<Session>(pbx_model, api_, std::string(kPassword), std::move(write));
    std::erase_if(clients_->sessions, [](const auto& weak) { return weak.expired(); });
    clients_->sessions.push_back(session);
    session->open(false);
    return session;
  });
}

void EslSwitch::receive(Session& session, std::string_view bytes) {
  host_->with_model([&](model::Model&) { session.receive(bytes); });
}

}  // namespace simulation
