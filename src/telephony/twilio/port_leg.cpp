#include "telephony/twilio/port_leg.hpp"

namespace smarthandoff::telephony::twilio_port {
namespace {

using twilio::CallStatus;

// What a phone said, where it says more than Twilio's word; nothing else.
std::optional<LegEnd> end_of_code(std::int64_t code, bool is_phone) {
  switch (code) {
    case 486:
    case 600:
      return LegEnd::busy;
    case 603:
    case 607:
    case 608:
      return LegEnd::rejected;
    case 480:
      return LegEnd::unavailable;
    case 404:
    case 410:
    case 484:
    case 604:
      return is_phone ? LegEnd::not_registered : LegEnd::unknown_number;
    default:
      return std::nullopt;
  }
}

std::string word_of(CallStatus status) {
  switch (status) {
    case CallStatus::completed:
      return "completed";
    case CallStatus::busy:
      return "busy";
    case CallStatus::no_answer:
      return "no-answer";
    case CallStatus::canceled:
      return "canceled";
    default:
      return "failed";
  }
}

// A refusal's code; those of an ordinary end say nothing.
std::optional<std::int64_t> refusal(std::optional<std::int64_t> code) {
  return code && *code >= 300 && *code <= 699 && *code != 487 ? code : std::nullopt;
}

}  // namespace

LegEnd leg_end_of(CallStatus status, std::optional<std::int64_t> sip_code, bool is_phone) {
  if (status == CallStatus::completed) return LegEnd::completed;
  if (status == CallStatus::canceled) return LegEnd::canceled;
  if (sip_code)
    if (const auto end = end_of_code(*sip_code, is_phone)) return *end;
  if (status == CallStatus::busy) return LegEnd::busy;
  return status == CallStatus::no_answer ? LegEnd::no_answer : LegEnd::failed;
}

Reports Leg::on_status(const twilio::CallEvent& event, std::optional<std::int64_t> sip_code) {
  if (ended_) return {};
  const twilio::CallStep step = twilio::step(progress_, event);
  progress_ = step.now;
  if (!step.moved) return {};
  if (is_final(event.status)) {
    const bool ours = canceled_ && !answered_ && event.status != CallStatus::busy;
    const LegEnd how = ours ? LegEnd::canceled : leg_end_of(event.status, sip_code, is_phone_);
    return end(how, refusal(sip_code), word_of(event.status));
  }
  if (event.status == CallStatus::in_progress) return on_document();
  if (event.status != CallStatus::ringing) return {};
  rang_ = true;
  return canceled_ ? Reports{} : Reports{LegRinging{id_}};
}

Reports Leg::on_document() {
  if (ended_ || answered_) return {};
  answered_ = true;
  progress_.status = CallStatus::in_progress;
  return canceled_ ? Reports{} : Reports{LegAnswered{id_}};
}

Reports Leg::on_machine() {
  if (ended_ || canceled_ || machine_) return {};
  machine_ = true;
  return {LegMachine{id_}};
}

Reports Leg::on_key(const std::string& digit) {
  if (ended_ || canceled_) return {};
  return {LegKey{id_, digit}};
}

Reports Leg::on_refused(LegEnd how, const std::string& cause) {
  return ended_ ? Reports{} : end(how, {}, cause);
}

Reports Leg::end(LegEnd how, std::optional<std::int64_t> sip_code, const std::string& cause) {
  ended_ = true;
  return {LegEnded{id_, how, sip_code, cause, rang_}};
}

}  // namespace smarthandoff::telephony::twilio_port
