#pragma once

#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/telephony/port.hpp>
#include <smarthandoff/telephony/twilio/call_status.hpp>

namespace smarthandoff::telephony::twilio_port {

using Reports = std::vector<Event>;

// How a leg ended, from Twilio's word and the SIP code. `is_phone`: a client or SIP address, not a number of
// the network.
LegEnd leg_end_of(twilio::CallStatus status, std::optional<std::int64_t> sip_code, bool is_phone);

// One leg that we placed, as far as Twilio told: it takes in statuses, documents asked for and answers in any
// order and any number, and reports each fact once; the first final fact wins. Pure.
class Leg {
 public:
  Leg() = default;
  Leg(LegId id, bool is_phone) : id_(std::move(id)), is_phone_(is_phone) {}

  Reports on_status(const twilio::CallEvent& event, std::optional<std::int64_t> sip_code);
  // Its document was asked for: it has been answered, whatever became of the status.
  Reports on_document();
  Reports on_machine();
  Reports on_key(const std::string& digit);
  // Twilio would not place it.
  Reports on_refused(LegEnd end, const std::string& cause);

  // From now on neither ringing nor an answer is reported.
  void cancel() { canceled_ = true; }

  const LegId& id() const { return id_; }
  bool canceled() const { return canceled_; }
  bool answered() const { return answered_; }
  bool ended() const { return ended_; }

 private:
  Reports end(LegEnd end, std::optional<std::int64_t> sip_code, const std::string& cause);

  LegId id_;
  bool is_phone_ = false;
  twilio::CallProgress progress_;
  bool rang_ = false;
  bool answered_ = false;
  bool machine_ = false;
  bool canceled_ = false;
  bool ended_ = false;
};

}  // namespace smarthandoff::telephony::twilio_port
