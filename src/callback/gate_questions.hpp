#pragma once

#include <optional>
#include <string>

#include <smarthandoff/callback/callback.hpp>
#include <smarthandoff/storage/context.hpp>

// What callbacks ask the contact gate: when a contact is planned, and again at the instant before it.
namespace smarthandoff::callbacks::gate {

// Why the customer must not be called now, as the names of the rules; nothing where it may go out.
std::optional<std::string> may_call(Context& context, const Callback& callback);

// The same of a WhatsApp message; `template_name` is empty for free text.
std::optional<std::string> may_write(Context& context, const Callback& callback,
                                     const std::string& template_name);

}  // namespace smarthandoff::callbacks::gate
