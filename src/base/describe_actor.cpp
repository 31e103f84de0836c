#include <smarthandoff/base/actor.hpp>
#include <smarthandoff/base/describe_types.hpp>

namespace smarthandoff {

const Type& describe(const Role*) {
  static const Immortal<Type> type = describe_enum<Role>("Role", "Who may do what, lowest first.",
                                                         {{Role::contact, "contact"},
                                                          {Role::agent, "agent"},
                                                          {Role::supervisor, "supervisor"},
                                                          {Role::admin, "admin"},
                                                          {Role::service, "service"}});
  return type;
}

}  // namespace smarthandoff
