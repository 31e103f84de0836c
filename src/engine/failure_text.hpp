#pragma once

#include <exception>
#include <string>

namespace smarthandoff::engine {

// What was thrown, as the log tells it; a host's code may throw anything.
inline std::string text_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& exception) {
    return exception.what();
  } catch (...) {
    return "something that is no exception was thrown";
  }
}

}  // namespace smarthandoff::engine
