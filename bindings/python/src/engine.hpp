#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include <smarthandoff/engine/engine.hpp>

#include "completions.hpp"
#include "host_workers.hpp"
#include "registry.hpp"
#include "telephony.hpp"

namespace smarthandoff::python {

// An engine and the threads of its host functions. What was opened before a fork is left alone in the child.
class OpenEngine {
 public:
  // Opens; the lock is held and released while it waits. `run_host(function, arguments, timeout)` calls a
  // host's function, plain or async, and answers its result.
  static std::shared_ptr<OpenEngine> open(const Registry& registry, const py::object& telephony,
                                          const py::dict& options, const py::object& run_host);

  OpenEngine(EngineOptions options, std::shared_ptr<HostWorkers> workers,
             std::shared_ptr<HostWorkers> log_worker);

  Engine& engine() { return engine_; }
  bool manual() const { return clock_ != nullptr; }
  // Threads in a host's function that is past its time.
  std::size_t held_workers() const { return workers_ ? workers_->held() : 0; }
  bool has_log() const { return log_worker_ != nullptr; }
  // Of a manual engine: runs all that is due without moving the time. Without the lock.
  void pump();
  // Without the lock.
  void close() noexcept;

 private:
  const pid_t owner_;
  const std::shared_ptr<HostWorkers> workers_;
  const std::shared_ptr<HostWorkers> log_worker_;
  const std::shared_ptr<Clock> clock_;  // of a manual engine
  Engine engine_;
};

// One tenant seen by one user, as the functions of the table take it.
struct BoundTenant {
  std::shared_ptr<OpenEngine> opened;
  TenantId id;
  Actor actor;
};

// Binds Engine, Tenant, Completions and Subscription.
void bind_engine(py::module_& module, const Registry& registry);

// Adds call, begin and run_pure: the table's operations.
void bind_calls(py::module_& module, const Registry& registry);

}  // namespace smarthandoff::python
