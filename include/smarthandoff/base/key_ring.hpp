#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/base/secret.hpp>

namespace smarthandoff {

struct Type;

// One key of a host's key ring.
struct EncryptionKey {
  std::string id;  // 1-64 letters, digits, '-', '_', '.', ':'; stored beside what it encrypted
  Secret key;      // 32 bytes as 64 hex digits or as base64
};

// A text encrypted by one of the keys.
struct Sealed {
  std::string key_id;
  std::string data;  // base64 of nonce, ciphertext and tag

  bool operator==(const Sealed&) const = default;
};

// The keys that credentials are encrypted with at rest (AES-256-GCM). Several are given while keys are
// rotated, oldest first: the last one encrypts, each decrypts what carries its id. Immutable, any thread.
class KeyRing {
 public:
  KeyRing() = default;

  // Throws invalid_argument (field "encryption_keys") for an id that is malformed or given twice, or a key
  // that is not 32 bytes.
  explicit KeyRing(const std::vector<EncryptionKey>& keys);

  bool empty() const { return keys_.empty(); }

  // The id of the key that encrypts; empty without keys.
  std::string newest() const;

  // Encrypts with the newest key. `bound_to` says what the text belongs to (tenant and entity) and must be
  // the same when it is opened; `salt` must be new for each text (an id of the call). The nonce is derived
  // from all three, so that a repeated operation makes the same bytes and no two texts share a nonce. Throws
  // failed_precondition without keys.
  Sealed seal(std::string_view text, std::string_view bound_to, std::string_view salt) const;

  // Decrypts. Throws failed_precondition naming the key's id where that key was not given or is another one
  // than it was; corrupt where the data is no sealed text.
  std::string open(const Sealed& sealed, std::string_view bound_to) const;

  // A keyed digest of a text under each key, newest first, by which a secret is found without being stored.
  std::vector<std::string> fingerprints(std::string_view text) const;

 private:
  struct Key {
    std::string id;
    std::array<unsigned char, 32> bytes;
  };
  std::vector<Key> keys_;  // oldest first
};

const Type& describe(const EncryptionKey*);

}  // namespace smarthandoff
