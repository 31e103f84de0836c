#pragma once

#include "telephony.hpp"

namespace smarthandoff::python {

// Binds SimulatedPbx.
void bind_simulator(py::module_& module, const Registry& registry);

}  // namespace smarthandoff::python
