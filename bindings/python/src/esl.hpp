#pragma once

#include "registry.hpp"

namespace smarthandoff::python {

// Binds Decoder and Frame.
void bind_esl(py::module_& module, const Registry& registry);

}  // namespace smarthandoff::python
