#include "telephony.hpp"

#include <smarthandoff/telephony/freeswitch.hpp>

#include "errors.hpp"
#include "options.hpp"
#include "simulator.hpp"

namespace smarthandoff::python {

namespace {

using telephony::DndAnswer;
using telephony::FreeSwitchOptions;

// What a host's function says of Do Not Disturb; nothing for None, and for a failure, which is reported.
std::optional<bool> ask(const HostFunctions& host, PyObject* function, const std::string& extension,
                        const std::string& domain, double seconds) {
  std::optional<bool> answer;
  with_gil([&] {
    PyObject* said =
        PyObject_CallFunction(host.run.get(), "O(ss)d", function, extension.c_str(), domain.c_str(), seconds);
    if (said == nullptr) return report_unraisable(function);
    if (said != Py_None) answer = PyObject_IsTrue(said) == 1;
    Py_DECREF(said);
  });
  return answer;
}

class FreeSwitch final : public TelephonyChoice {
 public:
  // The arguments are those of one call: nobody else sees what is taken out of them.
  FreeSwitch(const Registry& registry, const py::dict& arguments)
      : dnd_(function_of(arguments.attr("pop")("dnd", py::none()), "dnd")),
        options_(from_python<FreeSwitchOptions>(registry, arguments)) {}

  std::shared_ptr<telephony::Telephony> make(const HostFunctions& host) override {
    FreeSwitchOptions options = options_;
    if (dnd_) {
      options.dnd = [host, dnd = dnd_, limit = options.dnd_timeout](
                        const std::string& extension, const std::string& domain, const DndAnswer& answer) {
        // The adapter has a deadline of its own, at which it takes no answer any more.
        const bool posted = host.workers->post(
            [host, dnd, limit, extension, domain, answer] {
              const double seconds = static_cast<double>(limit.count()) / 1000;
              answer(ask(host, dnd.get(), extension, domain, seconds));
            },
            limit, [](bool) {});
        if (!posted) answer(std::nullopt);
      };
    }
    return without_gil([&] { return telephony::make_freeswitch(std::move(options)); });
  }

  std::string repr() const {
    return "FreeSwitch(host='" + options_.host + "', port=" + std::to_string(options_.port) + ", domain='" +
           options_.domain + "', password='***')";
  }

 private:
  SharedObject dnd_;
  FreeSwitchOptions options_;
};

}  // namespace

void bind_telephony(py::module_& module, const Registry& registry) {
  py::class_<TelephonyChoice>(module, "Telephony");
  py::class_<FreeSwitch, TelephonyChoice>(module, "FreeSwitch")
      .def(py::init([&registry](const py::kwargs& arguments) {
        return std::make_unique<FreeSwitch>(registry, arguments);
      }))
      .def("__repr__", &FreeSwitch::repr);
  bind_simulator(module, registry);
}

}  // namespace smarthandoff::python
