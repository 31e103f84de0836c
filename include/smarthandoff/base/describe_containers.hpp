#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <smarthandoff/base/describe_core.hpp>
#include <smarthandoff/base/id.hpp>
#include <smarthandoff/base/immortal.hpp>

// How ids, optionals, lists and maps are described.
namespace smarthandoff {

namespace describing {

template <class Tag>
struct Thunks<Id<Tag>> {
  static const Type& type() {
    static const Immortal<Type> result =
        Type{.kind = Kind::text,
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
    static const Immortal<Type> result =
        Type{.kind = Kind::optional,
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
    static const Immortal<Type> result =
        Type{.kind = Kind::list,
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
    static const Immortal<Type> result =
        Type{.kind = Kind::map,
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
                   const bool is_map = source.entries([&](const std::string& key, const Source& item) {
                     self.element->read(*self.element, &map[key], item, path + "." + key);
                   });
                   if (!is_map) wrong_kind(path, "an object", source);
                 }};
    return result;
  }
};

}  // namespace describing

}  // namespace smarthandoff
