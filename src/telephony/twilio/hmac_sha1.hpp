#pragma once

#include <array>
#include <memory>
#include <string_view>

#include <openssl/evp.h>

namespace smarthandoff::twilio {

// HMAC-SHA-1 under one key: the key's two blocks are digested once, and copied for every message.
class HmacSha1 {
 public:
  using Digest = std::array<unsigned char, 20>;

  explicit HmacSha1(std::string_view key);

  // Of the two texts, one after the other.
  Digest of(std::string_view first, std::string_view second);

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  using Context = std::unique_ptr<EVP_MD_CTX, Free>;

  static Context begun(const std::array<unsigned char, 64>& block);

  Context inner_;
  Context outer_;
  Context work_;
};

}  // namespace smarthandoff::twilio
