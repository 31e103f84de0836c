#include "base/local_text.hpp"

#include <doctest/doctest.h>

using namespace smarthandoff;

TEST_CASE("an instant is told in the order in which the language reads dates") {
  const Instant at = parse_rfc3339("2026-02-01T17:05:00Z");
  CHECK(local_text(at, "America/Sao_Paulo", "pt-BR") == "01/02/2026 14:05");
  CHECK(local_text(at, "America/Sao_Paulo", "en-US") == "02/01/2026 2:05 PM");
  CHECK(local_text(parse_rfc3339("2026-02-01T05:30:00Z"), "America/New_York", "en-US") ==
        "02/01/2026 12:30 AM");
  CHECK(local_text(parse_rfc3339("2026-02-01T17:00:00Z"), "America/New_York", "en-US") ==
        "02/01/2026 12:00 PM");
}
