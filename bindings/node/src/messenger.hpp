#pragma once

#include <memory>

#include <napi.h>

#include <smarthandoff/messenger/port.hpp>

namespace smarthandoff::node {

// The messenger of what lib/index.js hands over: null, or an object with the functions `send`, `markRead` and
// `listTemplates`, each of a request to a promise of a result; a missing one is what the host cannot do.
std::shared_ptr<messenger::Messenger> messenger_from(Napi::Env env, Napi::Value value);

}  // namespace smarthandoff::node
