#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/base/time.hpp>
#include <smarthandoff/telephony/port.hpp>

// How an engine is doing: what Engine::health() answers. docs/engine.md.
namespace smarthandoff {

// Why stored credentials cannot be read.
enum class KeyProblem {
  missing,  // their key is not among `encryption_keys`
  wrong,    // a key of that id is given, and is not the one that encrypted
  corrupt,  // they are no encrypted text
};

// Credentials of one kind and key that the engine cannot use.
struct UnreadableCredentials {
  std::string kind;    // the group of operations that stores them, e.g. "channels"
  std::string key_id;  // of `encryption_keys`
  KeyProblem problem = KeyProblem::missing;
  std::int64_t count = 0;  // so many carry the key's id, of all tenants
};

struct EngineHealth {
  std::string store;  // "ok", or what is wrong
  telephony::PortHealth telephony;
  std::optional<telephony::PortHealth> directory;  // none: no directory was given
  std::int64_t queued_operations = 0;
  std::int64_t jobs_waiting = 0, jobs_leased = 0, jobs_late = 0, jobs_dead = 0;
  std::optional<Instant> oldest_due;
  std::int64_t channels_active = 0, channels_error = 0;  // messaging channels of all tenants, by status
  // Looked at every 30 s at most, the oldest and the newest of each kind and key.
  std::vector<UnreadableCredentials> unreadable_credentials;
  std::int64_t unknown_webhooks = 0;  // since the engine opened: of numbers and accounts that are nobody's
};

const Type& describe(const KeyProblem*);
const Type& describe(const UnreadableCredentials*);
const Type& describe(const EngineHealth*);

}  // namespace smarthandoff
