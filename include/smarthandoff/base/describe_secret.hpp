#pragma once

#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/secret.hpp>

// How a secret is described: it is read from text and shown as "***" wherever a value is written.
namespace smarthandoff::describing {

template <>
struct Thunks<Secret> {
  static const Type& type() {
    static const Immortal<Type> result =
        Type{.kind = Kind::text,
             .name = "Secret",
             .doc = "a password or token; never shown",
             .create = create<Secret>,
             .write = [](const Type&, const void* object,
                         Sink& sink) { sink.text(static_cast<const Secret*>(object)->empty() ? "" : "***"); },
             .read =
                 [](const Type&, void* object, const Source& source, const std::string& path) {
                   *static_cast<Secret*>(object) = Secret(read_text(source, path));
                 }};
    return result;
  }
};

}  // namespace smarthandoff::describing
