#include "callback/permission.hpp"

#include <smarthandoff/base/error.hpp>

#include "base/department.hpp"
#include "callback/who.hpp"

namespace smarthandoff::callbacks {
namespace {

Error not_allowed(const Callback& callback) {
  return {ErrorCode::unauthorized, "callback \"" + callback.id.value +
                                       "\" is another agent's: only that agent, the department once it is "
                                       "released, or a supervisor may do this"};
}

bool in_sight(const rows::Sight& sight, const Callback& callback) {
  const bool own = !sight.extension.empty() &&
                   (callback.extension == sight.extension || callback.served_by == sight.extension);
  return own || (!sight.department.empty() && department_key(callback.department) == sight.department);
}

}  // namespace

std::optional<rows::Sight> sight_of(const Context& context) {
  if (context.actor().role >= Role::supervisor) return std::nullopt;
  const auto person = who::acting(context);
  if (!person) return rows::Sight{};
  return rows::Sight{.extension = person->extension, .department = department_key(person->department)};
}

bool may_see(const Context& context, const Callback& callback) {
  const auto sight = sight_of(context);
  return !sight || in_sight(*sight, callback);
}

void check_may_see(const Context& context, const Callback& callback) {
  if (may_see(context, callback)) return;
  throw Error(ErrorCode::unauthorized, "callback \"" + callback.id.value +
                                           "\" is another agent's: only that agent, the department or a "
                                           "supervisor may see it");
}

void check_own_list(const Context& context, const std::string& extension, const std::string& department) {
  const auto sight = sight_of(context);
  if (!sight) return;
  const bool own_extension = extension.empty() || sight->extension == extension;
  const std::string key = department_key(department);
  const bool own_department = key.empty() || sight->department == key;
  if (!own_extension || !own_department)
    throw Error(ErrorCode::unauthorized, "this list is another agent's: only a supervisor may see it",
                {{"field", own_extension ? "department" : "extension"}});
}

void check_may_handle(const Context& context, const Callback& callback) {
  if (context.actor().role >= Role::supervisor) return;
  const auto person = who::acting(context);
  if (!person) throw not_allowed(callback);
  if (!callback.extension.empty() && person->extension == callback.extension) return;
  const bool departments = callback.released || callback.extension.empty();
  const bool own = !callback.department.empty() &&
                   department_key(person->department) == department_key(callback.department);
  if (!departments || !own) throw not_allowed(callback);
}

std::string working_extension(const Context& context, const Callback& callback, const std::string& asked) {
  const auto person = who::acting(context);
  if (context.actor().role < Role::supervisor) {
    if (!person || (!asked.empty() && asked != person->extension)) throw not_allowed(callback);
    return person->extension;
  }
  if (!asked.empty()) return asked;
  return person && !person->extension.empty() ? person->extension : callback.extension;
}

}  // namespace smarthandoff::callbacks
