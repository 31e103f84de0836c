#include "sink.hpp"

#include "datetime.hpp"
#include "gil.hpp"

namespace smarthandoff::python {

namespace {

PyObject* new_text(std::string_view value) {
  return PyUnicode_DecodeUTF8(value.data(), static_cast<Py_ssize_t>(value.size()), "replace");
}

PyObject* new_reference(PyObject* object) {
  Py_INCREF(object);
  return object;
}

}  // namespace

void PythonSink::put(PyObject* value) {
  if (value == nullptr) throw PythonError();
  if (open_.empty()) {
    result_ = py::reinterpret_steal<py::object>(value);
    return;
  }
  Open& top = open_.back();
  if (top.structure != nullptr) {
    Py_XSETREF(top.structure->slot(top.container.ptr(), top.next), value);
  } else if (PyList_CheckExact(top.container.ptr())) {
    PyList_SET_ITEM(top.container.ptr(), static_cast<Py_ssize_t>(top.next++), value);
  } else {
    const int failed = PyDict_SetItem(top.container.ptr(), top.key.ptr(), value);
    Py_DECREF(value);
    if (failed != 0) throw PythonError();
  }
}

void PythonSink::open(PyObject* container, const StructClass* structure) {
  if (container == nullptr) throw PythonError();
  open_.push_back({py::reinterpret_steal<py::object>(container), structure, 0, {}});
}

void PythonSink::close() {
  PyObject* finished = open_.back().container.release().ptr();
  open_.pop_back();
  put(finished);
}

void PythonSink::null() {
  put(new_reference(Py_None));
}
void PythonSink::boolean(bool value) {
  put(new_reference(value ? Py_True : Py_False));
}
void PythonSink::integer(std::int64_t value) {
  put(PyLong_FromLongLong(value));
}
void PythonSink::number(double value) {
  put(PyFloat_FromDouble(value));
}
void PythonSink::bytes(std::string_view value) {
  put(PyBytes_FromStringAndSize(value.data(), static_cast<Py_ssize_t>(value.size())));
}
void PythonSink::text(std::string_view value) {
  put(new_text(value));
}
void PythonSink::instant(Instant value) {
  put(make_datetime(value));
}
void PythonSink::milliseconds(Milliseconds value) {
  integer(value.count());
}
void PythonSink::money(const Money& value) {
  PyObject* amount = PyObject_CallFunction(registry_.decimal(), "s", value.amount().c_str());
  if (amount == nullptr) throw PythonError();
  put(PyObject_CallFunction(registry_.money(), "Ns", amount, value.currency.c_str()));
}

void PythonSink::enumerator(const Type& type, const Enumerator& value) {
  const auto index = static_cast<std::size_t>(&value - type.enumerators.data());
  put(new_reference(registry_.enumeration(type).members[index]));
}

void PythonSink::begin_structure(const Type& type) {
  const StructClass& structure = registry_.structure(type);
  open(structure.python->tp_alloc(structure.python, 0), &structure);
}
void PythonSink::member(const Field& field) {
  Open& top = open_.back();
  top.next = static_cast<std::size_t>(&field - top.structure->type->fields.data());
}
void PythonSink::end_structure(const Type&) {
  close();
}
void PythonSink::begin_list(std::size_t size) {
  open(PyList_New(static_cast<Py_ssize_t>(size)));
}
void PythonSink::end_list() {
  close();
}
void PythonSink::begin_map(std::size_t) {
  open(PyDict_New());
}
void PythonSink::key(std::string_view name) {
  open_.back().key = py::reinterpret_steal<py::object>(new_text(name));
  if (!open_.back().key) throw PythonError();
}
void PythonSink::end_map() {
  close();
}

py::object to_python(const Registry& registry, const Type& type, const void* object) {
  PythonSink sink(registry);
  type.write(type, object, sink);
  return sink.take();
}

}  // namespace smarthandoff::python
