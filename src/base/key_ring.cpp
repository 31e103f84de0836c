#include <smarthandoff/base/key_ring.hpp>

#include <openssl/evp.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include <smarthandoff/base/describe_secret.hpp>
#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/base/error.hpp>

#include "base/digest.hpp"
#include "base/field_check.hpp"

namespace smarthandoff {
namespace {

constexpr std::size_t kKeyBytes = 32, kNonceBytes = 12, kTagBytes = 16;
constexpr std::string_view kIdCharacters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:";

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

Error cipher_failed() {
  return Error(ErrorCode::internal, "AES-256-GCM is not available");
}

unsigned char* writable(std::string& text, std::size_t at = 0) {
  return reinterpret_cast<unsigned char*>(text.data()) + at;
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string_view view(const std::array<unsigned char, 32>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Prepares a cipher for one text: `direction` 1 encrypts, 0 decrypts.
CipherContext cipher(std::string_view key, std::string_view nonce, std::string_view bound_to, int direction) {
  CipherContext context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int size = 0;
  if (!context ||
      EVP_CipherInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes_of(key), bytes_of(nonce),
                        direction) != 1 ||
      EVP_CipherUpdate(context.get(), nullptr, &size, bytes_of(bound_to),
                       static_cast<int>(bound_to.size())) != 1) {
    throw cipher_failed();
  }
  return context;
}

std::string encrypt(std::string_view key, std::string_view nonce, std::string_view bound_to,
                    std::string_view text) {
  const CipherContext context = cipher(key, nonce, bound_to, 1);
  std::string out(text.size() + kTagBytes, '\0');
  int size = 0, rest = 0;
  if (EVP_EncryptUpdate(context.get(), writable(out), &size, bytes_of(text), static_cast<int>(text.size())) !=
          1 ||
      EVP_EncryptFinal_ex(context.get(), writable(out, static_cast<std::size_t>(size)), &rest) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(kTagBytes),
                          writable(out, text.size())) != 1) {
    throw cipher_failed();
  }
  return out;
}

// Nothing if the tag does not fit: another key, another owner, or changed bytes.
std::optional<std::string> decrypt(std::string_view key, std::string_view nonce, std::string_view bound_to,
                                   std::string_view data) {
  const CipherContext context = cipher(key, nonce, bound_to, 0);
  const std::size_t length = data.size() - kTagBytes;
  std::string out(length, '\0');
  std::string tag(data.substr(length));
  int size = 0, rest = 0;
  if (EVP_DecryptUpdate(context.get(), writable(out), &size, bytes_of(data), static_cast<int>(length)) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(kTagBytes), tag.data()) !=
          1) {
    throw cipher_failed();
  }
  if (EVP_DecryptFinal_ex(context.get(), writable(out, static_cast<std::size_t>(size)), &rest) != 1)
    return std::nullopt;
  return out;
}

std::optional<std::string> key_bytes(const std::string& text) {
  auto bytes = text.size() == 2 * kKeyBytes ? digest::from_hex(text) : digest::from_base64(text);
  if (bytes && bytes->size() != kKeyBytes) bytes.reset();
  return bytes;
}

// A length before each part, so that no two lists of parts make the same text.
std::string joined(std::initializer_list<std::string_view> parts) {
  std::string all;
  for (const auto part : parts) all.append(std::to_string(part.size())).append(":").append(part);
  return all;
}

}  // namespace

KeyRing::KeyRing(const std::vector<EncryptionKey>& keys) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const EncryptionKey& given = keys[i];
    const std::string field = "encryption_keys[" + std::to_string(i) + "]";
    if (given.id.empty() || given.id.size() > 64 ||
        given.id.find_first_not_of(kIdCharacters) != std::string::npos)
      throw invalid_field(field + ".id", "must be 1 to 64 letters, digits, '-', '_', '.' or ':'");
    const auto same = [&](const Key& key) { return key.id == given.id; };
    if (std::any_of(keys_.begin(), keys_.end(), same))
      throw invalid_field(field + ".id", "must not repeat \"" + given.id + "\"");
    const auto bytes = key_bytes(given.key.reveal());
    if (!bytes)
      throw invalid_field(field + ".key",
                          "of \"" + given.id + "\" must be 32 bytes as 64 hex digits or as base64");
    Key key{.id = given.id, .bytes = {}};
    std::copy(bytes->begin(), bytes->end(), key.bytes.begin());
    keys_.push_back(std::move(key));
  }
}

std::string KeyRing::newest() const {
  return keys_.empty() ? std::string() : keys_.back().id;
}

Sealed KeyRing::seal(std::string_view text, std::string_view bound_to, std::string_view salt) const {
  if (keys_.empty())
    throw Error(ErrorCode::failed_precondition,
                "credentials cannot be stored: the engine was opened without encryption_keys");
  const Key& key = keys_.back();
  const std::string nonce_key = digest::hmac_sha256(view(key.bytes), "smarthandoff nonce");
  const std::string nonce =
      digest::hmac_sha256(nonce_key, joined({salt, bound_to, text})).substr(0, kNonceBytes);
  return {.key_id = key.id,
          .data = digest::to_base64(nonce + encrypt(view(key.bytes), nonce, bound_to, text))};
}

std::string KeyRing::open(const Sealed& sealed, std::string_view bound_to) const {
  const auto key =
      std::find_if(keys_.begin(), keys_.end(), [&](const Key& k) { return k.id == sealed.key_id; });
  if (key == keys_.end())
    throw Error(ErrorCode::failed_precondition,
                "encrypted with the key \"" + sealed.key_id + "\", which is not among encryption_keys",
                {{"key_id", sealed.key_id}, {"problem", "missing"}});
  const auto data = digest::from_base64(sealed.data);
  if (!data || data->size() < kNonceBytes + kTagBytes)
    throw Error(ErrorCode::corrupt, "this is no text that was encrypted with \"" + sealed.key_id + "\"",
                {{"key_id", sealed.key_id}});
  const std::string_view bytes = *data;
  auto text = decrypt(view(key->bytes), bytes.substr(0, kNonceBytes), bound_to, bytes.substr(kNonceBytes));
  if (!text)
    throw Error(ErrorCode::failed_precondition,
                "the key \"" + sealed.key_id + "\" of encryption_keys is not the one that encrypted this",
                {{"key_id", sealed.key_id}, {"problem", "wrong"}});
  return std::move(*text);
}

std::vector<std::string> KeyRing::fingerprints(std::string_view text) const {
  std::vector<std::string> all;
  for (auto key = keys_.rbegin(); key != keys_.rend(); ++key) {
    const std::string own = digest::hmac_sha256(view(key->bytes), "smarthandoff fingerprint");
    all.push_back(digest::to_hex(digest::hmac_sha256(own, text)));
  }
  return all;
}

const Type& describe(const EncryptionKey*) {
  static const Immortal<Type> type =
      Description<EncryptionKey>("EncryptionKey", "One key of a host's key ring.")
          .required("id", &EncryptionKey::id, "stored beside what it encrypted")
          .required("key", &EncryptionKey::key, "32 bytes as 64 hex digits or as base64")
          .build();
  return type;
}

}  // namespace smarthandoff
