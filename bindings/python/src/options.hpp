#pragma once

#include <set>
#include <string>
#include <type_traits>

#include "gil.hpp"
#include "source.hpp"

namespace smarthandoff::python {

// A host's function, or a null one for None. Throws invalid_argument for anything else.
inline SharedObject function_of(const py::object& value, const char* name) {
  if (!value || value.is_none()) return nullptr;
  if (PyCallable_Check(value.ptr()) == 0) throw invalid_field(name, "must be a function");
  return share(value.ptr());
}

// A described argument: one positional struct or dict, or the keywords.
template <class T>
T argument(const Registry& registry, const py::args& positional, const py::kwargs& named) {
  if (positional.size() > 1 || (positional.size() == 1 && !named.empty()))
    throw Error(ErrorCode::invalid_argument, "takes one " + type_of<T>().name + ", or its fields by name");
  return from_python<T>(registry, positional.empty() ? py::handle(named) : py::handle(positional[0]));
}

// Keyword arguments of a hand-bound object, read with the same rules and error texts as requests.
class Options {
 public:
  Options(const Registry& registry, std::string owner, py::dict given)
      : registry_(registry), owner_(std::move(owner)), given_(std::move(given)) {}

  // Reads a member if its name was given.
  template <class T>
  void read(const char* name, T& into) {
    const py::object value = object(name);
    if (!value) return;
    if constexpr (std::is_integral_v<T> && !std::same_as<T, bool>) {
      const auto number = from_python<std::int64_t>(registry_, value, name);
      if (number < 0 || !std::in_range<T>(number)) throw invalid_field(name, "must not be negative");
      into = static_cast<T>(number);
    } else {
      into = from_python<T>(registry_, value, name);
    }
  }

  // The Python object given under that name, or a null one for none and None.
  py::object object(const char* name) {
    known_.insert(name);
    if (!given_.contains(name) || given_[name].is_none()) return {};
    return given_[name];
  }

  SharedObject function(const char* name) { return function_of(object(name), name); }

  // Throws invalid_argument for names that nobody asked for.
  void finish() const {
    for (const auto& [name, value] : given_) {
      const auto text = name.cast<std::string>();
      if (!known_.contains(text)) throw invalid_field(text, "is not an option of " + owner_);
    }
  }

 private:
  const Registry& registry_;
  std::string owner_;
  py::dict given_;
  std::set<std::string> known_;
};

}  // namespace smarthandoff::python
