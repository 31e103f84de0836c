#include "telephony.hpp"

#include <smarthandoff/telephony/freeswitch.hpp>
#include <smarthandoff/telephony/twilio_host.hpp>

#include "errors.hpp"
#include "options.hpp"
#include "simulator.hpp"
#include "sink.hpp"

namespace smarthandoff::python {

namespace {

using telephony::FreeSwitchOptions;

// What a host's function says of an extension; nothing for None, and for a failure, which is reported.
template <class Value>
using Answered = std::function<void(std::optional<Value>)>;

template <class Value>
std::optional<Value> ask(const HostFunctions& host, const Registry& registry, PyObject* function,
                         const std::string& extension, const std::string& domain, Milliseconds limit) {
  std::optional<Value> answer;
  with_gil([&] {
    const double seconds = static_cast<double>(limit.count()) / 1000;
    const py::object said = py::reinterpret_steal<py::object>(PyObject_CallFunction(
        host.run.get(), "O(ss)d", function, extension.c_str(), domain.c_str(), seconds));
    if (!said) return report_unraisable(function);
    try {
      answer = from_python<std::optional<Value>>(registry, said, "answer");
    } catch (const Error& error) {
      PyErr_SetString(PyExc_ValueError, error.what());
      report_unraisable(function);
    }
  });
  return answer;
}

// A host's function as an adapter asks it. The adapter has a deadline of its own, at which it takes no answer
// any more.
template <class Value>
auto source_of(const HostFunctions& host, const Registry& registry, const SharedObject& function,
               Milliseconds limit) {
  return [host, &registry, function, limit](const std::string& extension, const std::string& domain,
                                            const Answered<Value>& answer) {
    const bool posted = host.workers->post(
        [=, &registry] { answer(ask<Value>(host, registry, function.get(), extension, domain, limit)); },
        limit, [](bool) {});
    if (!posted) answer(std::nullopt);
  };
}

class FreeSwitch final : public TelephonyChoice {
 public:
  // The arguments are those of one call: nobody else sees what is taken out of them.
  FreeSwitch(const Registry& registry, const py::dict& arguments)
      : registry_(registry),
        dnd_(function_of(arguments.attr("pop")("dnd", py::none()), "dnd")),
        options_(from_python<FreeSwitchOptions>(registry, arguments)) {
    telephony::check_options(options_);
  }

  std::shared_ptr<telephony::Telephony> make(const HostFunctions& host) override {
    FreeSwitchOptions options = options_;
    if (dnd_) options.dnd = source_of<bool>(host, registry_, dnd_, options.dnd_timeout);
    return without_gil([&] { return telephony::make_freeswitch(std::move(options)); });
  }

  std::string repr() const {
    return "FreeSwitch(host='" + options_.host + "', port=" + std::to_string(options_.port) + ", domain='" +
           options_.domain + "', password='***')";
  }

 private:
  const Registry& registry_;
  SharedObject dnd_;
  FreeSwitchOptions options_;
};

class Twilio final : public TelephonyChoice {
 public:
  Twilio(const Registry& registry, const py::dict& arguments)
      : registry_(registry),
        presence_(function_of(arguments.attr("pop")("presence", py::none()), "presence")),
        options_(from_python<TwilioOptions>(registry, arguments)) {}

  std::shared_ptr<telephony::Telephony> make(const HostFunctions& host) override {
    TwilioOptions options = options_;
    if (presence_)
      options.presence = source_of<telephony::ExtensionState>(host, registry_, presence_, kPresenceLimit);
    adapter_ = without_gil([&] { return telephony::make_twilio(std::move(options)); });
    return adapter_;
  }

  py::object webhook(const py::args& positional, const py::kwargs& named) const {
    const auto request = argument<telephony::TwilioRequest>(registry_, positional, named);
    if (!adapter_) throw Error(ErrorCode::failed_precondition, "no engine was opened with this Twilio");
    return to_python(registry_, without_gil([&] { return telephony::answer(*adapter_, request); }));
  }

  std::string repr() const {
    return "Twilio(account_sid='" + options_.account.account_sid + "', number='" + options_.number +
           "', public_url='" + options_.public_url + "', auth_token='***')";
  }

 private:
  static constexpr Milliseconds kPresenceLimit{2000};

  const Registry& registry_;
  SharedObject presence_;
  TwilioOptions options_;
  std::shared_ptr<telephony::Twilio> adapter_;
};

}  // namespace

void bind_telephony(py::module_& module, const Registry& registry) {
  py::class_<TelephonyChoice>(module, "Telephony");
  py::class_<FreeSwitch, TelephonyChoice>(module, "FreeSwitch")
      .def(py::init([&registry](const py::kwargs& arguments) {
        return std::make_unique<FreeSwitch>(registry, arguments);
      }))
      .def("__repr__", &FreeSwitch::repr);
  py::class_<Twilio, TelephonyChoice>(module, "Twilio")
      .def(py::init(
          [&registry](const py::kwargs& arguments) { return std::make_unique<Twilio>(registry, arguments); }))
      .def("webhook", &Twilio::webhook)
      .def("__repr__", &Twilio::repr);
  bind_simulator(module, registry);
}

}  // namespace smarthandoff::python
