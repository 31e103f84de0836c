#pragma once

#include <optional>
#include <string>

#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/phone_number.hpp>

// How a stored number is described: as its E.164 text, or null. A PhoneNumber cannot be empty, so that
// described structs hold it as an optional.
namespace smarthandoff::describing {

template <>
struct Thunks<PhoneNumber> {
  static const Type& type() {
    static const Immortal<Type> result =
        Type{.kind = Kind::text,
             .name = "PhoneNumber",
             .doc = "a telephone number as E.164, e.g. \"+5518997751234\"",
             .write = [](const Type&, const void* object,
                         Sink& sink) { sink.text(static_cast<const PhoneNumber*>(object)->e164()); },
             .read =
                 [](const Type&, void* object, const Source& source, const std::string& path) {
                   *static_cast<PhoneNumber*>(object) = PhoneNumber::from_e164(read_text(source, path));
                 }};
    return result;
  }
};

template <>
struct Thunks<std::optional<PhoneNumber>> {
  static const Type& type() {
    static const Immortal<Type> result =
        Type{.kind = Kind::optional,
             .name = "optional",
             .element = &type_of<PhoneNumber>(),
             .create = create<std::optional<PhoneNumber>>,
             .write =
                 [](const Type& self, const void* object, Sink& sink) {
                   const auto& value = *static_cast<const std::optional<PhoneNumber>*>(object);
                   if (value)
                     self.element->write(*self.element, &*value, sink);
                   else
                     sink.null();
                 },
             .read =
                 [](const Type&, void* object, const Source& source, const std::string& path) {
                   auto& value = *static_cast<std::optional<PhoneNumber>*>(object);
                   if (source.is_null()) return value.reset();
                   value = PhoneNumber::from_e164(read_text(source, path));
                 }};
    return result;
  }
};

}  // namespace smarthandoff::describing
