#include <smarthandoff/base/kind_name.hpp>

namespace smarthandoff {

const char* kind_name(Kind kind) {
  switch (kind) {
    case Kind::boolean:
      return "boolean";
    case Kind::integer:
      return "integer";
    case Kind::number:
      return "number";
    case Kind::text:
      return "text";
    case Kind::instant:
      return "instant";
    case Kind::milliseconds:
      return "milliseconds";
    case Kind::money:
      return "money";
    case Kind::enumeration:
      return "enumeration";
    case Kind::structure:
      return "structure";
    case Kind::list:
      return "list";
    case Kind::optional:
      return "optional";
    case Kind::map:
      return "map";
  }
  return "text";
}

}  // namespace smarthandoff
