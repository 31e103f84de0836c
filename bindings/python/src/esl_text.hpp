#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <pybind11/pybind11.h>

namespace smarthandoff::python {

namespace py = pybind11;

// Bytes of the switch as a str, a new reference; what is not UTF-8 is replaced. Throws PythonError.
PyObject* text_of(std::string_view bytes);

// Header names as Python texts, made once per decoder: an event has sixty of them, always the same, and
// mostly in the same places.
class HeaderNames {
 public:
  // Borrowed from this object, or from `made` where there are too many to be kept.
  PyObject* get(std::string_view name, std::size_t place, py::object& made);

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using Known = std::unordered_map<std::string, py::object, Hash, std::equal_to<>>;

  const Known::value_type* find(std::string_view name);

  Known known_;
  std::vector<const Known::value_type*> by_place_;
};

}  // namespace smarthandoff::python
