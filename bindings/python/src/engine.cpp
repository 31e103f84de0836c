#include "engine.hpp"

#include <unistd.h>

#include <utility>

#include <smarthandoff/telephony/fusionpbx.hpp>

#include "errors.hpp"
#include "events.hpp"
#include "messenger.hpp"
#include "options.hpp"
#include "sink.hpp"

namespace smarthandoff::python {

namespace {

constexpr std::size_t kMaxQueuedHostCalls = 1000;

const char* level_name(LogEntry::Level level) {
  switch (level) {
    case LogEntry::Level::debug:
      return "debug";
    case LogEntry::Level::info:
      return "info";
    case LogEntry::Level::warning:
      return "warning";
    case LogEntry::Level::error:
      return "error";
  }
  return "error";
}

// A log function that hands lines to a thread of its own: the engine may log while it holds locks.
std::function<void(const LogEntry&)> log_function(std::shared_ptr<HostWorkers> worker,
                                                  SharedObject function) {
  return [worker = std::move(worker), function = std::move(function)](const LogEntry& entry) {
    worker->post([function, entry] {
      with_gil([&] {
        PyObject* done =
            PyObject_CallFunction(function.get(), "sssss", level_name(entry.level), entry.what.c_str(),
                                  entry.tenant.value.c_str(), entry.id.c_str(), entry.detail.c_str());
        if (done == nullptr) report_unraisable(function.get());
        Py_XDECREF(done);
      });
    });
  };
}

void read_limits(Options& given, EngineOptions& options) {
  given.read("readers", options.readers);
  given.read("pg_connections", options.pg_connections);
  given.read("max_queued_operations", options.max_queued_operations);
  given.read("max_queued_bytes", options.max_queued_bytes);
  given.read("max_batch", options.max_batch);
  given.read("batch_window", options.batch_window);
  given.read("max_awaiters", options.max_awaiters);
  given.read("connect_patience", options.connect_patience);
  given.read("close_limit", options.close_limit);
  given.read("event_retention", options.event_retention);
}

// A FusionPBX's database beside the phone system: its address, and what few need.
void read_fusionpbx(Options& given, EngineOptions& options) {
  telephony::FusionPbxOptions fusionpbx;
  std::string url;
  given.read("fusionpbx", url);
  given.read("fusionpbx_domain", fusionpbx.domain);
  given.read("fusionpbx_timeout", fusionpbx.query_timeout);
  given.read("fusionpbx_refresh", options.directory_refresh);
  telephony::check_fusionpbx_times(fusionpbx.query_timeout, options.directory_refresh);
  if (url.empty()) return;
  fusionpbx.url = Secret(std::move(url));
  options.directory = telephony::make_fusionpbx(std::move(fusionpbx));
}

// Frees an engine from the thread of Python that dropped it last; one opened before a fork is left alone.
struct Free {
  pid_t owner = getpid();
  void operator()(OpenEngine* engine) const {
    if (getpid() != owner) return;
    without_gil([engine] { delete engine; });
  }
};

}  // namespace

std::shared_ptr<OpenEngine> OpenEngine::open(const Registry& registry, const py::object& telephony,
                                             const py::dict& options_given, const py::object& run_host) {
  Options given(registry, "Engine", options_given);
  EngineOptions options;
  given.read("store", options.store);
  given.read("manual", options.manual);
  given.read("workers", options.workers);
  given.read("encryption_keys", options.encryption_keys);
  given.read("twilio_url", options.twilio_url);
  read_limits(given, options);
  read_fusionpbx(given, options);
  Instant start = SystemClock().now();
  given.read("now", start);
  if (options.manual) options.clock = std::make_shared<ManualClock>(start);
  if (options.workers < 1 || options.workers > 64) throw invalid_field("workers", "must be 1 to 64");
  std::shared_ptr<HostWorkers> log_worker;
  if (const SharedObject log = given.function("log")) {
    log_worker = std::make_shared<HostWorkers>("sh-log", 1, kMaxQueuedHostCalls);
    options.log = log_function(log_worker, log);
  }
  if (!telephony.is_none() && !py::isinstance<TelephonyChoice>(telephony))
    throw invalid_field("telephony", "must be a FreeSwitch, a Twilio or a SimulatedPbx");
  const py::object messenger = given.object("messenger");
  Milliseconds messenger_timeout{10'000};
  given.read("messenger_timeout", messenger_timeout);
  if (messenger_timeout < Milliseconds(100) || messenger_timeout > Milliseconds(25'000))
    throw invalid_field("messenger_timeout", "must be 100 to 25000");
  given.finish();
  std::shared_ptr<HostWorkers> workers;
  if (messenger || !telephony.is_none())
    workers = std::make_shared<HostWorkers>("sh-host", static_cast<std::size_t>(options.workers),
                                            kMaxQueuedHostCalls);
  const HostFunctions host{workers, share(run_host.ptr())};
  options.messenger = host_messenger(registry, messenger, host, messenger_timeout);
  if (!telephony.is_none()) options.telephony = telephony.cast<TelephonyChoice&>().make(host);
  OpenEngine* opened = without_gil(
      [&] { return new OpenEngine(std::move(options), std::move(workers), std::move(log_worker)); });
  return {opened, Free{}};
}

OpenEngine::OpenEngine(EngineOptions options, std::shared_ptr<HostWorkers> workers,
                       std::shared_ptr<HostWorkers> log_worker)
    : owner_(getpid()),
      workers_(std::move(workers)),
      log_worker_(std::move(log_worker)),
      clock_(options.clock),
      engine_(std::move(options)) {}

void OpenEngine::pump() {
  try {
    engine_.step(clock_->now());
  } catch (const Error& error) {
    // Another thread is stepping: it runs what is due.
    if (error.code() != ErrorCode::failed_precondition) throw;
  }
}

void OpenEngine::close() noexcept {
  if (getpid() != owner_) return;
  engine_.close();
  if (workers_) workers_->stop(Milliseconds(1000));
  if (log_worker_) log_worker_->stop(Milliseconds(1000));
}

namespace {

BoundTenant bind_tenant(const Registry& registry, const std::shared_ptr<OpenEngine>& opened, py::object id,
                        py::object user, py::object role) {
  py::dict given;
  given["tenant"] = std::move(id);
  given["user"] = std::move(user);
  given["role"] = std::move(role);
  Options options(registry, "tenant", given);
  BoundTenant tenant{opened, {}, {}};
  options.read("tenant", tenant.id.value);
  options.read("user", tenant.actor.user);
  options.read("role", tenant.actor.role);
  check_tenant_id(tenant.id);
  return tenant;
}

}  // namespace

void bind_engine(py::module_& module, const Registry& registry) {
  py::class_<Abandoned, std::shared_ptr<Abandoned>>(module, "Abandoned")
      .def(py::init<>())
      .def("add", [](Abandoned& self) { ++self.count; })
      .def_property_readonly("count", [](const Abandoned& self) { return self.count.load(); });
  py::class_<Completions, std::shared_ptr<Completions>>(module, "Completions")
      .def(py::init([&registry](const py::object& wake, const std::shared_ptr<Abandoned>& abandoned) {
        return std::make_shared<Completions>(registry, wake.ptr(), abandoned);
      }))
      .def("take", &Completions::take)
      .def("abandon", &Completions::abandon);

  py::class_<BoundTenant>(module, "Tenant")
      .def_property_readonly("id", [](const BoundTenant& self) { return self.id.value; })
      .def_property_readonly("user", [](const BoundTenant& self) { return self.actor.user; })
      .def_property_readonly(
          "role", [&registry](const BoundTenant& self) { return to_python(registry, self.actor.role); });

  py::class_<OpenEngine, std::shared_ptr<OpenEngine>> engine(module, "Engine");
  engine
      .def(py::init(
          [&registry](const py::object& telephony, const py::dict& options, const py::object& run_host) {
            return OpenEngine::open(registry, telephony, options, run_host);
          }))
      .def("close", [](OpenEngine& self) { without_gil([&] { self.close(); }); })
      .def("step",
           [&registry](OpenEngine& self, const py::object& now) {
             const auto instant = from_python<Instant>(registry, now, "now");
             return without_gil([&] { return self.engine().step(instant); });
           })
      .def("health",
           [&registry](OpenEngine& self) {
             return to_python(registry, without_gil([&] { return self.engine().health(); }));
           })
      .def("backup",
           [&registry](OpenEngine& self, const py::object& path) {
             const auto target = from_python<std::string>(registry, path, "path");
             without_gil([&] { self.engine().backup(target); });
           })
      .def_property_readonly("manual", &OpenEngine::manual)
      .def_property_readonly("held_workers", &OpenEngine::held_workers)
      .def("pump", [](OpenEngine& self) { without_gil([&] { self.pump(); }); })
      .def("tenant", [&registry](const std::shared_ptr<OpenEngine>& self, py::object id, py::object user,
                                 py::object role) {
        return bind_tenant(registry, self, std::move(id), std::move(user), std::move(role));
      });
  bind_events(module, engine, registry);
}

}  // namespace smarthandoff::python
