#pragma once

#include <exception>
#include <string>

namespace smarthandoff::esl {

// Runs a host's function; what it throws becomes a line for `log`, so that the next one still runs.
template <class Function, class Log>
void guarded(const char* name, const Function& function, const Log& log) {
  std::string thrown;
  try {
    function();
    return;
  } catch (const std::exception& error) {
    thrown = error.what();
  } catch (...) {
    thrown = "something that is no std::exception";
  }
  log(std::string("event socket: ") + name + " threw: " + thrown);
}

}  // namespace smarthandoff::esl
