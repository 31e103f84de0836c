#pragma once

#include <doctest/doctest.h>

#include <smarthandoff/base/error.hpp>

namespace test_support {

// The code of the error that `call` ends in; without one the test has failed.
template <class Call>
smarthandoff::ErrorCode code_of(const Call& call) {
  try {
    call();
  } catch (const smarthandoff::Error& error) {
    return error.code();
  }
  FAIL("no error");
  return smarthandoff::ErrorCode::internal;
}

}  // namespace test_support
