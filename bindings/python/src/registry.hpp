#pragma once

#include <pybind11/pybind11.h>

#include <string>
#include <unordered_map>
#include <vector>

#include <smarthandoff/base/describe_types.hpp>

namespace smarthandoff::python {

namespace py = pybind11;

// The Python class of a described struct: its instances keep each field in a slot at a fixed offset.
struct StructClass {
  const Type* type = nullptr;
  PyTypeObject* python = nullptr;
  std::vector<Py_ssize_t> offsets;  // one per field, in the description's order

  // The place of a field in an instance.
  PyObject*& slot(PyObject* instance, std::size_t field) const {
    return *reinterpret_cast<PyObject**>(reinterpret_cast<char*>(instance) + offsets[field]);
  }
};

// The Python class of a described enum: its members in the description's order.
struct EnumClass {
  std::vector<PyObject*> members;
};

// Which Python class stands for which description; filled while the package is imported, never changed
// afterwards. It keeps its classes for the life of the interpreter. All methods need the lock.
class Registry {
 public:
  // Collects every struct and enum that the table of operations and the hand-bound objects can show.
  Registry();

  // Described structs and enums, in the order in which they were found.
  const std::vector<const Type*>& types() const { return types_; }
  // The description of that name. Throws unsupported for an unknown one.
  const Type& type(const std::string& name) const;

  void bind_structure(const Type& type, py::object python);
  void bind_enumeration(const Type& type, const std::vector<py::object>& members);
  // `Money(amount: Decimal, currency: str)`, `Decimal`, and `error(code, message, details)`, which makes the
  // exception to be raised.
  void bind_helpers(py::object money, py::object decimal, py::object error);

  const StructClass& structure(const Type& type) const;
  const EnumClass& enumeration(const Type& type) const;
  // The struct that a Python object is an instance of, or nothing.
  const StructClass* structure_of(PyObject* object) const;

  PyObject* money() const { return money_; }
  PyObject* decimal() const { return decimal_; }
  PyObject* error() const { return error_; }

 private:
  void add(const Type& type);

  std::vector<const Type*> types_;
  std::unordered_map<const Type*, StructClass> structures_;
  std::unordered_map<const Type*, EnumClass> enumerations_;
  std::unordered_map<PyTypeObject*, const StructClass*> by_class_;
  PyObject* money_ = nullptr;
  PyObject* decimal_ = nullptr;
  PyObject* error_ = nullptr;
};

// The table and the descriptions as Python values, for the code that makes classes, functions and stubs.
py::list describe_operations();
py::list describe_types(const Registry& registry);
py::list describe_error_codes();

}  // namespace smarthandoff::python
