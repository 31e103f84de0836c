#pragma once

#include <functional>

#include <smarthandoff/base/tenant.hpp>
#include <smarthandoff/calls/ids.hpp>
#include <smarthandoff/messenger/types.hpp>

// The port to chat rooms: what alerts ask of it. Adapters hold no rules; they find what waits, and the room's
// address, by `first_waiting_alert`.
namespace smarthandoff::calls {

// What became of the alert that waited first. in_doubt: it may have been taken, and is posted again; retry:
// it was certainly not; refused for `configuration`: the address is dead; refused for another reason: this
// text is.
struct AlertPosted {
  bool waited = false;  // false: nothing waited, or the target is not active
  AlertId alert_id;     // empty: it was not even read, which counts as retry
  messenger::SendResult result;
};

class AlertSender {
 public:
  virtual ~AlertSender() = default;

  // Posts the alert that waits first for this room. May be called from any thread, returns at once and calls
  // `done` exactly once, on a thread of the adapter or before it returns.
  virtual void post(const TenantId& tenant, const AlertTargetId& target,
                    std::function<void(AlertPosted)> done) = 0;
};

}  // namespace smarthandoff::calls
