#pragma once

#include <exception>
#include <new>

#include "gil.hpp"
#include "registry.hpp"

namespace smarthandoff::python {

// The Python exception for what was thrown: an instance of smarthandoff.Error's subclasses for our own error,
// the Python exception that was already raised, or Internal. The lock is held.
py::object exception_of(const Registry& registry, const std::exception_ptr& thrown);

// Sets that exception as the one being raised.
void raise(const Registry& registry, const std::exception_ptr& thrown);

// Has pybind11 raise our errors as above, for the functions bound through it in this module.
void register_translator(py::module_& module);

// Runs `work`, which answers a new reference; what it throws is raised in Python.
template <class Work>
PyObject* guarded(const Registry& registry, Work work) {
  try {
    return work();
  } catch (const std::exception&) {
    raise(registry, std::current_exception());
    return nullptr;
  }
}

// Has Python report the exception being raised, where nobody can catch it, through sys.unraisablehook.
void report_unraisable(PyObject* where);

}  // namespace smarthandoff::python
