#include "messenger.hpp"

#include <mutex>
#include <utility>

#include "errors.hpp"
#include "sink.hpp"
#include "source.hpp"

namespace smarthandoff::python {

namespace {

using messenger::Failure;
using messenger::FailureKind;
using messenger::SendOutcome;
using messenger::SendResult;
using messenger::TemplatesResult;

// Lets the first answer through, and none once the messenger was stopped.
class Gate {
 public:
  // Held while an answer is given.
  std::unique_lock<std::mutex> enter() { return std::unique_lock(mutex_); }
  bool open = true;

 private:
  std::mutex mutex_;
};

template <class Result>
std::function<void(Result)> once(const std::shared_ptr<Gate>& gate, std::function<void(Result)> done) {
  return [gate, given = std::make_shared<std::function<void(Result)>>(std::move(done))](Result result) {
    const auto lock = gate->enter();
    if (!gate->open || !*given) return;
    std::exchange(*given, nullptr)(std::move(result));
  };
}

// The library's error that a host's function raised; anything else is reported, and counts as internal.
Error raised(const Registry& registry, PyObject* function) {
  // Taken off the thread first: nothing may be asked of Python while an exception is set.
  const py::object exception = exception_of(registry, std::make_exception_ptr(PythonError()));
  if (py::isinstance(exception, py::module_::import("smarthandoff").attr("Error"))) {
    const auto code = py::str(exception.attr("code")).cast<std::string>();
    const auto message = py::str(exception.attr("message")).cast<std::string>();
    for (int each = 0; each <= static_cast<int>(ErrorCode::internal); ++each)
      if (to_string(static_cast<ErrorCode>(each)) == code) return {static_cast<ErrorCode>(each), message};
  }
  PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(exception.ptr())), exception.ptr());
  report_unraisable(function);
  return {ErrorCode::internal, "the host's messenger failed"};
}

SendResult read(const Registry& registry, PyObject* said, const SendResult*) {
  if (said == Py_None) return {.outcome = SendOutcome::accepted};
  if (PyUnicode_Check(said) != 0)
    return {.outcome = SendOutcome::accepted, .peer_id = from_python<std::string>(registry, said, "peer_id")};
  return from_python<SendResult>(registry, said);
}
Failure read(const Registry& registry, PyObject* said, const Failure*) {
  return said == Py_None ? Failure{} : from_python<Failure>(registry, said);
}
TemplatesResult read(const Registry& registry, PyObject* said, const TemplatesResult*) {
  if (PyList_Check(said) == 0 && PyTuple_Check(said) == 0)
    return from_python<TemplatesResult>(registry, said);
  return {.templates = from_python<std::vector<messenger::TemplateState>>(registry, said, "templates")};
}

SendResult failed(const Error& error, const SendResult*) {
  return messenger::failed_send(error);
}
Failure failed(const Error& error, const Failure*) {
  return messenger::failure_of(error);
}
TemplatesResult failed(const Error& error, const TemplatesResult*) {
  return {.templates = {}, .failure = messenger::failure_of(error)};
}

class HostMessenger final : public messenger::Messenger {
 public:
  HostMessenger(const Registry& registry, HostFunctions host, Milliseconds limit)
      : registry_(registry), host_(std::move(host)), limit_(limit) {}

  void send(const messenger::SendRequest& request, std::function<void(SendResult)> done) override {
    ask<SendResult>(send_, request, std::move(done));
  }
  void mark_read(const messenger::MarkRead& request, std::function<void(Failure)> done) override {
    ask<Failure>(mark_read_, request, std::move(done));
  }
  void list_templates(const messenger::ListTemplates& request,
                      std::function<void(TemplatesResult)> done) override {
    ask<TemplatesResult>(list_templates_, request, std::move(done));
  }
  void stop() noexcept override {
    const auto lock = gate_->enter();
    gate_->open = false;
  }

  void take(const py::object& given) {
    if (PyCallable_Check(given.ptr()) != 0 && !py::hasattr(given, "send")) {
      send_ = share(given.ptr());
      return;
    }
    send_ = method(given, "send");
    mark_read_ = method(given, "mark_read");
    list_templates_ = method(given, "list_templates");
    if (!send_) throw invalid_field("messenger", "must be a function, or an object with send(request)");
  }

 private:
  static SharedObject method(const py::object& given, const char* name) {
    if (!py::hasattr(given, name)) return nullptr;
    const py::object found = given.attr(name);
    if (PyCallable_Check(found.ptr()) == 0)
      throw invalid_field("messenger", std::string(name) + " must be a function");
    return share(found.ptr());
  }

  // Runs the function on a worker. Not begun in time: nothing happened. Begun and not back: it may have.
  template <class Result, class Request>
  void ask(const SharedObject& function, const Request& request, std::function<void(Result)> done) {
    constexpr const Result* kind = nullptr;
    if (!function)
      return done(failed(Error(ErrorCode::unsupported, "the host's messenger cannot do this"), kind));
    const auto answer = once<Result>(gate_, std::move(done));
    const bool posted = host_.workers->post(
        [this_registry = &registry_, host = host_, function, request, answer, limit = limit_] {
          answer(call<Result>(*this_registry, host, function.get(), request, limit));
        },
        limit_,
        [answer](bool begun) {
          const auto code = begun ? ErrorCode::timeout : ErrorCode::unavailable;
          answer(failed(Error(code, "the host's messenger did not answer in time"), kind));
        });
    if (!posted)
      answer(failed(Error(ErrorCode::unavailable, "every worker for host functions is held"), kind));
  }

  template <class Result, class Request>
  static Result call(const Registry& registry, const HostFunctions& host, PyObject* function,
                     const Request& request, Milliseconds limit) {
    constexpr const Result* kind = nullptr;
    Result result = failed(Error(ErrorCode::unavailable, "Python is ending"), kind);
    with_gil([&] {
      try {
        const py::object given = py::make_tuple(to_python(registry, request));
        const double seconds = static_cast<double>(limit.count()) / 1000;
        PyObject* said = PyObject_CallFunction(host.run.get(), "OOd", function, given.ptr(), seconds);
        if (said == nullptr) {
          result = failed(raised(registry, function), kind);
          return;
        }
        const auto owned = py::reinterpret_steal<py::object>(said);
        // What cannot be read was said after it was sent.
        result = failed(Error(ErrorCode::internal, "the host's messenger answered nonsense"), kind);
        result = read(registry, said, kind);
      } catch (const std::exception&) {
        raise(registry, std::current_exception());
        report_unraisable(function);
      }
    });
    return result;
  }

  const Registry& registry_;
  const HostFunctions host_;
  const Milliseconds limit_;
  const std::shared_ptr<Gate> gate_ = std::make_shared<Gate>();
  SharedObject send_, mark_read_, list_templates_;
};

}  // namespace

std::shared_ptr<messenger::Messenger> host_messenger(const Registry& registry, const py::object& given,
                                                     const HostFunctions& host, Milliseconds limit) {
  if (!given) return nullptr;
  auto made = std::make_shared<HostMessenger>(registry, host, limit);
  made->take(given);
  return made;
}

}  // namespace smarthandoff::python
