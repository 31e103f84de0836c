#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include <smarthandoff/messenger/message.hpp>
#include <smarthandoff/messenger/port.hpp>

#include "support/domain_store.hpp"

namespace message_clock {

using namespace smarthandoff;

// A store whose messages' jobs, and `more` of a test's own, run as an engine runs them, on a clock that the
// test moves.
class MessageClock : public domain_store::Store {
 public:
  MessageClock(messenger::Messenger& peer, const std::vector<JobHandler>& more)
      : peer_(peer), handlers_(messages::job_handlers()) {
    handlers_.insert(handlers_.end(), more.begin(), more.end());
  }

  void advance(Milliseconds by) {
    const Instant end = now + by;
    while (true) {
      const auto next = std::ranges::min_element(jobs, {}, &Job::due);
      if (next == jobs.end() || next->due > end) break;
      const Job job = *next;
      jobs.erase(next);
      now = std::max(now, job.due);
      run(job);
    }
    now = end;
  }

 private:
  void run(const Job& job) {
    const auto handler = std::ranges::find(handlers_, job.kind, &JobHandler::kind);
    if (handler == handlers_.end()) return;  // of those who are told
    if (handler->rule != nullptr) {
      write([&](Context& context, const Job& due) { return handler->rule(context, due), 0; }, job);
      return;
    }
    Ports ports{*static_cast<telephony::Telephony*>(nullptr), &peer_};
    handler->effect(ports, job, [this](const Answer& answer) {
      write([&](Context& context, int) { return answer(context), 0; }, 0);
    });
  }

  messenger::Messenger& peer_;
  std::vector<JobHandler> handlers_;
};

}  // namespace message_clock
