#pragma once

#include "engine.hpp"

namespace smarthandoff::python {

// Binds Engine.events, Engine.subscribe and Engine.signal, with their Subscription and Signal.
void bind_events(py::module_& module, py::class_<OpenEngine, std::shared_ptr<OpenEngine>>& engine,
                 const Registry& registry);

}  // namespace smarthandoff::python
