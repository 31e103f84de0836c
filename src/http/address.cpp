#include "http/address.hpp"

#include <smarthandoff/base/error.hpp>

#include "base/loopback.hpp"

namespace smarthandoff::http {
void check_base_url(std::string_view field, std::string_view url) {
  if (!url.starts_with("https://") && !is_loopback(url))
    throw invalid_field(field, "must be an https address");
  if (url.ends_with('/') || url.find_first_of("?#@ ") != std::string_view::npos)
    throw invalid_field(field, "must end with its host or path, e.g. https://graph.facebook.com");
}

std::string percent_encoded(std::string_view text) {
  static constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (kPlain.find(c) != std::string_view::npos)
      encoded += c;
    else
      encoded.append("%").append(1, kHex[byte >> 4U]).append(1, kHex[byte & 0xfU]);
  }
  return encoded;
}

}  // namespace smarthandoff::http
