#include <optional>
#include <string>

#include <doctest/doctest.h>

#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/json.hpp>

using namespace smarthandoff;

namespace {

// The code of the error that reading ends in.
template <class T>
std::optional<ErrorCode> refusal(std::string_view json) {
  try {
    from_json<T>(json);
  } catch (const Error& error) {
    return error.code();
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("a number that no double can hold is an invalid argument") {
  // The JSON parser's own exception for 1e999 left the library.
  for (const char* json : {"1e999", "-1e999", "[1e999]", R"({"a":1e999})"}) {
    CAPTURE(json);
    CHECK(refusal<double>(json) == ErrorCode::invalid_argument);
  }
}

TEST_CASE("every instant that is read can be written and read again") {
  // An offset at the edge of the calendar led to the years -1 and 10000, which cannot be
  // read.
  for (const char* json :
       {R"("0000-01-01T00:00:00+00:01")", R"("9999-12-31T23:59:59-00:01")", R"("9999-12-31T23:59:60Z")"}) {
    CAPTURE(json);
    CHECK(refusal<Instant>(json) == ErrorCode::invalid_argument);
  }
  for (const char* json : {R"("0000-01-01T00:00:00.000Z")", R"("9999-12-31T23:59:59.999Z")"}) {
    CAPTURE(json);
    CHECK(to_json(from_json<Instant>(json)) == json);
  }
}
