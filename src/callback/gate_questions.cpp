#include "callback/gate_questions.hpp"

namespace smarthandoff::callbacks::gate {

std::optional<std::string> may_call(Context&, const Callback&) {
  return std::nullopt;
}

std::optional<std::string> may_write(Context&, const Callback&, const std::string&) {
  return std::nullopt;
}

}  // namespace smarthandoff::callbacks::gate
