#pragma once

#include <memory>

#include <smarthandoff/telephony/port.hpp>

#include "gil.hpp"
#include "host_workers.hpp"
#include "registry.hpp"

namespace smarthandoff::python {

// How a host's functions are called by an adapter.
struct HostFunctions {
  std::shared_ptr<HostWorkers> workers;
  SharedObject run;  // run(function, arguments, timeout_seconds) answers the result
};

// What may be given to Engine(telephony=…).
class TelephonyChoice {
 public:
  virtual ~TelephonyChoice() = default;
  virtual std::shared_ptr<telephony::Telephony> make(const HostFunctions& host) = 0;
};

// Binds Telephony, FreeSwitch and SimulatedPbx.
void bind_telephony(py::module_& module, const Registry& registry);

}  // namespace smarthandoff::python
