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
  FreeSwitch(const Registry& registry, const py::dict& arguments) {
    Options given(registry, "FreeSwitch", arguments);
    read_connection(given);
    read_behaviour(given);
    read_limits(given);
    dnd_ = given.function("dnd");
    given.finish();
  }

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
  void read_connection(Options& given) {
    given.read("host", options_.host);
    given.read("port", options_.port);
    std::string password;
    given.read("password", password);
    options_.password = Secret(std::move(password));
    given.read("user", options_.user);
    given.read("domain", options_.domain);
  }
  void read_behaviour(Options& given) {
    given.read("assistant_extension", options_.assistant_extension);
    given.read("assistant_context", options_.assistant_context);
    given.read("keep_assistant_leg", options_.keep_assistant_leg);
    given.read("music", options_.music);
    given.read("speech_engine", options_.speech_engine);
    given.read("speech_voice", options_.speech_voice);
    given.read("speech_voices", options_.speech_voices);
    given.read("recording_folder", options_.recording_folder);
    given.read("detect_beep", options_.detect_beep);
    given.read("dnd_variable", options_.dnd_variable);
  }
  void read_limits(Options& given) {
    given.read("command_timeout", options_.command_timeout);
    given.read("dnd_timeout", options_.dnd_timeout);
    given.read("answered_timeout", options_.answered_timeout);
    given.read("play_timeout", options_.play_timeout);
    given.read("presence_refresh", options_.presence_refresh);
    given.read("stale_after", options_.stale_after);
    given.read("reconnect_min", options_.reconnect_min);
    given.read("reconnect_max", options_.reconnect_max);
    given.read("max_queued", options_.max_queued);
  }

  FreeSwitchOptions options_;
  SharedObject dnd_;
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
