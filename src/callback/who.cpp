#include "callback/who.hpp"

namespace smarthandoff::callbacks::who {

std::vector<Person> of_extension(const Context&, const std::string&) {
  return {};
}

std::vector<Person> of_department(const Context&, const std::string&) {
  return {};
}

std::optional<Person> acting(const Context&) {
  return std::nullopt;
}

}  // namespace smarthandoff::callbacks::who
