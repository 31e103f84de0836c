#pragma once

#include <memory>

#include "engine.hpp"

namespace smarthandoff::node {

// An event as JavaScript has it: positions are strings, the payload is an object.
Napi::Value event_to_js(Napi::Env env, const Event& event);

// A cursor as JavaScript hands it over; throws invalid_argument for anything but a whole number.
std::int64_t position_from(const std::string& text);

// Calls `listener` on the JavaScript thread for each event; answers the function that ends it.
Napi::Value begin_subscription(Napi::Env env, const std::shared_ptr<OpenEngine>& engine,
                               const TenantId& tenant, const std::string& topic, Napi::Value listener);

}  // namespace smarthandoff::node
