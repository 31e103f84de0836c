#pragma once

#include <optional>
#include <string>

#include <smarthandoff/base/describe.hpp>

namespace smarthandoff {

// The body of an HTTP request, byte for byte as it came. From outside it is a text (taken as UTF-8) or bytes.
struct Body {
  std::string bytes;
  bool operator==(const Body&) const = default;
};

// What a Source of a language that has bytes is besides: Python's bytes, JavaScript's Uint8Array.
class BytesSource {
 public:
  virtual ~BytesSource() = default;

  // The bytes; nothing where the value is of another kind.
  virtual std::optional<std::string> bytes() const = 0;
};

const Type& describe(const Body*);

}  // namespace smarthandoff
