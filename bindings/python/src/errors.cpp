#include "errors.hpp"

#include <smarthandoff/base/error.hpp>

namespace smarthandoff::python {

namespace {

py::object make(const Registry& registry, const Error& error) {
  py::dict details;
  for (const auto& [name, value] : error.details()) details[py::str(name)] = py::str(value);
  PyObject* made = PyObject_CallFunction(
      registry.error(), "ssO", std::string(to_string(error.code())).c_str(), error.what(), details.ptr());
  if (made == nullptr) throw PythonError();
  return py::reinterpret_steal<py::object>(made);
}

// The exception that is set on this thread, taken off it.
py::object take_raised() {
  PyObject* type = nullptr;
  PyObject* value = nullptr;
  PyObject* trace = nullptr;
  PyErr_Fetch(&type, &value, &trace);
  PyErr_NormalizeException(&type, &value, &trace);
  if (trace != nullptr) PyException_SetTraceback(value, trace);
  Py_XDECREF(type);
  Py_XDECREF(trace);
  return py::reinterpret_steal<py::object>(value);
}

// An error text may hold what a peer sent: what is not UTF-8 is replaced.
std::string readable(const char* text) {
  const auto decoded = py::reinterpret_steal<py::object>(
      PyUnicode_DecodeUTF8(text, static_cast<Py_ssize_t>(std::char_traits<char>::length(text)), "replace"));
  if (!decoded) throw PythonError();
  return decoded.cast<std::string>();
}

py::object convert(const Registry& registry, const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (py::error_already_set& error) {
    return py::reinterpret_borrow<py::object>(error.value());
  } catch (const PythonError&) {
    return take_raised();
  } catch (const Error& error) {
    return make(registry, Error(error.code(), readable(error.what()), error.details()));
  } catch (const std::bad_alloc&) {
    return py::reinterpret_borrow<py::object>(PyExc_MemoryError)();
  } catch (const std::exception& error) {
    return make(registry, Error(ErrorCode::internal, readable(error.what())));
  }
}

void translate(std::exception_ptr thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const PythonError&) {
    // It is set already.
  } catch (const Error&) {
    const py::object registry = py::module_::import("smarthandoff._native").attr("registry");
    raise(registry.cast<const Registry&>(), thrown);
  }
}

}  // namespace

py::object exception_of(const Registry& registry, const std::exception_ptr& thrown) {
  try {
    return convert(registry, thrown);
  } catch (const PythonError&) {
    return take_raised();
  }
}

void raise(const Registry& registry, const std::exception_ptr& thrown) {
  const py::object exception = exception_of(registry, thrown);
  PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(exception.ptr())), exception.ptr());
}

void register_translator(py::module_&) {
  py::register_local_exception_translator(translate);
}

void report_unraisable(PyObject* where) {
  PyErr_WriteUnraisable(where);
}

}  // namespace smarthandoff::python
