#pragma once

#include <functional>
#include <optional>

#include <smarthandoff/storage/context.hpp>
#include <smarthandoff/storage/job_handler.hpp>

namespace smarthandoff {

// A read that a port completes: `plan` looks into the store, `fetch` then asks the port, outside of any
// transaction, and calls back exactly once, from any thread. Nothing is stored, so that bytes too many for
// rows may be answered.
template <class Request, class Plan, class Response>
struct Fetched {
  Plan (*plan)(const Context&, const Request&);
  void (*fetch)(Ports&, const Plan&, std::function<void(std::optional<Error>, Response)>);
};

}  // namespace smarthandoff
