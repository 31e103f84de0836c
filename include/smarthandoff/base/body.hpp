#pragma once

#include <optional>
#include <string>
#include <string_view>

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

// Bytes that are no text, e.g. audio. A language that has bytes shows them as such; JSON as base64.
struct Bytes {
  std::string bytes;
  bool operator==(const Bytes&) const = default;
};

// What a Sink of a language that has bytes is besides.
class BytesSink {
 public:
  virtual ~BytesSink() = default;
  virtual void bytes(std::string_view value) = 0;
};

const Type& describe(const Body*);
const Type& describe(const Bytes*);

}  // namespace smarthandoff
