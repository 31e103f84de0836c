#include <doctest/doctest.h>

#include "base/loopback.hpp"

using namespace smarthandoff;

// An access token went in clear text to "http://localhost.evil.example": the beginning of the address was
// enough.
TEST_CASE("only this machine is this machine") {
  for (const char* url : {"http://127.0.0.1", "http://127.0.0.1:80", "http://localhost", "http://localhost/x",
                          "http://[::1]:9/x", "http://localhost:8080"}) {
    CAPTURE(url);
    CHECK(is_loopback(url));
  }
  for (const char* url : {"", "http://localhost.evil.example", "http://127.0.0.1.evil.example/x",
                          "http://localhostevil", "http://localhost:80.evil.example",
                          "http://localhost:x@evil.example", "http://127.0.0.10", "http://[::1].evil.example",
                          "https://localhost", "http://localhost?x", "http://localhost@evil.example"}) {
    CAPTURE(url);
    CHECK_FALSE(is_loopback(url));
  }
}
