#include "base/department.hpp"

#include <smarthandoff/base/fold.hpp>

#include "base/field_check.hpp"

namespace smarthandoff {

std::string department_key(std::string_view name) {
  return fold(field::trimmed(name));
}

}  // namespace smarthandoff
