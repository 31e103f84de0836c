#pragma once

#include <optional>
#include <string>
#include <string_view>

// Digests and their text forms, over OpenSSL.
namespace smarthandoff::digest {

// 32 bytes.
std::string hmac_sha256(std::string_view key, std::string_view text);
std::string sha256(std::string_view text);

std::string to_hex(std::string_view bytes);                     // lower case
std::optional<std::string> from_hex(std::string_view text);     // either case
std::string to_base64(std::string_view bytes);                  // standard alphabet, padded
std::optional<std::string> from_base64(std::string_view text);  // the same; nothing for anything else

// True if both are the same bytes; how long it takes tells nothing but whether their lengths differ.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace smarthandoff::digest
