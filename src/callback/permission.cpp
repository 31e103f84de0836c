#include "callback/permission.hpp"

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/fold.hpp>

#include "callback/who.hpp"

namespace smarthandoff::callbacks {
namespace {

Error not_allowed(const Callback& callback) {
  return {ErrorCode::unauthorized, "callback \"" + callback.id.value +
                                       "\" is another agent's: only that agent, the department once it is "
                                       "released, or a supervisor may do this"};
}

}  // namespace

void check_may_handle(const Context& context, const Callback& callback) {
  if (context.actor().role >= Role::supervisor) return;
  const auto person = who::acting(context);
  if (!person) throw not_allowed(callback);
  if (!callback.extension.empty() && person->extension == callback.extension) return;
  const bool departments = callback.released || callback.extension.empty();
  const bool own = !callback.department.empty() && fold(person->department) == fold(callback.department);
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
