#pragma once

#include <string>
#include <string_view>

namespace smarthandoff::twilio {

// The parts of a URL, looking into it; all but `rest` are empty where it is none.
struct UrlParts {
  std::string_view scheme;    // without "://"
  std::string_view userinfo;  // with its '@'
  std::string_view host;
  std::string_view port;  // with its ':'
  std::string_view rest;  // path and query, without a fragment
};

UrlParts split_url(std::string_view url);

// The URL without its fragment.
std::string_view without_fragment(std::string_view url);

// ":443" or ":80"; empty for another scheme.
std::string_view default_port(std::string_view scheme);

// The first value of a query parameter, as it stands there; empty without.
std::string_view query_value(std::string_view url, std::string_view name);

// A to Z only.
std::string lower_case(std::string_view text);

}  // namespace smarthandoff::twilio
