#pragma once

#include <exception>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/time.hpp>

namespace smarthandoff::engine {

// How long a store that was full, busy or away is left alone before something from inside is stored again.
inline constexpr Milliseconds kStoreAgain{1000};

// True if the store could not take it now, and nothing is wrong with what it was given.
inline bool is_of_the_store(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const Error& failure) {
    return failure.retryable() || failure.code() == ErrorCode::in_doubt;
  } catch (...) {
    return false;
  }
}

}  // namespace smarthandoff::engine
