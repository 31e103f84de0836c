#include "telephony/twilio/hmac_sha1.hpp"

#include <algorithm>

#include <smarthandoff/base/error.hpp>

namespace smarthandoff::twilio {
namespace {

void need(bool ok) {
  if (!ok) throw Error(ErrorCode::internal, "SHA-1 is not available");
}

}  // namespace

HmacSha1::Context HmacSha1::begun(const std::array<unsigned char, 64>& block) {
  Context context(EVP_MD_CTX_new());
  need(context != nullptr && EVP_DigestInit_ex(context.get(), EVP_sha1(), nullptr) == 1 &&
       EVP_DigestUpdate(context.get(), block.data(), block.size()) == 1);
  return context;
}

HmacSha1::HmacSha1(std::string_view key) : work_(EVP_MD_CTX_new()) {
  std::array<unsigned char, 64> block{};
  if (key.size() > block.size()) {
    unsigned int size = 0;
    need(EVP_Digest(key.data(), key.size(), block.data(), &size, EVP_sha1(), nullptr) == 1);
  } else {
    std::copy(key.begin(), key.end(), block.begin());
  }
  for (unsigned char& byte : block) byte ^= 0x36U;
  inner_ = begun(block);
  for (unsigned char& byte : block) byte ^= 0x36U ^ 0x5cU;
  outer_ = begun(block);
  block.fill(0);
}

HmacSha1::Digest HmacSha1::of(std::string_view first, std::string_view second) {
  Digest digest{};
  need(EVP_MD_CTX_copy_ex(work_.get(), inner_.get()) == 1 &&
       EVP_DigestUpdate(work_.get(), first.data(), first.size()) == 1 &&
       EVP_DigestUpdate(work_.get(), second.data(), second.size()) == 1 &&
       EVP_DigestFinal_ex(work_.get(), digest.data(), nullptr) == 1);
  need(EVP_MD_CTX_copy_ex(work_.get(), outer_.get()) == 1 &&
       EVP_DigestUpdate(work_.get(), digest.data(), digest.size()) == 1 &&
       EVP_DigestFinal_ex(work_.get(), digest.data(), nullptr) == 1);
  return digest;
}

}  // namespace smarthandoff::twilio
