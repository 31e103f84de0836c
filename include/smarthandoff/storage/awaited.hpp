#pragma once

#include <optional>

#include <smarthandoff/storage/context.hpp>

namespace smarthandoff {

// One named object of two functions: the engine commits `start`, then asks `answer` at once, after every
// commit that touched the pending entity, and at the deadline.
template <class Request, class Response>
struct Awaited {
  Pending (*start)(Context&, const Request&);
  std::optional<Response> (*answer)(const Context&, const Pending&);
};

}  // namespace smarthandoff
