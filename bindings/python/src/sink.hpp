#pragma once

#include <vector>

#include <smarthandoff/base/body.hpp>

#include "registry.hpp"

namespace smarthandoff::python {

// Builds the Python object of a described value: struct instances, enum members, aware datetimes (UTC), Money
// with Decimal, lists and dicts. The lock is held throughout.
class PythonSink final : public Sink, public BytesSink {
 public:
  explicit PythonSink(const Registry& registry) : registry_(registry) { open_.reserve(8); }

  // The finished value.
  py::object take() { return std::move(result_); }

  void null() override;
  void boolean(bool value) override;
  void integer(std::int64_t value) override;
  void number(double value) override;
  void text(std::string_view value) override;
  void bytes(std::string_view value) override;
  void instant(Instant value) override;
  void milliseconds(Milliseconds value) override;
  void money(const Money& value) override;
  void enumerator(const Type& type, const Enumerator& value) override;
  void begin_structure(const Type& type) override;
  void member(const Field& field) override;
  void end_structure(const Type& type) override;
  void begin_list(std::size_t size) override;
  void end_list() override;
  void begin_map(std::size_t size) override;
  void key(std::string_view name) override;
  void end_map() override;

 private:
  // A container under construction and where its next value goes.
  struct Open {
    py::object container;
    const StructClass* structure = nullptr;
    std::size_t next = 0;  // field or element
    py::object key;
  };

  // Takes a new reference; throws PythonError for a null one.
  void put(PyObject* value);
  void open(PyObject* container, const StructClass* structure = nullptr);
  void close();

  const Registry& registry_;
  std::vector<Open> open_;
  py::object result_;
};

// The Python object of a described value.
py::object to_python(const Registry& registry, const Type& type, const void* object);

template <class T>
py::object to_python(const Registry& registry, const T& value) {
  return to_python(registry, type_of<T>(), &value);
}

}  // namespace smarthandoff::python
