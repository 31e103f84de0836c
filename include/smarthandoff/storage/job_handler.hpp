#pragma once

#include <functional>
#include <string>

#include <smarthandoff/storage/context.hpp>

namespace smarthandoff::telephony {
class Telephony;
}
namespace smarthandoff::calls {
class VoiceCarrier;
class AlertSender;
class RecordingStore;
}  // namespace smarthandoff::calls
namespace smarthandoff::messenger {
class Messenger;
}

namespace smarthandoff {

// The outside world as an engine's jobs see it. Each port is only named here; the module that uses one
// includes its interface.
struct Ports {
  telephony::Telephony& telephony;
  messenger::Messenger* messenger = nullptr;    // none only in tests of other ports
  calls::VoiceCarrier* voice = nullptr;         // none: there is no phone service in the cloud
  calls::AlertSender* alerts = nullptr;         // none: there are no chat rooms
  calls::RecordingStore* recordings = nullptr;  // none: recordings are kept nowhere
};

// What an effect brought back, as an operation: run in one transaction with the end of its job.
using Answer = std::function<void(Context&)>;

// Called exactly once per effect, from any thread.
using Completion = std::function<void(Answer)>;

// Who does the jobs of one kind. Exactly one of the two functions is set.
struct JobHandler {
  std::string kind;
  // A rule: runs in the transaction that ends the job.
  void (*rule)(Context&, const Job&) = nullptr;
  // An effect: calls a port outside of any transaction. `job.attempt` > 0 means that an earlier try may have
  // reached the peer: look before repeating. No completion within `deadline` counts as a failed try.
  void (*effect)(Ports&, const Job&, Completion) = nullptr;
  Milliseconds deadline{30000};
};

}  // namespace smarthandoff
