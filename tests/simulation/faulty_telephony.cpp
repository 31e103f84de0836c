#include "simulation/faulty_telephony.hpp"

#include <utility>

namespace simulation {

using smarthandoff::Error;
using smarthandoff::ErrorCode;
using smarthandoff::Seconds;

namespace {

Error in_doubt() {
  return Error(ErrorCode::in_doubt, "the phone system's answer got lost");
}

}  // namespace

FaultyTelephony::FaultyTelephony(std::shared_ptr<tp::Telephony> real, Random& random,
                                 const smarthandoff::Clock& clock)
    : real_(std::move(real)), random_(random), clock_(clock) {}

FaultyTelephony::~FaultyTelephony() {
  end();
}

void FaultyTelephony::end() {
  if (!life_) return;
  life_.reset();
  late_.clear();
}

void FaultyTelephony::start(Listener listener, smarthandoff::Milliseconds) {
  life_->listener = std::move(listener);
  if (on_start) on_start();
}

void FaultyTelephony::later(LateWork::Work work) {
  if (life_) late_.add(clock_.now() + random_.between(Seconds(0), Seconds(20)), std::move(work));
}

void FaultyTelephony::hear(const tp::Event& told) {
  if (!life_) return;
  const auto tell = [this, told] {
    if (life_) life_->listener(told);
  };
  // What breaks the order of one leg's events would break the port's promise: only presence and the end of
  // calls are late.
  const bool may_be_late =
      std::holds_alternative<tp::PresenceChanged>(told) || std::holds_alternative<tp::CallEnded>(told);
  const int times = random_.chance(misbehaviour_.doubled_event) ? 2 : 1;
  for (int i = 0; i < times; ++i) {
    if (may_be_late && random_.chance(misbehaviour_.late_event))
      later(tell);
    else
      tell();
  }
}

void FaultyTelephony::command(tp::Done done, const std::function<void(tp::Done)>& run) {
  if (before_command) before_command();
  if (!life_) return;
  const std::weak_ptr<Life> weak = life_;
  const auto answer = [weak, done = std::move(done)](tp::Failure failure) {
    if (weak.lock()) done(std::move(failure));
  };
  if (random_.chance(misbehaviour_.lost_command)) {
    return later([answer] { answer(in_doubt()); });
  }
  if (random_.chance(misbehaviour_.lost_answer)) {
    run([](const tp::Failure&) {});
    return later([answer] { answer(in_doubt()); });
  }
  const bool late = random_.chance(misbehaviour_.late_answer);
  const bool twice = random_.chance(misbehaviour_.doubled_answer);
  run([this, weak, answer, late, twice](const tp::Failure& failure) {
    if (!weak.lock()) return;
    if (late)
      later([answer, failure] { answer(failure); });
    else
      answer(failure);
    if (twice) later([answer, failure] { answer(failure); });
  });
}

void FaultyTelephony::extension_status(const std::string& extension, const std::string& domain,
                                       std::function<void(tp::ExtensionStatus)> done) {
  if (before_command) before_command();
  if (!life_) return;
  const std::weak_ptr<Life> weak = life_;
  const auto answer = [weak, done = std::move(done)](const tp::ExtensionStatus& status) {
    if (weak.lock()) done(status);
  };
  if (random_.chance(misbehaviour_.lost_answer)) {
    return later([answer, extension, at = clock_.now()] { answer({.extension = extension, .at = at}); });
  }
  real_->extension_status(extension, domain, answer);
}

void FaultyTelephony::known_statuses(const std::vector<std::string>& extensions, const std::string& domain,
                                     std::function<void(std::vector<tp::ExtensionStatus>)> done) {
  if (before_command) before_command();
  if (!life_) return;
  const std::weak_ptr<Life> weak = life_;
  const auto answer = [weak, done = std::move(done)](std::vector<tp::ExtensionStatus> statuses) {
    if (weak.lock()) done(std::move(statuses));
  };
  if (random_.chance(misbehaviour_.lost_answer)) {
    std::vector<tp::ExtensionStatus> unknown;
    for (const auto& extension : extensions) unknown.push_back({.extension = extension, .at = clock_.now()});
    return later([answer, unknown] { answer(unknown); });
  }
  real_->known_statuses(extensions, domain, answer);
}

void FaultyTelephony::hold(const tp::CallId& call, tp::Done done) {
  command(std::move(done), [&](tp::Done d) { real_->hold(call, std::move(d)); });
}

void FaultyTelephony::resume(const tp::CallId& call, const tp::AssistantTarget& target, tp::Done done) {
  command(std::move(done), [&](tp::Done d) { real_->resume(call, target, std::move(d)); });
}

void FaultyTelephony::ring(const tp::RingRequest& request, tp::Done done) {
  command(std::move(done), [&](tp::Done d) { real_->ring(request, std::move(d)); });
}

void FaultyTelephony::cancel(const tp::LegId& leg, tp::Done done) {
  command(std::move(done), [&](tp::Done d) { real_->cancel(leg, std::move(d)); });
}

void FaultyTelephony::bridge(const tp::CallId& call, const tp::LegId& leg, tp::Done done) {
  command(std::move(done), [&](tp::Done d) { real_->bridge(call, leg, std::move(d)); });
}

void FaultyTelephony::transfer_blind(const tp::BlindTransfer& request, tp::Done done) {
  command(std::move(done), [&](tp::Done d) { real_->transfer_blind(request, std::move(d)); });
}

void FaultyTelephony::play(const tp::LegId& leg, const std::string& text, const std::string& language,
                           tp::Done done) {
  command(std::move(done), [&](tp::Done d) { real_->play(leg, text, language, std::move(d)); });
}

void FaultyTelephony::record(const tp::CallId& call, const std::string& path, tp::Done done) {
  command(std::move(done), [&](tp::Done d) { real_->record(call, path, std::move(d)); });
}

void FaultyTelephony::hangup(const tp::CallId& call, tp::Done done) {
  command(std::move(done), [&](tp::Done d) { real_->hangup(call, std::move(d)); });
}

void FaultyTelephony::look_up(const std::string& id, std::function<void(tp::Failure, tp::LegState)> done) {
  if (before_command) before_command();
  if (!life_) return;
  const std::weak_ptr<Life> weak = life_;
  const auto answer = [weak, done = std::move(done)](tp::Failure failure, const tp::LegState& state) {
    if (weak.lock()) done(std::move(failure), state);
  };
  if (random_.chance(misbehaviour_.lost_answer)) return later([answer] { answer(in_doubt(), {}); });
  real_->look_up(id, answer);
}

}  // namespace simulation
