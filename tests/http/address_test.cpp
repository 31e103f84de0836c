#include "http/address.hpp"

#include <doctest/doctest.h>

#include <smarthandoff/base/error.hpp>

using namespace smarthandoff;

TEST_CASE("a base address is https, or http to this machine, and ends with its host or path") {
  const auto accepted = [](const char* url) {
    try {
      http::check_base_url("base_url", url);
      return true;
    } catch (const Error& error) {
      CHECK(error.details().at("field") == "base_url");
      return false;
    }
  };
  for (const char* url : {"https://graph.facebook.com", "https://host.example:8443/twilio",
                          "http://127.0.0.1:80", "http://localhost", "http://[::1]:9"})
    CHECK_MESSAGE(accepted(url), url);
  for (const char* url : {"", "http://host.example", "http://127.0.0.1.evil.example", "https://a/",
                          "https://a?b", "https://u@a", "https://a#b", "ftp://a"})
    CHECK_MESSAGE(!accepted(url), url);
}

TEST_CASE("what is put into a path or query is encoded byte by byte") {
  CHECK(http::percent_encoded("az-09_.~AZ") == "az-09_.~AZ");
  CHECK(http::percent_encoded("+55 é&/=") == "%2B55%20%C3%A9%26%2F%3D");
}
