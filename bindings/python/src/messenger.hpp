#pragma once

#include <memory>

#include <smarthandoff/messenger/port.hpp>

#include "options.hpp"
#include "telephony.hpp"

namespace smarthandoff::python {

// The messenger that Engine(messenger=…) names: a function that sends, or an object with `send` and perhaps
// `mark_read` and `list_templates`, each plain or async. Null for none. Throws invalid_argument for anything
// else. The lock is held.
std::shared_ptr<messenger::Messenger> host_messenger(const Registry& registry, const py::object& given,
                                                     const HostFunctions& host, Milliseconds limit);

}  // namespace smarthandoff::python
