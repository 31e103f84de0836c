#pragma once

#include <string>
#include <string_view>

#include <smarthandoff/base/describe_types.hpp>

namespace smarthandoff {

// Any described value as compact JSON; instants as RFC 3339, money as {"amount", "currency"}.
std::string to_json(const Type& type, const void* object);

// Fills a described value from JSON. Throws invalid_argument naming the field, or the byte where the text
// stops being JSON; nesting deeper than 64 is refused.
void from_json(const Type& type, void* object, std::string_view json);

template <class T>
std::string to_json(const T& value) {
  return to_json(type_of<T>(), &value);
}
template <class T>
T from_json(std::string_view json) {
  T value{};
  from_json(type_of<T>(), &value, json);
  return value;
}

}  // namespace smarthandoff
