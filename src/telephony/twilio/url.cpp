#include "telephony/twilio/url.hpp"

#include <algorithm>

namespace smarthandoff::twilio {

std::string_view without_fragment(std::string_view url) {
  return url.substr(0, url.find('#'));
}

UrlParts split_url(std::string_view url) {
  url = without_fragment(url);
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos) return {.rest = url};
  UrlParts parts{.scheme = url.substr(0, colon)};
  url.remove_prefix(colon + 3);
  std::string_view authority = url.substr(0, url.find_first_of("/?"));
  parts.rest = url.substr(authority.size());
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    parts.userinfo = authority.substr(0, at + 1);
    authority.remove_prefix(at + 1);
  }
  const std::size_t bracket = authority.rfind(']');  // of an IPv6 address
  const std::size_t port = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  parts.host = authority.substr(0, port);
  if (port != std::string_view::npos) parts.port = authority.substr(port);
  return parts;
}

std::string_view default_port(std::string_view scheme) {
  const std::string lower = lower_case(scheme);
  if (lower == "https" || lower == "wss") return ":443";
  return lower == "http" || lower == "ws" ? ":80" : "";
}

std::string_view query_value(std::string_view url, std::string_view name) {
  url = without_fragment(url);
  std::size_t at = url.find('?');
  while (at != std::string_view::npos) {
    url.remove_prefix(at + 1);
    at = url.find('&');
    const std::string_view pair = url.substr(0, at);
    if (pair.starts_with(name) && pair.substr(name.size()).starts_with('='))
      return pair.substr(name.size() + 1);
  }
  return {};
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lower;
}

}  // namespace smarthandoff::twilio
