#pragma once

#include <string>
#include <string_view>

#include <smarthandoff/base/body.hpp>

#include "registry.hpp"

namespace smarthandoff::python {

// A Python value as the descriptions read it. Borrowed: the object outlives the source. Numbers are strict
// (True is no number), texts are str without lone surrogates, bytes are only bodies, instants are aware
// datetimes, amounts are Money or {"amount": Decimal or str, "currency": str}, lists are list or tuple,
// structs are their classes or dicts. The lock is held throughout.
class PythonSource final : public Source, public BytesSource {
 public:
  // `name` stands for the value in error texts.
  PythonSource(const Registry& registry, PyObject* value, std::string_view name = {})
      : registry_(registry), value_(value), name_(name) {}

  bool is_null() const override;
  std::string kind() const override;
  std::optional<bool> boolean() const override;
  std::optional<std::int64_t> integer() const override;
  std::optional<double> number() const override;
  std::optional<std::string> text() const override;
  std::optional<std::string> bytes() const override;
  std::optional<Instant> instant() const override;
  std::optional<Money> money() const override;
  bool elements(const std::function<void(const Source&)>& item) const override;
  bool members(const std::function<void(const std::string&, const Source&)>& item) const override;

 private:
  PythonSource(const PythonSource& parent, PyObject* value, std::string_view name)
      : registry_(parent.registry_), value_(value), parent_(&parent), name_(name) {}
  PythonSource(const PythonSource& parent, PyObject* value, Py_ssize_t index)
      : registry_(parent.registry_), value_(value), parent_(&parent), index_(index) {}

  // "trunk.carrier", "texts[2]": for the errors that the descriptions cannot word.
  std::string path() const;
  void struct_members(const StructClass& structure,
                      const std::function<void(const std::string&, const Source&)>& item) const;
  void dict_members(const std::function<void(const std::string&, const Source&)>& item) const;

  const Registry& registry_;
  PyObject* value_;
  const PythonSource* parent_ = nullptr;
  std::string_view name_;
  Py_ssize_t index_ = -1;
};

// Fills a described value from a Python one. Throws invalid_argument naming the field; `name` is that of the
// value itself, if it has one.
void from_python(const Registry& registry, const Type& type, void* object, PyObject* value,
                 const std::string& name = {});

template <class T>
T from_python(const Registry& registry, py::handle value, const std::string& name = {}) {
  T result{};
  from_python(registry, type_of<T>(), &result, value.ptr(), name);
  return result;
}

}  // namespace smarthandoff::python
