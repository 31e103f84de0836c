#include <smarthandoff/engine/operation.hpp>

namespace smarthandoff {

const Type& describe(const OperationKind*) {
  static const Type type = describe_enum<OperationKind>("OperationKind", "How an operation runs.",
                                                        {{OperationKind::pure, "pure"},
                                                         {OperationKind::read, "read"},
                                                         {OperationKind::write, "write"},
                                                         {OperationKind::awaited, "awaited"}});
  return type;
}

}  // namespace smarthandoff
