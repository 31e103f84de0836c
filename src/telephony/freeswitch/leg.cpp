#include "telephony/freeswitch/leg.hpp"

#include <utility>

#include "telephony/freeswitch/causes.hpp"

namespace smarthandoff::telephony::freeswitch {
namespace {

// How long a terminal fact waits for another with more details; they are 1 to 20 ms apart
// (docs/freeswitch.md).
constexpr Milliseconds kDetailsWait{500};

bool is_set(const esl::Event& event, std::string_view time) {
  std::string scratch;
  const std::string_view value = event.value(time, scratch);
  return !value.empty() && value != "0";
}

void append(Reports& reports, Reports more) {
  for (Event& event : more) reports.push_back(std::move(event));
}

}  // namespace

Reports Leg::on_channel(const esl::Event& event, Instant now) {
  seen_ = true;
  if (ended_) return {};
  Reports reports;
  if (is_set(event, "Caller-Channel-Progress-Time") || is_set(event, "Caller-Channel-Progress-Media-Time") ||
      event.name() == "CHANNEL_PROGRESS" || event.name() == "CHANNEL_PROGRESS_MEDIA")
    append(reports, ring());
  if (event.name() == "CHANNEL_ANSWER" || is_set(event, "Caller-Channel-Answered-Time"))
    append(reports, answer());
  if (event.name() == "CHANNEL_PARK" && answered_) settled_ = true;
  if (event.variable("amd_result") == "MACHINE") append(reports, on_machine());
  if (event.name() == "CHANNEL_HANGUP") append(reports, on_hangup(event, false, now));
  if (event.name() == "CHANNEL_HANGUP_COMPLETE") append(reports, on_hangup(event, true, now));
  if (event.name() == "CHANNEL_DESTROY") {
    if (hangup_)
      append(reports, end(hangup_->cause, hangup_->sip_code));
    else if (job_error_)
      append(reports, end(*job_error_, std::nullopt));
    else
      wait(now);  // an unknown gateway: only the job knows the cause
  }
  return reports;
}

Reports Leg::on_hangup(const esl::Event& event, bool complete, Instant now) {
  hangup_ = Hangup{event.value("Hangup-Cause"), sip_code_of(event)};
  const bool decided = complete || answered_ || hangup_->sip_code || is_local_cause(hangup_->cause);
  if (decided) return end(hangup_->cause, hangup_->sip_code);
  wait(now);
  return {};
}

Reports Leg::on_job(std::string_view body, Instant now) {
  if (ended_) return {};
  if (body.starts_with("+OK")) {
    settled_ = true;  // CHANNEL_ANSWER alone says "answered" (docs/freeswitch.md)
    return {};
  }
  std::string cause(body.starts_with("-ERR ") ? body.substr(5) : body);
  cause.erase(cause.find_last_not_of(" \r\n") + 1);
  // Without a channel there is nothing else to come: not registered, unknown, refused by the PBX itself.
  if (!seen_) return end(cause, std::nullopt);
  if (hangup_) return end(hangup_->cause, hangup_->sip_code);
  job_error_ = std::move(cause);
  wait(now);
  return {};
}

Reports Leg::on_key(const std::string& digit) {
  if (ended_ || digit.empty()) return {};
  return {LegKey{id_, digit}};
}

Reports Leg::on_machine() {
  if (ended_ || cancel_wanted_ || std::exchange(machine_, true)) return {};
  return {LegMachine{id_}};
}

Reports Leg::on_alive(bool answered) {
  seen_ = true;
  if (ended_) return {};
  if (!answered) return {};
  settled_ = true;
  return answer();
}

Reports Leg::on_gone() {
  if (ended_) return {};
  if (hangup_) return end(hangup_->cause, hangup_->sip_code);
  if (job_error_) return end(*job_error_, std::nullopt);
  rang_ = true;  // unheard, it may have: "it did not" would let the person be called again at once
  return end(std::string(kMissed), std::nullopt);
}

Reports Leg::on_due(Instant now) {
  if (!due_ || now < *due_) return {};
  due_.reset();
  if (ended_) return {};
  return on_gone();
}

Reports Leg::ring() {
  if (std::exchange(rang_, true) || cancel_wanted_ || answered_) return {};
  return {LegRinging{id_}};
}

Reports Leg::answer() {
  if (std::exchange(answered_, true) || cancel_wanted_) return {};
  return {LegAnswered{id_}};
}

Reports Leg::end(const std::string& cause, std::optional<std::int64_t> sip_code) {
  if (std::exchange(ended_, true)) return {};
  due_.reset();
  LegEnd how = leg_end_of(cause, sip_code, cancel_wanted_);
  if (answered_ && how != LegEnd::canceled) how = LegEnd::completed;
  return {LegEnded{id_, how, answered_ ? std::nullopt : sip_code, cause, rang_}};
}

void Leg::wait(Instant now) {
  if (!due_) due_ = now + kDetailsWait;
}

}  // namespace smarthandoff::telephony::freeswitch
