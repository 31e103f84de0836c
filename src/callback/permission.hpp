#pragma once

#include <optional>
#include <string>

#include <smarthandoff/callback/callback.hpp>
#include <smarthandoff/storage/context.hpp>

#include "callback/callback_rows.hpp"

// Who may do what with a callback (docs/callbacks.md).
namespace smarthandoff::callbacks {

// What the actor may read: an agent the callbacks of the own extension, those served there, and those of the
// own department; who is no active agent none. Nothing: all, as supervisors and the host.
std::optional<rows::Sight> sight_of(const Context& context);

// Whether the callback is in the actor's sight.
bool may_see(const Context& context, const Callback& callback);

// Throws unauthorized unless it is.
void check_may_see(const Context& context, const Callback& callback);

// Throws unauthorized for an agent who asks for the list of another's extension or department, by the field.
void check_own_list(const Context& context, const std::string& extension, const std::string& department);

// Throws unauthorized unless the actor is a supervisor or more, the agent of its extension, or an agent of
// its department where it is released or was never anybody's.
void check_may_handle(const Context& context, const Callback& callback);

// The extension that the actor works at: the one asked for, else the actor's own, else the callback's. An
// agent works at none but the own: throws unauthorized.
std::string working_extension(const Context& context, const Callback& callback, const std::string& asked);

}  // namespace smarthandoff::callbacks
