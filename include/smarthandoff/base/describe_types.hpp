#pragma once

#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <smarthandoff/base/describe.hpp>
#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/id.hpp>

namespace smarthandoff {

// A struct or enum of the library is described by one function found by argument-dependent look-up:
//     const Type& describe(const CreateDestination*);
// declared beside the struct and defined in src/<module>/describe.cpp with Description below.
template <class T>
concept Described = requires(const T* object) {
  { describe(object) } -> std::same_as<const Type&>;
};

namespace describing {

// Leaf kinds, structures, enumerations, and the containers' own thunks.
const Type& boolean_type();
const Type& integer_type();
const Type& number_type();
const Type& text_type();
const Type& instant_type();
const Type& milliseconds_type();
const Type& money_type();
void write_structure(const Type&, const void*, Sink&);
void read_structure(const Type&, void*, const Source&, const std::string& path);
void write_enumeration(const Type&, std::int64_t value, Sink&);
std::int64_t read_enumeration(const Type&, const Source&, const std::string& path);
std::string read_text(const Source&, const std::string& path);
[[noreturn]] void wrong_kind(const std::string& path, std::string_view expected, const Source&);
void write_instant(Instant, Sink&);

template <class T>
std::shared_ptr<void> create() {
  return std::make_shared<T>();
}

template <class T>
struct Thunks;

}  // namespace describing

// The description of any type that may appear in a request or response.
template <class T>
const Type& type_of() {
  if constexpr (Described<T>) {
    return describe(static_cast<const T*>(nullptr));
  } else if constexpr (std::same_as<T, bool>) {
    return describing::boolean_type();
  } else if constexpr (std::same_as<T, std::int64_t>) {
    return describing::integer_type();
  } else if constexpr (std::same_as<T, double>) {
    return describing::number_type();
  } else if constexpr (std::same_as<T, std::string>) {
    return describing::text_type();
  } else if constexpr (std::same_as<T, Instant>) {
    return describing::instant_type();
  } else if constexpr (std::same_as<T, Milliseconds>) {
    return describing::milliseconds_type();
  } else if constexpr (std::same_as<T, Money>) {
    return describing::money_type();
  } else {
    return describing::Thunks<T>::type();
  }
}

namespace describing {

template <class Tag>
struct Thunks<Id<Tag>> {
  static const Type& type() {
    static const Type result{
        .kind = Kind::text,
        .name = "Id",
        .create = create<Id<Tag>>,
        .write = [](const Type&, const void* object,
                    Sink& sink) { sink.text(static_cast<const Id<Tag>*>(object)->value); },
        .read =
            [](const Type&, void* object, const Source& source, const std::string& path) {
              static_cast<Id<Tag>*>(object)->value = read_text(source, path);
            }};
    return result;
  }
};

template <class T>
struct Thunks<std::optional<T>> {
  static const Type& type() {
    static const Type result{
        .kind = Kind::optional,
        .name = "optional",
        .element = &type_of<T>(),
        .create = create<std::optional<T>>,
        .write =
            [](const Type& self, const void* object, Sink& sink) {
              const auto& value = *static_cast<const std::optional<T>*>(object);
              if (value)
                self.element->write(*self.element, &*value, sink);
              else
                sink.null();
            },
        .read =
            [](const Type& self, void* object, const Source& source, const std::string& path) {
              auto& value = *static_cast<std::optional<T>*>(object);
              if (source.is_null()) return value.reset();
              self.element->read(*self.element, &value.emplace(), source, path);
            }};
    return result;
  }
};

template <class T>
struct Thunks<std::vector<T>> {
  static const Type& type() {
    static const Type result{
        .kind = Kind::list,
        .name = "list",
        .element = &type_of<T>(),
        .create = create<std::vector<T>>,
        .write =
            [](const Type& self, const void* object, Sink& sink) {
              const auto& list = *static_cast<const std::vector<T>*>(object);
              sink.begin_list(list.size());
              for (const T& item : list) self.element->write(*self.element, &item, sink);
              sink.end_list();
            },
        .read =
            [](const Type& self, void* object, const Source& source, const std::string& path) {
              auto& list = *static_cast<std::vector<T>*>(object);
              list.clear();
              const bool is_list = source.elements([&](const Source& item) {
                T value{};
                self.element->read(*self.element, &value, item,
                                   path + "[" + std::to_string(list.size()) + "]");
                list.push_back(std::move(value));
              });
              if (!is_list) wrong_kind(path, "a list", source);
            }};
    return result;
  }
};

template <class T>
struct Thunks<std::map<std::string, T>> {
  static const Type& type() {
    static const Type result{
        .kind = Kind::map,
        .name = "map",
        .element = &type_of<T>(),
        .create = create<std::map<std::string, T>>,
        .write =
            [](const Type& self, const void* object, Sink& sink) {
              const auto& map = *static_cast<const std::map<std::string, T>*>(object);
              sink.begin_map(map.size());
              for (const auto& [key, item] : map) {
                sink.key(key);
                self.element->write(*self.element, &item, sink);
              }
              sink.end_map();
            },
        .read =
            [](const Type& self, void* object, const Source& source, const std::string& path) {
              auto& map = *static_cast<std::map<std::string, T>*>(object);
              map.clear();
              const bool is_map = source.members([&](const std::string& key, const Source& item) {
                self.element->read(*self.element, &map[key], item, path + "." + key);
              });
              if (!is_map) wrong_kind(path, "an object", source);
            }};
    return result;
  }
};

}  // namespace describing

// Builds the description of a struct:
//     static const Type type = Description<CreateDestination>("CreateDestination", "…")
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
