#pragma once

#include <string>

#include <smarthandoff/callback/callback.hpp>
#include <smarthandoff/storage/context.hpp>

// Who may do what with a callback (docs/callbacks.md).
namespace smarthandoff::callbacks {

// Throws unauthorized unless the actor is a supervisor or more, the agent of its extension, or an agent of
// its department where it is released or was never anybody's.
void check_may_handle(const Context& context, const Callback& callback);

// The extension that the actor works at: the one asked for, else the actor's own, else the callback's. An
// agent works at none but the own: throws unauthorized.
std::string working_extension(const Context& context, const Callback& callback, const std::string& asked);

}  // namespace smarthandoff::callbacks
