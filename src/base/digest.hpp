#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

// Digests and their text forms, over OpenSSL.
namespace smarthandoff::digest {

// 32 bytes.
std::string hmac_sha256(std::string_view key, std::string_view text);
std::string sha256(std::string_view text);

// SHA-256 of bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  void add(std::string_view bytes);
  std::string take();  // 32 bytes; nothing may be added afterwards

 private:
  std::unique_ptr<void, void (*)(void*)> state_;
};

std::string to_hex(std::string_view bytes);                     // lower case
std::optional<std::string> from_hex(std::string_view text);     // either case
std::string to_base64(std::string_view bytes);                  // standard alphabet, padded
std::optional<std::string> from_base64(std::string_view text);  // the same; nothing for anything else

// True if both are the same bytes; how long it takes tells nothing but whether their lengths differ.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace smarthandoff::digest
