#pragma once

#include <smarthandoff/base/key_ring.hpp>
#include <smarthandoff/base/time.hpp>
#include <smarthandoff/calls/alert_sender.hpp>
#include <smarthandoff/calls/alert_target.hpp>

#include "engine/loop.hpp"
#include "engine/messenger_hub.hpp"
#include "engine/readers.hpp"

namespace smarthandoff::engine {

// The chat rooms that jobs see: reads what waits for one with its address, and posts it over the messengers'
// HTTP client.
class AlertDesk final : public calls::AlertSender {
 public:
  // The references must outlive the desk.
  AlertDesk(Readers& readers, Loop& io, const KeyRing& keys, const Clock& clock, MessengerHub& messengers)
      : readers_(readers), io_(io), keys_(keys), clock_(clock), messengers_(messengers) {}

  void post(const TenantId& tenant, const calls::AlertTargetId& target,
            std::function<void(calls::AlertPosted)> done) override;

 private:
  using Done = std::function<void(calls::AlertPosted)>;
  void post_first(const storage::Transaction& transaction, const TenantId& tenant,
                  const calls::AlertTargetId& target, const Done& done);
  void send(const calls::WaitingAlert& alert, const Done& done);

  Readers& readers_;
  Loop& io_;
  const KeyRing& keys_;
  const Clock& clock_;
  MessengerHub& messengers_;
};

}  // namespace smarthandoff::engine
