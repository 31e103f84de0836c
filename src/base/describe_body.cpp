#include <smarthandoff/base/body.hpp>
#include <smarthandoff/base/describe_types.hpp>

#include "base/digest.hpp"

namespace smarthandoff {

const Type& describe(const Body*) {
  static const Immortal<Type> type =
      Type{.kind = Kind::text,
           .name = "Body",
           .doc = "the raw body of a request, as text or bytes",
           .create = describing::create<Body>,
           .write = [](const Type&, const void* object,
                       Sink& sink) { sink.text(static_cast<const Body*>(object)->bytes); },
           .read =
               [](const Type&, void* object, const Source& source, const std::string& path) {
                 std::string& bytes = static_cast<Body*>(object)->bytes;
                 if (const auto* raw = dynamic_cast<const BytesSource*>(&source)) {
                   if (auto given = raw->bytes()) {
                     bytes = std::move(*given);
                     return;
                   }
                 }
                 auto text = source.text();
                 if (!text) describing::wrong_kind(path, "a text or bytes", source);
                 bytes = std::move(*text);
               }};
  return type;
}

namespace {

void write_bytes(const Type&, const void* object, Sink& sink) {
  const std::string& bytes = static_cast<const Bytes*>(object)->bytes;
  if (auto* raw = dynamic_cast<BytesSink*>(&sink)) return raw->bytes(bytes);
  sink.text(digest::to_base64(bytes));
}

void read_bytes(const Type&, void* object, const Source& source, const std::string& path) {
  std::optional<std::string> bytes;
  if (const auto* raw = dynamic_cast<const BytesSource*>(&source)) bytes = raw->bytes();
  if (!bytes)
    if (const auto text = source.text()) bytes = digest::from_base64(*text);
  if (!bytes) describing::wrong_kind(path, "bytes, or base64", source);
  static_cast<Bytes*>(object)->bytes = std::move(*bytes);
}

}  // namespace

const Type& describe(const Bytes*) {
  static const Immortal<Type> type = Type{.kind = Kind::text,
                                          .name = "Bytes",
                                          .doc = "bytes that are no text",
                                          .create = describing::create<Bytes>,
                                          .write = write_bytes,
                                          .read = read_bytes};
  return type;
}

}  // namespace smarthandoff
