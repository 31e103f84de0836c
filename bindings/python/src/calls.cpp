// The table's operations as three functions of Python: a line is an index, a request is a dict.
#include <utility>

#include "engine.hpp"
#include "errors.hpp"
#include "options.hpp"
#include "sink.hpp"

namespace smarthandoff::python {

namespace {

// The registry that a function of this module was made with.
const Registry& registry_of(PyObject* self) {
  return *static_cast<const Registry*>(PyCapsule_GetPointer(self, nullptr));
}

const Operation& operation_at(PyObject* index) {
  return operations().at(PyLong_AsSize_t(index));
}

// Takes a keyword that is not the request's own out of the arguments.
py::object take(PyObject* arguments, const char* name) {
  PyObject* value = PyDict_GetItemString(arguments, name);
  if (value == nullptr) return {};
  auto taken = py::reinterpret_borrow<py::object>(value);
  if (PyDict_DelItemString(arguments, name) != 0) throw PythonError();
  return taken;
}

CallOptions read_options(const Registry& registry, const Actor& actor, PyObject* arguments) {
  CallOptions options{.actor = actor, .request_id = {}, .while_waiting = check_signals};
  const py::object request_id = take(arguments, "request_id");
  const py::object seconds = take(arguments, "wait_seconds");
  if (!request_id && !seconds) return options;
  py::dict given;
  if (request_id) given["request_id"] = request_id;
  if (seconds) given["wait_seconds"] = seconds;
  Options read(registry, "a call", given);
  read.read("request_id", options.request_id);
  double wait = 60;
  read.read("wait_seconds", wait);
  if (!(wait >= 0 && wait <= 86'400)) throw invalid_field("wait_seconds", "must be 0 to 86400");
  options.timeout = Milliseconds(static_cast<std::int64_t>(wait * 1000));
  return options;
}

std::shared_ptr<void> read_request(const Registry& registry, const Operation& operation,
                                   PyObject* arguments) {
  auto request = operation.request->create();
  from_python(registry, *operation.request, request.get(), arguments);
  return request;
}

void check_may_wait(const Operation& operation) {
  if (operation.kind != OperationKind::awaited || !HostWorkers::is_current()) return;
  throw Error(ErrorCode::failed_precondition,
              operation.name + " cannot wait in a host function: begin it elsewhere");
}

// call(tenant, index, arguments): runs and waits.
PyObject* call(PyObject* self, PyObject* const* arguments, Py_ssize_t) {
  const Registry& registry = registry_of(self);
  return guarded(registry, [&] {
    const auto& tenant = py::handle(arguments[0]).cast<const BoundTenant&>();
    const Operation& operation = operation_at(arguments[1]);
    check_may_wait(operation);
    const CallOptions options = read_options(registry, tenant.actor, arguments[2]);
    const auto request = read_request(registry, operation, arguments[2]);
    const auto opened = tenant.opened;
    const auto response =
        without_gil([&] { return opened->engine().run(operation, tenant.id, request, options); });
    return to_python(registry, *operation.response, response.get()).release().ptr();
  });
}

// begin(tenant, index, arguments, completions, future): runs; the answer goes to the future's loop.
PyObject* begin(PyObject* self, PyObject* const* arguments, Py_ssize_t) {
  const Registry& registry = registry_of(self);
  return guarded(registry, [&] {
    const auto& tenant = py::handle(arguments[0]).cast<const BoundTenant&>();
    const Operation& operation = operation_at(arguments[1]);
    CallOptions options = read_options(registry, tenant.actor, arguments[2]);
    options.while_waiting = nullptr;
    const auto request = read_request(registry, operation, arguments[2]);
    const auto completions = py::handle(arguments[3]).cast<std::shared_ptr<Completions>>();
    const auto opened = tenant.opened;
    const SharedObject future = share(arguments[4]);
    without_gil([&] {
      opened->engine().run(
          operation, tenant.id, request, options,
          [completions, future, &operation](std::shared_ptr<void> response, std::exception_ptr error) {
            completions->add(future, *operation.response, std::move(response), std::move(error));
          });
    });
    Py_INCREF(Py_None);
    return Py_None;
  });
}

// Adds the arguments given by position under their fields' names.
void add_positional(const Operation& operation, PyObject* positional, PyObject* arguments) {
  const auto& fields = operation.request->fields;
  const auto count = static_cast<std::size_t>(PyTuple_GET_SIZE(positional));
  if (count > fields.size()) {
    throw Error(ErrorCode::invalid_argument, operation.name + " takes at most " +
                                                 std::to_string(fields.size()) + " arguments, not " +
                                                 std::to_string(count));
  }
  for (std::size_t i = 0; i < count; ++i) {
    const std::string& name = fields[i].name;
    if (PyDict_GetItemString(arguments, name.c_str()) != nullptr) {
      throw invalid_field(name, "was given by position and by name");
    }
    PyObject* value = PyTuple_GET_ITEM(positional, static_cast<Py_ssize_t>(i));
    if (PyDict_SetItemString(arguments, name.c_str(), value) != 0) throw PythonError();
  }
}

// run_pure(tenant or None, index, positional, arguments): a pure function with or without a tenant's
// defaults.
PyObject* run_pure(PyObject* self, PyObject* const* arguments, Py_ssize_t) {
  const Registry& registry = registry_of(self);
  return guarded(registry, [&] {
    const Operation& operation = operation_at(arguments[1]);
    add_positional(operation, arguments[2], arguments[3]);
    const auto request = read_request(registry, operation, arguments[3]);
    std::shared_ptr<void> response;
    if (arguments[0] == Py_None) {
      response = operation.pure(request.get(), nullptr);
    } else {
      const auto& tenant = py::handle(arguments[0]).cast<const BoundTenant&>();
      const auto opened = tenant.opened;
      response = without_gil([&] { return opened->engine().run_pure(operation, tenant.id, request.get()); });
    }
    return to_python(registry, *operation.response, response.get()).release().ptr();
  });
}

// make(name, arguments): a struct instance from keyword arguments, checked and completed by its description.
PyObject* make(PyObject* self, PyObject* const* arguments, Py_ssize_t) {
  const Registry& registry = registry_of(self);
  return guarded(registry, [&] {
    const Type& type = registry.type(py::handle(arguments[0]).cast<std::string>());
    const auto value = type.create();
    from_python(registry, type, value.get(), arguments[1]);
    return to_python(registry, type, value.get()).release().ptr();
  });
}

// defaults(name): {field: default} of a struct's optional fields, for signatures.
PyObject* defaults(PyObject* self, PyObject* const* arguments, Py_ssize_t) {
  const Registry& registry = registry_of(self);
  return guarded(registry, [&] {
    const Type& type = registry.type(py::handle(arguments[0]).cast<std::string>());
    const auto value = type.create();
    py::dict result;
    for (const Field& field : type.fields) {
      if (field.required) continue;
      const void* member = static_cast<const std::byte*>(value.get()) + field.offset;
      result[py::str(field.name)] = to_python(registry, *field.type, member);
    }
    return result.release().ptr();
  });
}

using Fast = PyObject* (*)(PyObject*, PyObject* const*, Py_ssize_t);

template <Fast function>
PyMethodDef definition(const char* name) {
  return {name, reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(function)), METH_FASTCALL,
          nullptr};
}

}  // namespace

void bind_calls(py::module_& module, const Registry& registry) {
  // Python keeps a pointer to each definition.
  static PyMethodDef definitions[] = {definition<call>("call"), definition<begin>("begin"),
                                      definition<run_pure>("run_pure"), definition<make>("make"),
                                      definition<defaults>("defaults")};
  const py::capsule self(&registry, [](void*) {});
  for (PyMethodDef& line : definitions) {
    PyObject* function = PyCFunction_New(&line, self.ptr());
    if (function == nullptr) throw PythonError();
    module.attr(line.ml_name) = py::reinterpret_steal<py::object>(function);
  }
}

}  // namespace smarthandoff::python
