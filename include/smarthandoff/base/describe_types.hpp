#pragma once

#include <string>
#include <utility>
#include <vector>

#include <smarthandoff/base/describe_containers.hpp>
#include <smarthandoff/base/describe_core.hpp>
#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/immortal.hpp>

namespace smarthandoff {

// Builds the description of a struct:
//     static const Immortal<Type> type = Description<CreateDestination>("CreateDestination", "…")
//         .required("name", &CreateDestination::name, "as callers say it").field(…).build();
template <class T>
class Description {
 public:
  Description(std::string name, std::string doc) {
    type_.kind = Kind::structure;
    type_.name = std::move(name);
    type_.doc = std::move(doc);
    type_.create = describing::create<T>;
    type_.write = describing::write_structure;
    type_.read = describing::read_structure;
  }

  // A member with a default; absent in a request, it keeps it.
  template <class M>
  Description&& field(std::string name, M T::*member, std::string doc) && {
    add(std::move(name), member, std::move(doc), false);
    return std::move(*this);
  }

  // A member that a request must bring.
  template <class M>
  Description&& required(std::string name, M T::*member, std::string doc) && {
    add(std::move(name), member, std::move(doc), true);
    return std::move(*this);
  }

  Type build() && { return std::move(type_); }

 private:
  template <class M>
  void add(std::string name, M T::*member, std::string doc, bool required) {
    static const T sample{};
    const auto offset =
        reinterpret_cast<const std::byte*>(&(sample.*member)) - reinterpret_cast<const std::byte*>(&sample);
    type_.fields.push_back(
        {std::move(name), std::move(doc), &type_of<M>(), static_cast<std::size_t>(offset), required});
  }

  Type type_;
};

// Builds the description of an enum: the wire names, once, for SQL, JSON and both bindings.
template <class E>
Type describe_enum(std::string name, std::string doc, std::vector<std::pair<E, std::string>> names) {
  Type type{.kind = Kind::enumeration,
            .name = std::move(name),
            .doc = std::move(doc),
            .create = describing::create<E>,
            .write =
                [](const Type& self, const void* object, Sink& sink) {
                  describing::write_enumeration(
                      self, static_cast<std::int64_t>(*static_cast<const E*>(object)), sink);
                },
            .read =
                [](const Type& self, void* object, const Source& source, const std::string& path) {
                  *static_cast<E*>(object) = static_cast<E>(describing::read_enumeration(self, source, path));
                }};
  for (auto& [value, wire] : names) type.enumerators.push_back({wire, static_cast<std::int64_t>(value)});
  return type;
}

// A described enum's wire name, and back. Throws invalid_argument for an unknown name, naming `field`.
template <Described E>
const std::string& wire_name(E value);
template <Described E>
E from_wire(std::string_view name, std::string_view field);

namespace describing {
const std::string& wire_name(const Type&, std::int64_t value);
std::int64_t from_wire(const Type&, std::string_view name, std::string_view field);
}  // namespace describing

template <Described E>
const std::string& wire_name(E value) {
  return describing::wire_name(type_of<E>(), static_cast<std::int64_t>(value));
}
template <Described E>
E from_wire(std::string_view name, std::string_view field) {
  return static_cast<E>(describing::from_wire(type_of<E>(), name, field));
}

}  // namespace smarthandoff
