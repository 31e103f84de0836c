#pragma once

#include <smarthandoff/base/describe.hpp>

namespace smarthandoff {

// "boolean", "structure" …: the kind's name, as bindings tell it.
const char* kind_name(Kind kind);

}  // namespace smarthandoff
