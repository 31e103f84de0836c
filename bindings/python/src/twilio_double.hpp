#pragma once

#include "registry.hpp"

namespace smarthandoff::python {

// Binds TwilioDouble.
void bind_twilio_double(py::module_& module, const Registry& registry);

}  // namespace smarthandoff::python
