#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include <smarthandoff/engine/operation.hpp>
#include <smarthandoff/storage/context.hpp>

namespace smarthandoff::engine {

// Runs a write, unless the same request was answered under this request id within 24 h: then its first
// answer comes back. The same id with another request is a `conflict`. An empty id remembers nothing.
std::shared_ptr<void> remembered_write(Context& context, const Operation& operation, const void* request,
                                       const std::string& request_id);

// The same for an awaited operation: a repetition waits for what the first one began.
Pending remembered_start(Context& context, const Operation& operation, const void* request,
                         const std::string& request_id);

// Roughly what a request holds in memory, for the queue's limit in bytes.
std::size_t approximate_size(const Operation& operation, const void* request);

}  // namespace smarthandoff::engine
