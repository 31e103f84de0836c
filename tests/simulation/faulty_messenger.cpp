#include "simulation/faulty_messenger.hpp"

#include <utility>

namespace simulation {

using smarthandoff::Milliseconds;
using smarthandoff::Seconds;

namespace {

ms::Failure passing(ms::FailureKind kind, std::int64_t code) {
  return {.kind = kind, .code = code, .detail = "not now"};
}

}  // namespace

void FaultyMessenger::end() {
  life_.reset();
  late_.clear();
}

// At times later than anybody waits for an order's answer.
void FaultyMessenger::later(LateWork::Work work) {
  if (life_) late_.add(clock_.now() + random_.between(Seconds(0), Seconds(45)), std::move(work));
}

void FaultyMessenger::refuse_for_now(const Answer& answer) {
  ms::SendResult result{.outcome = ms::SendOutcome::retry, .failure = {}};
  switch (random_.below(3)) {
    case 0:
      result.failure = passing(ms::FailureKind::temporary, 131000);
      break;
    case 1:
      result.failure = passing(ms::FailureKind::pair_limited, 131056);
      break;
    default:
      result.failure = passing(ms::FailureKind::rate_limited, 130429);
      result.retry_after = random_.between(Milliseconds(100), Seconds(30));
      result.counts = random_.chance(0.5);
  }
  answer(result);
}

void FaultyMessenger::doubt(const Answer& answer) {
  later([answer] {
    answer({.outcome = ms::SendOutcome::in_doubt, .failure = passing(ms::FailureKind::temporary, 0)});
  });
}

void FaultyMessenger::send(const ms::SendRequest& request, std::function<void(ms::SendResult)> done) {
  if (before_command) before_command();
  if (!life_) return;
  const std::weak_ptr<bool> weak = life_;
  const Answer answer = [weak, done = std::move(done)](const ms::SendResult& result) {
    if (weak.lock()) done(result);
  };
  if (random_.chance(trouble_.refused_for_now)) return refuse_for_now(answer);
  if (random_.chance(trouble_.lost_command)) return doubt(answer);
  const ms::SendResult result = service_.take(request);
  if (random_.chance(trouble_.lost_answer)) return doubt(answer);
  if (random_.chance(trouble_.doubled_answer)) later([answer, result] { answer(result); });
  if (random_.chance(trouble_.late_answer)) return later([answer, result] { answer(result); });
  answer(result);
}

void FaultyMessenger::mark_read(const ms::MarkRead&, std::function<void(ms::Failure)> done) {
  if (life_) done({});
}

void FaultyMessenger::list_templates(const ms::ListTemplates&,
                                     std::function<void(ms::TemplatesResult)> done) {
  if (life_) done({.templates = {}, .failure = passing(ms::FailureKind::temporary, 131000)});
}

}  // namespace simulation
