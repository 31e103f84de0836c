#include "esl_text.hpp"

#include <cstring>

#include <smarthandoff/telephony/esl/text.hpp>

#include "gil.hpp"

namespace smarthandoff::python {

namespace {

constexpr std::size_t kMaxNames = 4096;
constexpr std::size_t kMaxPlaces = 512;

bool is_ascii(std::string_view text) {
  char seen = 0;
  for (const char c : text) seen = static_cast<char>(seen | c);
  return (seen & 0x80) == 0;
}

PyObject* decode(std::string_view bytes) {
  PyObject* made = PyUnicode_DecodeUTF8(bytes.data(), static_cast<Py_ssize_t>(bytes.size()), nullptr);
  if (made != nullptr) return made;
  PyErr_Clear();
  const std::string valid = esl::to_valid_utf8(bytes);
  return PyUnicode_DecodeUTF8(valid.data(), static_cast<Py_ssize_t>(valid.size()), nullptr);
}

PyObject* from_ascii(std::string_view text) {
  PyObject* made = PyUnicode_New(static_cast<Py_ssize_t>(text.size()), 127);
  if (made != nullptr && !text.empty()) std::memcpy(PyUnicode_1BYTE_DATA(made), text.data(), text.size());
  return made;
}

}  // namespace

PyObject* text_of(std::string_view bytes) {
  PyObject* made = is_ascii(bytes) ? from_ascii(bytes) : decode(bytes);
  if (made == nullptr) throw PythonError();
  return made;
}

const HeaderNames::Known::value_type* HeaderNames::find(std::string_view name) {
  const auto found = known_.find(name);
  if (found != known_.end()) return &*found;
  if (known_.size() >= kMaxNames) return nullptr;
  return &*known_.emplace(name, py::reinterpret_steal<py::object>(text_of(name))).first;
}

PyObject* HeaderNames::get(std::string_view name, std::size_t place, py::object& made) {
  if (place < by_place_.size() && by_place_[place] != nullptr && by_place_[place]->first == name) {
    return by_place_[place]->second.ptr();
  }
  const Known::value_type* known = find(name);
  if (known == nullptr) {
    made = py::reinterpret_steal<py::object>(text_of(name));
    return made.ptr();
  }
  if (place < kMaxPlaces) {
    if (place >= by_place_.size()) by_place_.resize(place + 1);
    by_place_[place] = known;
  }
  return known->second.ptr();
}

}  // namespace smarthandoff::python
