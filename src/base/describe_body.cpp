#include <smarthandoff/base/body.hpp>
#include <smarthandoff/base/describe_types.hpp>

namespace smarthandoff {

const Type& describe(const Body*) {
  static const Type type{.kind = Kind::text,
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

}  // namespace smarthandoff
