#pragma once

#include <Python.h>

#include <optional>

#include <smarthandoff/base/time.hpp>

namespace smarthandoff::python {

// Python's datetime module has to be loaded once per process before the functions below are used.
void load_datetime();

// An aware datetime in UTC, a new reference; null with a Python exception for years that Python does not
// know.
PyObject* make_datetime(Instant instant);

bool is_datetime(PyObject* object);
// The instant of a datetime, cut to milliseconds; nothing for a naive one. Throws PythonError when the
// object's own tzinfo fails.
std::optional<Instant> read_datetime(PyObject* datetime);

}  // namespace smarthandoff::python
