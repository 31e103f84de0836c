#pragma once

#include <mutex>
#include <optional>
#include <vector>

#include <smarthandoff/base/key_ring.hpp>
#include <smarthandoff/engine/engine.hpp>
#include <smarthandoff/storage/database.hpp>

namespace smarthandoff::engine {

// Whether the engine's keys read what is stored encrypted, for health: two texts are opened per kind and key,
// and the answer is kept for half a minute, since load balancers ask every second. Any thread.
class CredentialCheck {
 public:
  explicit CredentialCheck(const KeyRing& keys) : keys_(keys) {}  // outlive this

  // Empty: all that was looked at can be read.
  std::vector<UnreadableCredentials> unreadable(const storage::Transaction& transaction, Instant now);

 private:
  std::vector<UnreadableCredentials> look(const storage::Transaction& transaction) const;

  const KeyRing& keys_;
  std::mutex mutex_;  // guards all below
  std::optional<Instant> looked_at_;
  std::vector<UnreadableCredentials> found_;
};

}  // namespace smarthandoff::engine
