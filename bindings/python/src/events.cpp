#include "events.hpp"

#include <unistd.h>

#include <atomic>
#include <stdexcept>

#include "errors.hpp"
#include "options.hpp"
#include "sink.hpp"

namespace smarthandoff::python {

namespace {

// An event with its payload parsed. `parse` is json.loads.
py::object event_object(const Registry& registry, const Event& event, PyObject* parse) {
  py::object object = to_python(registry, event);
  const StructClass& structure = registry.structure(type_of<Event>());
  const auto& fields = structure.type->fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].name != "payload") continue;
    PyObject*& payload = structure.slot(object.ptr(), i);
    PyObject* parsed = PyObject_CallOneArg(parse, payload);
    if (parsed == nullptr) throw PythonError();
    Py_SETREF(payload, parsed);
  }
  return object;
}

// A listener that ends when it is closed or dropped. The engine it listens to outlives it.
class Listening {
 public:
  Listening(std::shared_ptr<OpenEngine> opened, std::shared_ptr<Engine::Subscription> subscription)
      : opened_(std::move(opened)), subscription_(std::move(subscription)) {}
  ~Listening() {
    if (getpid() == owner_) {
      close();
    } else {
      new std::shared_ptr(std::move(subscription_));  // of the parent: leaving it alone is leaking it
    }
  }
  Listening(const Listening&) = delete;
  Listening& operator=(const Listening&) = delete;

  // Returns when the callback does not run any more; from the callback itself at once.
  void close() {
    if (getpid() != owner_) return;
    without_gil([this] { subscription_.reset(); });
    opened_.reset();
  }

 private:
  const pid_t owner_ = getpid();
  std::shared_ptr<OpenEngine> opened_;
  std::shared_ptr<Engine::Subscription> subscription_;
};

// "RuntimeError: no table", for a line of the log.
std::string describe_exception(const py::object& exception) {
  return py::str("{}: {}").format(exception.get_type().attr("__name__"), exception).cast<std::string>();
}

// Calls a host's function on the listeners' thread. What the function throws is thrown on, for the engine's
// log; without a log it goes to sys.unraisablehook.
std::function<void(const Event&)> listener(const Registry& registry, SharedObject callback,
                                           SharedObject parse, bool has_log) {
  return [&registry, callback = std::move(callback), parse = std::move(parse), has_log](const Event& event) {
    const SharedObject kept = callback;  // the subscription may end during the call
    with_gil([&] {
      try {
        const py::object object = event_object(registry, event, parse.get());
        PyObject* done = PyObject_CallOneArg(kept.get(), object.ptr());
        if (done == nullptr) throw PythonError();
        Py_DECREF(done);
      } catch (const std::exception&) {
        const py::object exception = exception_of(registry, std::current_exception());
        if (has_log) throw std::runtime_error(describe_exception(exception));
        PyErr_SetObject(exception.get_type().ptr(), exception.ptr());
        report_unraisable(kept.get());
      }
    });
  };
}

// Tells one asyncio loop, once until it has looked, that there are events to read.
struct Signal {
  std::atomic<bool> raised{false};
  std::atomic<std::int64_t> first{0};  // position of the first event since the beginning
};

std::function<void(const Event&)> signaller(std::shared_ptr<Signal> signal, SharedObject wake) {
  return [signal = std::move(signal), wake = std::move(wake)](const Event& event) {
    std::int64_t none = 0;
    signal->first.compare_exchange_strong(none, event.position);
    if (signal->raised.exchange(true)) return;
    with_gil([&] {
      PyObject* woken = PyObject_CallNoArgs(wake.get());
      // A closed loop has no reader any more.
      if (woken == nullptr) PyErr_Clear();
      Py_XDECREF(woken);
    });
  };
}

struct Filter {
  TenantId tenant;
  std::string topic = "*";
};

Filter read_filter(const Registry& registry, const py::object& tenant, const py::object& topic) {
  py::dict given;
  given["tenant"] = tenant;
  given["topic"] = topic;
  Options options(registry, "subscribe", given);
  Filter filter;
  options.read("tenant", filter.tenant.value);
  options.read("topic", filter.topic);
  return filter;
}

py::object read_events(const Registry& registry, OpenEngine& self, const py::object& cursor,
                       const py::object& tenant, const py::object& limit, PyObject* parse) {
  py::dict given;
  given["cursor"] = cursor;
  given["limit"] = limit;
  Options options(registry, "events", given);
  std::int64_t after = 0;
  std::size_t most = 1000;
  options.read("cursor", after);
  options.read("limit", most);
  const TenantId of = read_filter(registry, tenant, py::none()).tenant;
  const EventPage page = without_gil([&] { return self.engine().events(of, after, most); });
  py::list events;
  for (const Event& event : page.events) events.append(event_object(registry, event, parse));
  return py::make_tuple(events, page.next);
}

std::unique_ptr<Listening> listen(const std::shared_ptr<OpenEngine>& self, const Filter& filter,
                                  std::function<void(const Event&)> function) {
  auto subscription =
      without_gil([&] { return self->engine().subscribe(filter.tenant, filter.topic, std::move(function)); });
  return std::make_unique<Listening>(self, std::move(subscription));
}

}  // namespace

void bind_events(py::module_& module, py::class_<OpenEngine, std::shared_ptr<OpenEngine>>& engine,
                 const Registry& registry) {
  const SharedObject parse = share(py::module_::import("json").attr("loads").ptr());
  py::class_<Listening>(module, "Subscription").def("close", &Listening::close);
  py::class_<Signal, std::shared_ptr<Signal>>(module, "Signal")
      .def(py::init<>())
      .def("clear", [](Signal& self) { self.raised = false; })
      .def_property_readonly("first", [](const Signal& self) { return self.first.load(); });

  engine
      .def("events",
           [&registry, parse](OpenEngine& self, const py::object& cursor, const py::object& tenant,
                              const py::object& limit) {
             return read_events(registry, self, cursor, tenant, limit, parse.get());
           })
      .def("subscribe",
           [&registry, parse](const std::shared_ptr<OpenEngine>& self, const py::object& callback,
                              const py::object& tenant, const py::object& topic) {
             if (PyCallable_Check(callback.ptr()) == 0) throw invalid_field("callback", "must be a function");
             return listen(self, read_filter(registry, tenant, topic),
                           listener(registry, share(callback.ptr()), parse, self->has_log()));
           })
      .def("signal", [&registry](const std::shared_ptr<OpenEngine>& self, std::shared_ptr<Signal> signal,
                                 const py::object& wake, const py::object& tenant, const py::object& topic) {
        return listen(self, read_filter(registry, tenant, topic),
                      signaller(std::move(signal), share(wake.ptr())));
      });
}

}  // namespace smarthandoff::python
