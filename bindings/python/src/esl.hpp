#pragma once

#include <pybind11/pybind11.h>

namespace smarthandoff::python {

namespace py = pybind11;

// Binds Decoder and Frame.
void bind_esl(py::module_& module);

}  // namespace smarthandoff::python
