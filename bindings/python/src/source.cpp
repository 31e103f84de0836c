#include "source.hpp"

#include "datetime.hpp"
#include "gil.hpp"

namespace smarthandoff::python {

namespace {

// The UTF-8 of a str, or nothing where it holds lone surrogates.
std::optional<std::string_view> utf8(PyObject* text) {
  Py_ssize_t size = 0;
  const char* bytes = PyUnicode_AsUTF8AndSize(text, &size);
  if (bytes != nullptr) return std::string_view(bytes, static_cast<std::size_t>(size));
  if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) throw PythonError();
  PyErr_Clear();
  return std::nullopt;
}

// Keeps an object alive while it is read: reading may run Python code (a tzinfo) that changes its container.
py::object keep(PyObject* object) {
  return py::reinterpret_borrow<py::object>(object);
}

}  // namespace

std::string PythonSource::path() const {
  const std::string before = parent_ == nullptr ? "" : parent_->path();
  if (index_ >= 0) return before + "[" + std::to_string(index_) + "]";
  return before.empty() ? std::string(name_) : before + "." + std::string(name_);
}

bool PythonSource::is_null() const {
  return value_ == Py_None;
}

std::string PythonSource::kind() const {
  return is_null() ? "None" : Py_TYPE(value_)->tp_name;
}

std::optional<bool> PythonSource::boolean() const {
  if (!PyBool_Check(value_)) return std::nullopt;
  return value_ == Py_True;
}

std::optional<std::int64_t> PythonSource::integer() const {
  if (!PyLong_Check(value_) || PyBool_Check(value_)) return std::nullopt;
  int overflow = 0;
  const std::int64_t value = PyLong_AsLongLongAndOverflow(value_, &overflow);
  if (overflow != 0) throw invalid_field(path(), "must fit 64 bits");
  return value;
}

std::optional<double> PythonSource::number() const {
  if (PyFloat_Check(value_)) return PyFloat_AS_DOUBLE(value_);
  if (!PyLong_Check(value_) || PyBool_Check(value_)) return std::nullopt;
  const double value = PyLong_AsDouble(value_);
  if (value != -1.0 || PyErr_Occurred() == nullptr) return value;
  PyErr_Clear();
  throw invalid_field(path(), "is too large for a number");
}

std::optional<std::string> PythonSource::text() const {
  if (!PyUnicode_Check(value_)) return std::nullopt;
  const auto bytes = utf8(value_);
  if (!bytes) throw invalid_field(path(), "must be valid Unicode, without lone surrogates");
  return std::string(*bytes);
}

std::optional<std::string> PythonSource::bytes() const {
  if (!PyBytes_Check(value_)) return std::nullopt;
  return std::string(PyBytes_AS_STRING(value_), static_cast<std::size_t>(PyBytes_GET_SIZE(value_)));
}

std::optional<Instant> PythonSource::instant() const {
  if (!is_datetime(value_)) return std::nullopt;
  const auto instant = read_datetime(value_);
  if (!instant) throw invalid_field(path(), "must have a time zone, naive datetimes are ambiguous");
  return instant;
}

std::optional<Money> PythonSource::money() const {
  py::object amount;
  py::object currency;
  if (PyObject_IsInstance(value_, registry_.money()) == 1) {
    amount = keep(value_).attr("amount");
    currency = keep(value_).attr("currency");
  } else if (PyDict_Check(value_) && PyDict_Size(value_) == 2) {
    amount = keep(PyDict_GetItemString(value_, "amount"));
    currency = keep(PyDict_GetItemString(value_, "currency"));
  }
  if (!amount || !currency || !PyUnicode_Check(currency.ptr())) return std::nullopt;
  if (PyObject_IsInstance(amount.ptr(), registry_.decimal()) == 1) {
    amount = py::str("{:f}").format(amount);
  }
  if (!PyUnicode_Check(amount.ptr())) return std::nullopt;
  const auto digits = utf8(amount.ptr());
  const auto code = utf8(currency.ptr());
  return digits && code ? std::optional(parse_money(*digits, *code)) : std::nullopt;
}

bool PythonSource::elements(const std::function<void(const Source&)>& item) const {
  const bool is_list = PyList_Check(value_);
  if (!is_list && !PyTuple_Check(value_)) return false;
  for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(value_); ++i) {
    const py::object element = keep(PySequence_Fast_GET_ITEM(value_, i));
    item(PythonSource(*this, element.ptr(), i));
  }
  return true;
}

bool PythonSource::members(const std::function<void(const std::string&, const Source&)>& item) const {
  if (PyDict_Check(value_)) {
    dict_members(item);
    return true;
  }
  const StructClass* structure = registry_.structure_of(value_);
  if (structure != nullptr) struct_members(*structure, item);
  return structure != nullptr;
}

void PythonSource::struct_members(const StructClass& structure,
                                  const std::function<void(const std::string&, const Source&)>& item) const {
  for (std::size_t i = 0; i < structure.offsets.size(); ++i) {
    PyObject* member = structure.slot(value_, i);
    if (member == nullptr) continue;
    const std::string& name = structure.type->fields[i].name;
    item(name, PythonSource(*this, member, name));
  }
}

void PythonSource::dict_members(const std::function<void(const std::string&, const Source&)>& item) const {
  PyObject* key = nullptr;
  PyObject* value = nullptr;
  for (Py_ssize_t position = 0; PyDict_Next(value_, &position, &key, &value) != 0;) {
    const py::object kept_key = keep(key);
    const py::object kept = keep(value);
    const auto name = PyUnicode_Check(key) ? utf8(key) : std::nullopt;
    if (!name) throw invalid_field(path().empty() ? "request" : path(), "must have texts as its keys");
    item(std::string(*name), PythonSource(*this, kept.ptr(), *name));
  }
}

void from_python(const Registry& registry, const Type& type, void* object, PyObject* value,
                 const std::string& name) {
  type.read(type, object, PythonSource(registry, value, name), name);
}

}  // namespace smarthandoff::python
