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

}  // namespace smarthandoff
